"""Random histories of a small company: whatever happens in whatever order, PlanSource ends as BambooHR says.

``BENEFITS_HISTORIES=200`` plays so many, longer and different each time; without it a few fixed ones.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from benefits_sync.errors import BenefitsSyncError
from benefits_sync.models.runs import RunSummary
from tests.pipeline.company import LAST_AWKWARD, Company
from tests.pipeline.expected import Facts, differences, leaver, members, spelled
from tests.pipeline.killing import KilledError, killed_at
from tests.pipeline.site import Sandbox, Site

EMPLOYEES = 28
TRIES = 25
DEEP = int(os.environ.get("BENEFITS_HISTORIES", "0"))

WEATHER: list[list[dict[str, Any]]] = [
    [],
    [{"kind": "status", "status": 503, "retry_after": 1, "probability": 0.2}],
    [{"kind": "cut_after", "probability": 0.2}, {"kind": "cut_before", "probability": 0.1}],
    [{"kind": "truncated", "probability": 0.15}, {"kind": "html", "probability": 0.1}],
    [{"kind": "expired_token", "probability": 0.1}, {"kind": "error_in_200", "probability": 0.1}],
]

ANYBODY = st.integers(min_value=0, max_value=999)


def persist(step: Callable[[], Any]) -> Any:
    """Start a failed task again, as Airflow and then a person would."""
    for attempt in range(TRIES):
        try:
            return step()
        except BenefitsSyncError:
            if attempt == TRIES - 1:
                raise
    return None


class Histories(RuleBasedStateMachine):
    """Events at BambooHR and in PlanSource, days, and runs; each run is judged."""

    sandbox: Sandbox

    def __init__(self) -> None:
        super().__init__()
        self.sandbox.reset()
        self.folder = tempfile.TemporaryDirectory(prefix="histories-")
        self.company = Company(self.sandbox, Site(self.sandbox, Path(self.folder.name)))
        self.runs = 0
        self.created: list[str] = []
        self.ended: set[tuple[str, str]] = set()
        self.by_hand: set[str] = set()
        self.deleted: dict[str, dict[str, Any]] = {}
        self.note_terminations()
        self.judge(self.company.run("first", delta=False))

    def teardown(self) -> None:
        self.folder.cleanup()

    # --- who may be touched ---------------------------------------------------------------------

    def staff(self, fits: Callable[[list[dict[str, str]], str], bool]) -> list[str]:
        """Return the ordinary people whose employment rows fit, given today."""
        today = self.company.day(0)
        return [
            number
            for number, person in self.company.people().items()
            if int(number) > LAST_AWKWARD
            and person["fields"].get("hireDate", "9") <= today
            and person["tables"].get("employmentStatus")
            and person["tables"]["employmentStatus"][0]["employmentStatus"] != "Contractor"
            and fits(sorted(person["tables"]["employmentStatus"], key=lambda row: row["date"]), today)
        ]

    def working(self) -> list[str]:
        return self.staff(lambda rows, _: rows[-1]["employmentStatus"] != "Terminated")

    def gone(self) -> list[str]:
        return self.staff(
            lambda rows, today: rows[-1]["employmentStatus"] == "Terminated" and rows[-1]["date"] < today
        )

    def leaving(self) -> list[str]:
        return self.staff(
            lambda rows, today: rows[-1]["employmentStatus"] == "Terminated" and rows[-1]["date"] > today
        )

    def pick(self, people: list[str], choice: int) -> str | None:
        return people[choice % len(people)] if people else None

    # --- what happens ---------------------------------------------------------------------------

    @rule(ahead=st.sampled_from([0, 0, 7, 59, 61, 70]))
    def hire(self, ahead: int) -> None:
        self.company.hire(on=self.company.day(ahead))

    @rule(who=ANYBODY, name=st.sampled_from(["Ada", "Bea", "Cleo", "Zoë"]))
    def change(self, who: int, name: str) -> None:
        if person := self.pick(self.working() + self.gone(), who):
            self.company.edit(person, firstName=name, mobilePhone=f"208-555-{who:04d}")

    @rule(
        who=ANYBODY,
        title=st.sampled_from(["Paralegal", "Counsel"]),
        place=st.sampled_from(["Boise", "Denver", "Austin"]),
    )
    def promote(self, who: int, title: str, place: str) -> None:
        if person := self.pick(self.working(), who):
            self.company.edit(person, jobTitle=title, department="Legal", location=place)

    @rule(who=ANYBODY, ahead=st.sampled_from([-2, 0, 0, 3, 6]))
    def terminate(self, who: int, ahead: int) -> None:
        person, day = self.pick(self.working(), who), self.company.day(ahead)
        if person and self.company.people()[person]["fields"]["hireDate"] < day:
            self.company.terminate(person, on=day)
            self.note_terminations()

    @rule(who=ANYBODY)
    def withdraw_termination(self, who: int) -> None:
        if person := self.pick(self.leaving(), who):
            self.company.withdraw(person, "employmentStatus")

    @rule(who=ANYBODY, ahead=st.sampled_from([0, 0, 4]))
    def rehire(self, who: int, ahead: int) -> None:
        if person := self.pick(self.gone(), who):
            self.company.rehire(person, on=self.company.day(ahead))

    @rule(who=ANYBODY)
    def leave_and_return_between_runs(self, who: int) -> None:
        person, day = self.pick(self.working(), who), self.company.day(-1)
        if person and self.company.people()[person]["fields"]["hireDate"] < day:
            self.company.terminate(person, on=day)
            self.company.rehire(person, on=self.company.day(0))
            self.note_terminations()

    @rule(who=ANYBODY)
    @precondition(lambda self: len(self.deleted) < 2)
    def delete(self, who: int) -> None:
        person = self.pick(self.working() + self.gone(), who)
        leads = {
            row.get("reportsTo") for p in self.company.people().values() for row in p["tables"]["jobInfo"]
        }
        if person and person not in leads:
            number = self.company.number(person)
            self.company.delete(person)
            self.deleted[number] = self.sandbox.subscribers().get(number, {})

    @rule(who=ANYBODY)
    def change_by_hand_in_plansource(self, who: int) -> None:
        numbers = [self.company.number(person) for person in self.working()]
        number = self.pick([number for number in numbers if number in self.sandbox.subscribers()], who)
        if number:
            self.company.administer(number, city="Elsewhere")
            self.by_hand.add(number)

    @rule(days=st.sampled_from([1, 1, 2, 4, 11]))
    def days_pass(self, days: int) -> None:
        self.company.pass_days(days)

    # --- runs -----------------------------------------------------------------------------------

    @rule(full=st.booleans(), weather=st.sampled_from(WEATHER))
    def run(self, full: bool, weather: list[dict[str, Any]]) -> None:
        self.judge(self.through(weather, delta=not full))

    @rule(who=ANYBODY)
    def run_for_one(self, who: int) -> None:
        if person := self.pick(self.working(), who):
            run = self.company.run(self.name(), include=[self.company.number(person)])
            self.take_down(run)

    @rule()
    def run_dry(self) -> None:
        run = self.company.run(self.name(), dry_run=True)
        assert self.company.wrote() == {}
        self.take_down(run)

    @rule(outcome=st.integers(min_value=1, max_value=4), again=st.sampled_from(["apply", "extract", "never"]))
    def run_killed(self, outcome: int, again: str) -> None:
        """Kill a run while it writes; then the task is tried again, the run cleared, or neither."""
        site, name = self.company.present, self.name()
        self.sandbox.forget_journal()
        site.extract(name)
        site.plan()
        try:
            with killed_at(outcome):
                applied = site.apply()
        except KilledError:
            if again == "never":
                self.created += self.creations()
                return
            if again == "extract":
                site.extract(name)
                site.plan()
            applied = site.apply()
        self.judge(site.close(applied))

    # --- the judge ------------------------------------------------------------------------------

    def name(self) -> str:
        self.runs += 1
        return f"run {self.runs}"

    def through(self, weather: list[dict[str, Any]], **form: Any) -> RunSummary:
        site, name = self.company.present, self.name()
        self.sandbox.forget_journal()
        self.sandbox.faults(*weather)
        persist(lambda: site.extract(name, **form))
        persist(site.plan)
        applied = persist(site.apply)
        run: RunSummary = persist(lambda: site.close(applied))
        self.sandbox.faults()
        if not run.delta:
            self.by_hand.clear()
        return run

    def note_terminations(self) -> None:
        """Remember every termination that HR ever entered."""
        self.ended |= {
            (person["fields"]["employeeNumber"], row["date"])
            for person in self.company.people().values()
            for row in person["tables"].get("employmentStatus", ())
            if row["employmentStatus"] == "Terminated"
        }

    def creations(self) -> list[str]:
        wrote = self.company.wrote().items()
        return [key for (effect, key), times in wrote if effect == "created" for _ in range(times)]

    def take_down(self, run: RunSummary) -> None:
        self.created += self.creations()
        assert run.counts.balanced
        assert len(self.created) == len(set(self.created)), "somebody was created twice"

    def judge(self, run: RunSummary) -> None:
        """Compare PlanSource with what BambooHR says of everybody."""
        self.take_down(run)
        held, today = self.sandbox.subscribers(), self.company.today
        rejected = self.company.rejections(run)
        for number, person in self.company.people().items():
            facts = Facts(person, today)
            if facts.exclusion() or facts.lacks():
                continue
            record = held.get(person["fields"]["employeeNumber"])
            if not self.contradicts(facts, record):
                self.judge_one(person, facts, record, number in rejected)
        for number, record in self.deleted.items():
            assert held.get(number, {}) == record, f"{number} was deleted in BambooHR and is changed"
        for number, record in held.items():
            if "termination_date" in record:
                assert (number, spelled(record["termination_date"])) in self.ended

    def contradicts(self, facts: Facts, record: dict[str, Any] | None) -> bool:
        """Tell whether the two sides cannot be brought together but by a person."""
        if record is None or "termination_date" not in record:
            return False
        ended = spelled(record["termination_date"])
        if facts.gone:
            return facts.status["date"] != ended
        return facts.hired <= str(ended)

    def judge_one(self, person: Any, facts: Facts, record: dict[str, Any] | None, rejected: bool) -> None:
        number = person["fields"]["employeeNumber"]
        assert not rejected, f"{number} was rejected"
        if record is None:
            assert facts.gone, f"{number} is missing"
            return
        wanted = leaver(person, facts.day) if facts.gone else members(person, facts.day)
        wanted = {name: value for name, value in wanted.items() if value is not None}
        if number in self.by_hand:
            wanted.pop("city")
        if not facts.gone:
            assert "termination_date" not in record, f"{number} works and is terminated"
        assert differences(wanted, record) == {}, f"{number} differs"


@pytest.mark.slow
@pytest.mark.timeout(7200 if DEEP else 300)
def test_any_history_ends_as_bamboohr_says(sandbox: Sandbox) -> None:
    Histories.sandbox = sandbox
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=DEEP or 14,
            stateful_step_count=30 if DEEP else 12,
            derandomize=not DEEP,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if DEEP else [Phase.generate],
        ),
    )
