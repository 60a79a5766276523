"""Open enrollment: everyone elects for the next plan year, most of them what they have."""

from datetime import date

from sandbox.plansource.benefits.catalogue import BENEFITS, LEVELS, PLAN_YEARS, PLANS
from sandbox.plansource.benefits.elections import Election, When
from sandbox.plansource.benefits.everyone import Chooser, is_eligible
from sandbox.plansource.benefits.model import Benefit, Coverage, Pricing
from sandbox.plansource.benefits.people import salary_of
from sandbox.plansource.benefits.pricing import ElectionError, rule_of, tier_of
from sandbox.plansource.state import PlanSource

_DROPPED = 0.07
_ANOTHER_PLAN = 0.1
_TAKEN_UP = 0.08
_REELECTED = 0.65
_MORE_VOLUME = 0.1
_STEP_UP = 5_000_000


def enroll_everyone(vendor: PlanSource, year: int, seed: int) -> dict[str, int]:
    """Enter next year's elections of everyone who has this year's, and return how many there were.

    Args:
        vendor: The state.
        year: The plan year to elect for.
        seed: Where chance comes from.
    """
    if year not in PLAN_YEARS:
        raise ElectionError(f"there is no plan year {year}; the company has set up {PLAN_YEARS}")
    counts = {"employees": 0, "elected": 0, "declined": 0, "pending": 0}
    for record in vendor.roster.all():
        currents = vendor.enrollments.currents(record["id"])
        held = {one.benefit: one for one in currents if one.plan_year == year - 1}
        done = any(one.plan_year == year for one in currents)
        if held and not done and is_eligible(record):
            counts["employees"] += 1
            _Renewal(vendor, record, When(year, date(year, 1, 1)), seed).choose(held, counts)
    return counts


class _Renewal(Chooser):
    """An employee who goes through last year's elections."""

    def choose(self, held: dict[str, Coverage], counts: dict[str, int]) -> None:
        """Renew, change or drop everything held; what was declined is seldom taken up."""
        medical: Election | None = None
        for code in (code for code in BENEFITS if code in held):
            election = self._renewed(BENEFITS[code], held[code], medical)
            if code == "medical":
                medical = election
            if election is None:
                self.decline(code, counts)
            else:
                self.elect(election, counts)
        if "hsa" not in held and _is_high(medical):
            self._open_hsa(medical, counts)

    def _renewed(self, benefit: Benefit, version: Coverage, medical: Election | None) -> Election | None:
        ended = version.declined or version.termination_date is not None
        if benefit.pricing is Pricing.ACCOUNT:
            return self._account(benefit, medical, ended=ended)
        if benefit.pricing is Pricing.SALARY_VOLUME:
            return self._salaried(benefit, ended=ended)
        if benefit.pricing is Pricing.CHOSEN_VOLUME:
            return self._volume(benefit, version, ended=ended)
        if self.rng.random() < (1 - _TAKEN_UP if ended else _DROPPED):
            return None
        another = ended or self.rng.random() < _ANOTHER_PLAN
        plan = self.plan(benefit) if another else version.plan
        return Election(benefit.code, plan, self._tier(version))

    def _tier(self, version: Coverage) -> str:
        """Return the level held, as far as there still is somebody to cover."""
        level, (spouse, children) = LEVELS[version.level], self.family()
        return tier_of(spouse=level.spouse and spouse, children=level.children and children)

    def _salaried(self, benefit: Benefit, *, ended: bool) -> Election | None:
        if salary_of(self.record) is None:
            return None
        kept = benefit.automatic or (not ended and self.rng.random() >= _DROPPED)
        return Election(benefit.code) if kept else None

    def _volume(self, benefit: Benefit, version: Coverage, *, ended: bool) -> Election | None:
        wanted, (spouse, children) = LEVELS[benefit.levels[0]], self.family()
        unable = (wanted.spouse and not spouse) or (wanted.children and not children)
        if ended or unable or self.rng.random() < _DROPPED:
            return None
        more = benefit.code == "subscriber_life" and self.rng.random() < _MORE_VOLUME
        wished = version.amounts.volume + _STEP_UP * more
        return Election(benefit.code, volume=min(wished, rule_of(benefit).maximum * 100))

    def _account(self, benefit: Benefit, medical: Election | None, *, ended: bool) -> Election | None:
        """Elect an account anew: nothing goes on by itself, and one's medical plan decides which."""
        allowed = {"hsa": _is_high(medical), "hcra": not _is_high(medical)}.get(benefit.code, True)
        if not allowed or self.rng.random() >= (_TAKEN_UP if ended else _REELECTED):
            return None
        alone = benefit.code != "hsa" or medical is None or medical.level == "employee"
        level = "employee" if alone else "family"
        return Election(benefit.code, level=level, amount=self.amount(benefit, level))

    def _open_hsa(self, medical: Election | None, counts: dict[str, int]) -> None:
        election = self._account(BENEFITS["hsa"], medical, ended=False)
        if election is not None:
            self.elect(election, counts)


def _is_high(medical: Election | None) -> bool:
    return medical is not None and medical.plan is not None and PLANS[medical.plan].high_deductible
