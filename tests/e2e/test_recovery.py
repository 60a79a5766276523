"""Tasks die and runs are cleared: through a real Airflow the target ends as if nothing had happened."""

import json
import os
import signal

import pytest

from scripts.sessions import members
from tests.e2e.companies import DAG_ID, company, eventually
from tests.pipeline.site import Sandbox, Site

pytestmark = [pytest.mark.slow, pytest.mark.service, pytest.mark.timeout(600)]
EMPLOYEES = 60
CHANGES = {"change": 10, "terminate": 3, "rehire": 1, "hire": 3, "seed": 9}
LATENCY = 8
WRITTEN_FIRST = 4
DATED = frozenset({"id", "created_at", "updated_at"})
"""Members that the vendor makes up when it stores a record."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What the target holds when the same company is exported without Airflow and without trouble."""
    sandbox = Sandbox.start("--employees", str(EMPLOYEES), "--seed", "1")
    try:
        site = Site(sandbox, tmp_path_factory.mktemp("undisturbed"))
        site.run("everyone", delta=False)
        sandbox.scenario(**CHANGES)
        site.run("changes", delta=False)
        return without_dates(sandbox.subscribers())
    finally:
        sandbox.stop()


@pytest.fixture(scope="module")
def recovered(tmp_path_factory):
    """A company whose second run lost its task to SIGKILL while that was writing, and was left to Airflow."""
    with company(tmp_path_factory.mktemp("recovery"), EMPLOYEES) as site:
        site.run(delta=False)
        site.stack.sandbox.scenario(**CHANGES)
        site.faults(
            {
                "kind": "latency",
                "vendor": "plansource",
                "method": "PUT",
                "route": "subscriber",
                "seconds": LATENCY,
                "skip": WRITTEN_FIRST,
            }
        )
        before = site.last_request()
        run_id = site.trigger()
        eventually(lambda: len(site.writes(before)) >= WRITTEN_FIRST, "the first writes")
        killed_after = kill_task(site, run_id, "apply_plan", before)
        site.faults()
        site.ended(run_id)
        yield site, run_id, before, killed_after


def kill_task(site, run_id, task_id, before):
    """Kill the process in which a task works, and return how much was written by then."""
    path = f"dags/{DAG_ID}/dagRuns/{run_id}/taskInstances/{task_id}/0"
    task = site.operator.call("GET", path)
    scheduler = json.loads((site.stack.folder / "pids" / "scheduler.json").read_text())["pid"]
    assert (task["state"], task["pid"] in members(scheduler)) == ("running", True)
    written = len(site.writes(before))
    os.kill(task["pid"], signal.SIGKILL)
    return written


def without_dates(subscribers):
    return {
        code: {name: value for name, value in subscriber.items() if name not in DATED}
        for code, subscriber in subscribers.items()
    }


def test_airflow_tries_a_killed_task_again_and_the_run_ends(recovered):
    site, run_id, _, killed_after = recovered
    path = f"dags/{DAG_ID}/dagRuns/{run_id}/taskInstances/apply_plan/0"
    task = site.operator.call("GET", path)
    half_way = WRITTEN_FIRST <= killed_after < CHANGES["change"] + CHANGES["terminate"]
    assert (task["state"], task["try_number"], half_way) == ("success", 2, True)


def test_the_target_ends_as_if_nothing_had_been_killed(recovered, undisturbed):
    site, *_ = recovered
    assert without_dates(site.subscribers()) == undisturbed


def test_the_summary_counts_what_both_tries_wrote_once(recovered):
    site, run_id, *_ = recovered
    counts = site.summary(run_id).counts
    assert counts.balanced
    assert (counts.updated, counts.terminated) == (CHANGES["change"], CHANGES["terminate"])


def test_nobody_was_created_twice(recovered):
    site, _, before, _ = recovered
    created = [key for key, effect in site.writes(before) if effect == "created"]
    assert len(created) == len(set(created)) == CHANGES["hire"] + CHANGES["rehire"]


def test_clearing_the_whole_finished_run_writes_nothing_more(recovered):
    site, run_id, *_ = recovered
    counts, before = site.summary(run_id).counts, site.last_request()
    site.operator.clear(DAG_ID, run_id)
    begun_again = {"queued", "running"}
    eventually(lambda: site.operator.run(DAG_ID, run_id)["state"] in begun_again, "the run begins again")
    site.ended(run_id)
    assert (site.writes(before), site.summary(run_id).counts) == ([], counts)
