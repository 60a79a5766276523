"""When a write takes effect, and when what it ends is over."""

from dataclasses import replace

from sandbox.core.wire import Json
from sandbox.plansource.benefits.consequences import end_benefit
from sandbox.plansource.benefits.elections import When, end_on, moment, refuse_terminated
from sandbox.plansource.benefits.model import Coverage
from sandbox.plansource.benefits.timeline import day_before
from sandbox.plansource.counts import Row, need
from sandbox.plansource.coverage.parameters import WriteParameters
from sandbox.plansource.errors import invalid_value
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_date
from sandbox.plansource.vocabulary import REASONS

_REASON_IDS = {str(one.id): one.id for one in REASONS}


def change_day(vendor: PlanSource, record: Record, held: Coverage, params: WriteParameters) -> str:
    """Return from when on a change of a coverage counts: the day asked for, else as an election's.

    A day that is derived is not before what it changes.
    """
    when = When.of(vendor, record, params.effective, held.plan_year)
    refuse_terminated(record, when)
    if params.effective:
        return when.effective.isoformat()
    return max(when.effective.isoformat(), held.change_effective_date, held.original_effective_date)


def revised(vendor: PlanSource, held: Coverage, day: str) -> Coverage:
    """Return a copy of a version that takes effect on a day; it is not entered yet."""
    now = moment(vendor)
    original = min(day, held.original_effective_date)
    return replace(
        held, original_effective_date=original, change_effective_date=day, created_at=now, updated_at=now
    )


def read_termination(row: Row) -> tuple[str, int]:
    """Return the last day covered and the number of the reason."""
    need(row, ["termination_date", "termination_reason_id"])
    day = read_date("termination_date", row["termination_date"]).isoformat()
    return day, read_reason(row["termination_reason_id"])


def read_reason(raw: Json) -> int:
    """Return the number of a termination reason of the list."""
    if str(raw) not in _REASON_IDS:
        raise invalid_value("termination_reason_id", _REASON_IDS)
    return _REASON_IDS[str(raw)]


def end(vendor: PlanSource, version: Coverage, last_day: str, reason: int) -> None:
    """End a coverage on a day, or move the day on which it ended before."""
    benefit = (version.subscriber_id, version.benefit, version.plan_year)
    end_benefit(vendor, vendor.enrollments.versions(*benefit), last_day, reason)
    if version.termination_date != max(last_day, day_before(version.change_effective_date)):
        end_on(version, last_day, reason)
        vendor.enrollments.touch(version, moment(vendor))
    version.termination_reason_id = reason


def reinstated(version: Coverage) -> Coverage:
    """Return a copy of a version that does not end, nor do the dependents who ended with it."""
    dependents = tuple(
        replace(one, termination_date=None, termination_reason_id=None)
        if one.termination_date == version.termination_date
        else one
        for one in version.dependents
    )
    return replace(version, termination_date=None, termination_reason_id=None, dependents=dependents)
