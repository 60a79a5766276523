"""The list of runs: every run has one tile with the status users know, wherever it is known."""

import html
import re

import pytest
from airflow.models.dag import DagModel
from airflow.utils.session import create_session
from sqlalchemy import update

from benefits_sync.models.runs import Counts, IntegrationType, RunStatus
from benefits_sync.ui.app import PREFIX
from benefits_sync.ui.board import PAGE_SIZE
from tests.store.samples import EXPORT, begin, hours
from tests.ui.auth_manager import STRANGER

PAGE = f"{PREFIX}/runs"
TILE = re.compile(
    r'<li class="tile (.*?)".*?<h3>(?:<a[^>]*>)?(.*?)(?:</a>)?</h3>\s*<span class="status[^>]*>(.*?)<',
    re.DOTALL,
)
TALLY = re.compile(r'<span class="count">(.*?)</span>\s*<span class="status[^>]*>(.*?)</span>', re.DOTALL)


def tiles(text):
    """Return name -> status, newest first; a greyed one has a star."""
    return {
        html.unescape(name): status + ("*" if "gone" in kind else "")
        for kind, name, status in TILE.findall(text)
    }


def tally(text):
    return {status: int(count) for count, status in TALLY.findall(text) if count != "0"}


@pytest.fixture(autouse=True)
def no_schedules(server):
    """Pause every DAG, so that only the runs of a test are on the page."""
    with create_session() as session:
        session.execute(update(DagModel).values(is_paused=True))


@pytest.fixture
def page(server, ledger, token):
    def get(signed_in="vera", **query):
        return server.get(PAGE, params=query, headers=token(signed_in)).text

    return get


@pytest.fixture
def begun(ledger):
    """Put a run into the ledger; without a status it has not ended there."""

    def keep(run_id, status=None, hour=0.0, **facts):
        reference_id = begin(ledger, run_id, **{"run_name": run_id, "started_at": hours(hour), **facts})
        if status is not None:
            ended = {
                "status": status,
                "ended_at": hours(hour + 0.1),
                "counts": Counts(read=3, created=2, rejected=1),
            }
            ledger.runs.finish(reference_id, ledger.runs.summary(reference_id).model_copy(update=ended))
        return reference_id

    return keep


@pytest.mark.parametrize(
    "status", [RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_ERRORS, RunStatus.FAILED], ids=lambda s: s.name
)
def test_a_run_that_ended_has_the_ledgers_status(page, begun, airflow_run, status):
    begun(airflow_run("r1", "success"), status)
    assert tiles(page()) == {"r1": status.value}


def test_a_run_at_work_is_in_progress(page, begun, airflow_run):
    begun(airflow_run("r1", "running"))
    assert tiles(page()) == {"r1": "In-Progress"}


def test_a_run_that_waits_in_airflow_is_scheduled_under_the_name_it_was_given(page, airflow_run):
    airflow_run("r1", "queued", run_name="After lunch")
    assert tiles(page()) == {"After lunch": "Scheduled"}


def test_a_run_that_has_not_read_its_source_yet_is_in_progress(page, airflow_run):
    airflow_run("r1", "running", run_name="Just begun")
    assert tiles(page()) == {"Just begun": "In-Progress"}


def test_a_run_that_failed_before_it_began_is_not_forgotten(page, airflow_run):
    airflow_run("r1", "failed", run_name="Wrong key")
    assert tiles(page()) == {"Wrong key": "Failed"}


def test_a_run_that_was_killed_is_failed_although_the_ledger_never_heard(page, begun, airflow_run):
    begun(airflow_run("r1", "failed"))
    text = page()
    assert tiles(text) == {"r1": "Failed"}
    assert "It was ended in Airflow before it could close." in text


def test_a_cleared_run_is_at_work_again(page, begun, airflow_run):
    begun(airflow_run("r1", "running"), RunStatus.FAILED)
    assert tiles(page()) == {"r1": "In-Progress"}


def test_a_run_deleted_at_work_is_greyed_as_deleted(page, begun):
    begun("r1")
    assert tiles(page()) == {"r1": "Scheduled but deleted*"}


def test_a_run_deleted_after_its_end_is_greyed_and_keeps_how_it_ended(page, begun):
    begun("r1", RunStatus.COMPLETED)
    assert tiles(page()) == {"r1": "Completed*"}


def delete_one(server, headers):
    return server.delete(f"/api/v2/dags/{EXPORT}/dagRuns/r1", headers=headers).status_code == 204


def delete_many(server, headers):
    body = {"actions": [{"action": "delete", "entities": [{"dag_id": EXPORT, "dag_run_id": "r1"}]}]}
    answer = server.patch(f"/api/v2/dags/{EXPORT}/dagRuns", json=body, headers=headers)
    return answer.json()["delete"]["success"] != []


@pytest.mark.parametrize("delete", [delete_one, delete_many])
def test_a_scheduled_run_deleted_before_it_began_is_greyed(page, server, token, airflow_run, delete):
    airflow_run("r1", "queued")
    assert delete(server, token("olga"))
    text = page()
    assert (list(tiles(text).values()), "Deleted in Airflow before it ran: r1" in text) == (
        ["Scheduled but deleted*"],
        True,
    )


def test_the_next_run_of_a_schedule_is_shown_as_scheduled(page, scheduled):
    assert tiles(page()) == {"Demographic export": "Scheduled"}


def test_no_run_is_announced_where_schedules_are_turned_off(page, scheduled, monkeypatch):
    monkeypatch.setenv("AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE", "False")
    assert tiles(page()) == {}


def test_the_tally_counts_every_run_once(page, begun, airflow_run):
    begun(airflow_run("done", "success"), RunStatus.COMPLETED)
    begun(airflow_run("killed", "failed"))
    airflow_run("waits", "queued")
    begun("gone")
    assert tally(page()) == {"Completed": 1, "Failed": 1, "Scheduled": 1, "Scheduled but deleted": 1}


def test_each_status_can_be_asked_for(page, begun, airflow_run):
    begun(airflow_run("done", "success"), RunStatus.COMPLETED)
    begun(airflow_run("killed", "failed"), run_name="killed")
    airflow_run("never", "failed", run_name="never began")
    assert set(tiles(page(status="Failed"))) == {"killed", "never began"}


@pytest.mark.parametrize(
    "query",
    [{"q": "lunch"}, {"user": "uma"}, {"from": "2026-11-20", "to": "2026-11-20", "q": "LUNCH"}],
    ids=["name", "user", "days"],
)
def test_a_run_is_found_by_what_is_known_of_it(page, begun, airflow_run, query):
    begun(airflow_run("r1", "success"), RunStatus.COMPLETED, run_name="After lunch", user="uma")
    begun(airflow_run("r2", "success"), RunStatus.COMPLETED, run_name="Before dawn", hour=-30)
    assert list(tiles(page(**query))) == ["After lunch"]


def test_a_run_is_found_by_its_reference_id(page, begun):
    wanted = begun("r1", RunStatus.COMPLETED)
    begun("r2", RunStatus.COMPLETED)
    assert list(tiles(page(q=wanted))) == ["r1"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"from": "yesterday"}, "“from” is no date"),
        ({"to": "9999-12-31"}, "“to” is no date"),
        ({"status": "Lost"}, "There is no such status"),
        ({"from": "2026-11-21", "to": "2026-11-20"}, "The first day is after the last one"),
    ],
)
def test_a_filter_that_cannot_be_used_is_named(page, query, told):
    assert told in page(**query)


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 5000])
def test_a_page_that_does_not_exist_breaks_nothing(server, ledger, token, number):
    assert server.get(PAGE, params={"page": number}, headers=token("vera")).status_code == 200


def test_pages_hold_every_run_once_whoever_knows_it(page, begun, airflow_run):
    for hour in range(2 * PAGE_SIZE):
        begun(f"ended {hour}", RunStatus.COMPLETED, hour=-hour - 10_000)
    for number in range(4):
        airflow_run(f"waits_{number}", "queued", run_name=f"waits {number}")
    found = [name for number in (1, 2, 3) for name in tiles(page(page=number))]
    assert found[:4] == [f"waits {number}" for number in (3, 2, 1, 0)]
    assert found[4:] == [f"ended {hour}" for hour in range(2 * PAGE_SIZE)]


def test_somebody_with_other_dags_sees_no_run(page, begun, airflow_run):
    begun(airflow_run("r1", "success"), RunStatus.COMPLETED)
    airflow_run("r2", "queued")
    text = page(STRANGER)
    assert (tiles(text), tally(text)) == ({}, {})


def test_every_tile_leads_to_its_summary_and_its_airflow_run(page, begun, airflow_run):
    reference_id = begun(airflow_run("r+1", "success"), RunStatus.COMPLETED_WITH_ERRORS)
    text = page()
    for link in (
        f"{PREFIX}/runs/{reference_id}",
        f"/dags/{EXPORT}/runs/r%2B1",
        f"{PREFIX}/assistant?run={reference_id}",
    ):
        assert f'href="{link}"' in text


# Progress


@pytest.fixture
def progress(server, ledger, token):
    def ask(*keys, user="vera"):
        return server.get(f"{PREFIX}/progress", params={"run": keys}, headers=token(user)).json()["runs"]

    return ask


def test_the_page_asks_for_the_progress_of_runs_at_work_only(page, begun, airflow_run):
    begun(airflow_run("works", "running"))
    begun(airflow_run("ended", "success"), RunStatus.COMPLETED)
    assert re.findall(r'data-run="(.*?)"', page()) == [f"{EXPORT}/works"]


def test_progress_has_the_state_the_tile_was_drawn_with(page, progress, begun, airflow_run):
    begun(airflow_run("works", "running"))
    airflow_run("waits", "queued")
    drawn = re.findall(r'data-run="(.*?)" data-state="(.*?)"', page())
    assert sorted((run["id"], run["state"]) for run in progress(*(key for key, _ in drawn))) == sorted(drawn)


def test_progress_changes_its_state_when_the_run_ends(progress, begun, airflow_run):
    reference_id = begun(airflow_run("r1", "success"), RunStatus.COMPLETED)
    (run,) = progress(f"{EXPORT}/r1")
    assert run["state"] == f"Completed {reference_id}"


def test_progress_tells_the_stage_of_a_run_that_waits_for_the_scheduler(progress, airflow_run):
    airflow_run("r1", "queued")
    (run,) = progress(f"{EXPORT}/r1")
    assert (run["stage"], run["steps_done"]) == ("Waits for the scheduler", 0)


@pytest.mark.parametrize("state", ["running", "queued"])
def test_progress_of_runs_that_may_not_be_seen_is_not_told(progress, begun, airflow_run, state):
    begun(airflow_run("r1", state))
    airflow_run("r2", state)
    assert progress(f"{EXPORT}/r1", f"{EXPORT}/r2", user=STRANGER) == []


def test_a_tile_of_an_import_counts_deduction_lines(page, ledger, begun):
    reference_id = begun("import", RunStatus.COMPLETED, type=IntegrationType.IMPORT)
    ledger.runs.update(reference_id, counts=Counts(read=6, created=1, updated=2, terminated=3))
    assert re.findall(r"<dt>(\w+)</dt><dd>(\d+)</dd>", page()) == [
        ("Read", "6"),
        ("Started", "1"),
        ("Changed", "2"),
        ("Stopped", "3"),
    ]
