"""What follows for coverages when a dependent leaves the family."""

from dataclasses import replace
from datetime import date

from sandbox.plansource.benefits.elections import end_on, moment
from sandbox.plansource.benefits.model import Coverage
from sandbox.plansource.benefits.people import month_end
from sandbox.plansource.benefits.timeline import day_before
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

_OF_OTHERS = frozenset({"spouse", "children"})
"""Levels that cover dependents alone."""


def end_for_dependent(vendor: PlanSource, person: Record, today: date, reason: int) -> None:
    """End a dependent's part in every coverage with the month; level and price stay until changed.

    A part that would begin later ends before it does, and a coverage of dependents alone ends with the last.
    """
    for version in vendor.enrollments.currents(person["subscriber_id"]):
        if version.plan_year >= today.year:
            last_day = max(month_end(today).isoformat(), day_before(f"{version.plan_year}-01-01"))
            _end_part(vendor, version, person["id"], last_day, reason)


def _end_part(vendor: PlanSource, version: Coverage, number: int, last_day: str, reason: int) -> None:
    going = [
        one
        for one in version.dependents
        if one.dependent_id == number and (one.termination_date is None or one.termination_date > last_day)
    ]
    if not going:
        return
    version.dependents = tuple(
        replace(one, termination_date=last_day, termination_reason_id=reason) if one in going else one
        for one in version.dependents
    )
    if version.level in _OF_OTHERS and all(one.termination_date for one in version.dependents):
        end_on(version, last_day, reason)
    vendor.enrollments.touch(version, moment(vendor))
