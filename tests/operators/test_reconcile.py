"""A reconciliation as tasks, through ``dag.test()``: what it hands on, why it is red, what it leaves."""

import asyncio
import json
import urllib.request
from dataclasses import dataclass

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.models.dagrun import DagRun

from benefits_sync.clients.bamboohr.deduction_table import TABLE, row_of
from benefits_sync.clients.bamboohr.deduction_table_reader import DeductionTableReader
from benefits_sync.hooks.bamboohr import BambooHRHook
from benefits_sync.models.deductions import LINE_FIELDS
from benefits_sync.models.runs import RunStatus, RunSummary
from tests.operators.conftest import ROOT, Installation, handed_on, installed, states, watermarks

LOOK = {"plan_year": "current", "include_employees": None, "correct": False, "run_name": None}
IMPORT = {"plan_year": "current", "delta": False, "dry_run": False, "include_employees": None}


@dataclass
class Story:
    """One line was changed by hand; a run looked at it and another corrected it."""

    installation: Installation
    looked: DagRun
    corrected: DagRun
    amounts: tuple[str, str, str]
    watermarks: tuple[list, list]

    def summary(self, run: DagRun) -> RunSummary:
        return self.installation.summary(run)


def sandbox(installation: Installation, method: str, path: str, body: object = None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(
        f"{installation.vendors.url}/__sandbox/plansource/{path}", data, headers, method=method
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"null")


async def _table(amount: str | None) -> str:
    """Return the amount of the first line in the table, having put another one there."""
    async with BambooHRHook().client() as client:
        reader = DeductionTableReader(client)
        lines = (await reader.snapshot(None, list(LINE_FIELDS))).sort_values("record_key")
        line = lines.iloc[0]
        if amount is not None:
            employee_id = (await reader.numbers()).ids[line["employee"]]
            await client.update_row(TABLE, employee_id, line["remote_id"], row_of({"amount": amount}))
        return line["amount"]


def amount_in_payroll(instead: str | None = None) -> str:
    return asyncio.run(_table(instead))


@pytest.fixture(scope="module")
def story(airflow_db, tmp_path_factory):
    dags = DagBag(ROOT / "dags").dags
    with installed(dags["demographic_export"], tmp_path_factory.mktemp("story")) as installation:
        installation.run()
        sandbox(installation, "POST", "elect_everyone", {})
        begins = min(one["change_effective_date"] for one in sandbox(installation, "GET", "coverages"))
        dags["deductions_import"].test(run_conf=IMPORT | {"deduction_start_date": begins})
        right = amount_in_payroll(instead="0.07")
        installation.run()
        before, reconciliation = watermarks_by_text(), dags["deductions_reconciliation"]
        looked = reconciliation.test(run_conf=LOOK)
        still = amount_in_payroll()
        corrected = reconciliation.test(run_conf=LOOK | {"correct": True})
        yield Story(
            installation,
            looked,
            corrected,
            (right, still, amount_in_payroll()),
            (before, watermarks_by_text()),
        )


def watermarks_by_text() -> list[str]:
    return sorted(moment.isoformat() for moment in watermarks())


def test_between_tasks_travel_references_and_counts_only(story):
    assert sorted(handed_on(story.looked, "reconcile")) == [
        "asks", "chunks", "counts", "exclusions", "plan_id", "reference_id",
    ]  # fmt: skip


def test_a_run_that_finds_a_difference_is_red_and_writes_nothing(story):
    right, still, _ = story.amounts
    assert (story.summary(story.looked).status, states(story.looked)["close_run"], still, right != still) == (
        RunStatus.COMPLETED_WITH_ERRORS, "failed", "0.07", True,
    )  # fmt: skip


def test_a_red_run_names_what_differs_and_the_command_that_shows_it(story):
    run = story.summary(story.looked)
    closing = DagBag(ROOT / "dags").dags["deductions_reconciliation"].get_task("close_run")
    assert closing.shortcomings(run) == (
        f"differences remain: amount x 1; see `benefits reconciliation {run.reference_id}` and its page"
    )


def test_a_run_told_to_correct_puts_the_line_right_and_is_green(story):
    right, _, now = story.amounts
    run = story.summary(story.corrected)
    assert (run.status, states(story.corrected)["close_run"], now, run.counts.updated) == (
        RunStatus.COMPLETED, "success", right, 1,
    )  # fmt: skip


def test_a_run_that_nobody_named_is_called_a_reconciliation(story):
    assert story.summary(story.looked).run_name.startswith("Deductions import: reconciliation 20")


def test_no_watermark_is_moved(story):
    before, after = story.watermarks
    assert before == after
