"""A scripted year of a company: what its people do, the nights on which we import it, and what payroll takes.

People, their BambooHR rows and their elections are the sandbox's; the script only chooses who does what when.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benefits_sync.models.runs import RunSummary
from tests.pipeline.expected_deductions import Coverages, Taken, Version
from tests.pipeline.payroll_office import TARGETS, Office, taken

YEAR = 2025
FIRST_NIGHT = date(2025, 1, 6)
TIERED = ("medical", "dental", "vision")


@dataclass(frozen=True)
class Payday:
    """A pay date: what both payrolls took on it, and what PlanSource said the night before."""

    day: date
    taken: dict[str, Taken]
    coverages: Coverages


@dataclass
class PayrollYear:
    """Plays `NIGHTS`, one after the other."""

    office: Office
    rng: Random = field(default_factory=lambda: Random(2025))
    paydays: list[Payday] = field(default_factory=list)
    runs: list[RunSummary] = field(default_factory=list)
    happened: dict[str, list[str]] = field(default_factory=dict)
    """Employee numbers by what they did."""

    def play(self) -> None:
        for night in NIGHTS:
            self._begin(night.day)
            for event in night.at_work:
                event(self)
            self.office.table.export(f"export of {night.day}", delta=bool(self.runs))
            for event in night.benefits:
                event(self)
            self.office.plansource("elect_everyone")
            for plan_year in night.plan_years:
                self._import(plan_year, night.day)
            self._take_down(night.paydays)

    def coverages(self) -> Coverages:
        """Return everyone's coverages as PlanSource stores them now."""
        stored = self.office.sandbox.call("GET", "plansource/coverages")
        return Coverages(stored, self.office.sandbox.subscribers().values())

    def _begin(self, day: date) -> None:
        self.office.company.set_clock(f"{day}T20:00:00+00:00")
        self._refresh()

    def _import(self, plan_year: str, day: date) -> None:
        for target in TARGETS:
            site, name = self.office.site(target), f"{plan_year} of {day}"
            if any(
                run.integration == target and self._year(run) == self._starts(plan_year) for run in self.runs
            ):
                self.runs.append(site.run(name, options={"plan_year": plan_year}))
            else:
                self.runs.append(site.first(name, plan_year, delta=False))

    def _starts(self, plan_year: str) -> str:
        year = self.office.company.today.year + {"previous": -1, "current": 0, "next": 1}[plan_year]
        return f"{year}-01-01"

    @staticmethod
    def _year(run: RunSummary) -> str:
        return str(run.options["plan_year_starts"])

    def _take_down(self, days: tuple[date, ...]) -> None:
        if not days:
            return
        coverages = self.coverages()
        lines = {target: self.office.lines(target) for target in TARGETS}
        for day in days:
            found = {target: taken(lines[target], day) for target in TARGETS}
            self.paydays.append(Payday(day, found, coverages))

    # --- whom it happens to ---------------------------------------------------------------------

    def _refresh(self) -> None:
        """Look at who is employed and what they have; whoever was chosen today is not chosen again."""
        box = self.office.sandbox
        self._codes = {row["id"]: code for code, row in box.subscribers().items()}
        self._people = self.office.company.people()
        self._ids = {person["fields"]["employeeNumber"]: number for number, person in self._people.items()}
        self._held: dict[str, dict[str, Version]] = {}
        this_year = self.office.company.today.year
        for one in box.call("GET", "plansource/coverages"):
            code = self._codes[one["subscriber_id"]]
            if one["plan_year"] == this_year:
                self._held.setdefault(code, {})[one["benefit"]] = one
        ordinary = {self._people[one]["fields"]["employeeNumber"] for one in self.office.company.ordinary()}
        self._free = sorted(ordinary & self._held.keys())
        self.rng.shuffle(self._free)

    def choose(
        self, what: str, number: int, fits: Callable[[dict[str, Version]], bool] = lambda held: True
    ) -> Iterator[str]:
        """Choose people by what they have, each at most once in a night."""
        found = [code for code in self._free if fits(self._open(code))][:number]
        assert len(found) == number, f"there are only {len(found)} people for {what}"
        self._free = [code for code in self._free if code not in found]
        self.happened.setdefault(what, []).extend(found)
        yield from found

    def _open(self, code: str) -> dict[str, Version]:
        """Return what an employee has now, declined and ended benefits aside."""
        return {
            benefit: one
            for benefit, one in self._held[code].items()
            if one["plan"] != "decline" and one["termination_date"] is None
        }

    def held(self, code: str, benefit: str) -> Version:
        return self._held[code][benefit]

    # --- what happens at work -------------------------------------------------------------------

    def hires(self) -> None:
        self.office.sandbox.scenario(hire=4, seed=self.office.company.today.toordinal())

    def raises(self) -> None:
        for code in self.choose("raise", 6, lambda held: "std" in held):
            self._new_pay(code, factor=1.07)

    def other_schedules(self) -> None:
        """Everybody on a schedule goes to another one, people with accounts among them."""
        other = {26: "Semi-monthly", 24: "Weekly", 52: "Biweekly"}
        for benefit in ("hcra", "hsa", "dcra", "subscriber_life"):
            for code in self.choose("other schedule", 2, lambda held, b=benefit: b in held):  # type: ignore[misc]
                self._new_pay(code, schedule=other[self.held(code, benefit)["amounts"]["paydays"]])

    def _new_pay(self, code: str, factor: float = 1.0, schedule: str | None = None) -> None:
        company, person = self.office.company, self._ids[code]
        pay = self._people[person]["tables"]["compensation"][-1]
        row = {name: pay[name] for name in ("type", "exempt", "paidPer", "paySchedule")}
        rate = f"{float(pay['rate']) * factor:.2f} USD"
        row |= {"startDate": company.day(0), "rate": rate} | ({"paySchedule": schedule} if schedule else {})
        company.enter(person, "compensation", **row)

    def leavings(self) -> None:
        for code in self.choose("leaving", 3, lambda held: "medical" in held):
            self.office.company.terminate(self._ids[code])

    def late_leavings(self) -> None:
        """HR hears late of people who left at the end of last month."""
        today = self.office.company.today
        for code in self.choose("late leaving", 2, lambda held: "medical" in held):
            self.office.company.terminate(self._ids[code], on=str(today.replace(day=1) - timedelta(days=3)))

    def rehires(self) -> None:
        self.happened["rehire"] = self.happened["leaving"][:2]
        for code in self.happened["rehire"]:
            self.office.company.rehire(self._ids[code])

    # --- what happens to benefits ---------------------------------------------------------------

    def marriages(self) -> None:
        self._life("marriage", 4, lambda held: _level(held) == "employee")

    def late_marriages(self) -> None:
        """People tell a month later that they married."""
        day = str(self.office.company.today - timedelta(days=33))
        self._life("late marriage", 3, lambda held: _level(held) == "employee", "marriage", day)

    def births(self) -> None:
        self._life("birth", 4, lambda held: _level(held) in {"employee", "employee_spouse"})

    def divorces(self) -> None:
        self._life("divorce", 3, lambda held: _level(held) in {"employee_spouse", "family"})

    def partnerships(self) -> None:
        self._life("partnership", 4, lambda held: _level(held) == "employee", "domestic_partnership")

    def _life(
        self, what: str, number: int, fits: Callable[[dict[str, Version]], bool], event: str = "",
        day: str | None = None,
    ) -> None:  # fmt: skip
        for code in self.choose(what, number, fits):
            self.office.plansource("change", subscriber_code=code, event=event or what, effective_date=day)

    def evidence(self) -> None:
        """The insurer answers: mostly with less than was asked for, and some wait on."""
        decisions = ("approve_part", "approve_part", "approve_all", "deny_all", "pend_remaining")
        waiting = self.choose("evidence", len(decisions), _waits)
        for code, decision in zip(waiting, decisions, strict=True):
            held = self.held(code, "subscriber_life")
            free, asked = held["amounts"]["volume"], held["request"]["amounts"]["volume"]
            between = free // 100 + 10_000 * ((asked - free) // 2_000_000)
            self._elects("decide_eoi", code, "subscriber_life", decision=decision, approved_volume=between)

    def more_in_accounts(self) -> None:
        for benefit in ("hcra", "hsa"):
            for code in self.choose("more in an account", 2, lambda held, b=benefit: _room(held.get(b))):  # type: ignore[misc]
                held = self.held(code, benefit)
                more = held["amounts"]["subscriber_fsa"] / 100 + 333.33
                self._elects("elect", code, benefit, level=held["level"], amount=f"{more:.2f}")

    def new_accounts(self) -> None:
        for code in self.choose("new account", 3, lambda held: "dcra" not in held and "medical" in held):
            self._elects("elect", code, "dcra", amount="1000")

    def waivers(self) -> None:
        for benefit in ("vision", "hcra", "subscriber_life"):
            for code in self.choose("waiver", 2, lambda held, b=benefit: b in held):  # type: ignore[misc]
                self._elects("decline", code, benefit)

    def second_thoughts(self) -> None:
        """People elect, and elect something else on the same day."""
        for code in self.choose("second thought", 3, lambda held: "dental" in held):
            for plan in ("dental_plus", "dental_base"):
                self._elects("elect", code, "dental", plan=plan, level=self.held(code, "dental")["level"])

    def plans_ahead(self) -> None:
        """People choose another plan from October on."""
        for code in self.choose("plan ahead", 3, lambda held: _plan(held) == "silver_ppo"):
            level, ahead = self.held(code, "medical")["level"], f"{YEAR}-10-01"
            self._elects("elect", code, "medical", plan="gold_ppo", level=level, effective_date=ahead)

    def withdrawals(self) -> None:
        """One who had planned ahead gives the benefit up sooner."""
        code = self.happened["plan ahead"][0]
        self._elects("decline", code, "medical", effective_date=f"{YEAR}-09-01")
        self.happened["withdrawal"] = [code]

    def _elects(self, control: str, code: str, benefit: str, **members: object) -> None:
        day = {"effective_date": str(self.office.company.today)}
        self.office.plansource(control, subscriber_code=code, benefit=benefit, **(day | members))

    def open_enrollment(self) -> None:
        self.office.plansource("open_enrollment", plan_year=YEAR + 1)


def _level(held: dict[str, Version]) -> str | None:
    return held["medical"]["level"] if "medical" in held else None


def _plan(held: dict[str, Version]) -> str | None:
    return held["medical"]["plan"] if "medical" in held else None


def _waits(held: dict[str, Version]) -> bool:
    return "subscriber_life" in held and held["subscriber_life"]["request"] is not None


def _room(account: Version | None) -> bool:
    return account is not None and account["amounts"]["subscriber_fsa"] < 250_000


Event = Callable[[PayrollYear], None]


@dataclass(frozen=True)
class Night:
    """One night: what happened that day, which plan years are imported, and the pay dates after it."""

    day: date
    paydays: tuple[date, ...]
    at_work: tuple[Event, ...] = ()
    benefits: tuple[Event, ...] = ()
    plan_years: tuple[str, ...] = ("current",)


_OF = PayrollYear

NIGHTS = (
    Night(FIRST_NIGHT, (date(2025, 1, 10),)),
    Night(date(2025, 1, 29), (date(2025, 1, 31),), (_OF.hires, _OF.raises), (_OF.evidence,)),
    Night(
        date(2025, 3, 5), (date(2025, 3, 7), date(2025, 4, 4)), (_OF.leavings,), (_OF.marriages, _OF.births)
    ),
    Night(
        date(2025, 4, 28), (date(2025, 4, 30),), (_OF.other_schedules,),
        (_OF.divorces, _OF.partnerships, _OF.more_in_accounts, _OF.waivers),
    ),
    Night(
        date(2025, 6, 25), (date(2025, 6, 27),), (_OF.rehires, _OF.leavings, _OF.raises),
        (_OF.second_thoughts, _OF.new_accounts),
    ),
    Night(date(2025, 7, 29), (date(2025, 8, 8),), (_OF.hires,), (_OF.plans_ahead,)),
    Night(
        date(2025, 8, 20), (date(2025, 8, 22),), (_OF.late_leavings,), (_OF.withdrawals, _OF.late_marriages)
    ),
    Night(
        date(2025, 10, 29), (date(2025, 10, 31),), (_OF.leavings,), (_OF.open_enrollment,),
        ("current", "next"),
    ),
    Night(
        date(2025, 12, 22), (date(2025, 12, 26), date(2025, 12, 31)),
        (_OF.hires, _OF.raises, _OF.other_schedules, _OF.leavings), (_OF.births, _OF.evidence),
        ("current", "next"),
    ),
    Night(date(2026, 1, 7), (), (_OF.late_leavings,), (_OF.late_marriages,), ("previous",)),
    Night(date(2026, 1, 8), (date(2026, 1, 9),), (_OF.leavings,), (_OF.marriages,)),
)  # fmt: skip
"""Deductions of a prior plan year are never imported on the day of the current one's."""
