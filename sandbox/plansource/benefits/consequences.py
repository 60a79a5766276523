"""What follows for coverages when something else happens: leaving, another pay, a decision on evidence."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from enum import StrEnum

from sandbox.plansource.benefits.catalogue import BENEFITS
from sandbox.plansource.benefits.elections import covered_by, end_on, lines_of, moment
from sandbox.plansource.benefits.model import Coverage, Pricing
from sandbox.plansource.benefits.people import month_end, read_day
from sandbox.plansource.benefits.pricing import ElectionError, Offer, priced_anew, volume_amounts
from sandbox.plansource.benefits.timeline import spans
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource


class Decision(StrEnum):
    """What an insurer decides on evidence of insurability."""

    APPROVE_ALL = "approve_all"
    APPROVE_PART = "approve_part"
    PEND_REMAINING = "pend_remaining"
    DENY_PERMANENTLY = "deny_permanently"
    EXPIRE_ALL = "expire_all"
    DENY_ALL = "deny_all"


_PARTIAL = frozenset({Decision.APPROVE_PART, Decision.PEND_REMAINING, Decision.DENY_PERMANENTLY})


def end_with_employment(vendor: PlanSource, record: Record) -> None:
    """End every coverage of a leaver with the month, for the leaver's reason.

    One that would begin later ends the day before it would.
    """
    leaving = month_end(read_day(record["termination_date"])).isoformat()
    reason = record.get("termination_reason_id")
    own = vendor.enrollments.of(record["id"])
    for benefit, year in dict.fromkeys((one.benefit, one.plan_year) for one in own):
        end_benefit(vendor, vendor.enrollments.versions(record["id"], benefit, year), leaving, reason)


def end_benefit(vendor: PlanSource, versions: list[Coverage], last_day: str, reason: int | None) -> None:
    """End what is covered of one benefit and plan year on a day; what would begin later never does."""
    for version, until in spans(versions):
        if until >= last_day and version.covers(last_day):
            end_on(version, last_day, reason)
            vendor.enrollments.touch(version, moment(vendor))


def follow_salary(vendor: PlanSource, record: Record) -> None:
    """Price anew what follows the salary, from the day the salary takes effect."""
    text = record.get("current_salary_effective_on")
    since = read_day(text) if text else vendor.sandbox.clock.today()
    _price_anew(vendor, record, since, {Pricing.SALARY_VOLUME})


def follow_schedule(vendor: PlanSource, record: Record) -> None:
    """Price everything anew from today on, for other pay periods."""
    _price_anew(vendor, record, vendor.sandbox.clock.today(), set(Pricing))


def _price_anew(vendor: PlanSource, record: Record, since: date, which: set[Pricing]) -> None:
    for held in vendor.enrollments.currents(record["id"]):
        open_then = held.plan_year >= since.year and held.covers(since.isoformat())
        if open_then and BENEFITS[held.benefit].pricing in which:
            # What cannot be priced, without pay or birth date, keeps its price.
            with suppress(ElectionError):
                _enter_priced_anew(vendor, record, held, since)


def _enter_priced_anew(vendor: PlanSource, record: Record, held: Coverage, since: date) -> None:
    benefit, covered = BENEFITS[held.benefit], covered_by(vendor, held)
    offer = Offer(benefit, held.plan, held.level, held.plan_year, record, covered)
    amounts = priced_anew(offer, held.amounts)
    if amounts == held.amounts:
        return
    day = max(since.isoformat(), held.original_effective_date, f"{held.plan_year}-01-01")
    now = moment(vendor)
    fresh = replace(held, amounts=amounts, change_effective_date=day, created_at=now, updated_at=now)
    fresh.lines = lines_of(vendor, benefit, amounts, held.lines)
    if held.request is not None:
        fresh.request = replace(held.request, amounts=priced_anew(offer, held.request.amounts))
    vendor.enrollments.enter(fresh)


def decide(
    vendor: PlanSource, record: Record, pending: Coverage, decision: Decision, effective: date, volume: int
) -> Coverage:
    """Let an insurer decide on a pending volume: what is approved makes a new version.

    Args:
        vendor: The state.
        record: The employee.
        pending: The current version, which waits.
        decision: What was decided.
        effective: From when on what was approved counts.
        volume: The whole volume approved, in cents, where only a part is.
    """
    request = pending.request
    if request is None:
        raise ElectionError("Coverage not waiting for EOI decision")
    if decision is Decision.APPROVE_ALL:
        volume = request.amounts.volume
    elif decision not in _PARTIAL:
        volume = pending.amounts.volume
    if not pending.amounts.volume <= volume <= request.amounts.volume:
        raise ElectionError("the volume approved must lie between the volume in force and the one asked for")
    rest = request if decision is Decision.PEND_REMAINING and volume < request.amounts.volume else None
    if volume == pending.amounts.volume:
        pending.request = rest
        vendor.enrollments.touch(pending, moment(vendor))
        return pending
    return _approve(vendor, record, replace(pending, request=rest), effective, volume)


def _approve(vendor: PlanSource, record: Record, fresh: Coverage, effective: date, volume: int) -> Coverage:
    benefit = BENEFITS[fresh.benefit]
    covered = covered_by(vendor, fresh)
    offer = Offer(benefit, fresh.plan, fresh.level, fresh.plan_year, record, covered)
    fresh.amounts = volume_amounts(offer, volume)
    fresh.lines = lines_of(vendor, benefit, fresh.amounts, fresh.lines)
    fresh.change_effective_date = max(effective.isoformat(), fresh.change_effective_date)
    fresh.created_at = fresh.updated_at = moment(vendor)
    return vendor.enrollments.enter(fresh)
