"""How a carrier learns that coverage ended."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from benefits_sync.mapping.conditions import Entry


class Ending(StrEnum):
    """What ends coverage at the carrier."""

    EXPLICIT = "explicit"
    OMISSION = "omission"
    BOTH = "both"


class NeverEffective(StrEnum):
    """How coverage that never took effect is taken back."""

    END_ON_START = "end_on_start"
    END_DAY_BEFORE = "end_day_before"
    DELETE = "delete"


class Terminations(Entry):
    """How the end of coverage is told.

    An ``explicit`` end is repeated ``once``, for ``days`` (``repeat_days`` after the end), or
    ``until_confirmed`` by the carrier; with ``omission`` a person is just missing from the next full file.
    ``end_date`` is how the carrier reads the end (DTP 349), ``coverages`` whether a termination of a person
    lists each coverage too. ``dependents`` are listed, or the carrier ends them with the subscriber.
    ``report`` is for benefits of several plans: each end, or only that of the last. An end more than
    ``retro_days`` back is refused.
    """

    mode: Ending = Ending.EXPLICIT
    repeat: Literal["once", "days", "until_confirmed"] = "once"
    repeat_days: int | None = Field(default=None, ge=1, le=366)
    end_date: Literal["last_day_covered", "first_day_not_covered"] = "last_day_covered"
    coverages: bool = True
    dependents: Literal["listed", "cascaded"] = "listed"
    report: Literal["each_plan", "last_plan"] = "each_plan"
    never_effective: NeverEffective = NeverEffective.END_ON_START
    retro_days: int = Field(default=60, ge=0, le=730)

    @model_validator(mode="after")
    def _repeats_what_is_told(self) -> Self:
        if (self.repeat == "days") != (self.repeat_days is not None):
            raise ValueError("`repeat_days` goes with `repeat: days`")
        if self.mode is Ending.OMISSION and self.repeat != "once":
            raise ValueError("with `mode: omission` nothing is told, so nothing can be repeated")
        return self

    @property
    def absence_ends_coverage(self) -> bool:
        """Whether the carrier ends the coverage of whom a full file does not name."""
        return self.mode is not Ending.EXPLICIT
