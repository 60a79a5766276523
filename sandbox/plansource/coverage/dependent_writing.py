"""Adding dependents to a coverage, changing their parts and ending them; what it costs stays as it is."""

from dataclasses import replace

from sandbox.plansource.benefits.catalogue import LEVELS
from sandbox.plansource.benefits.elections import moment
from sandbox.plansource.benefits.model import Coverage, DependentCoverage, Extras
from sandbox.plansource.benefits.people import suited
from sandbox.plansource.checking import read_members
from sandbox.plansource.counts import Row, need
from sandbox.plansource.coverage import documents
from sandbox.plansource.coverage.dates import change_day, read_reason, read_termination
from sandbox.plansource.coverage.finding import (
    HeldDependent,
    find_coverage,
    invalid_coverage,
    owner_of,
    read_id,
)
from sandbox.plansource.coverage.line_writing import check_terms
from sandbox.plansource.coverage.parameters import WriteParameters
from sandbox.plansource.coverage.parts import DependentPart
from sandbox.plansource.coverage.writing import TERMS
from sandbox.plansource.errors import ApiError, not_found
from sandbox.plansource.fields import DEPENDENT_COVERAGE_EXTRAS
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_date


def coverage_of_row(vendor: PlanSource, row: Row, year: int) -> Coverage:
    """Return the coverage that a row is about: by its number, else by the dependent and the benefit."""
    need(row, ("dependent_id", *TERMS))
    if row.get("coverage_id"):
        return find_coverage(vendor, row["coverage_id"], year)
    person = vendor.dependents.get(read_id(row["dependent_id"]))
    if person is None:
        raise not_found("Invalid dependent.  The dependent ID does not exist.")
    code = str(row["benefit_lookup_code"])
    version = vendor.enrollments.current(person["subscriber_id"], code, year)
    if version is None:
        raise invalid_coverage()
    return version


def create(vendor: PlanSource, version: Coverage, row: Row, params: WriteParameters) -> Record:
    """Cover a dependent by a coverage whose level allows it, and return whose it is."""
    need(row, ("dependent_id", *TERMS))
    record = owner_of(vendor, version)
    person = vendor.dependents.get(read_id(row["dependent_id"]))
    if person is None:
        raise not_found("Invalid dependent.  The dependent ID does not exist.")
    if person["subscriber_id"] != record["id"]:
        raise ApiError(400, "The dependent does not belong to this employee.")
    check_terms(version, row)
    level = LEVELS[version.level]
    if not suited([person], spouse=level.spouse, children=level.children):
        raise ApiError(400, "Coverage level does not cover the dependent")
    kept = [one for one in version.dependents if not _is_ended(one, person)]
    if any(one.dependent_id == person["id"] for one in kept):
        raise ApiError(400, "Dependent is already covered")
    day = change_day(vendor, record, version, params)
    item = DependentCoverage(next(vendor.enrollments.dependent_coverage_ids), person["id"], day, day)
    _put(vendor, version, (*version.dependents, _noted(vendor, version, item, row)))
    return record


def update(vendor: PlanSource, held: HeldDependent, row: Row, params: WriteParameters) -> Record:
    """Change the members supplied, dates of ending among them."""
    version, item = held
    fresh = _noted(vendor, version, item, row)
    if params.effective:
        fresh = replace(fresh, change_effective_date=params.effective.isoformat())
    if row.get("termination_date"):
        day = read_date("termination_date", row["termination_date"]).isoformat()
        reason = read_reason(row.get("termination_reason_id") or item.termination_reason_id)
        fresh = replace(fresh, termination_date=day, termination_reason_id=reason)
    elif "termination_date" in row:
        fresh = replace(fresh, termination_date=None, termination_reason_id=None)
    return _replace(vendor, version, fresh)


def terminate(vendor: PlanSource, held: HeldDependent, row: Row, params: WriteParameters) -> Record:
    """End a dependent's part on a day for a reason; the coverage goes on."""
    version, item = held
    last_day, reason = read_termination(row)
    fresh = replace(item, termination_date=last_day, termination_reason_id=reason)
    if params.effective:
        fresh = replace(fresh, change_effective_date=params.effective.isoformat())
    return _replace(vendor, version, fresh)


def _is_ended(item: DependentCoverage, person: Record) -> bool:
    return item.dependent_id == person["id"] and item.termination_date is not None


def _replace(vendor: PlanSource, version: Coverage, fresh: DependentCoverage) -> Record:
    _put(vendor, version, tuple(fresh if one.id == fresh.id else one for one in version.dependents))
    return owner_of(vendor, version)


def _put(vendor: PlanSource, version: Coverage, dependents: tuple[DependentCoverage, ...]) -> None:
    version.dependents = dependents
    vendor.enrollments.touch(version, moment(vendor))


def _noted(vendor: PlanSource, version: Coverage, item: DependentCoverage, row: Row) -> DependentCoverage:
    read: Extras = read_members(row, DEPENDENT_COVERAGE_EXTRAS, {})
    shown = documents.dependent(vendor, DependentPart(version, item, version))
    changes = {name: value for name, value in read.items() if value != shown[name]}
    return replace(item, extras=documents.with_extras(item.extras, changes))
