"""What the page of a run shows."""

import html
import re

import pytest

from benefits_sync.models.runs import Counts, IntegrationType, RunStatus, RunSummary
from benefits_sync.ui.app import PREFIX
from tests.store.samples import EXPORT, begin, hours
from tests.ui.routes import RUN

PAGE = f"{PREFIX}/dags/{EXPORT}/runs/{RUN}/summary"
FACTS = {
    "status": RunStatus.COMPLETED_WITH_ERRORS,
    "ended_at": hours(1),
    "since": hours(-2),
    "dry_run": True,
    "options": {"plan_year": "next", "correct": True},
    "resubmission": 31,
    "plan_id": "plan-0815",
    "employees_processed": 1301,
    "counts": Counts(
        read=1203,
        created=1001,
        updated=102,
        terminated=7,
        rehired=8,
        unchanged=65,
        excluded=17,
        rejected=3,
    ),
    "exclusions": {"contractor": 17},
    "rejection_rules": {"ssn: required": 3},
    "differences": {"missing: MED125": 8},
    "scheduled": 41,
    "orphans": 42,
    "hidden": 43,
    "deleted": 44,
    "corrected": 45,
    "overtaken": 46,
    "guards": ("7 terminations; the limit is 5 for 126 active people",),
    "approved_by": "erin",
    "api_calls": {"BambooHR": 51},
    "errors": 9,
    "failure": "stopped at apply_plan_0",
    "source_file": "/artifacts/source.parquet",
    "output_file": "/artifacts/output.csv",
    "error_file": "/artifacts/errors.csv",
}
SHOWN = {
    "reference_id": ("Reference id", "20261120-113b3fee048c"),
    "run_name": ("h1", "Everyone"),
    "integration": ("Integration", EXPORT),
    "type": ("Type", "export"),
    "user": ("User", "dana"),
    "status": ("status", "Completed with Errors"),
    "started_at": ("Start", "2026-11-20 09:00:00 UTC"),
    "ended_at": ("End", "2026-11-20 10:00:00 UTC"),
    "delta": ("Only changes", "yes"),
    "dry_run": ("Dry run", "yes"),
    "options": ("Plan year", "next"),
    "resubmission": ("Resubmission", "31"),
    "since": ("Changes since", "2026-11-20 07:00:00 UTC"),
    "mapping_version": ("Mapping", "3-1a2b3c4d"),
    "plan_id": ("Plan", "plan-0815"),
    "employees_processed": ("Employees", "1,301"),
    "counts": ("Created", "1,001"),
    "exclusions": ("contractor", "17"),
    "rejection_rules": ("ssn: required", "3"),
    "differences": ("missing: MED125", "8"),
    "scheduled": ("Future-dated changes kept", "41"),
    "orphans": ("In the target but not sent", "42"),
    "hidden": ("Changed but hidden from us", "43"),
    "deleted": ("Deleted in the source", "44"),
    "corrected": ("Corrections used", "45"),
    "overtaken": ("Corrections given up: the source changed", "46"),
    "guards": ("Asked", "7 terminations; the limit is 5 for 126 active people"),
    "approved_by": ("Approved by", "erin"),
    "api_calls": ("BambooHR", "51"),
    "errors": ("Errors", "9"),
    "failure": ("notice", "stopped at apply_plan_0"),
    "source_file": ("file", "Source"),
    "output_file": ("file", "Output"),
    "error_file": ("file", "Errors"),
}
"""Where the page shows each field of a summary."""


def finished(ledger, **changed):
    """Keep a run's summary as `close` does."""
    reference_id = begin(ledger, RUN, run_name="Everyone")
    told = ledger.runs.summary(reference_id).model_copy(update={**FACTS, **changed})
    ledger.runs.finish(reference_id, told)
    return reference_id


def shown(text):
    """Return what the page shows, as pairs of label and text."""
    found = re.findall(r"<dt[^>]*>(.*?)</dt><dd>(.*?)</dd>", text)
    found += [("h1", name) for name in re.findall(r"<h1>(.*?)</h1>", text)]
    found += [("status", name) for name in re.findall(r'class="status [^"]*">(.*?)<', text)]
    found += [("notice", note) for note in re.findall(r'class="notice[^"]*">(.*?)<', text)]
    found += [("file", name) for name in re.findall(r"<li>\s*<(?:a download[^>]*|span)>(.*?)<", text)]
    return {(html.unescape(label), html.unescape(value)) for label, value in found}


@pytest.fixture
def page(server, ledger, token):
    def get(user="vera", **changed):
        finished(ledger, **changed)
        return server.get(PAGE, headers=token(user)).text

    return get


@pytest.mark.parametrize("field", RunSummary.model_fields)
def test_every_field_of_a_summary_has_its_place_on_the_page(page, field):
    assert SHOWN[field] in shown(page())


@pytest.mark.parametrize("outcome", Counts.model_fields)
def test_every_outcome_is_counted_on_the_page(page, outcome):
    assert (outcome.capitalize(), f"{getattr(FACTS['counts'], outcome):,}") in shown(page())


def test_of_an_import_it_counts_what_became_of_deduction_lines(server, ledger, token):
    begin(ledger, RUN, type=IntegrationType.IMPORT)
    finished(ledger)
    labels = {label for label, _ in shown(server.get(PAGE, headers=token("vera")).text)}
    assert labels & {"Started", "Changed", "Stopped", "Created", "Updated", "Terminated", "Rehired"} == {
        "Started",
        "Changed",
        "Stopped",
    }


def test_the_page_by_reference_id_is_the_same(server, ledger, token):
    reference_id = finished(ledger)
    by_reference = server.get(f"{PREFIX}/runs/{reference_id}", headers=token("vera")).text
    assert shown(by_reference) == shown(server.get(PAGE, headers=token("vera")).text)


def test_refused_records_lead_to_the_assistant(page):
    assert f'href="{PREFIX}/assistant?run=20261120-113b3fee048c"' in page()


def test_a_run_that_refused_nothing_does_not_speak_of_the_assistant(page):
    assert "/assistant?run=" not in page(counts=Counts(read=1, created=1), errors=0)


def test_the_source_can_be_had_by_whoever_may_see_personal_values(page):
    assert f'href="{PREFIX}/runs/20261120-113b3fee048c/files/source"' in page("olga")


def test_the_source_is_named_but_not_offered_to_others(page):
    text = page("vera")
    assert ("/files/source" in text, "you may not see those" in text) == (False, True)


def test_differences_are_offered_with_amounts_to_whoever_may_see_personal_values(page):
    assert f'href="{PREFIX}/runs/20261120-113b3fee048c/files/differences/clear"' in page("olga")


def test_differences_are_offered_without_amounts_to_others(page):
    text = page("vera")
    assert ("/files/differences/clear" in text, "amounts and coverage masked" in text) == (False, True)


def test_a_file_that_was_not_written_is_not_offered(page):
    assert "/files/errors" not in page(error_file=None)


def test_what_a_person_typed_is_shown_as_text(server, ledger, token):
    begin(ledger, RUN, run_name="<script>alert(1)</script>")
    text = server.get(PAGE, headers=token("vera")).text
    assert ("<script>alert" in text, "&lt;script&gt;alert(1)&lt;/script&gt;" in text) == (False, True)


def test_a_run_that_has_read_nothing_yet_says_so(server, ledger, token):
    answer = server.get(PAGE, headers=token("vera"))
    assert (answer.status_code, "No summary yet" in answer.text) == (200, True)


def test_another_dags_run_of_the_same_name_is_another_run(server, ledger, token):
    begin(ledger, RUN, dag_id="another")
    assert "No summary yet" in server.get(PAGE, headers=token("vera")).text


def test_the_trend_compares_the_run_with_those_before_it(server, ledger, token):
    for hour in (-3, -2):
        earlier = begin(ledger, f"run {hour}", run_name=f"run {hour}", started_at=hours(hour))
        ledger.runs.finish(earlier, ledger.runs.summary(earlier).model_copy(update=FACTS))
    finished(ledger)
    text = server.get(PAGE, headers=token("vera")).text
    assert re.findall(r'<th scope="row">(?:<a[^>]*>)?(.*?)<', text) == [
        "Everyone (this run)",
        "run -2",
        "run -3",
    ]
