"""Realistic elections for a whole company, by chance and repeatable by seed."""

from datetime import date
from random import Random

from sandbox.plansource.benefits.catalogue import (
    ACCOUNT_LIMITS,
    BENEFITS,
    HSA_CONTRIBUTION,
    PLAN_YEARS,
    PLANS,
)
from sandbox.plansource.benefits.elections import Election, When, decline, elect
from sandbox.plansource.benefits.family import ensure_family
from sandbox.plansource.benefits.life_events import TIERED
from sandbox.plansource.benefits.model import Benefit, Pricing
from sandbox.plansource.benefits.people import (
    first_of_next_month,
    read_day,
    salary_of,
    suited,
    who_is_covered,
)
from sandbox.plansource.benefits.pricing import tier_of
from sandbox.plansource.lifecycle import is_terminated
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

_TAKEN = {"medical": 0.88, "dental": 0.8, "vision": 0.65, "subscriber_life": 0.4, "std": 0.5, "hcra": 0.25}
_PLAN_SHARES = {"medical": (45, 25, 30), "dental": (60, 40)}
_FEW_STEPS, _MANY_STEPS = (2, 15), (16, 30)


def elect_everyone(vendor: PlanSource, seed: int, effective: date | None = None) -> dict[str, int]:
    """Let everyone elect who may and has not yet, and return how many elected, declined and wait.

    Full-time employees may. Without `effective` coverage begins on the first of the month after the hire, or
    with the current plan year for who was hired before it.
    """
    counts = {"employees": 0, "elected": 0, "declined": 0, "pending": 0}
    for record in vendor.roster.all():
        if is_eligible(record) and not _has_elected(vendor, record):
            when = _begins(vendor, record, effective)
            if when.year in PLAN_YEARS:
                _NewHire(vendor, record, when, seed).choose(counts)
    return counts


def is_eligible(record: Record) -> bool:
    """Tell whether an employee is offered benefits: full-time, not terminated, of known age."""
    return record.get("employment_level", "F") == "F" and not is_terminated(record) and "birthdate" in record


def _has_elected(vendor: PlanSource, record: Record) -> bool:
    """Tell whether an employee has elected since benefits started, which they do anew after a rehire."""
    started = record.get("benefits_start_date", "").replace("/", "-")
    return any(
        one.change_effective_date >= started and (one.declined or one.termination_date is None)
        for one in vendor.enrollments.of(record["id"])
    )


def _begins(vendor: PlanSource, record: Record, effective: date | None) -> When:
    started = record.get("benefits_start_date", record.get("hire_date"))
    earliest = first_of_next_month(read_day(started)) if started else date.min
    day = effective or max(earliest, vendor.sandbox.clock.today().replace(month=1, day=1))
    return When(day.year, day)


def tally(counts: dict[str, int], *, declined: bool, pending: bool = False) -> None:
    """Count one election."""
    counts["declined" if declined else "elected"] += 1
    counts["pending"] += pending


class Chooser:
    """One employee's taste: what is chosen of each benefit, by chance."""

    def __init__(self, vendor: PlanSource, record: Record, when: When, seed: int) -> None:
        self.vendor = vendor
        self.record = record
        self.when = when
        self.rng = Random(f"{seed}:{when.year}:{record.get('subscriber_code', record['id'])}")

    def family(self) -> tuple[bool, bool]:
        """Tell whether there is a spouse or partner, and whether there are children to cover."""
        return who_is_covered(suited(self.vendor.dependents_of(self.record), spouse=True, children=True))

    def plan(self, benefit: Benefit) -> str:
        """Choose a plan."""
        shares = _PLAN_SHARES.get(benefit.code, (1,))
        return self.rng.choices(benefit.plans, shares)[0].code

    def volume(self, benefit: Benefit) -> int:
        """Choose a volume in cents: mostly what is guaranteed, for one in eight more."""
        if benefit.volume is None or benefit.code != "subscriber_life":
            return 1_000_000
        bounds = _MANY_STEPS if self.rng.random() < 0.125 else _FEW_STEPS
        return self.rng.randint(*bounds) * benefit.volume.step * 100

    def amount(self, benefit: Benefit, level: str) -> int:
        """Choose an account's amount for the year in cents; one in five is no round sum."""
        limit = ACCOUNT_LIMITS[benefit.code if level == "employee" else f"{benefit.code}_{level}"]
        contributed = HSA_CONTRIBUTION[level] if benefit.code == "hsa" else 0
        most = limit[self.when.year] - contributed
        cents = self.rng.randrange(1, most) if self.rng.random() < 0.2 else 0
        return cents * 100 + self.rng.randrange(100) if cents else self.rng.randint(4, most // 50) * 5_000

    def elect(self, election: Election, counts: dict[str, int]) -> None:
        """Enter an election and count it."""
        version = elect(self.vendor, self.record, election, self.when)
        tally(counts, declined=False, pending=version.request is not None)

    def decline(self, benefit: str, counts: dict[str, int]) -> None:
        """Enter a waiver and count it."""
        decline(self.vendor, self.record, benefit, self.when)
        tally(counts, declined=True)


class _NewHire(Chooser):
    """An employee who elects for the first time."""

    def choose(self, counts: dict[str, int]) -> None:
        """Go through everything that is offered."""
        ensure_family(self.vendor, self.record, self.rng)
        counts["employees"] += 1
        spouse, children = self.family()
        level = tier_of(
            spouse=spouse and self.rng.random() < 0.75, children=children and self.rng.random() < 0.9
        )
        medical = self._tiers(level, counts)
        self._salaried(counts)
        self._life(counts, spouse=spouse, children=children)
        self._accounts(medical, level, counts, children=children)

    def _tiers(self, level: str, counts: dict[str, int]) -> str | None:
        medical = None
        for code in TIERED:
            if self.rng.random() < _TAKEN[code]:
                plan = self.plan(BENEFITS[code])
                medical = plan if code == "medical" else medical
                self.elect(Election(code, plan, level), counts)
            else:
                self.decline(code, counts)
        return medical

    def _salaried(self, counts: dict[str, int]) -> None:
        if salary_of(self.record) is None:
            return
        for code, benefit in BENEFITS.items():
            if benefit.pricing is Pricing.SALARY_VOLUME:
                if benefit.automatic or self.rng.random() < _TAKEN[code]:
                    self.elect(Election(code), counts)
                else:
                    self.decline(code, counts)

    def _life(self, counts: dict[str, int], *, spouse: bool, children: bool) -> None:
        if self.rng.random() >= _TAKEN["subscriber_life"]:
            self.decline("subscriber_life", counts)
            return
        for code, able in (("subscriber_life", True), ("spouse_life", spouse), ("dependent_life", children)):
            if able and (code == "subscriber_life" or self.rng.random() < 0.4):
                self.elect(Election(code, volume=self.volume(BENEFITS[code])), counts)

    def _accounts(self, medical: str | None, level: str, counts: dict[str, int], *, children: bool) -> None:
        high = medical is not None and PLANS[medical].high_deductible
        wanted = {
            "hcra": not high and self.rng.random() < _TAKEN["hcra"],
            "dcra": children and self.rng.random() < 0.3,
            "hsa": high and self.rng.random() < 0.8,
        }
        for code, taken in wanted.items():
            tier = "family" if code == "hsa" and level != "employee" else "employee"
            if taken:
                self.elect(Election(code, level=tier, amount=self.amount(BENEFITS[code], tier)), counts)
            elif code != "hsa" or high:
                self.decline(code, counts)
