"""Limits beyond which a plan waits for a person, as a mapping file states them."""

import math

from pydantic import Field, model_validator
from pydantic.fields import FieldInfo

from benefits_sync.mapping.conditions import Entry


class Limit(Entry):
    """A limit relative to a total, with a floor for small companies and exceptions for single fields."""

    floor: int = Field(default=0, ge=0)
    percent: float = Field(ge=0, le=100)
    fields: dict[str, float] = Field(default_factory=dict)

    def most(self, total: int, field: str | None = None) -> int:
        """Return the highest count that still passes."""
        percent = self.fields.get(field, self.percent) if field else self.percent
        return max(self.floor, math.floor(total * percent / 100))

    def exceeded(self, count: int, total: int, field: str | None = None) -> bool:
        """Tell whether the count is above the limit."""
        return count > self.most(total, field)


class PointsLimit(Entry):
    """A limit in percentage points, with exceptions for single fields."""

    points: float = Field(ge=0, le=100)
    fields: dict[str, float] = Field(default_factory=dict)

    def exceeded(self, before: float, now: float, field: str | None = None) -> bool:
        """Tell whether a rate (0 to 1) fell by more than the limit."""
        points = self.fields.get(field, self.points) if field else self.points
        return round((before - now) * 100, 6) > points  # 1.0 - 0.95 is a trifle more than 0.05


class Share(Entry):
    """A least share of a total."""

    percent: float = Field(ge=0, le=100)

    def least(self, total: int) -> float:
        """Return the lowest count that still passes."""
        return total * self.percent / 100


class StatedLimits(Entry):
    """Limits of one mapping; what a file leaves out has the default, within a limit too."""

    @model_validator(mode="before")
    @classmethod
    def _stated_in_part(cls, stated: object) -> object:
        """Give what a limit leaves unsaid its default: a file that moves a share keeps the floor."""
        if not isinstance(stated, dict):
            return stated
        return {name: _completed(cls.model_fields.get(name), limit) for name, limit in stated.items()}


class Guards(StatedLimits):
    """All limits of one mapping of people, with their defaults.

    The floors are everyday work, whatever the share: hourly runs are small.
    """

    terminations: Limit = Limit(floor=5, percent=2)
    creates: Limit = Limit(floor=25, percent=10)
    roster_shrink: Limit = Limit(percent=5)
    roster_overlap: Share = Share(percent=50)
    missing_from_target: Limit = Limit(floor=5, percent=0.5)
    fill_rate_drop: PointsLimit = PointsLimit(points=5)
    field_changed: Limit = Limit(floor=10, percent=10)
    identity_changed: Limit = Limit(floor=3, percent=0.5)
    rejections: Limit = Limit(floor=3, percent=5)


def _completed(known: FieldInfo | None, stated: object) -> object:
    if known is None or not isinstance(known.default, Entry) or not isinstance(stated, dict):
        return stated
    return known.default.model_dump() | stated
