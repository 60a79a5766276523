"""What a person sees and does in the Airflow UI: start a run, approve a plan, read a summary."""

import pytest
from playwright.sync_api import Page, expect

from scripts import browser
from scripts.runs import DAG_ID, QUESTION, export, find_summary
from scripts.screenshots import trigger_waiting_run
from scripts.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.service]
EMPLOYEES = 150


@pytest.fixture(scope="module")
def exported(stack, chromium_path) -> Stack:
    """A stack whose company has been exported once."""
    stack.airflow.wait_for_dag(DAG_ID)
    export(stack, EMPLOYEES, run_name="Everyone", delta=False)
    return stack


@pytest.fixture
def url(exported) -> str:
    return exported.airflow.settings.url


def person(name: str):
    @pytest.fixture
    def page(exported):
        settings = exported.airflow.settings
        with browser.signed_in(settings.url, name, settings.secrets.passwords[name]) as signed_in:
            yield signed_in

    return page


operator = person("operator")
approver = person("approver")


def runs(stack: Stack) -> list[dict]:
    return stack.airflow.api().call("GET", f"dags/{DAG_ID}/dagRuns?order_by=-run_after&limit=50")["dag_runs"]


def field(page: Page, name: str):
    return page.locator(f'[name="element_{name}"]')


def test_the_trigger_form_asks_for_every_parameter_by_its_title(operator, url):
    browser.open_trigger_form(operator, url, DAG_ID)
    for title in ("Delta", "Include employees", "Lookback days", "Integration run name", "Dry run"):
        expect(operator.get_by_role("dialog").get_by_role("group").filter(has_text=title)).to_be_visible()


def test_what_is_typed_into_the_trigger_form_is_what_the_run_gets(operator, url, exported):
    browser.open_trigger_form(operator, url, DAG_ID)
    field(operator, "include_employees").fill("E10020, E10021")
    field(operator, "lookback_days").fill("7")
    field(operator, "run_name").fill("Typed by hand")
    browser.submit_trigger_form(operator)
    conf = runs(exported)[0]["conf"]
    typed = ("E10020, E10021", 7, "Typed by hand")
    assert (conf["include_employees"], conf["lookback_days"], conf["run_name"]) == typed


def test_a_parameter_that_breaks_its_rule_is_refused_in_the_form(operator, url, exported):
    before = len(runs(exported))
    browser.open_trigger_form(operator, url, DAG_ID)
    field(operator, "include_employees").fill("E10020; everyone")
    assert browser.submit_trigger_form(operator) == 400
    assert len(runs(exported)) == before


def test_a_guarded_plan_is_applied_once_another_person_agrees(approver, url, exported):
    run_id = trigger_waiting_run(exported)
    browser.open_required_action(approver, url, DAG_ID, run_id, QUESTION)
    expect(approver.get_by_text("12 terminations", exact=False)).to_be_visible()
    browser.answer(approver, "Apply the plan")
    exported.airflow.api().wait(DAG_ID, run_id, seconds=120)
    summary = find_summary(exported, "After the lay-off")
    assert (summary.counts.terminated, summary.approved_by) == (12, "approver")


def test_a_run_shows_its_summary_on_its_own_page(operator, url, exported):
    summary = find_summary(exported, "Everyone")
    run_id = next(run["dag_run_id"] for run in runs(exported) if run["conf"].get("run_name") == "Everyone")
    shown = browser.open_run_summary(operator, url, DAG_ID, run_id)
    expect(shown.get_by_text(summary.reference_id, exact=True)).to_be_visible()
    expect(shown.get_by_text(f"{summary.counts.created:,}", exact=True).first).to_be_visible()
