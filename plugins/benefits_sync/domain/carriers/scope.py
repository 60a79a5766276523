"""What one file is about: its benefits, its group, and the days up to which elections are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

from benefits_sync.domain.carriers.built import BuildRequest
from benefits_sync.domain.carriers.days import days_after
from benefits_sync.mapping.carriers.coverages import Line
from benefits_sync.mapping.carriers.file import FileRules, Kind, KindRule
from benefits_sync.mapping.carriers.grammar import CarrierProfile

EVERYTHING: Final = ""
"""Key of the file where one tells everything."""


@dataclass(frozen=True)
class Scope:
    """What one file is about. Each of its answers is asked for of every person, and worked out once.

    Args:
        profile: The carrier's profile.
        request: What is wanted.
        file: Key of the file: a group, a benefit, or nothing.
        lines: The benefits it tells, by lookup code.
        day: Day that coverage is looked at, ISO text: the as-of day, or the next plan year's first.
        horizon: Last day of which a beginning or an end is told.
        latest_year: Last day on which a plan year may start whose elections are told.
        years: First and last day of the plan year that is told, where elections name it.
    """

    profile: CarrierProfile
    request: BuildRequest
    file: str
    lines: Mapping[str, Line]
    day: str
    horizon: str
    latest_year: str
    years: tuple[str, str] | None

    @classmethod
    def of(
        cls,
        profile: CarrierProfile,
        request: BuildRequest,
        file: str,
        lines: Mapping[str, Line],
        years: Iterable[tuple[str | None, str | None]],
    ) -> Self:
        """Work out the days of a file from the plan years that the elections name."""
        as_of = request.as_of.isoformat()
        known = sorted({(start, end) for start, end in years if start and end})
        if request.plan_year == "next":
            horizon = days_after(as_of, _ahead(profile.file))
            coming = [year for year in known if as_of < year[0] <= horizon]
            day = coming[0][0] if coming else horizon
            return cls(profile, request, file, lines, day, horizon, day, coming[0] if coming else None)
        horizon = days_after(as_of, profile.file.future_days)
        rules = profile.file.open_enrollment
        latest = days_after(as_of, rules.switch_days_before) if rules else horizon
        begun = [year for year in known if year[0] <= latest]
        return cls(profile, request, file, lines, as_of, horizon, latest, begun[-1] if begun else None)

    def is_over(self, end: str) -> bool:
        """Tell whether an end counts: within the horizon, or where absence tells it, once it has passed."""
        return end <= self.horizon if self.tells_ends else end < self.day

    @cached_property
    def rule(self) -> KindRule:
        """How this kind of file is marked."""
        return self.profile.file.kinds[self.request.kind]

    @cached_property
    def as_of(self) -> str:
        """The day of the file, ISO text."""
        return self.request.as_of.isoformat()

    @cached_property
    def open_enrollment(self) -> bool:
        """Whether the file tells the next plan year."""
        return self.request.plan_year == "next"

    @cached_property
    def is_change(self) -> bool:
        """Whether the file names only who changed."""
        return self.request.kind is Kind.CHANGE

    @cached_property
    def is_audit(self) -> bool:
        """Whether the file is for comparing only, so that the carrier learns nothing from it."""
        return self.request.kind is Kind.AUDIT

    @cached_property
    def absence_ends_coverage(self) -> bool:
        """Whether the carrier ends the coverage of whom the file does not name."""
        return self.profile.absence_ends_coverage(self.request.kind, open_enrollment=self.open_enrollment)

    @cached_property
    def tells_ends(self) -> bool:
        """Whether ends are told, and not left to absence."""
        return not self.is_audit and self.profile.terminations.mode != "omission"


def _ahead(file: FileRules) -> int:
    return file.open_enrollment.ahead_days if file.open_enrollment else 366
