"""Drives the Airflow UI in a real browser, signed in like a person."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import FrameLocator, Page, Response, ViewportSize, sync_playwright

from scripts.errors import StackError

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
VIEWPORT: ViewportSize = {"width": 1440, "height": 1000}
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def signed_in(url: str, username: str, password: str) -> Iterator[Page]:
    """Open the UI as a user; the page is closed at the end."""
    chromium = find_chromium()
    if chromium is None:
        raise StackError("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport=VIEWPORT, color_scheme="light", locale="en-GB")
        page.set_default_timeout(30_000)
        sign_in(page, url, username, password)
        yield page
        browser.close()


def sign_in(page: Page, url: str, username: str, password: str) -> None:
    """Fill in the log-in form and wait for the home page."""
    page.goto(f"{url}/auth/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda address: "/auth/login" not in address)
    page.wait_for_load_state("networkidle")


def open_trigger_form(page: Page, url: str, dag_id: str) -> None:
    """Open a DAG's page and its trigger form."""
    page.goto(f"{url}/dags/{dag_id}")
    page.get_by_role("button", name="Trigger").first.click()
    page.get_by_role("dialog").wait_for()


def submit_trigger_form(page: Page) -> int:
    """Press the form's button and return the status that Airflow answered with."""

    def starts_a_run(reply: Response) -> bool:
        return reply.request.method == "POST" and "/dagRuns" in reply.url

    with page.expect_response(starts_a_run) as answered:
        page.get_by_role("dialog").get_by_role("button", name="Trigger").click()
    return answered.value.status


def open_required_action(page: Page, url: str, dag_id: str, run_id: str, task_id: str) -> None:
    """Open the question that a waiting task asks."""
    page.goto(f"{url}/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/required_actions")
    page.wait_for_load_state("networkidle")


def answer(page: Page, beginning: str) -> int:
    """Press the button whose text begins so and return the status that Airflow answered with."""

    def answers_the_question(reply: Response) -> bool:
        return reply.request.method == "PATCH" and "hitlDetails" in reply.url

    with page.expect_response(answers_the_question) as answered:
        page.get_by_role("button", name=re.compile(f"^{re.escape(beginning)}")).click()
    return answered.value.status


def open_run_summary(page: Page, url: str, dag_id: str, run_id: str) -> FrameLocator:
    """Open the summary on a run's page and return the part of the page it is in."""
    return _framed(page, f"{url}/dags/{dag_id}/runs/{run_id}/plugin/benefits_run_summary")


def open_integration_runs(page: Page, url: str) -> FrameLocator:
    """Open the list of runs and return the part of the page it is in."""
    return _framed(page, f"{url}/plugin/benefits_runs")


def open_assistant(page: Page, url: str) -> FrameLocator:
    """Open the transaction assistant from Airflow's menu and return the part of the page it is in."""
    return _framed(page, f"{url}/plugin/benefits_assistant")


def open_carrier_files(page: Page, url: str) -> FrameLocator:
    """Open the list of carrier files from Airflow's menu and return the part of the page it is in."""
    return _framed(page, f"{url}/plugin/benefits_carriers")


def _framed(page: Page, address: str) -> FrameLocator:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page.frame_locator("iframe")


def use_dark_theme(page: Page) -> None:
    """Choose Airflow's dark theme, as the menu of the signed-in person does, and draw the page anew."""
    _use_theme(page, "dark")


def use_light_theme(page: Page) -> None:
    """Choose Airflow's light theme again."""
    _use_theme(page, "light")


def _use_theme(page: Page, name: str) -> None:
    page.evaluate("name => localStorage.setItem('theme', name)", name)
    page.reload()
    page.wait_for_load_state("networkidle")
