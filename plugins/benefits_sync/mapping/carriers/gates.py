"""Numbers beyond which a file is held for a person, or refused."""

import math
from typing import Self

from pydantic import Field, model_validator

from benefits_sync.mapping.conditions import Entry
from benefits_sync.mapping.guards import StatedLimits


class Gate(Entry):
    """Shares of a total above which a file is held and refused; a count up to ``floor`` always passes."""

    hold_percent: float = Field(ge=0, le=1000)
    refuse_percent: float | None = Field(default=None, ge=0, le=1000)
    floor: int = Field(default=3, ge=0)

    @model_validator(mode="after")
    def _holds_before_it_refuses(self) -> Self:
        if self.refuse_percent is not None and self.refuse_percent < self.hold_percent:
            raise ValueError("`refuse_percent` is below `hold_percent`, so no file would ever be held")
        return self

    def most_passed(self, total: int) -> int:
        """Return the largest count that passes."""
        return max(self.floor, _share(total, self.hold_percent))

    def most_held(self, total: int) -> int | None:
        """Return the largest count that a person can still let through; None where any."""
        if self.refuse_percent is None:
            return None
        return max(self.floor, _share(total, self.refuse_percent))

    def holds(self, count: int, total: int) -> bool:
        """Tell whether a count waits for a person."""
        return count > self.most_passed(total)

    def refuses(self, count: int, total: int) -> bool:
        """Tell whether a count goes too far even with a person's word."""
        most = self.most_held(total)
        return most is not None and count > most


class Gates(StatedLimits):
    """All gates of a file against the last one that the carrier accepted, with their defaults.

    Dates more than ``retroactive_days`` back are listed; what the carrier no longer takes back is in
    ``terminations.retro_days``. Fewer than ``least_members``, or elections older than ``snapshot_hours``,
    refuse the file.
    """

    members_drop: Gate = Gate(hold_percent=10, refuse_percent=30)
    members_growth: Gate = Gate(hold_percent=25)
    terminations: Gate = Gate(hold_percent=10, refuse_percent=30, floor=5)
    vanished: Gate = Gate(hold_percent=2)
    plan_changes: Gate = Gate(hold_percent=20)
    dependents_lost: Gate = Gate(hold_percent=2)
    identity_changed: Gate = Gate(hold_percent=1)
    retroactive_days: int = Field(default=60, ge=0, le=3660)
    least_members: int = Field(default=1, ge=0)
    snapshot_hours: int = Field(default=24, ge=1, le=24 * 14)


def _share(total: int, percent: float) -> int:
    return math.floor(total * percent / 100)
