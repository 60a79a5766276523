"""Integration sets through a real Airflow: steps run in order and once, waited for without a worker."""

import shutil

import pytest

from scripts.runs import DEDUCTIONS
from tests.conftest import ROOT
from tests.e2e.companies import DAG_ID, SECONDS, company, eventually

pytestmark = [pytest.mark.slow, pytest.mark.service, pytest.mark.timeout(600)]
SET = "integration_set"
EVERYONE = """\
name: everyone
title: Everyone, then what changed since
steps:
  - integration: demographic_export
    form: {delta: false}
  - demographic_export
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A company whose elections were imported, with one election and one address changed since."""
    include = tmp_path_factory.mktemp("set") / "include"
    shutil.copytree(ROOT / "include", include)
    (include / "sets" / "everyone.yaml").write_text(EVERYONE, encoding="utf-8")
    folder = tmp_path_factory.mktemp("company")
    with company(folder, 20, environment={"BENEFITS_SYNC_INCLUDE": str(include)}) as running:
        running.stack.airflow.wait_for_dag(SET)
        running.run(delta=False)
        at_plansource(running, "elect_everyone")
        held = running.stack.sandbox.control("GET", "plansource/coverages")
        begin = min(one["change_effective_date"] for one in held)
        running.of_dag(DEDUCTIONS).run(deduction_start_date=begin)
        code = with_a_vision_plan(running, held)
        at_plansource(running, "decline", subscriber_code=code, benefit="vision")
        running.change("105", address1="7 Oak Lane")
        yield running


def at_plansource(site, what, **told):
    site.stack.sandbox.control("POST", f"plansource/{what}", told)


def with_a_vision_plan(site, held):
    owners = {one["subscriber_id"] for one in held if one["benefit"] == "vision" and one["plan"] != "decline"}
    return min(code for code, one in site.subscribers().items() if one["id"] in owners)


def start(site, **form):
    return site.operator.trigger(SET, form)


def end_of(site, run_id):
    return site.operator.wait(SET, run_id, seconds=SECONDS)


def result(site, run_id):
    path = f"dags/{SET}/dagRuns/{run_id}/taskInstances/run_set/xcomEntries/return_value"
    return site.operator.call("GET", path)["value"]


def steps(site):
    """Return the runs that sets have started, oldest first."""
    path = "dags/~/dagRuns?order_by=run_after&limit=100"
    found = site.operator.call("GET", path)["dag_runs"]
    return [run for run in found if run["run_type"] == "operator_triggered"]


def summary(site, run):
    return site.of_dag(run["dag_id"]).summary(run["dag_run_id"])


@pytest.fixture(scope="module")
def completed(site):
    """The default set, run to its end, and the state in which its task waited."""
    run_id = start(site, run_name="January")
    waited_as = site.operator.wait_for(SET, run_id, "run_set", frozenset({"deferred"}), seconds=SECONDS)
    return run_id, waited_as, end_of(site, run_id)


def test_demographics_and_then_deductions_run_while_the_task_takes_no_worker(site, completed):
    _, waited_as, state = completed
    first, second = steps(site)
    assert [first["dag_id"], second["dag_id"]] == [DAG_ID, DEDUCTIONS]
    assert (waited_as, state, first["end_date"] <= second["start_date"]) == ("deferred", "success", True)


def test_each_step_brings_over_what_changed(site, completed):
    assert [summary(site, run).counts.written > 0 for run in steps(site)] == [True, True]


def test_the_steps_are_started_as_the_form_says_in_the_name_of_who_started_the_set(site, completed):
    assert [(run["conf"], run["triggering_user_name"]) for run in steps(site)] == [
        ({"run_name": "January (1 of 2)"}, "operator"),
        ({"run_name": "January (2 of 2)"}, "operator"),
    ]


def test_the_result_names_the_ledgers_runs(site, completed):
    assert [(step["status"], step["reference_id"]) for step in result(site, completed[0])] == [
        ("Completed", summary(site, run).reference_id) for run in steps(site)
    ]


def test_the_task_leads_to_the_run_that_it_started_last(site, completed):
    links = site.operator.call("GET", f"dags/{SET}/dagRuns/{completed[0]}/taskInstances/run_set/links")
    address = links["extra_links"]["Run of the step"]
    assert address.endswith(f"/dags/{DEDUCTIONS}/runs/{steps(site)[-1]['dag_run_id']}")


def test_clearing_a_finished_set_starts_nothing_again(site, completed):
    run_id, *_ = completed
    before = steps(site)
    site.operator.clear(SET, run_id)
    begun_again = {"queued", "running"}
    eventually(lambda: site.operator.run(SET, run_id)["state"] in begun_again, "the set begins again")
    assert (end_of(site, run_id), steps(site)) == ("success", before)


def test_an_export_with_errors_keeps_the_deductions_from_starting(site, completed):
    site.change("105", zipcode="837")
    run_id = start(site)
    state, before = end_of(site, run_id), completed[0]
    statuses = [step["status"] for step in result(site, run_id)]
    assert (state, statuses) == ("failed", ["Completed with Errors", "Not started"])
    assert f"not started: {DEDUCTIONS}" in site.operator.task_log(SET, run_id, "run_set")
    assert [run["dag_id"] for run in steps(site) if before not in run["dag_run_id"]] == [DAG_ID]


def test_a_failed_step_that_was_started_as_its_file_says_stops_the_set(site, completed):
    site.faults({"kind": "status", "vendor": "bamboohr", "status": 401})
    run_id = start(site, set="everyone")
    state = end_of(site, run_id)
    site.faults()
    assert (state, [step["status"] for step in result(site, run_id)]) == ("failed", ["Failed", "Not started"])
    assert steps(site)[-1]["conf"] == {"delta": False}
    assert f"1 of 2 steps failed: {DAG_ID} (Failed, " in site.operator.task_log(SET, run_id, "run_set")
