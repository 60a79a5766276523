"""An integration set through a real Airflow: its steps are waited for without a worker, and started once."""

import shutil

import pytest

from tests.conftest import ROOT
from tests.e2e.companies import DAG_ID, SECONDS, company, eventually

pytestmark = [pytest.mark.slow, pytest.mark.service, pytest.mark.timeout(600)]
SET = "integration_set"
TWICE = """\
name: twice
title: Everyone, then what changed since
steps:
  - integration: demographic_export
    form: {delta: false}
  - demographic_export
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    include = tmp_path_factory.mktemp("set") / "include"
    shutil.copytree(ROOT / "include", include)
    (include / "sets" / "twice.yaml").write_text(TWICE, encoding="utf-8")
    folder = tmp_path_factory.mktemp("company")
    with company(folder, 20, environment={"BENEFITS_SYNC_INCLUDE": str(include)}) as running:
        running.stack.airflow.wait_for_dag(SET)
        yield running


def start(site, **form):
    return site.operator.trigger(SET, {"set": "twice"} | form)


def end_of(site, run_id):
    return site.operator.wait(SET, run_id, seconds=SECONDS)


def result(site, run_id):
    path = f"dags/{SET}/dagRuns/{run_id}/taskInstances/run_set/xcomEntries/return_value"
    return site.operator.call("GET", path)["value"]


def exports(site):
    """Return the export's runs that a set has started, oldest first."""
    found = site.operator.call("GET", f"dags/{DAG_ID}/dagRuns?order_by=run_after")["dag_runs"]
    return [run for run in found if run["run_type"] == "operator_triggered"]


@pytest.fixture(scope="module")
def completed(site):
    """A set that ran to its end, and the state in which its task waited."""
    run_id = start(site, run_name="January")
    waited_as = site.operator.wait_for(SET, run_id, "run_set", frozenset({"deferred"}), seconds=SECONDS)
    return run_id, waited_as, end_of(site, run_id)


def test_every_step_runs_in_order_while_the_task_takes_no_worker(site, completed):
    _, waited_as, state = completed
    first, second = exports(site)
    assert (waited_as, state, first["end_date"] <= second["start_date"]) == ("deferred", "success", True)


def test_the_steps_are_started_as_the_set_and_its_file_say_in_the_name_of_who_started_it(site, completed):
    assert [(run["conf"], run["triggering_user_name"]) for run in exports(site)] == [
        ({"run_name": "January (1 of 2)", "delta": False}, "operator"),
        ({"run_name": "January (2 of 2)"}, "operator"),
    ]


def test_the_result_names_the_ledgers_runs(site, completed):
    assert [(step["status"], step["reference_id"]) for step in result(site, completed[0])] == [
        ("Completed", site.summary(run["dag_run_id"]).reference_id) for run in exports(site)
    ]


def test_the_task_leads_to_the_run_that_it_started_last(site, completed):
    links = site.operator.call("GET", f"dags/{SET}/dagRuns/{completed[0]}/taskInstances/run_set/links")
    address = links["extra_links"]["Run of the step"]
    assert address.endswith(f"/dags/{DAG_ID}/runs/{exports(site)[-1]['dag_run_id']}")


def test_clearing_a_finished_set_starts_nothing_again(site, completed):
    run_id, *_ = completed
    before = exports(site)
    site.operator.clear(SET, run_id)
    begun_again = {"queued", "running"}
    eventually(lambda: site.operator.run(SET, run_id)["state"] in begun_again, "the set begins again")
    assert (end_of(site, run_id), exports(site)) == ("success", before)


def test_a_failed_step_stops_the_set_and_the_log_says_which(site, completed):
    site.faults({"kind": "status", "vendor": "bamboohr", "status": 401})
    run_id = start(site)
    state = end_of(site, run_id)
    site.faults()
    assert (state, [step["status"] for step in result(site, run_id)]) == ("failed", ["Failed", "Not started"])
    assert f"1 of 2 steps failed: {DAG_ID} (Failed, " in site.operator.task_log(SET, run_id, "run_set")
