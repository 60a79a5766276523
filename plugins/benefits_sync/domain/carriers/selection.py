"""Which coverages a person holds as far as one file tells, out of all elections in PlanSource."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.mapping.carriers.coverages import Line
from benefits_sync.models.frames import TextRecord

TRUE: Final = "true"

Key = tuple[str, str]
"""Benefit and plan."""


class Held(NamedTuple):
    """One coverage that a person has or had.

    Args:
        benefit: Benefit lookup code.
        plan: The plan's name.
        level: The coverage level's name.
        begin: First day.
        end: Last day covered; None while it is open, or where the end is too far ahead to be told.
        reason: Lookup code of why it ended.
        row: The election, for amounts; empty where the file repeats what is known.
        elected: First day of the election, where the family comes from another file and begins here later.
    """

    benefit: str
    plan: str
    level: str | None
    begin: str
    end: str | None
    reason: str | None
    row: TextRecord
    elected: str | None = None

    @property
    def never_effective(self) -> bool:
        """Whether it ended before it began."""
        return self.end is not None and self.end < self.begin

    def held_nothing_on(self, day: str) -> bool:
        """Tell whether the person first got the benefit after a day; what is declined may have been held."""
        first = self.row.get("original_effective_date") or self.begin
        return self.begin > day and first > day and self.row.get("waived") != TRUE


@dataclass(slots=True)
class Holdings:
    """What one person holds.

    Args:
        open: Coverages without an end.
        ended: Coverages with one.
        declined: Benefit -> the election that declines it, whatever end it has.
        later: Benefit -> the first election, where every one begins beyond the horizon.
    """

    open: dict[Key, Held] = field(default_factory=dict)
    ended: dict[Key, Held] = field(default_factory=dict)
    declined: dict[str, Held] = field(default_factory=dict)
    later: dict[str, Held] = field(default_factory=dict)


def holdings(elections: Iterable[TextRecord], scope: Scope, left_on: str | None = None) -> Holdings:
    """Return what a person holds of a file's benefits.

    What waits for evidence of insurability is not in effect, and counts as not elected; a volume that holds
    while more of it waits does. Of several plan years the latest counts that is told already.

    Args:
        elections: The person's own elections.
        scope: What the file is about.
        left_on: Day on which a dependent was deactivated, which ends coverage that has no end of its own.
    """
    by_benefit: dict[str, list[TextRecord]] = {}
    renewed: set[str] = set()
    for row in elections:
        benefit = row["benefit_lookup_code"] or ""
        if benefit in scope.lines and _is_in_effect(row):
            if _is_of_year(row, scope):
                by_benefit.setdefault(benefit, []).append(row)
            elif row["waived"] != TRUE:
                renewed.add(benefit)
    found = Holdings()
    for benefit, rows in by_benefit.items():
        told = [_renewed(row) for row in rows] if benefit in renewed else rows
        _hold(found, benefit, told, scope, left_on)
    return found


def begin_anew(held: Holdings, day: str) -> None:
    """Let coverages begin on a day at the earliest, as those of a family that comes from another file."""
    for key, one in held.open.items():
        if one.begin < day:
            held.open[key] = one._replace(begin=day, elected=one.begin)


def begin_of(row: TextRecord) -> str:
    """Return the first day of an election's coverage.

    Raises:
        CannotTellError: If it has none.
    """
    begin = (
        row["change_effective_date"] or row["original_effective_date"] or row.get("election_effective_date")
    )
    if not begin:
        raise CannotTellError(
            "change_effective_date", "no_begin", "a coverage has no effective date; enter it in PlanSource"
        )
    return begin


def _renewed(row: TextRecord) -> TextRecord:
    """Return an election without an end where that is just the plan year's, and the next year's follows."""
    if row["termination_date"] is None or row["termination_date"] != row["plan_year_ends_on"]:
        return row
    return row | {"termination_date": None, "termination_reason": None}


def _is_in_effect(row: TextRecord) -> bool:
    """Tell whether evidence is awaited of no part of a coverage, or only of more volume than holds."""
    return row["waiting_for_eoi"] != TRUE or Decimal(row.get("volume") or 0) > 0


def _is_of_year(row: TextRecord, scope: Scope) -> bool:
    starts = row["plan_year_starts_on"]
    return starts is None or starts <= scope.latest_year


def _hold(found: Holdings, benefit: str, rows: list[TextRecord], scope: Scope, left_on: str | None) -> None:
    told = [(begin_of(row), row) for row in rows]
    if len(told) > 1:
        told.sort(key=_by_year_and_begin)
    first = told[0]
    told = [(begin, row) for begin, row in told if begin <= scope.horizon]
    if not told:
        found.later[benefit] = _held(benefit, *first, scope, left_on)
        return
    year = told[-1][1]["plan_year_starts_on"]
    line = scope.lines[benefit]
    for begin, row in told:
        if row["plan_year_starts_on"] == year:
            _take(found, _held(benefit, begin, row, scope, left_on), line)


def _by_year_and_begin(told: tuple[str, TextRecord]) -> tuple[str, str, str]:
    begin, row = told
    return row["plan_year_starts_on"] or "", begin, row.get("coverage_id") or ""


def _held(benefit: str, begin: str, row: TextRecord, scope: Scope, left_on: str | None) -> Held:
    end = row["termination_date"] or left_on or _end_of_year(row, scope.day)
    if end is not None and not scope.is_over(end):
        end = None
    return Held(
        benefit,
        row["org_plan_name"] or "",
        row["coverage_level_name"],
        begin,
        end,
        row["termination_reason"] if end else None,
        row,
    )


def _end_of_year(row: TextRecord, day: str) -> str | None:
    """Return the last day of the plan year of an election where that is before a day: none lasts longer."""
    ends = row["plan_year_ends_on"]
    return ends if ends is not None and ends < day else None


def _take(found: Holdings, held: Held, line: Line) -> None:
    """Take a coverage over what was found before it; they come by plan year and beginning.

    What is declined counts from its first day on. PlanSource dates its end the day before, or later when the
    employee leaves.
    """
    benefit, key = held.benefit, (held.benefit, held.plan)
    if held.row["waived"] == TRUE:
        found.declined[benefit] = held
        _drop_open(found, benefit)
        return
    if held.end is not None:
        if key not in found.open or found.open[key].begin <= held.begin:
            found.open.pop(key, None)
            found.ended[key] = held
        return
    found.declined.pop(benefit, None)
    same = held.row.get("coverage_id")
    for other in [one for one in found.open.values() if one.benefit == benefit]:
        if line.per == "line" or other.row.get("coverage_id") == same:
            del found.open[other.benefit, other.plan]
    found.ended.pop(key, None)
    found.open[key] = held


def _drop_open(found: Holdings, benefit: str) -> None:
    for key in [key for key in found.open if key[0] == benefit]:
        del found.open[key]


def cap_by_subscriber(dependent: Holdings, subscriber: Holdings) -> Mapping[Key, Held]:
    """End a dependent's coverages with the subscriber's; return those that the subscriber never had.

    A benefit that the subscriber declined or gave up covers nobody. One that the subscriber has for another
    plan year by now covers whom that year's election names: PlanSource does not say who was left out.
    """
    orphaned: dict[Key, Held] = {}
    for key, held in list(dependent.open.items()):
        own = subscriber.open.get(key)
        if own is not None and own.row["plan_year_ends_on"] == held.row["plan_year_ends_on"]:
            continue  # as nearly always
        last = _last_of(held, subscriber)
        if last is not None and last.end is None:
            continue
        if last is not None:
            dependent.ended[key] = last
        elif held.benefit not in subscriber.declined:
            orphaned[key] = held
        del dependent.open[key]
    return orphaned


def _last_of(held: Held, subscriber: Holdings) -> Held | None:
    """Return a dependent's coverage with the end that the subscriber's gives it; None where there is none."""
    own = next((one for one in subscriber.open.values() if one.benefit == held.benefit), None)
    if own is not None:
        starts = own.row["plan_year_starts_on"]
        return held._replace(end=_end_of_year(held.row, starts) if starts is not None else None)
    if held.benefit in subscriber.later:
        return held
    ends = [one for one in subscriber.ended.values() if one.benefit == held.benefit and one.end]
    if not ends:
        return None
    last = max(ends, key=lambda one: one.end or "")
    return held._replace(end=last.end, reason=held.reason or last.reason)
