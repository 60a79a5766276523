"""The dependents and lines of a coverage over its versions, those that have ended among them."""

from dataclasses import replace
from typing import NamedTuple

from sandbox.plansource.benefits.elections import WAIVED
from sandbox.plansource.benefits.model import Coverage, DependentCoverage, Line
from sandbox.plansource.benefits.timeline import Span, day_before, spans
from sandbox.plansource.state import PlanSource


class DependentPart(NamedTuple):
    """A dependent's part, the last version that has it, and the version that last said so or ended it."""

    version: Coverage
    item: DependentCoverage
    told: Coverage


class LinePart(NamedTuple):
    """A line, the last version that has it, and since when there is such a line and one of this volume.

    `told` is the version that last said so or ended it.
    """

    version: Coverage
    item: Line
    told: Coverage
    original: str
    changed: str


def spans_of(vendor: PlanSource, version: Coverage) -> list[Span]:
    """Return the versions that count of a version's benefit and plan year, first to last."""
    return spans(vendor.enrollments.versions(version.subscriber_id, version.benefit, version.plan_year))


def dependents_in(vendor: PlanSource, found: list[Span]) -> list[DependentPart]:
    """Return every dependent covered at any time; who is no longer has ended the day before."""
    parts: dict[int, DependentPart] = {}
    for version, _ in found:
        kept = {one.id: DependentPart(version, one, version) for one in version.dependents}
        for number, part in parts.items():
            if number not in kept and part.item.termination_date is None:
                reason = _why(vendor, part.item, version)
                last_day = day_before(version.change_effective_date)
                ended = replace(part.item, termination_date=last_day, termination_reason_id=reason)
                parts[number] = part._replace(item=ended, told=version)
        parts |= kept
    return list(parts.values())


def lines_in(found: list[Span]) -> list[LinePart]:
    """Return every line held at any time; one that is no longer has ended the day before."""
    parts: dict[int, LinePart] = {}
    for at, (version, _) in enumerate(found):
        kept = {one.id: _line(version, one, parts.get(one.id), first=at == 0) for one in version.lines}
        for number, part in parts.items():
            if number not in kept and part.item.termination_date is None:
                last_day = day_before(version.change_effective_date)
                reason = version.termination_reason_id or WAIVED
                ended = replace(part.item, termination_date=last_day, termination_reason_id=reason)
                parts[number] = part._replace(item=ended, told=version)
        parts |= kept
    return list(parts.values())


def _line(version: Coverage, line: Line, before: LinePart | None, *, first: bool) -> LinePart:
    day = version.change_effective_date
    if before is None:
        return LinePart(version, line, version, version.original_effective_date if first else day, day)
    same = (before.item.volume, before.item.premium) == (line.volume, line.premium)
    return LinePart(version, line, version, before.original, before.changed if same else day)


def _why(vendor: PlanSource, item: DependentCoverage, later: Coverage) -> int:
    """Return why a dependent is not covered any more: the dependent's own reason, else the coverage's."""
    own = vendor.dependents[item.dependent_id].get("termination_reason_id")
    return int(own or later.termination_reason_id or WAIVED)
