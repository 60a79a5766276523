"""What the ACA operations report: offers of medical coverage, and who was enrolled from when to when."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sandbox.plansource.benefits.catalogue import LEVELS, PLAN_YEARS, PLANS, monthly_rate
from sandbox.plansource.benefits.model import Coverage
from sandbox.plansource.benefits.people import NEW_HIRE_WINDOW, first_of_next_month, month_end, read_day
from sandbox.plansource.benefits.timeline import Span, day_before, spans
from sandbox.plansource.coverage.catalogue_ids import plan_id
from sandbox.plansource.coverage.parts import dependents_in
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

Row = dict[str, Any]

_MEDICAL = "medical"
_CHEAPEST = "bronze_hdhp"
_FIRST_OFFER = 810_000_001
_FIRST_ENROLLEE, _FIRST_ENROLLED_DEPENDENT = 820_000_001, 910_000_001
_FIRST_PLAN_YEAR = 5501 - 2026
_YEARS = len(PLAN_YEARS)
_PERIODS = 8
"""How many separate times of one plan year have a number."""


def offers_of(vendor: PlanSource, record: Record) -> Iterator[Row]:
    """Yield an employee's offers, one for each plan year; one that came to nothing is deleted."""
    started = record.get("benefits_start_date", record.get("hire_date"))
    own = vendor.enrollments.of(record["id"])
    if started is None or (record.get("employment_level", "F") != "F" and not own):
        return
    begins = first_of_next_month(read_day(started))
    elected = {one.plan_year for one in own}
    last = max([vendor.sandbox.clock.today().year, begins.year, *elected])
    for year in (year for year in PLAN_YEARS if year <= last):
        versions = vendor.enrollments.versions(record["id"], _MEDICAL, year)
        if year >= begins.year:
            period = (max(begins, date(year, 1, 1)).isoformat(), _end_of_offer(record, year))
            first = year == begins.year
            if period[0] <= period[1] or first or year in elected:
                yield _offer(vendor, record, year, period, versions, first=first)
        elif versions:
            # Of the time before a rehire the coverages tell.
            original = max(versions[0].original_effective_date, f"{year}-01-01")
            ended = versions[-1].termination_date or f"{year}-12-31"
            yield _offer(vendor, record, year, (original, ended), versions, first=False)


def enrollees_of(vendor: PlanSource, record: Record) -> Iterator[Row]:
    """Yield everyone whom an employee's medical coverage covers, in each plan year."""
    for year in PLAN_YEARS:
        versions = vendor.enrollments.versions(record["id"], _MEDICAL, year)
        if versions:
            yield from _employee_enrolled(record, versions)
            yield from _dependents_enrolled(vendor, record, spans(versions))


def _end_of_offer(record: Record, year: int) -> str:
    last_day = f"{year}-12-31"
    if "termination_date" not in record:
        return last_day
    return min(last_day, month_end(read_day(record["termination_date"])).isoformat())


def _offer(
    vendor: PlanSource,
    record: Record,
    year: int,
    period: tuple[str, str],
    versions: list[Coverage],
    *,
    first: bool,
) -> Row:
    starts, ends = period
    window = _window(record, year, first=first)
    held = versions[-1] if versions else None
    updated = max([vendor.status_moments.get(record["id"], ""), *(one.updated_at for one in versions)])
    return {
        "id": _FIRST_OFFER + (record["id"] * _YEARS + PLAN_YEARS.index(year)) % 100_000_000,
        "subscriber_id": record["id"],
        "offer_starts_on": _shown(starts),
        "offer_ends_on": _shown(ends),
        "offer_origin_code": "NEW_HIRE" if first else "OPEN_ENROLLMENT",
        "enrollment_starts_on": _shown(window[0]),
        "enrollment_ends_on": _shown(window[1]),
        "enrollment_tier_code": None if held is None or held.declined else LEVELS[held.level].code.upper(),
        "max_possible_tier_code": "ALL",
        "is_minimum_value": True,
        "is_mec": True,
        "is_eligible": True,
        "is_manual": False,
        "subscriber_premium_monthly": str(monthly_rate(_MEDICAL, _CHEAPEST, "employee", year)[0]),
        "org_plan_id": plan_id(_CHEAPEST if held is None or held.declined else PLANS[held.plan].code),
        "coverage_id": held and held.id,
        "origin_subscriber_life_event_id": None,
        "origin_plan_year_id": _FIRST_PLAN_YEAR + year,
        "origin_hire_date": record.get("hire_date"),
        "calc_date": _shown(window[0]),
        "approval_date": _shown(window[0]),
        "approval_code": "MANUALLY_ACCEPTED",
        "is_deleted": starts > ends,
        "updated_at": updated,
    }


def _window(record: Record, year: int, *, first: bool) -> tuple[str, str]:
    """Return when an employee may enroll: as a new hire, else in November before the plan year."""
    if first:
        started = read_day(record.get("benefits_start_date") or record["hire_date"])
        return started.isoformat(), (started + NEW_HIRE_WINDOW).isoformat()
    return f"{year - 1}-11-01", f"{year - 1}-11-30"


def _employee_enrolled(record: Record, versions: list[Coverage]) -> Iterator[Row]:
    held = [one for one in versions if not one.declined]
    if not held:
        return
    updated = max(one.updated_at for one in versions)
    number = (
        _FIRST_ENROLLEE + (held[0].id * _YEARS + PLAN_YEARS.index(held[0].plan_year)) * _PERIODS % 90_000_000
    )
    periods = list(_periods(spans(versions)))
    for at, (start, end) in enumerate(periods[:_PERIODS]):
        yield _enrollee(number + at, record, record, (start, end), updated)
    if not periods:
        gone = (
            max(held[-1].original_effective_date, f"{held[-1].plan_year}-01-01"),
            f"{held[-1].plan_year}-12-31",
        )
        yield _enrollee(number, record, record, gone, updated) | {"is_deleted": True}


def _periods(found: list[Span]) -> Iterator[tuple[str, str]]:
    """Yield the times covered without a break."""
    start = end = ""
    for version, last_day in found:
        since, until = version.change_effective_date, min(last_day, version.termination_date or last_day)
        if version.declined or since > until:
            continue
        if end and end == day_before(since):
            end = until
            continue
        if end:
            yield start, end
        start, end = since, until
    if end:
        yield start, end


def _dependents_enrolled(vendor: PlanSource, record: Record, found: list[Span]) -> Iterator[Row]:
    for part in dependents_in(vendor, found):
        version, item = part.version, part.item
        year = version.plan_year
        start = max(item.original_effective_date, f"{year}-01-01")
        ends = [f"{year}-12-31", item.termination_date, version.termination_date]
        number = _FIRST_ENROLLED_DEPENDENT + (item.id * _YEARS + PLAN_YEARS.index(year)) % 90_000_000
        period = (start, min(one for one in ends if one))
        person = vendor.dependents[item.dependent_id]
        yield _enrollee(number, record, person, period, part.told.updated_at)


def _enrollee(number: int, owner: Record, person: Record, period: tuple[str, str], updated: str) -> Row:
    start, end = period
    return {
        "id": number,
        "subscriber_id": owner["id"],
        "dependent_id": None if person is owner else person["id"],
        **{name: person.get(name) for name in ("first_name", "middle_name", "last_name", "ssn", "birthdate")},
        "start_date": _shown(start),
        "end_date": _shown(end),
        "is_deleted": start > end,
        "updated_at": updated,
    }


def _shown(day: str) -> str:
    return day.replace("-", "/")
