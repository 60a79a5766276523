"""The demo, end to end, on a small company."""

import io

import pytest
from rich.console import Console

from benefits_sync.models.runs import RunStatus
from scripts import demo
from scripts.processes import port_taken
from scripts.runs import summary_table

pytestmark = [pytest.mark.slow, pytest.mark.service]
EMPLOYEES = 150


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    stack = demo.prepare(tmp_path_factory.mktemp("demo") / "demo", EMPLOYEES, seed=1)
    stack.processes.guard()
    try:
        told = io.StringIO()
        summaries = demo.show(stack, EMPLOYEES, demo.Narrator(Console(file=told)))
        subscribers = stack.sandbox.control("GET", "plansource/subscribers")
    finally:
        stack.processes.stop()
    return stack, summaries, subscribers


def test_every_run_accounts_for_every_record(shown):
    _, summaries, _ = shown
    assert [summary.counts.balanced for summary in summaries] == [True, True, True]


def test_the_first_run_reads_everyone_and_creates_all_it_accepts(shown):
    _, (first, _, _), _ = shown
    counts = first.counts
    assert (counts.read, counts.created) == (EMPLOYEES, EMPLOYEES - counts.excluded - counts.rejected)


def test_the_second_run_writes_exactly_what_happened_in_between(shown):
    _, (_, second, _), _ = shown
    events = demo.FEWER_EVENTS
    # Who comes back left before the first run, so the target never knew them.
    expected = (events["change"], events["terminate"], events["hire"] + events["rehire"])
    assert (second.counts.updated, second.counts.terminated, second.counts.created) == expected


def test_the_third_run_brings_deductions_to_payroll(shown):
    _, (*_, third), _ = shown
    assert (third.status, third.counts.created > EMPLOYEES) == (RunStatus.COMPLETED, True)


def test_nobody_is_in_the_target_twice(shown):
    _, _, subscribers = shown
    codes = [subscriber["subscriber_code"] for subscriber in subscribers]
    assert len(codes) == len(set(codes))


def test_the_table_shows_the_runs_side_by_side(shown):
    _, summaries, _ = shown
    paper = io.StringIO()
    Console(file=paper, width=120).print(summary_table(summaries))
    assert {
        "Demo: everyone",
        "Demo: changes only",
        "Demo: deductions",
        "Created",
        "Calls to BambooHR",
        "Duration",
    } <= {
        cell.strip() for line in paper.getvalue().splitlines() for cell in line.replace("┃", "│").split("│")
    }


def test_nothing_listens_any_more_after_the_demo(shown):
    stack, _, _ = shown
    assert not port_taken(stack.airflow.settings.port)
