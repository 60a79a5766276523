"""The deductions import end to end: elections become lines of payroll, in both targets, each once.

The tests of a target share one company, and each has employees of its own there.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import count, pairwise
from typing import Any

import pytest

from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.models.runs import RunStatus, RunSummary
from benefits_sync.store.ledger import Ledger
from tests.pipeline.deductions_site import FILE, TABLE, DeductionSite
from tests.pipeline.site import Sandbox

Lines = dict[str, dict[str, str | None]]
EMPLOYEES = 60
NUMBERS = count(1)


class Office:
    """One company with its imports into one target, and what people there do."""

    def __init__(self, site: DeductionSite) -> None:
        self.site = site
        self.sandbox = site.sandbox
        site.export(delta=False)
        self.sandbox.call("POST", "plansource/elect_everyone", {})
        self.first = site.first()
        self.first_lines = len(self.lines)

    def next_night(self) -> None:
        """Let a day pass and the exports with it."""
        self.sandbox.call("PUT", "clock", {"advance_days": 1})
        self.site.export(f"export {next(NUMBERS)}")

    def run(self, **form: Any) -> RunSummary:
        self.sandbox.forget_journal()
        return self.site.run(f"run {next(NUMBERS)}", **form)

    def do(self, what: str, code: str, **body: Any) -> None:
        self.sandbox.call("POST", f"plansource/{what}", {"subscriber_code": code, **body})

    def terminate(self, code: str) -> None:
        members = {"termination_reason": "layoff", "termination_date": self.today, "voluntary": False}

        async def send() -> None:
            keys = self.sandbox.credentials["plansource"]
            async with PlanSourceClient.connect(self.sandbox.url, **keys) as client:
                await client.terminate(code, members)

        asyncio.run(send())

    @property
    def today(self) -> str:
        return self.site.look_at_the_clock().date().isoformat()

    @property
    def lines(self) -> Lines:
        return asyncio.run(self.site.lines())

    def of(self, code: str, benefit: str | None = None) -> list[dict[str, str | None]]:
        """Return an employee's lines, of one benefit if asked, in the order of their first days."""
        found = [line for line in self.lines.values() if line["employee"] == code]
        chosen = [line for line in found if benefit in (None, line["benefit"])]
        return sorted(chosen, key=lambda line: str(line["start_date"]))

    def calls(self) -> Counter[str]:
        """Return how many requests each vendor saw, those for tokens aside."""
        entries = [entry for entry in self.sandbox.journal() if "/oauth/" not in entry["path"]]
        return Counter(entry["vendor"] for entry in entries)

    def rules(self, run: RunSummary) -> set[tuple[str, str]]:
        """Return whom a run refused, by which rule."""
        with Ledger.open(self.site.demographics.ledger_url, self.site.demographics.key) as ledger:
            refused = ledger.rejections.list(run.reference_id)
        return set(zip(refused["source_id"], refused["rule"], strict=True))


@pytest.fixture(scope="module", params=[TABLE, FILE])
def office(
    sandbox: Sandbox, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Office:
    sandbox.reset()
    return Office(DeductionSite(sandbox, tmp_path_factory.mktemp("site"), request.param))


@pytest.fixture(autouse=True)
def _next_night(office: Office) -> Iterator[None]:
    office.next_night()
    return


# The first import


def test_the_first_import_puts_every_line_into_payroll(office: Office) -> None:
    first = office.first
    assert (first.status, first.counts.created, first.counts.rejected) == (
        RunStatus.COMPLETED,
        office.first_lines,
        0,
    )


def test_everyone_is_processed_though_not_everyone_elected(office: Office) -> None:
    owners = {line["employee"] for line in office.lines.values()}
    assert office.first.employees_processed == len(office.sandbox.subscribers()) > len(owners)


def test_what_was_declined_is_left_out_with_its_reason(office: Office) -> None:
    assert set(office.first.exclusions) == {"declined"}


# Again


@pytest.mark.parametrize("form", [{}, {"delta": False}, {"lookback_days": 31}, {"include": ["E10022"]}])
def test_another_run_writes_nothing(office: Office, form: dict[str, Any]) -> None:
    before = office.lines
    run = office.run(**form)
    assert (run.counts.written, run.counts.rejected, office.lines) == (0, 0, before)


def test_a_quiet_night_takes_few_calls_and_reads_no_row(office: Office) -> None:
    office.run()
    office.next_night()
    run = office.run()
    assert (run.counts.read, office.calls()) == (0, {"bamboohr": 1, "plansource": 3})


def test_a_dry_run_says_what_it_would_do_and_does_nothing(office: Office) -> None:
    before = office.lines
    office.do("elect", "E10023", benefit="medical", plan="gold_ppo")
    run = office.run(dry_run=True)
    assert (run.counts.created > 0, office.lines) == (True, before)


# What employees and administrators do


def test_a_line_of_an_ended_coverage_stops_with_the_last_period_begun(office: Office) -> None:
    office.do("payroll_rows", "E10024", benefit="basic_add", set={"termination_date": "2026/06/30"})
    office.run()
    assert [line["end_date"] for line in office.of("E10024", "basic_add")] == ["2026-07-10"]


def test_a_declined_benefit_stops_before_the_day(office: Office) -> None:
    office.do("elect", "E10026", benefit="dental", plan="dental_base")
    office.run()
    office.next_night()
    office.do("decline", "E10026", benefit="dental")
    office.run()
    assert max(str(line["end_date"]) for line in office.of("E10026", "dental")) < office.today


def test_a_changed_election_starts_a_line_on_its_day(office: Office) -> None:
    office.do("elect", "E10027", benefit="medical", plan="gold_ppo")
    office.run()
    assert office.of("E10027", "medical")[-1]["start_date"] == office.today


def test_no_two_lines_of_a_benefit_are_taken_on_one_day(office: Office) -> None:
    office.do("elect", "E10027", benefit="medical", plan="silver_ppo")
    office.run()
    spans = defaultdict(list)
    for line in office.of("E10027", "medical"):
        spans[line["kind"]].append((str(line["start_date"]), str(line["end_date"])))
    kept = [[span for span in of_kind if span[0] <= span[1]] for of_kind in spans.values()]
    assert all(earlier[1] < later[0] for of_kind in kept for earlier, later in pairwise(of_kind))


def test_a_leaver_pays_for_the_coverage_to_the_end_of_the_month(office: Office) -> None:
    office.terminate("E10028")
    office.run()
    assert max(str(line["end_date"]) for line in office.of("E10028")) == "2026-04-17"


def test_nobody_elses_lines_are_touched(office: Office) -> None:
    before = office.lines
    office.do("elect", "E10029", benefit="medical", plan="gold_ppo")
    office.run()
    after = office.lines
    assert {key: line for key, line in before.items() if line["employee"] != "E10029"} == {
        key: line for key, line in after.items() if line["employee"] != "E10029"
    }


# Rows that are wrong


@pytest.mark.parametrize(
    ("defect", "rule"),
    [
        ("no_amount", "amount.missing"),
        ("negative_amount", "amount.negative"),
        ("unknown_frequency", "frequency.unknown"),
        ("two_current", "current.repeated"),
        ("unknown_plan_year", "plan_year.unknown"),
        ("start_after_stop", "dates.reversed"),
    ],
)
def test_a_wrong_row_is_refused_by_name_and_the_others_go_through(
    office: Office, defect: str, rule: str
) -> None:
    office.do("payroll_rows", "E10030", benefit="basic_add", defect=defect)
    office.do("elect", "E10031", benefit="medical", plan="gold_ppo")
    run = office.run()
    office.sandbox.call("DELETE", "plansource/payroll_rows?subscriber_code=E10030")
    office.do("elect", "E10031", benefit="medical", plan="silver_ppo")
    assert (run.status, {("E10030", rule)} <= office.rules(run), run.counts.written > 0) == (
        RunStatus.COMPLETED_WITH_ERRORS,
        True,
        True,
    )


def test_a_row_of_nobody_is_refused_by_name(office: Office) -> None:
    office.do("payroll_rows", "E10030", benefit="basic_add", set={"subscriber_code": None})
    run = office.run(delta=False)
    office.sandbox.call("DELETE", "plansource/payroll_rows?subscriber_code=E10030")
    assert {rule for _, rule in office.rules(run)} == {"employee.missing"}


def test_a_corrected_row_goes_through_the_next_night(office: Office) -> None:
    office.do("payroll_rows", "E10030", benefit="basic_add", defect="negative_amount")
    office.run()
    office.next_night()
    office.sandbox.call("DELETE", "plansource/payroll_rows?subscriber_code=E10030")
    run = office.run()
    assert (run.counts.read > 0, run.counts.rejected) == (True, 0)
