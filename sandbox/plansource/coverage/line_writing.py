"""Creating, changing and ending the lines of a coverage, whose volume and premium are their sums."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sandbox.plansource.benefits.catalogue import BENEFITS
from sandbox.plansource.benefits.elections import moment
from sandbox.plansource.benefits.model import Coverage, Extras, Line
from sandbox.plansource.benefits.pricing import chosen_volume, volume_amounts
from sandbox.plansource.checking import read_members
from sandbox.plansource.counts import Row, need
from sandbox.plansource.coverage import documents
from sandbox.plansource.coverage.amounts import cents, offer_of
from sandbox.plansource.coverage.catalogue_ids import read_benefit, read_level, read_plan
from sandbox.plansource.coverage.dates import change_day, end, read_termination, revised
from sandbox.plansource.coverage.finding import HeldLine, owner_of
from sandbox.plansource.coverage.parameters import WriteParameters
from sandbox.plansource.coverage.parts import LinePart
from sandbox.plansource.coverage.writing import TERMS
from sandbox.plansource.errors import ApiError, bad_request
from sandbox.plansource.fields import LINE_EXTRAS
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource


def check_terms(version: Coverage, row: Row) -> None:
    """Refuse a line or dependent coverage of another benefit, plan or level than its coverage's."""
    benefit = read_benefit(row["org_benefit_id"], row["benefit_lookup_code"])
    if benefit.code != version.benefit:
        raise ApiError(400, "Benefit not found")
    if version.declined or version.termination_date is not None:
        raise ApiError(400, "Coverage has ended")
    if read_plan(benefit, row["org_plan_id"]) != version.plan:
        raise ApiError(400, "Plan not found")
    if read_level(benefit, row["coverage_level_id"]) != version.level:
        raise ApiError(400, "Coverage level not found")


def create(vendor: PlanSource, version: Coverage, row: Row, params: WriteParameters) -> Record:
    """Add a layer of volume to a coverage, and return whose it is."""
    need(row, (*TERMS, "volume"))
    check_terms(version, row)
    if not BENEFITS[version.benefit].stacked:
        raise bad_request("Benefit has no lines")
    volume = cents("volume", row["volume"])
    line = Line(
        next(vendor.enrollments.line_ids), volume, cents("subscriber_premium", row.get("subscriber_premium"))
    )
    _enter(vendor, version, (*version.lines, _noted(vendor, version, line, row)), params, line.id)
    return owner_of(vendor, version)


def update(vendor: PlanSource, held: HeldLine, row: Row, params: WriteParameters) -> Record:
    """Change the members supplied; another volume or premium makes a new version of the coverage."""
    version, line = held
    volume = cents("volume", row["volume"]) if "volume" in row else line.volume
    premium = (
        cents("subscriber_premium", row["subscriber_premium"])
        if "subscriber_premium" in row
        else line.premium
    )
    fresh = _noted(vendor, version, replace(line, volume=volume, premium=premium), row)
    lines = _with(version.lines, fresh)
    if (volume, premium) != (line.volume, line.premium) or params.recalculate or params.effective:
        _enter(vendor, version, lines, params, line.id)
    else:
        version.lines = lines
        vendor.enrollments.touch(version, moment(vendor))
    return owner_of(vendor, version)


def terminate(vendor: PlanSource, held: HeldLine, row: Row, params: WriteParameters) -> Record:
    """End a line on a day: from the next one on the coverage is without it; the last line ends it all."""
    version, line = held
    last_day, reason = read_termination(row)
    rest = tuple(one for one in version.lines if one.id != line.id)
    owner = owner_of(vendor, version)
    if not rest:
        end(vendor, version, last_day, reason)
        return owner
    if params.effective is None:
        params = replace(params, effective=date.fromisoformat(last_day) + timedelta(days=1))
    if params.effective is not None and params.effective.year == version.plan_year:
        _enter(vendor, version, rest, replace(params, recalculate=False), line.id)
    ended = replace(line, termination_date=last_day, termination_reason_id=reason)
    version.lines = _with(version.lines, ended)
    vendor.enrollments.touch(version, moment(vendor))
    return owner


def _enter(
    vendor: PlanSource, version: Coverage, lines: tuple[Line, ...], params: WriteParameters, number: int
) -> None:
    """Enter a version with these lines; the numbered one is priced when that is asked for."""
    record, benefit = owner_of(vendor, version), BENEFITS[version.benefit]
    if params.validate_volume:
        chosen_volume(benefit, sum(one.volume for one in lines))
    if params.recalculate:
        offer = offer_of(vendor, benefit, record, version)
        lines = tuple(
            replace(one, premium=volume_amounts(offer, one.volume).posttax) if one.id == number else one
            for one in lines
        )
    fresh = revised(vendor, version, change_day(vendor, record, version, params))
    volume, premium = sum(one.volume for one in lines), sum(one.premium for one in lines)
    fresh.lines = lines
    fresh.amounts = replace(version.amounts, volume=volume, posttax=premium)
    if fresh.request is not None and fresh.request.amounts.volume <= volume:
        fresh.request = None
    vendor.enrollments.enter(fresh)


def _with(lines: Iterable[Line], changed: Line) -> tuple[Line, ...]:
    return tuple(changed if one.id == changed.id else one for one in lines)


def _noted(vendor: PlanSource, version: Coverage, line: Line, row: Row) -> Line:
    read: Extras = read_members(row, LINE_EXTRAS, {})
    part = LinePart(version, line, version, version.original_effective_date, version.change_effective_date)
    shown = documents.line(vendor, part)
    changes = {name: value for name, value in read.items() if value != shown[name]}
    return replace(line, extras=documents.with_extras(line.extras, changes))
