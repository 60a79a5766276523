"""What the page of a run shows."""

import html
import re

import pytest

from benefits_sync.models.runs import Counts, RunStatus
from benefits_sync.ui.app import PREFIX
from tests.store.samples import EXPORT, begin, hours

RUN = "manual__2026-11-20T09:00:00+00:00"
PAGE = f"{PREFIX}/dags/{EXPORT}/runs/{RUN}/summary"


def finished(ledger, **changed):
    """Keep a run's summary as `close` does."""
    reference_id = begin(ledger, RUN)
    facts = {
        "status": RunStatus.COMPLETED_WITH_ERRORS,
        "ended_at": hours(1),
        "counts": Counts(read=1203, created=1000, updated=200, rejected=3),
        "exclusions": {"contractor": 17},
        "rejection_rules": {"ssn: required": 3},
        "guards": ("7 terminations; the limit is 5 for 126 active people",),
        "approved_by": "erin",
        "errors": 3,
    }
    ledger.runs.finish(
        reference_id, ledger.runs.summary(reference_id).model_copy(update={**facts, **changed})
    )
    return ledger.runs.summary(reference_id)


def rows(text):
    """Return the page's labels and values."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text)
    return {html.unescape(label): html.unescape(value) for label, value in found}


@pytest.fixture
def page(server, ledger, token):
    def get(**changed):
        finished(ledger, **changed)
        return server.get(PAGE, headers=token("vera")).text

    return get


def test_the_page_of_a_run_shows_its_summary(page):
    shown = rows(page())
    assert {label: shown[label] for label in ("Read", "Created", "contractor", "ssn: required", "Asked")} == {
        "Read": "1,203",
        "Created": "1,000",
        "contractor": "17",
        "ssn: required": "3",
        "Asked": "7 terminations; the limit is 5 for 126 active people",
    }


def test_the_page_says_how_the_run_ended_and_who_let_it_through(page):
    text = page()
    assert '<span class="status completed-with-errors">Completed with Errors</span>' in text
    assert rows(text)["Approved by"] == "erin"


def test_the_page_of_a_failed_run_says_why(page):
    shown = rows(page(status=RunStatus.FAILED, failure="stopped at apply_plan_0; the task's log says why"))
    assert shown["Failure"] == "stopped at apply_plan_0; the task's log says why"


def test_what_a_person_typed_is_shown_as_text(server, ledger, token):
    begin(ledger, RUN, run_name="<script>alert(1)</script>")
    text = server.get(PAGE, headers=token("vera")).text
    assert ("<script>" in text, "&lt;script&gt;alert(1)&lt;/script&gt;" in text) == (False, True)


def test_a_run_that_has_read_nothing_yet_says_so(server, ledger, token):
    answer = server.get(PAGE, headers=token("vera"))
    assert (answer.status_code, "No summary yet" in answer.text) == (200, True)


def test_another_dags_run_of_the_same_name_is_another_run(server, ledger, token):
    begin(ledger, RUN, dag_id="another")
    assert "No summary yet" in server.get(PAGE, headers=token("vera")).text
