"""What people do about a carrier file: with the right, on purpose, with a reason, once, and on record."""

from datetime import UTC, datetime, timedelta

import pytest
from airflow.models.dag import DagModel
from airflow.models.dagrun import DagRun
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from sqlalchemy import update

from benefits_sync.ui.app import PREFIX
from benefits_sync.ui.carriers.guards import DAG_ID
from tests.store.carriers.samples import DENTAL, S, did
from tests.ui.carriers.shelf import SENT

TOKEN = "a-token-of-the-tests-1"
ACTS = ("resend", "rebuild", "quarantine", "close")


@pytest.fixture
def delivered(shelf):
    return shelf.at(S.DELIVERED)


@pytest.fixture
def rejected(shelf, delivered):
    shelf.answered(delivered.id, S.FUNCTIONAL_REJECTED)
    return delivered


def events(ledger, number):
    return [(event.who, event.what, event.detail) for event in ledger.carriers.files.history(number)]


def audited(ledger, number):
    return [(entry.user, entry.action) for entry in ledger.audit.of_subject(f"carrier file {number}")]


# Sending again


def test_identical_bytes_are_sent_again_by_a_run_of_the_person(uma, delivered, dag_is_on, runs):
    page = uma.act(delivered.id, "resend", token=TOKEN)
    [run] = runs()
    assert page.status == 303
    assert (run["conf"]["resend"], run["triggering_user_name"]) == (delivered.id, "uma")


def test_what_is_sent_again_are_the_bytes_that_were_sent(uma, delivered, dag_is_on, ledger):
    uma.act(delivered.id, "resend")
    now = ledger.carriers.files.get(delivered.id)
    assert (now.state, now.sent_sha256, now.sent_uri) == (
        S.SENDING,
        delivered.sent_sha256,
        delivered.sent_uri,
    )


def test_sending_again_is_in_the_history_and_in_the_audit(uma, delivered, dag_is_on, ledger):
    uma.act(delivered.id, "resend", "ticket 4711")
    line = ("uma", "asked to send it again", {"reason": "ticket 4711"})
    assert line in events(ledger, delivered.id)
    assert ("uma", "asked to send it again") in audited(ledger, delivered.id)


def test_a_second_press_sends_nothing_twice(uma, delivered, dag_is_on, runs, ledger):
    form = {"reason": "ticket 1", "sure": "yes", "token": TOKEN}
    pages = [uma.post(f"/carriers/files/{delivered.id}/resend", form) for _ in range(2)]
    assert ([page.status for page in pages], len(runs())) == ([303, 303], 1)


def test_a_press_of_an_old_page_does_not_take_up_a_file_that_arrived(
    uma, delivered, dag_is_on, ledger, shelf
):
    form = {"reason": "ticket 1", "sure": "yes", "token": TOKEN}
    uma.post(f"/carriers/files/{delivered.id}/resend", form)
    out = ledger.carriers.files.get(delivered.id)
    ledger.carriers.moves.delivered(out.id, out.sent_sha256, "seen again", out.due, did("delivered"))
    uma.post(f"/carriers/files/{delivered.id}/resend", form)
    assert shelf.state(delivered.id) is S.RESENT


def test_a_file_that_is_being_sent_again_is_not_sent_by_a_second_run(uma, delivered, dag_is_on, runs):
    uma.act(delivered.id, "resend")
    form = {"reason": "ticket 1", "sure": "yes", "token": TOKEN}
    page = uma.post(f"/carriers/files/{delivered.id}/resend", form)
    assert (page.status, "is to work on this file" in page.text, len(runs())) == (422, True, 1)


def test_while_a_run_is_at_work_on_a_file_its_page_says_to_wait(uma, delivered, dag_is_on):
    page = uma.get(uma.act(delivered.id, "rebuild").answer.headers["location"].removeprefix(PREFIX))
    assert ("the run is on its way" in page.text, "Wait for the end of the run" in page.text) == (True, True)
    assert [page.has_form(f"/{act}") for act in ("resend", "rebuild", "quarantine")] == [False, False, True]


@pytest.mark.parametrize(("state", "told"), [(DagRunState.FAILED, True), (DagRunState.SUCCESS, False)])
def test_a_run_that_failed_is_told_until_something_else_happens_to_the_file(
    uma, delivered, dag_is_on, shelf, state, told
):
    uma.act(delivered.id, "rebuild")
    ended = datetime.now(UTC) + timedelta(minutes=1)
    with create_session() as session:
        run = update(DagRun).where(DagRun.dag_id == DAG_ID)
        session.execute(run.values(state=state, end_date=ended))
    before = uma.get(f"/carriers/files/{delivered.id}?done=rebuilding").text
    shelf.ledger.carriers.moves.log(delivered.id, did("looked after", at=ended))
    after = uma.get(f"/carriers/files/{delivered.id}").text
    assert ("of uma failed" in before, "of uma failed" in after) == (told, False)
    assert "the run is on its way" not in before


def test_a_file_that_the_carrier_answered_to_is_not_sent_again(uma, rejected, dag_is_on, runs):
    form = {"reason": "please", "sure": "yes", "token": TOKEN}
    page = uma.post(f"/carriers/files/{rejected.id}/resend", form)
    assert (page.status, "the carrier has answered to it" in page.text, runs()) == (422, True, [])
    assert not uma.get(f"/carriers/files/{rejected.id}").has_form("/resend")


def test_while_the_dag_is_paused_nothing_is_sent_again(uma, delivered, dag_is_on, shelf):
    with create_session() as session:
        session.execute(update(DagModel).where(DagModel.dag_id == DAG_ID).values(is_paused=True))
    page = uma.act(delivered.id, "resend")
    assert (page.status, "is paused; nothing was started" in page.text) == (503, True)
    assert shelf.state(delivered.id) is S.DELIVERED


# Building anew


def test_a_file_is_built_anew_by_a_run_of_the_person(uma, shelf, dag_is_on, runs):
    refused = shelf.at(S.REFUSED)
    page = uma.act(refused.id, "rebuild", "SSN is there now")
    [run] = runs()
    asked = {"carriers": [DENTAL], "supersedes": refused.id, "forced_reason": "SSN is there now"}
    assert page.status == 303
    assert {name: run["conf"][name] for name in asked} == asked
    assert run["triggering_user_name"] == "uma"


def test_asking_to_build_anew_is_in_the_audit_and_changes_no_state(uma, rejected, dag_is_on, ledger, shelf):
    uma.act(rejected.id, "rebuild")
    assert audited(ledger, rejected.id) == [("uma", "asked to build it anew")]
    assert shelf.state(rejected.id) is S.FUNCTIONAL_REJECTED


def test_the_run_that_builds_anew_is_shown_while_it_is_at_work(uma, vera, rejected, dag_is_on):
    uma.act(rejected.id, "rebuild", token=TOKEN)
    texts = []
    for state in (DagRunState.QUEUED, DagRunState.RUNNING):
        with create_session() as session:
            session.execute(update(DagRun).where(DagRun.dag_id == DAG_ID).values(state=state))
        texts.append(vera.get(f"/carriers/files/{rejected.id}").text)
    run = f"rebuild__{rejected.id}__{TOKEN} of uma"
    assert (f"{run} waits to work on this file" in texts[0], f"{run} is at work" in texts[1]) == (True, True)


def test_a_file_whose_place_is_taken_is_not_built_anew(uma, shelf, dag_is_on, runs):
    old = shelf.at(S.REFUSED, "old")
    shelf.kept("new", supersedes=old.id)
    page = uma.post(f"/carriers/files/{old.id}/rebuild", {"reason": "again", "sure": "yes", "token": TOKEN})
    assert (page.status, runs()) == (422, [])


# Setting aside, closing


def test_a_quarantined_file_says_who_and_why(uma, vera, delivered, ledger, shelf):
    uma.act(delivered.id, "quarantine", "wrong plan codes")
    assert shelf.state(delivered.id) is S.QUARANTINED
    assert ("uma", "quarantined", {"reason": "wrong plan codes"}) in events(ledger, delivered.id)
    assert audited(ledger, delivered.id) == [("uma", "quarantined")]
    assert "wrong plan codes" in vera.get(f"/carriers/files/{delivered.id}").text


def test_a_rejected_file_is_closed_on_the_carriers_word(uma, rejected, shelf):
    uma.act(rejected.id, "close", "loaded by hand, ticket 12")
    assert shelf.state(rejected.id) is S.CLOSED


def test_a_file_that_goes_its_way_is_not_closed_by_a_person(uma, delivered, shelf):
    page = uma.post(f"/carriers/files/{delivered.id}/close", {"reason": "bored", "sure": "yes"})
    assert (page.status, shelf.state(delivered.id)) == (422, S.DELIVERED)


def test_what_was_settled_meanwhile_is_said(uma, rejected, shelf):
    uma.act(rejected.id, "close")
    shelf.ledger.carriers.moves.move(rejected.id, S.SUPERSEDED, did("superseded"))
    page = uma.post(f"/carriers/files/{rejected.id}/quarantine", {"reason": "late", "sure": "yes"})
    assert (page.status, "cannot become quarantined" in page.text) == (422, True)


# What every act asks for


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"sure": ""}, "tick the box"),
        ({"reason": "  "}, "Give a reason"),
        ({"reason": "SSN is 955-12-3456"}, "looks like an SSN"),
        ({"reason": "x" * 501}, "up to 500 characters"),
    ],
)
def test_an_act_needs_a_tick_and_a_reason_that_all_may_read(uma, shelf, dag_is_on, runs, act, form, told):
    found = shelf.at(S.DELIVERED)
    sent = {"reason": "the carrier says so", "sure": "yes", "token": TOKEN, **form}
    page = uma.post(f"/carriers/files/{found.id}/{act}", sent)
    assert (page.status, told in page.text) == (422, True)
    assert (shelf.state(found.id), runs()) == (S.DELIVERED, [])


@pytest.mark.parametrize("act", ["resend", "rebuild"])
def test_a_form_without_its_token_starts_nothing(uma, delivered, dag_is_on, runs, act):
    page = uma.post(
        f"/carriers/files/{delivered.id}/{act}", {"reason": "so", "sure": "yes", "token": "short"}
    )
    assert (page.status, runs()) == (422, [])


@pytest.mark.parametrize("act", ACTS)
def test_a_viewer_has_no_form_and_no_way_around_it(vera, rejected, act, shelf):
    page = vera.post(f"/carriers/files/{rejected.id}/{act}", {"reason": "so", "sure": "yes", "token": TOKEN})
    assert (page.status, shelf.state(rejected.id)) == (403, S.FUNCTIONAL_REJECTED)
    assert not vera.get(f"/carriers/files/{rejected.id}").has_form(f"/{act}")


@pytest.mark.parametrize("act", [*ACTS, "messages/dismiss"])
def test_another_site_changes_nothing(uma, rejected, shelf, act):
    form = {"reason": "so", "sure": "yes", "token": TOKEN, "message": "1"}
    page = uma.post(f"/carriers/files/{rejected.id}/{act}", form, **{"Sec-Fetch-Site": "cross-site"})
    assert (page.status, shelf.state(rejected.id)) == (403, S.FUNCTIONAL_REJECTED)


# Messages


def test_messages_are_dismissed_with_a_reason(uma, vera, rejected, ledger):
    page = uma.post(
        f"/carriers/files/{rejected.id}/messages/dismiss",
        {"message": ["1"], "reason": "known to the carrier"},
    )
    text = vera.get(f"/carriers/files/{rejected.id}?show=dismissed").text
    assert (page.status, "Dismissed by uma" in text, "known to the carrier" in text) == (303, True, True)
    assert audited(ledger, rejected.id) == [("uma", "dismissed messages")]


@pytest.mark.parametrize(
    "form", [{"reason": "so"}, {"message": ["1"]}, {"message": ["1"], "reason": "born 1990-05-17"}]
)
def test_nothing_is_dismissed_without_a_choice_and_a_reason(uma, rejected, form):
    page = uma.post(f"/carriers/files/{rejected.id}/messages/dismiss", form)
    assert (page.status, "the plan is unknown" in page.text) == (422, True)


def test_a_message_of_another_file_is_left_alone(uma, rejected, shelf):
    other = shelf.at(S.DELIVERED, "other")
    page = uma.post(f"/carriers/files/{other.id}/messages/dismiss", {"message": ["1"], "reason": "by number"})
    assert (page.status, "the plan is unknown" in uma.get(f"/carriers/files/{rejected.id}").text) == (
        422,
        True,
    )


def test_what_was_sent_is_kept_through_all_of_it(uma, rejected, artifacts, ledger):
    uma.act(rejected.id, "quarantine")
    row = ledger.carriers.files.get(rejected.id)
    with artifacts.vault.open(row.sent_uri, row.sent_sha256) as stream:
        assert stream.read() == SENT
