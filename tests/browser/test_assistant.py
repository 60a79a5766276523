"""A run with errors in a real Airflow: corrected on the page, resubmitted, completed."""

import re

import pytest
from playwright.sync_api import Page, expect

from scripts import browser
from scripts.runs import DAG_ID, export
from scripts.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.service, pytest.mark.timeout(600)]
EMPLOYEES = 150
PERSON = "141"
RESUBMIT = "resubmit_records"
GOOD_ZIP = "83702"


@pytest.fixture(scope="module")
def refused(stack, chromium_path) -> Stack:
    """A stack whose last run has refused one person more for a ZIP code."""
    for dag_id in (DAG_ID, RESUBMIT):
        stack.airflow.wait_for_dag(dag_id)
    export(stack, EMPLOYEES, run_name="Everyone, for the assistant", delta=False)
    stack.sandbox.control("PUT", f"bamboohr/employees/{PERSON}", {"zipcode": "837"})
    export(stack, EMPLOYEES, run_name="One bad ZIP code", delta=True)
    return stack


@pytest.fixture
def url(refused) -> str:
    return refused.airflow.settings.url


@pytest.fixture
def number(refused) -> str:
    """The employee number of the person who was refused."""
    people = refused.sandbox.control("GET", "bamboohr/employees")
    return next(row["fields"]["employeeNumber"] for row in people if row["id"] == PERSON)


@pytest.fixture
def operator(refused):
    settings = refused.airflow.settings
    with browser.signed_in(settings.url, "operator", settings.secrets.passwords["operator"]) as page:
        yield page


def open_record(page: Page, url: str, number: str) -> None:
    """Go from the list by the cause to the record, with the keyboard where a person would."""
    page.goto(f"{url}/benefits/assistant")
    cause = page.get_by_role("link", name=re.compile("must be a ZIP code"))
    cause.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=number, exact=True).click()
    page.get_by_role("heading", name=number).wait_for()


def stored_zip(stack: Stack, number: str) -> str:
    found = stack.sandbox.control("GET", "plansource/subscribers")
    rows = found["subscribers"] if isinstance(found, dict) else found
    return next(row["zip_code"] for row in rows if row["subscriber_code"] == number)


def test_a_refused_record_is_corrected_resubmitted_and_completed(operator, url, refused, number):
    open_record(operator, url, number)
    field = operator.get_by_label("New value")
    field.fill("8370")
    expect(operator.get_by_text("Still refused: zip_code must be a ZIP code", exact=False)).to_be_visible()
    field.fill(GOOD_ZIP)
    expect(operator.get_by_text("Accepted by the rules.")).to_be_visible()
    operator.get_by_role("button", name="Save and resubmit").click()
    expect(operator.get_by_text("Completed", exact=True)).to_be_visible(timeout=240_000)
    expect(operator.get_by_role("cell", name="resolved")).to_be_visible()
    assert stored_zip(refused, number) == GOOD_ZIP


def test_the_run_of_a_resubmission_belongs_to_whoever_asked_for_it(refused):
    runs = refused.airflow.api().call("GET", f"dags/{DAG_ID}/dagRuns?order_by=-run_after&limit=1")["dag_runs"]
    assert (runs[0]["triggering_user_name"], runs[0]["conf"]["resubmission"]) == ("operator", 1)


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_its_window(operator, url, width):
    operator.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for path in ("assistant?status=resolved", "assistant/rejections/1", "assistant/resubmissions/1"):
        operator.goto(f"{url}/benefits/{path}")
        wide[path] = operator.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert [path for path, too_wide in wide.items() if too_wide] == []
