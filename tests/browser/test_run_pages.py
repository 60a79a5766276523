"""The pages inside a real Airflow: found in its menu, followed live, read in the dark and on a phone."""

import csv
import re

import pytest
from playwright.sync_api import expect

from scripts import browser
from scripts.runs import DAG_ID, QUESTION, export, find_summary
from scripts.screenshots import trigger_waiting_run
from scripts.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.service]
EMPLOYEES = 150
PHONE = {"width": 375, "height": 812}


@pytest.fixture(scope="module")
def exported(stack, chromium_path) -> Stack:
    """A stack whose company has been exported twice, so that there is a trend."""
    stack.airflow.wait_for_dag(DAG_ID)
    for name in ("The first of two", "The second of two"):
        export(stack, EMPLOYEES, run_name=name, delta=False)
    return stack


@pytest.fixture(scope="module")
def waiting(exported) -> str:
    """A run that waits for a person, and so can be watched for as long as a test takes."""
    return trigger_waiting_run(exported)


@pytest.fixture
def page(exported):
    settings = exported.airflow.settings
    with browser.signed_in(settings.url, "operator", settings.secrets.passwords["operator"]) as signed_in:
        yield signed_in


@pytest.fixture
def url(exported) -> str:
    return exported.airflow.settings.url


def tile(page, name):
    return page.locator("li.tile").filter(has=page.get_by_role("heading", name=name))


def test_the_list_opens_inside_airflow(page, url):
    expect(
        browser.open_integration_runs(page, url).get_by_role("heading", name="Integration runs")
    ).to_be_visible()


def test_a_tile_leads_to_the_run_in_airflow_and_out_of_the_frame(page, url):
    tile(browser.open_integration_runs(page, url), "The first of two").get_by_role(
        "link", name="Airflow run"
    ).click()
    page.wait_for_url(re.compile(f"{url}/dags/{DAG_ID}/runs/"))


def test_a_tile_leads_to_the_summary_inside_the_frame(page, url, exported):
    frame = browser.open_integration_runs(page, url)
    tile(frame, "The first of two").get_by_role("link", name="Summary").click()
    reference_id = find_summary(exported, "The first of two").reference_id
    expect(frame.get_by_text(reference_id, exact=True)).to_be_visible()


def test_airflows_own_theme_is_followed_at_once(page, url):
    root, colours = browser.open_integration_runs(page, url).locator("html"), []
    expect(root).to_be_visible()
    for theme in ("dark", "light"):
        page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
        expect(root).to_have_attribute("data-theme", theme)
        colours.append(root.locator("body").evaluate("node => getComputedStyle(node).color"))
    assert colours == ["rgb(232, 235, 240)", "rgb(27, 31, 39)"]


@pytest.mark.parametrize("place", ["/benefits/runs", "summary"])
def test_nothing_is_wider_than_a_phone(page, url, exported, place):
    page.set_viewport_size(PHONE)
    reference_id = find_summary(exported, "The second of two").reference_id
    page.goto(url + (f"/benefits/runs/{reference_id}" if place == "summary" else place))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_keyboard_reaches_the_content_and_shows_where_it_is(page, url):
    page.goto(f"{url}/benefits/runs")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator(":focus-visible")
    assert focused.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    assert focused.evaluate("node => node.closest('main') !== null")


def test_the_list_is_filtered_without_javascript(exported, url, page):
    context = page.context.browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(f"{url}/benefits/runs")
    plain.get_by_label("Search").fill("the first of")
    plain.get_by_role("button", name="Show").click()
    expect(plain.locator("li.tile h3")).to_have_text(["The first of two"])


def test_nothing_breaks_our_own_content_security_policy(page, url, exported):
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(f"{url}/benefits/runs")
    page.goto(f"{url}/benefits/runs/{find_summary(exported, 'The second of two').reference_id}")
    page.wait_for_load_state("networkidle")
    assert told == []


def test_the_trend_can_be_read_as_a_table(page, url, exported):
    page.goto(f"{url}/benefits/runs/{find_summary(exported, 'The second of two').reference_id}")
    expect(page.get_by_role("img", name=re.compile("Records written and refused"))).to_be_visible()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("row", name=re.compile("The second of two \\(this run\\)"))).to_be_visible()


def test_the_source_is_saved_from_within_airflow_and_noted(page, url, exported, tmp_path):
    summary = find_summary(exported, "The second of two")
    frame = browser.open_integration_runs(page, url)
    tile(frame, "The second of two").get_by_role("link", name="Summary").click()
    with page.expect_download() as started:
        frame.get_by_role("link", name="Source").click()
    started.value.save_as(tmp_path / "source.csv")
    with (tmp_path / "source.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == summary.counts.read
    with exported.storage.open_ledger() as ledger:
        (entry,) = ledger.audit.latest(1)
    assert (entry.user, entry.subject, entry.reference_id) == (
        "operator",
        "source file",
        summary.reference_id,
    )


def test_a_run_is_followed_until_it_ends(page, url, exported, waiting):
    page.goto(f"{url}/benefits/runs")
    watched = tile(page, "After the lay-off").first
    expect(watched.get_by_text("Approve plan: waits for an answer")).to_be_visible()
    exported.airflow.api("approver").answer(DAG_ID, waiting, QUESTION, "Apply the plan")
    expect(watched.locator(".status")).to_have_text(re.compile("Completed"), timeout=90_000)
