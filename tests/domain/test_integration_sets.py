"""What an integration set does next, and what counts as a failure of it."""

import pytest

from benefits_sync.domain.integration_sets import (
    failure_of,
    running_step,
    step_run_id,
    step_status,
    step_to_start,
)
from benefits_sync.models.integration_sets import StepResult, StepStatus
from benefits_sync.models.runs import IntegrationType, RunStatus, RunSummary
from tests.store.samples import NOW

NOT_STARTED, IN_PROGRESS, COMPLETED, WITH_ERRORS, FAILED = StepStatus


def steps(*statuses: StepStatus) -> list[StepResult]:
    return [
        StepResult(
            integration=f"step_{number}",
            run_id=f"run_{number}",
            reference_id=None if status is NOT_STARTED else f"reference_{number}",
            status=status,
        )
        for number, status in enumerate(statuses, 1)
    ]


def ledger_says(status: RunStatus) -> RunSummary:
    return RunSummary(
        reference_id="20261120-0a1b2c3d4e5f",
        run_name="a run",
        integration="demographic_export",
        type=IntegrationType.EXPORT,
        user="dana",
        status=status,
        started_at=NOW,
        delta=True,
        mapping_version="1",
    )


@pytest.mark.parametrize(
    ("airflow", "ledger", "status"),
    [
        (None, None, NOT_STARTED),
        ("queued", None, IN_PROGRESS),
        ("running", RunStatus.IN_PROGRESS, IN_PROGRESS),
        ("running", RunStatus.COMPLETED_WITH_ERRORS, IN_PROGRESS),
        ("success", RunStatus.COMPLETED, COMPLETED),
        ("failed", RunStatus.COMPLETED_WITH_ERRORS, WITH_ERRORS),
        ("failed", RunStatus.FAILED, FAILED),
        ("failed", RunStatus.COMPLETED, FAILED),
        ("failed", None, FAILED),
    ],
)
def test_a_step_stands_as_airflow_and_the_ledger_say(airflow, ledger, status):
    assert step_status(airflow, ledger_says(ledger) if ledger else None) is status


@pytest.mark.parametrize(
    ("ledger", "status"),
    [
        (RunStatus.COMPLETED_WITH_ERRORS, WITH_ERRORS),
        (RunStatus.FAILED, FAILED),
        (RunStatus.IN_PROGRESS, FAILED),
        (None, FAILED),
    ],
)
def test_a_run_that_somebody_marked_as_success_did_not_complete_for_that(ledger, status):
    assert step_status("success", ledger_says(ledger) if ledger else None) is status


@pytest.mark.parametrize("abort", [True, False])
def test_steps_start_in_order(abort):
    places = [
        step_to_start(steps(NOT_STARTED, NOT_STARTED), abort),
        step_to_start(steps(COMPLETED, NOT_STARTED), abort),
        step_to_start(steps(COMPLETED, COMPLETED), abort),
    ]
    assert places == [0, 1, None]


@pytest.mark.parametrize("bad", [FAILED, WITH_ERRORS])
def test_with_abort_on_failure_nothing_starts_behind_a_failed_step(bad):
    assert step_to_start(steps(COMPLETED, bad, NOT_STARTED), abort_on_failure=True) is None


@pytest.mark.parametrize("bad", [FAILED, WITH_ERRORS])
def test_without_it_the_set_goes_on(bad):
    assert step_to_start(steps(COMPLETED, bad, NOT_STARTED), abort_on_failure=False) == 2


def test_a_step_that_is_in_progress_again_is_waited_for():
    assert running_step(steps(COMPLETED, IN_PROGRESS, COMPLETED)) == 1


def test_a_set_without_a_failure_has_nothing_to_say():
    assert failure_of(steps(COMPLETED, COMPLETED)) is None


def test_a_failed_set_names_what_failed_with_its_reference_and_what_was_not_started():
    assert failure_of(steps(COMPLETED, WITH_ERRORS, NOT_STARTED)) == (
        "1 of 3 steps failed: step_2 (Completed with Errors, reference reference_2, run run_2); "
        "not started: step_3"
    )


def test_the_run_of_a_step_has_always_the_same_id():
    assert step_run_id("integration_set", "manual__2026-11-20T07:00:00+00:00", 2) == (
        "integration_set__manual__2026-11-20T07:00:00+00:00__2"
    )


def test_sets_that_start_at_the_same_moment_do_not_share_runs():
    moment = "scheduled__2026-11-20T02:00:00+00:00"
    assert step_run_id("integration_set_a", moment, 1) != step_run_id("integration_set_b", moment, 1)


def test_a_long_run_id_is_cut_without_two_becoming_one():
    ids = {step_run_id("integration_set", "x" * 230 + end, 1) for end in "ab"}
    assert (len(ids), max(map(len, ids)) <= 250) == (2, True)
