"""Takes the pictures in ``docs/images/`` from a running product, so that they show what there is.

``python -m scripts.screenshots carriers`` takes those of carrier files only.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from scripts import browser, carrier_pictures
from scripts.airflow_settings import ROOT
from scripts.carrier_runs import ANSWERS, DELIVERY
from scripts.demo import prepare
from scripts.errors import StackError
from scripts.runs import DAG_ID, DEDUCTIONS, QUESTION, export, wait_for_question
from scripts.stack import Stack

IMAGES = ROOT / "docs" / "images"
EMPLOYEES = 400
LEAVERS = 12  # more than the guard on terminations lets pass
REFUSED = range(120, 126)
"""People whose ZIP code goes wrong."""

PHONE: ViewportSize = {"width": 390, "height": 844}


def trigger_waiting_run(stack: Stack) -> str:
    """Have many people leave, start a run as the operator, and return its id once it waits for a person."""
    stack.sandbox.scenario(terminate=LEAVERS, change=9)
    api = stack.airflow.api("operator")
    run_id = api.trigger(DAG_ID, {"delta": True, "run_name": "After the lay-off"})
    wait_for_question(stack, run_id)
    return run_id


def picture(page: Page, name: str) -> None:
    """Save what the page shows once it has come to rest."""
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / f"{name}.png")


def take(stack: Stack) -> None:
    """Take every picture."""
    url, passwords = stack.airflow.settings.url, stack.airflow.settings.secrets.passwords
    with browser.signed_in(url, "operator", passwords["operator"]) as page:
        page.set_viewport_size({"width": 1440, "height": 1400})  # the whole form
        browser.open_trigger_form(page, url, DAG_ID)
        picture(page, "trigger-form")
        browser.open_trigger_form(page, url, DEDUCTIONS)
        picture(page, "deductions-trigger-form")
    stack.sandbox.scenario(change=25, hire=4, terminate=2)
    export(stack, EMPLOYEES, run_name="An ordinary hour", delta=True)
    run_id = trigger_waiting_run(stack)
    with browser.signed_in(url, "operator", passwords["operator"]) as page:
        browser.open_integration_runs(page, url)
        picture(page, "integration-runs")
        browser.use_dark_theme(page)
        picture(page, "integration-runs-dark")
        page.set_viewport_size(PHONE)
        page.goto(f"{url}/benefits/runs")
        picture(page, "integration-runs-phone")
    with browser.signed_in(url, "approver", passwords["approver"]) as page:
        browser.open_required_action(page, url, DAG_ID, run_id, QUESTION)
        picture(page, "waiting-approval")
        browser.answer(page, "Apply the plan")
        stack.airflow.api().wait(DAG_ID, run_id, seconds=120)
        browser.open_run_summary(page, url, DAG_ID, run_id)
        picture(page, "run-summary")
    take_assistant(stack)


def take_assistant(stack: Stack) -> None:
    """Take the pictures of the list of refused records, and of one of them."""
    for person in REFUSED:
        stack.sandbox.control("PUT", f"bamboohr/employees/{person}", {"zipcode": "837"})
    run = export(stack, EMPLOYEES, run_name="After the new form for addresses", delta=True)
    url, passwords = stack.airflow.settings.url, stack.airflow.settings.secrets.passwords
    with browser.signed_in(url, "operator", passwords["operator"]) as page:
        browser.open_assistant(page, url)
        picture(page, "assistant")
        page.goto(f"{url}/benefits/assistant?run={run.reference_id}&rule=zip_code")
        page.locator("tbody th a").first.click()
        picture(page, "refused-record")
        record = page.url
        browser.use_dark_theme(page)
        picture(page, "refused-record-dark")
        browser.open_assistant(page, url)
        picture(page, "assistant-dark")
        browser.use_light_theme(page)
        page.set_viewport_size(PHONE)
        page.goto(record)
        picture(page, "refused-record-phone")


def main() -> int:
    """Start a stack, take the pictures, stop it and return the exit status."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stack = prepare(Path(folder) / "stack", EMPLOYEES, seed=1)
        stack.processes.guard()
        try:
            carriers = stack.start_carriers()
            stack.start()
            for dag_id in (DAG_ID, DEDUCTIONS, DELIVERY, ANSWERS):
                stack.airflow.wait_for_dag(dag_id)
            export(stack, EMPLOYEES, run_name="Everyone", delta=False)
            if "carriers" not in sys.argv[1:]:
                take(stack)
            carrier_pictures.bring_about(stack, carriers, EMPLOYEES)
            carrier_pictures.take(stack, picture)
        except StackError as error:
            sys.stderr.write(error.report() + "\n")
            return 1
        finally:
            stack.processes.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
