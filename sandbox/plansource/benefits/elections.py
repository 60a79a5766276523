"""Electing and declining a benefit: each enters a new version of the coverage."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sandbox.plansource.benefits.catalogue import (
    ACCOUNT_LIMITS,
    BENEFITS,
    HSA_CONTRIBUTION,
    LEVELS,
    PLAN_YEARS,
)
from sandbox.plansource.benefits.model import (
    DECLINE,
    Amounts,
    Benefit,
    Coverage,
    DependentCoverage,
    Line,
    Pricing,
    Request,
)
from sandbox.plansource.benefits.people import (
    coverage_begins,
    month_end,
    paydays_of,
    read_day,
    suited,
    who_is_covered,
)
from sandbox.plansource.benefits.pricing import (
    ElectionError,
    Offer,
    account_amounts,
    chosen_volume,
    rule_of,
    salary_volume,
    tier_amounts,
    volume_amounts,
)
from sandbox.plansource.benefits.timeline import day_before
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

WAIVED = 4
"""The termination reason of a declined benefit."""


@dataclass(frozen=True, slots=True)
class Election:
    """What an employee asks for.

    Attributes:
        benefit: The lookup code.
        plan: The plan's code; None is the benefit's first.
        level: The level's code; None is the benefit's first.
        volume: Insured cents, where the employee chooses.
        amount: Cents for the year, for an account.
        dependents: Ids of the dependents to cover; None is everyone whom the level covers.
    """

    benefit: str
    plan: str | None = None
    level: str | None = None
    volume: int | None = None
    amount: int | None = None
    dependents: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class When:
    """In which plan year an election counts, and from which day on."""

    year: int
    effective: date

    @classmethod
    def of(cls, vendor: PlanSource, record: Record, effective: date | None, year: int | None) -> "When":
        """Derive what was not said: as a new hire or at once, but not before the plan year."""
        today = vendor.sandbox.clock.today()
        begins = effective or coverage_begins(record, today)
        chosen = year or begins.year
        if chosen not in PLAN_YEARS:
            raise ElectionError(f"there is no plan year {chosen}; the company has set up {PLAN_YEARS}")
        if begins.year > chosen:
            raise ElectionError(f"{begins} is after the plan year {chosen}")
        return cls(chosen, max(begins, date(chosen, 1, 1)))


def elect(vendor: PlanSource, record: Record, election: Election, when: When) -> Coverage:
    """Enter what an employee elected; volume above what is guaranteed waits for evidence."""
    benefit = benefit_of(election.benefit)
    plan, level = _plan_and_level(benefit, election)
    refuse_terminated(record, when)
    covered = _covered(vendor, record, election, benefit, level)
    offer = Offer(benefit, plan, level, when.year, record, covered)
    asked = _amounts(offer, election)
    held = held_by(vendor, record, benefit, when)
    version = new_version(vendor, record, benefit.code, when)
    version.plan, version.level = plan, level
    version.amounts = _granted(offer, asked, held)
    if version.amounts != asked:
        version.request = Request(plan, level, asked)
    if held is not None and not benefit.reelected:
        version.original_effective_date = held.original_effective_date
    version.dependents = _dependent_coverages(vendor, version, covered, held)
    version.lines = lines_of(vendor, benefit, version.amounts, held.lines if held else ())
    if "termination_date" in record:
        end_with_month(version, record)
    return vendor.enrollments.enter(version)


def decline(vendor: PlanSource, record: Record, benefit: str, when: When) -> Coverage:
    """Enter that an employee waived a benefit: its last day is the one before it would begin."""
    refuse_terminated(record, when)
    version = new_version(vendor, record, benefit_of(benefit).code, when)
    version.termination_date = (when.effective - timedelta(days=1)).isoformat()
    version.termination_reason_id = WAIVED
    return vendor.enrollments.enter(version)


def end_with_month(version: Coverage, record: Record) -> None:
    """End a coverage with the month in which the employee leaves, or before it would begin."""
    last_day = month_end(read_day(record["termination_date"])).isoformat()
    end_on(version, last_day, record.get("termination_reason_id"))


def end_on(version: Coverage, last_day: str, reason: int | None) -> None:
    """End a coverage on a day, or before it would begin; nothing waits for evidence any more."""
    last_day = max(last_day, day_before(version.change_effective_date))
    before = version.termination_date
    version.termination_date, version.termination_reason_id = last_day, reason
    version.request = None
    version.dependents = tuple(
        one
        if one.termination_date and one.termination_date < last_day and one.termination_date != before
        else replace(one, termination_date=last_day, termination_reason_id=reason)
        for one in version.dependents
    )


def moment(vendor: PlanSource) -> str:
    """Return the sandbox's time as rows carry it."""
    return show_moment(vendor.sandbox.clock.now())


def show_moment(instant: datetime) -> str:
    """Spell an instant in UTC with milliseconds."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03}Z"


def benefit_of(code: str) -> Benefit:
    """Return the benefit with this lookup code."""
    if code not in BENEFITS:
        raise ElectionError(f"there is no benefit {code!r}; the company offers {sorted(BENEFITS)}")
    return BENEFITS[code]


def lines_of(
    vendor: PlanSource, benefit: Benefit, amounts: Amounts, before: tuple[Line, ...]
) -> tuple[Line, ...]:
    """Split a stacked coverage into the guaranteed line and the one above; lines keep their ids."""
    if not benefit.stacked or not amounts.volume:
        return ()
    guaranteed = (rule_of(benefit).guaranteed or 0) * 100
    lower = min(amounts.volume, guaranteed)
    cost = amounts.posttax * lower // amounts.volume
    parts = [(lower, cost), (amounts.volume - lower, amounts.posttax - cost)]
    ids = [one.id for one in before]
    return tuple(
        Line(ids[at] if at < len(ids) else next(vendor.enrollments.line_ids), volume, premium)
        for at, (volume, premium) in enumerate(parts)
        if volume
    )


def covered_by(vendor: PlanSource, version: Coverage) -> list[Record]:
    """Return the dependents that a version covers as long as it lasts."""
    kept = (None, version.termination_date)
    return [vendor.dependents[one.dependent_id] for one in version.dependents if one.termination_date in kept]


def _plan_and_level(benefit: Benefit, election: Election) -> tuple[str, str]:
    plans = [one.code for one in benefit.plans]
    plan, level = election.plan or plans[0], election.level or benefit.levels[0]
    if plan not in plans:
        raise ElectionError(f"{benefit.code} has no plan {plan!r}; it has {plans}")
    if level not in benefit.levels:
        raise ElectionError(f"{benefit.code} has no level {level!r}; it has {list(benefit.levels)}")
    return plan, level


def refuse_terminated(record: Record, when: When) -> None:
    """Refuse an election that takes effect after the employee has left."""
    if "termination_date" in record and read_day(record["termination_date"]) < when.effective:
        raise ElectionError("the employee is terminated by then; rehire first")


def _covered(
    vendor: PlanSource, record: Record, election: Election, benefit: Benefit, level: str
) -> list[Record]:
    if benefit.pricing is Pricing.ACCOUNT:
        return []
    wanted = LEVELS[level]
    able = suited(vendor.dependents_of(record), spouse=wanted.spouse, children=wanted.children)
    if election.dependents is not None:
        able = [one for one in able if one["id"] in election.dependents]
    if who_is_covered(able) != (wanted.spouse, wanted.children):
        raise ElectionError(f"the employee has no active dependents for the level {level!r}")
    return able


def _amounts(offer: Offer, election: Election) -> Amounts:
    benefit = offer.benefit
    if benefit.pricing is Pricing.TIER:
        return tier_amounts(offer)
    if benefit.pricing is Pricing.ACCOUNT:
        return _account(offer, election.amount or 0)
    if benefit.pricing is Pricing.SALARY_VOLUME:
        return volume_amounts(offer, salary_volume(benefit, offer.record))
    return volume_amounts(offer, chosen_volume(benefit, election.volume or 0))


def _account(offer: Offer, amount: int) -> Amounts:
    code, contributed = offer.benefit.code, 0
    limit = code if offer.level == "employee" else f"{code}_{offer.level}"
    if code == "hsa":
        contributed = HSA_CONTRIBUTION[offer.level] * 100
    most = ACCOUNT_LIMITS[limit][offer.year] * 100 - contributed
    if not 0 < amount <= most:
        raise ElectionError(f"{code} takes more than 0 and at most {most / 100:.2f} in {offer.year}")
    return account_amounts(offer.record, amount, contributed)


def _granted(offer: Offer, asked: Amounts, held: Coverage | None) -> Amounts:
    """Return what is in force at once: all, or the guaranteed volume, or what was approved before."""
    guaranteed = offer.benefit.volume.guaranteed if offer.benefit.volume else None
    if guaranteed is None:
        return asked
    free = max(guaranteed * 100, held.amounts.volume if held else 0)
    return asked if asked.volume <= free else volume_amounts(offer, free)


def held_by(vendor: PlanSource, record: Record, benefit: Benefit, when: When) -> Coverage | None:
    """Return the version that an election carries on: that of the plan year, else of the one before."""
    for year in (when.year, when.year - 1):
        one = vendor.enrollments.current(record["id"], benefit.code, year)
        if one is not None:
            return one if one.covers(when.effective.isoformat()) else None
    return None


def new_version(vendor: PlanSource, record: Record, benefit: str, when: When) -> Coverage:
    """Make a version that declines a benefit from a day on; it is not entered yet."""
    day, now = when.effective.isoformat(), moment(vendor)
    number = vendor.enrollments.coverage_id(record["id"], benefit)
    nothing = Amounts(paydays_of(record))
    return Coverage(number, record["id"], benefit, when.year, DECLINE, DECLINE, nothing, day, day, now, now)


def _dependent_coverages(
    vendor: PlanSource, version: Coverage, covered: list[Record], held: Coverage | None
) -> tuple[DependentCoverage, ...]:
    before = {one.dependent_id: one for one in held.dependents if not one.termination_date} if held else {}
    return tuple(
        before.get(one["id"]) or _from_birth(version, one, next(vendor.enrollments.dependent_coverage_ids))
        for one in covered
    )


def _from_birth(version: Coverage, dependent: Record, number: int) -> DependentCoverage:
    """Cover a dependent from the first day of a version on, or from birth where that is later."""
    born = dependent.get("birthdate", "").replace("/", "-")
    day = max(version.change_effective_date, born)
    return DependentCoverage(number, dependent["id"], day, day)
