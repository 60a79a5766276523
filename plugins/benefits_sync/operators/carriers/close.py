"""Last task of a run: count, summarise, and fail when a carrier failed or somebody was left out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from airflow.sdk import Context, TriggerRule

from benefits_sync.errors import CompletedWithErrorsError, RunError
from benefits_sync.hooks.artifacts import ArtifactsHook
from benefits_sync.models.runs import RunStatus
from benefits_sync.operators.carriers.carrier_operator import CarrierOperator, form_of_run, opened_run
from benefits_sync.operators.close import failed_tasks
from benefits_sync.pipeline.carriers.closing import close_delivery, shortcomings
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome


class CloseDeliveryOperator(CarrierOperator):
    """Close the run whatever became of the tasks before; return its counts.

    Args:
        build_task_id: The mapped task that built files.
    """

    def __init__(self, *, build_task_id: str, **kwargs: Any) -> None:
        super().__init__(trigger_rule=TriggerRule.ALL_DONE, **kwargs)
        self.build_task_id = build_task_id

    def execute(self, context: Context) -> dict[str, Any]:
        """Close the run.

        Raises:
            RunError: If a task before failed; what was sent is counted all the same.
            CompletedWithErrorsError: If somebody was left out, or a file was not sent; all others were.
        """
        # A list of tasks, and no map indexes: only so does Airflow return what every mapped task returned.
        told = context["ti"].xcom_pull(task_ids=[self.build_task_id])
        outcomes = [CarrierOutcome.model_validate(one) for one in told if one is not None]
        with self.ledger() as ledger:
            run = opened_run(ledger, context)
            failure = _failure(failed_tasks(context), form_of_run(run).carriers, run.failure)
            now = datetime.now(UTC)
            summary = close_delivery(ledger, ArtifactsHook().get_store(), run, outcomes, now, failure)
            red = shortcomings(ledger, summary, outcomes) if failure is None else failure
        if summary.status is RunStatus.FAILED:
            raise RunError(red)
        if summary.status is RunStatus.COMPLETED_WITH_ERRORS:
            raise CompletedWithErrorsError(red)
        return summary.model_dump(mode="json", include={"reference_id", "run_name", "status", "counts"})


def _failure(failed: Sequence[str], carriers: Sequence[str], noted: str | None) -> str | None:
    """Return where the run stopped, with the reason that the task left, or None."""
    if not failed:
        return None
    return (
        f"stopped at {', '.join(_named(task, carriers) for task in failed)}: {noted or 'see the log there'}"
    )


def _named(task: str, carriers: Sequence[str]) -> str:
    """Return a task with its carrier, which Airflow gives as a number behind the name."""
    name, _, number = task.rpartition("_")
    if "." in name and number.isdigit() and int(number) < len(carriers):
        return f"{name.rpartition('.')[2]} of {carriers[int(number)]}"
    return task
