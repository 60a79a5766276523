"""Creating, changing and ending a coverage: each enters or ends a version, so that payroll rows follow."""

from sandbox.plansource.benefits.catalogue import BENEFITS, LEVELS
from sandbox.plansource.benefits.elections import (
    When,
    decline,
    end_with_month,
    held_by,
    lines_of,
    moment,
    new_version,
    refuse_terminated,
)
from sandbox.plansource.benefits.model import DECLINE, Benefit, Coverage, DependentCoverage, Extras
from sandbox.plansource.benefits.people import suited
from sandbox.plansource.checking import read_members
from sandbox.plansource.counts import Row, need
from sandbox.plansource.coverage import documents
from sandbox.plansource.coverage.amounts import AMOUNT_MEMBERS, fill, offer_of
from sandbox.plansource.coverage.catalogue_ids import read_benefit, read_level, read_plan
from sandbox.plansource.coverage.dates import (
    change_day,
    end,
    read_reason,
    read_termination,
    reinstated,
    revised,
)
from sandbox.plansource.coverage.finding import find_employee, owner_of
from sandbox.plansource.coverage.parameters import WriteParameters
from sandbox.plansource.errors import ApiError, bad_request
from sandbox.plansource.fields import COVERAGE_EXTRAS
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_date

TERMS = ("org_benefit_id", "benefit_lookup_code", "org_plan_id", "coverage_level_id")
"""What every create must name."""

_REQUIRED = (*TERMS, "req_org_plan_id", "req_coverage_level_id")
_TERM_MEMBERS = AMOUNT_MEMBERS | {"org_plan_id", "coverage_level_id"}


def create(vendor: PlanSource, row: Row, params: WriteParameters) -> Record:
    """Enter what an employee has of a benefit from a day on, and return whose it is."""
    need(row, _REQUIRED)
    notes = _read_notes(row)
    record = find_employee(vendor, row.get("subscriber_id"))
    benefit = read_benefit(row["org_benefit_id"], row["benefit_lookup_code"])
    plan, level = _read_terms(benefit, row, DECLINE, DECLINE)
    when = When.of(vendor, record, params.effective, params.year)
    if plan == DECLINE:
        version = decline(vendor, record, benefit.code, when)
    else:
        held = held_by(vendor, record, benefit, when)
        version = _elected(vendor, record, benefit, held, (plan, level), when)
        fill(vendor, offer_of(vendor, benefit, record, version), version, row, params)
        version.lines = lines_of(vendor, benefit, version.amounts, held.lines if held else ())
        _enter(vendor, record, version, params)
    _note(vendor, version, notes)
    return record


def update(vendor: PlanSource, held: Coverage, row: Row, params: WriteParameters) -> Record:
    """Change the members supplied; other terms or amounts make a new version."""
    record, notes = owner_of(vendor, held), _read_notes(row)
    ending = _read_ending(row, held)
    ends = held.termination_date is not None and not held.declined
    taken_back = ends and ending is None and "termination_date" in row
    lasting = reinstated(held) if taken_back else held
    version = lasting
    if _TERM_MEMBERS & row.keys() or params.recalculate or params.recalculate_volume or params.original:
        version = _changed(vendor, record, lasting, row, params)
    if taken_back:
        held.dependents, held.termination_date, held.termination_reason_id = lasting.dependents, None, None
        vendor.enrollments.touch(held, moment(vendor))
    version = held if version is lasting else version
    _note(vendor, version, notes)
    if ending is not None and not version.declined:
        end(vendor, version, *ending)
    return record


def terminate(vendor: PlanSource, held: Coverage, row: Row, params: WriteParameters) -> Record:
    """End a coverage on a day for a reason."""
    last_day, reason = read_termination(row)
    if held.declined:
        raise bad_request("Coverage is declined")
    if params.effective:
        day = change_day(vendor, owner_of(vendor, held), held, params)
        held = vendor.enrollments.enter(revised(vendor, held, day))
    end(vendor, held, last_day, reason)
    return owner_of(vendor, held)


def _changed(
    vendor: PlanSource, record: Record, held: Coverage, row: Row, params: WriteParameters
) -> Coverage:
    benefit = BENEFITS[held.benefit]
    terms = _read_terms(benefit, row, held.plan, held.level)
    if held.declined and terms[0] == DECLINE:
        return held
    when = When.of(vendor, record, params.effective, held.plan_year)
    if terms[0] == DECLINE:
        return decline(vendor, record, benefit.code, when)
    if held.declined:
        version = _elected(vendor, record, benefit, None, terms, when)
    else:
        version = revised(vendor, held, change_day(vendor, record, held, params))
        if not held.covers(version.change_effective_date):
            raise ApiError(400, "Coverage has ended")
        version.plan, version.level = terms
        version.dependents = _kept(vendor, record, held.dependents, version.level)
    fill(vendor, offer_of(vendor, benefit, record, version), version, row, params)
    if _same_terms(version, held) and not (params.effective or params.original):
        return held
    if version.amounts != held.amounts:
        version.lines = lines_of(vendor, benefit, version.amounts, held.lines)
    return _enter(vendor, record, version, params)


def _elected(
    vendor: PlanSource,
    record: Record,
    benefit: Benefit,
    held: Coverage | None,
    terms: tuple[str, str],
    when: When,
) -> Coverage:
    refuse_terminated(record, when)
    version = new_version(vendor, record, benefit.code, when)
    version.plan, version.level = terms
    if held is not None:
        version.dependents = _kept(vendor, record, held.dependents, version.level)
        if not benefit.reelected:
            version.original_effective_date = held.original_effective_date
    return version


def _enter(vendor: PlanSource, record: Record, version: Coverage, params: WriteParameters) -> Coverage:
    if params.original:
        version.original_effective_date = params.original.isoformat()
    version.original_effective_date = min(version.original_effective_date, version.change_effective_date)
    if "termination_date" in record:
        end_with_month(version, record)
    return vendor.enrollments.enter(version)


def _read_terms(benefit: Benefit, row: Row, plan: str, level: str) -> tuple[str, str]:
    """Return plan and level of a row; one that is left out is as given, and a decline is of both."""
    if "org_plan_id" in row:
        plan = read_plan(benefit, row["org_plan_id"])
    if "coverage_level_id" in row:
        level = read_level(benefit, row["coverage_level_id"])
    if DECLINE in {plan, level}:
        return DECLINE, DECLINE
    requested = (("req_org_plan_id", plan, read_plan), ("req_coverage_level_id", level, read_level))
    for name, code, read in requested:
        if name in row and read(benefit, row[name]) != code:
            raise bad_request(f"{name} must be the one in force: only a volume can wait for evidence")
    return plan, level


def _same_terms(one: Coverage, other: Coverage) -> bool:
    return (one.plan, one.level, one.amounts, one.request) == (
        other.plan,
        other.level,
        other.amounts,
        other.request,
    )


def _kept(
    vendor: PlanSource, record: Record, dependents: tuple[DependentCoverage, ...], level: str
) -> tuple[DependentCoverage, ...]:
    """Return the dependents whom a level still covers."""
    wanted = LEVELS[level]
    able = suited(vendor.dependents_of(record), spouse=wanted.spouse, children=wanted.children)
    numbers = {one["id"] for one in able}
    return tuple(one for one in dependents if one.dependent_id in numbers)


def _read_ending(row: Row, held: Coverage) -> tuple[str, int] | None:
    if not row.get("termination_date"):
        return None
    day = read_date("termination_date", row["termination_date"]).isoformat()
    return day, read_reason(row.get("termination_reason_id") or held.termination_reason_id)


def _read_notes(row: Row) -> Extras:
    return read_members(row, COVERAGE_EXTRAS, {})


def _note(vendor: PlanSource, version: Coverage, notes: Extras) -> None:
    """Note what a row says beside the terms, as far as it is not so anyway."""
    shown = documents.coverage(vendor, version)
    changes = {name: value for name, value in notes.items() if value != shown[name]}
    if changes:
        version.extras = documents.with_extras(version.extras, changes)
        vendor.enrollments.touch(version, moment(vendor))
