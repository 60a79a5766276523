"""Carrier files inside a real Airflow: found in its menu, read, downloaded, and sent again by a run of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import parse_key
from benefits_sync.ui.carriers.guards import DAG_ID
from scripts import browser
from scripts.stack import Stack
from tests.store.carriers.samples import S, did
from tests.ui.carriers.shelf import CONTENT, EMPLOYEE, Shelf, due

pytestmark = [pytest.mark.slow, pytest.mark.service]
COLOUR = "element => getComputedStyle(element).color"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def filled(stack, chromium_path) -> Stack:
    """A stack with files that were delivered, held, rejected and not answered in time, and a stray."""
    stack.airflow.wait_for_dag(DAG_ID)
    store = ArtifactStore(stack.storage.folder / "artifacts", parse_key(stack.storage.key))
    with stack.storage.open_ledger() as ledger:
        shelf = Shelf(ledger, store)
        shelf.at(S.DELIVERED, "delivered", name="BLD_DELIVERED.edi")
        shelf.at(S.HELD, "held", name="BLD_HELD.edi")
        rejected = shelf.at(S.DELIVERED, "rejected", name="BLD_REJECTED.edi")
        shelf.answered(rejected.id, S.FUNCTIONAL_REJECTED)
        late = shelf.at(S.SENDING, "late", name="BLD_LATE.edi")
        ledger.carriers.moves.delivered(
            late.id, late.sent_sha256 or "", "size seen", due(hours=-2), did("delivered")
        )
        shelf.answered(None, None)
    return stack


@pytest.fixture
def url(filled) -> str:
    return filled.airflow.settings.url


@pytest.fixture
def operator(filled):
    settings = filled.airflow.settings
    with browser.signed_in(settings.url, "operator", settings.secrets.passwords["operator"]) as page:
        yield page


def open_file(page: Page, url: str, name: str) -> None:
    """Go from the list to a file with the keyboard."""
    page.goto(f"{url}/benefits/carriers")
    page.get_by_role("link", name=name, exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=name, level=1).wait_for()


def test_the_list_opens_inside_airflow_with_what_needs_a_person_first(operator, url):
    frame = browser.open_carrier_files(operator, url)
    expect(frame.get_by_role("heading", name="Carrier files")).to_be_visible()
    expect(frame.get_by_role("alert")).to_contain_text("1 answer matches nothing we sent")
    expect(frame.locator("li.tile h3")).to_have_text(
        ["BLD_REJECTED.edi", "BLD_HELD.edi", "BLD_LATE.edi", "BLD_DELIVERED.edi"]
    )


def test_a_tile_narrows_the_list(operator, url):
    frame = browser.open_carrier_files(operator, url)
    frame.get_by_role("link", name=re.compile("With the carrier")).click()
    expect(frame.locator("li.tile h3")).to_have_text(["BLD_LATE.edi", "BLD_DELIVERED.edi"])


def test_whoever_chooses_with_the_keyboard_says_when_to_show(operator, url):
    operator.goto(f"{url}/benefits/carriers")
    operator.get_by_label("State").focus()
    operator.keyboard.press("ArrowDown")
    operator.keyboard.press("ArrowDown")
    expect(operator.get_by_label("State")).to_be_focused()
    expect(operator).to_have_url(f"{url}/benefits/carriers")
    operator.get_by_role("button", name="Show").press("Enter")
    expect(operator.locator("li.tile h3")).to_have_text(["BLD_LATE.edi", "BLD_DELIVERED.edi"])


def test_a_clock_tells_how_long_the_carrier_has_and_stands_out_when_that_is_over(operator, url):
    frame = browser.open_carrier_files(operator, url)
    late, running = (
        frame.locator("li.tile").filter(has_text=name).locator(".clock")
        for name in ("BLD_LATE.edi", "BLD_DELIVERED.edi")
    )
    expect(running).to_have_text(re.compile(r"^TA1 \(envelope\) until .* UTC (3 h|2 h \d+ min) left$"))
    expect(late).to_have_text(re.compile(r"^TA1 \(envelope\) until .* UTC late by (1|2) h( \d+ min)?$"))
    colours = [clock.locator("strong").evaluate(COLOUR) for clock in (late, running)]
    assert colours[0] != colours[1]


def test_the_page_of_a_file_tells_the_same_clock(operator, url):
    open_file(operator, url, "BLD_LATE.edi")
    expect(operator.locator(".next")).to_contain_text(re.compile(r"Next:.*late by", re.DOTALL))


def test_gates_show_what_they_counted_of_how_many_and_their_limits_the_strictest_first(operator, url):
    open_file(operator, url, "BLD_HELD.edi")
    gates = operator.get_by_role("region", name="Gates")
    expect(gates.get_by_role("heading")).to_have_text("Gates: 1 held, 1 listed, 1 passed")
    expect(gates.locator("tbody th")).to_have_text(
        ["Members drop", re.compile("^Terminations"), "Snapshot age"]
    )
    expect(gates.locator("tbody tr").first.locator("td")).to_have_text(
        ["Held", "31", "260", "26", "31 people fewer, of 260; held above 26, refused above 78"]
    )


def test_a_file_is_saved_from_within_airflow_and_noted(operator, url, filled, tmp_path):
    frame = browser.open_carrier_files(operator, url)
    frame.get_by_role("link", name="BLD_DELIVERED.edi", exact=True).click()
    with operator.expect_download() as started:
        frame.get_by_role("link", name="Clear").click()
    started.value.save_as(tmp_path / "file.edi")
    assert (tmp_path / "file.edi").read_bytes() == CONTENT + b"delivered"
    with filled.storage.open_ledger() as ledger:
        [entry] = ledger.audit.latest(1)
    assert (entry.user, entry.action, entry.field) == ("operator", "downloaded", "clear")


def test_a_person_is_followed_from_a_message_through_all_files(operator, url):
    open_file(operator, url, "BLD_REJECTED.edi")
    operator.get_by_role("link", name=EMPLOYEE).first.click()
    expect(operator.get_by_role("cell", name="Rejected by the 999")).to_be_visible()
    expect(operator.get_by_role("cell", name="Delivered").first).to_be_visible()


def test_a_file_is_sent_again_by_a_run_of_the_person_with_the_keyboard(operator, url, filled):
    open_file(operator, url, "BLD_DELIVERED.edi")
    operator.get_by_text("Send identical bytes again").focus()
    operator.keyboard.press("Enter")
    form = operator.locator("form[action$='/resend']")
    form.get_by_label("Reason").fill("ticket 4711: nothing came")
    form.get_by_label("The carrier has not received this file").press("Space")
    form.get_by_role("button", name="Send it again").press("Enter")
    expect(operator.get_by_role("status")).to_contain_text("The same bytes go out again")
    [run] = filled.airflow.api().call("GET", f"dags/{DAG_ID}/dagRuns")["dag_runs"]
    assert run["triggering_user_name"] == "operator"
    # No carrier is to be reached here: the run would try for an hour.
    filled.airflow.api().call("PATCH", f"dags/{DAG_ID}/dagRuns/{run['dag_run_id']}", {"state": "failed"})


def test_a_file_is_built_anew_by_a_run_of_the_person_that_is_told_which_and_why(operator, url, filled):
    open_file(operator, url, "BLD_REJECTED.edi")
    number = int(operator.url.rpartition("/")[2])
    operator.get_by_text("Build it anew with new numbers").click()
    form = operator.locator("form[action$='/rebuild']")
    form.get_by_label("Reason").fill("the plan codes are right now")
    form.get_by_label("Another file shall stand in the place of this one").check()
    form.get_by_role("button", name="Build it anew").click()
    expect(operator.get_by_role("status")).to_contain_text(
        "built anew with new numbers: the run is on its way"
    )
    runs = filled.airflow.api().call("GET", f"dags/{DAG_ID}/dagRuns")["dag_runs"]
    [run] = [run for run in runs if run["conf"].get("supersedes") == number]
    asked = (run["triggering_user_name"], run["conf"]["carriers"], run["conf"]["forced_reason"])
    filled.airflow.api().call("PATCH", f"dags/{DAG_ID}/dagRuns/{run['dag_run_id']}", {"state": "failed"})
    assert asked == ("operator", ["brightleaf_dental"], "the plan codes are right now")


def test_all_messages_of_a_page_are_chosen_at_once(operator, url):
    open_file(operator, url, "BLD_REJECTED.edi")
    button = operator.get_by_role("button", name=re.compile("^Dismiss"))
    expect(button).to_be_disabled()
    operator.get_by_label("Choose all messages on this page").press("Space")
    expect(button).to_have_text("Dismiss 2 chosen")


def test_a_form_without_its_tick_is_held_back_by_the_browser(operator, url):
    open_file(operator, url, "BLD_HELD.edi")
    operator.get_by_text("Quarantine it").click()
    form = operator.locator("form[action$='/quarantine']")
    form.get_by_label("Reason").fill("wrong plan codes")
    form.get_by_role("button").click()
    expect(form.get_by_label("Nothing more of this file shall be sent")).to_be_focused()
    expect(operator.get_by_text("Held", exact=True).first).to_be_visible()


def test_a_quarantined_file_says_so_with_who_did_it_and_why_and_cannot_be_quarantined_again(operator, url):
    open_file(operator, url, "BLD_HELD.edi")
    operator.get_by_text("Quarantine it").click()
    form = operator.locator("form[action$='/quarantine']")
    form.get_by_label("Reason").fill("wrong plan codes")
    form.get_by_label("Nothing more of this file shall be sent").check()
    form.get_by_role("button", name="Quarantine the file").click()
    expect(operator.get_by_role("status")).to_have_text(
        "The file is quarantined: nothing more of it is sent."
    )
    expect(operator.locator(".title .status")).to_have_text("Quarantined")
    newest = operator.get_by_role("region", name="History").locator("tbody tr").first
    expect(newest).to_contain_text("wrong plan codes")
    expect(newest.locator("td").last).to_have_text("operator")
    expect(operator.get_by_text("Quarantine it")).to_have_count(0)


@pytest.mark.parametrize("width", [PHONE["width"], 1440])
def test_no_page_is_wider_than_its_window(operator, url, width):
    operator.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for path in ("", "/files/3", "/files/3/people", f"/people?q={EMPLOYEE}", "/answers", "/numbers"):
        operator.goto(f"{url}/benefits/carriers{path}")
        wide[path] = operator.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert [path for path, too_wide in wide.items() if too_wide] == []


def test_nothing_breaks_our_own_content_security_policy(operator, url):
    told = []
    operator.on("console", lambda message: told.append(message.text))
    operator.on("pageerror", lambda error: told.append(str(error)))
    for path in ("", "/files/3", "/answers"):
        operator.goto(f"{url}/benefits/carriers{path}")
        operator.wait_for_load_state("networkidle")
    assert told == []
