"""How an integration set goes on: which run is next, and what its end means."""

import hashlib
from collections.abc import Sequence
from typing import Final

from benefits_sync.models.integration_sets import StepResult, StepStatus
from benefits_sync.models.runs import RunStatus, RunSummary

SUCCESS: Final = "success"
ENDED: Final = (SUCCESS, "failed")
"""States in which Airflow leaves a run."""

_LONGEST_RUN_ID: Final = 200


def step_run_id(dag_id: str, run_id: str, number: int) -> str:
    """Return the id of the run that a step of a set's run starts: always the same one."""
    readable = f"{dag_id}__{run_id}__{number}"
    if len(readable) <= _LONGEST_RUN_ID:
        return readable
    return f"{dag_id}__{hashlib.sha256(readable.encode()).hexdigest()[:16]}__{number}"


def step_status(airflow_state: str | None, summary: RunSummary | None) -> StepStatus:
    """Return how a step stands, by its Airflow run and by the ledger: the worse of both counts.

    Args:
        airflow_state: The state of the step's run; None when there is no such run.
        summary: What the ledger has of that run; None when it never got as far.
    """
    if airflow_state is None:
        return StepStatus.NOT_STARTED
    if airflow_state not in ENDED:
        return StepStatus.IN_PROGRESS
    if summary is not None and summary.status is RunStatus.COMPLETED_WITH_ERRORS:
        return StepStatus.COMPLETED_WITH_ERRORS
    done = summary is not None and summary.status is RunStatus.COMPLETED
    return StepStatus.COMPLETED if done and airflow_state == SUCCESS else StepStatus.FAILED


def running_step(results: Sequence[StepResult]) -> int | None:
    """Return the place of a step that is in progress and so has to be waited for."""
    return _first(results, StepStatus.IN_PROGRESS)


def step_to_start(results: Sequence[StepResult], abort_on_failure: bool) -> int | None:
    """Return the place of the step to start next, when no step is in progress; None when the set is over."""
    if abort_on_failure and any(result.failed for result in results):
        return None
    return _first(results, StepStatus.NOT_STARTED)


def failure_of(results: Sequence[StepResult]) -> str | None:
    """Return in words which steps failed and which were not started; None for a set that went well."""
    failed = [result for result in results if result.failed]
    if not failed:
        return None
    named = ", ".join(_named(result) for result in failed)
    left = ", ".join(result.integration for result in results if result.status is StepStatus.NOT_STARTED)
    return f"{len(failed)} of {len(results)} steps failed: {named}" + (
        f"; not started: {left}" if left else ""
    )


def _first(results: Sequence[StepResult], status: StepStatus) -> int | None:
    return next((at for at, result in enumerate(results) if result.status is status), None)


def _named(result: StepResult) -> str:
    reference = (
        f"reference {result.reference_id}" if result.reference_id else "no reference: its log says why"
    )
    return f"{result.integration} ({result.status}, {reference}, run {result.run_id})"
