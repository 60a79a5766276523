"""Last task of a run: balance, remember, advance the watermark, and fail when a record was refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from airflow.sdk import Asset, Context, TriggerRule

from benefits_sync.errors import BenefitsSyncError, CompletedWithErrorsError, RunError
from benefits_sync.models.runs import RunStatus, RunSummary
from benefits_sync.operators.integration_operator import IntegrationOperator
from benefits_sync.pipeline.apply import Applied
from benefits_sync.pipeline.close import close, fail
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.watermark import advanced, watermark_key
from benefits_sync.pipeline.workbench import Workbench

FAILED_STATES = ("failed", "upstream_failed")
"""The first is where a run stopped; the second only follows from it."""


def failed_tasks(context: Context) -> list[str]:
    """Return the tasks of a run where it stopped, in order; a mapped one has its index behind its name."""
    run = context["dag_run"]
    states = context["ti"].get_task_states(dag_id=run.dag_id, run_ids=[run.run_id]).get(run.run_id, {})
    stopped = [sorted(task for task, state in states.items() if str(state) == bad) for bad in FAILED_STATES]
    return next((tasks for tasks in stopped if tasks), [])


class CloseRunOperator(IntegrationOperator):
    """Close the run whatever became of the tasks before; return its counts.

    Args:
        asset: The asset the run produces.
        apply_task_id: The mapped task that wrote.
        announces: Whether this task emits the asset's event, with the counts, when the run is green. Off
            where an `AnnounceRunOperator` does so for a run with refused records, too.
    """

    def __init__(self, *, asset: Asset, apply_task_id: str, announces: bool = True, **kwargs: Any) -> None:
        kwargs["outlets" if announces else "inlets"] = [asset]
        super().__init__(trigger_rule=TriggerRule.ALL_DONE, **kwargs)
        self.asset = asset
        self.announces = announces
        self.apply_task_id = apply_task_id

    def execute(self, context: Context) -> dict[str, Any]:
        """Close the run.

        Raises:
            RunError: If a stage before failed; what it wrote is counted all the same.
            CompletedWithErrorsError: If a record was refused; the good ones are applied and remembered.
        """
        with self.bench() as bench:
            reference_id = self._opened(bench, context)
            self._fail_after_failed_stage(bench, context, reference_id)
            summary = self._closed(bench, context, reference_id)
            self.advance(bench, context, summary)
        if self.announces:
            context["outlet_events"][self.asset].extra = summary.counts.model_dump()
        if summary.status is RunStatus.COMPLETED_WITH_ERRORS:
            raise CompletedWithErrorsError(self.shortcomings(summary))
        return summary.model_dump(
            mode="json", include={"reference_id", "run_name", "status", "counts", "exclusions"}
        )

    def finish(self, bench: Workbench, reference_id: str, applied: Sequence[Applied]) -> RunSummary:
        """Do the work of the last stage."""
        return close(bench, reference_id, applied)

    def shortcomings(self, summary: RunSummary) -> str:
        """Say why a run that did all it could is red."""
        return (
            f"{summary.errors} of {summary.counts.read} records were refused: {_by_rule(summary)}; "
            f"see `benefits rejections {summary.reference_id}`"
        )

    def _fail_after_failed_stage(self, bench: Workbench, context: Context, reference_id: str) -> None:
        failed = failed_tasks(context)
        if failed:
            reason = f"stopped at {failed[0]}; the task's log says why"
            fail(bench, reference_id, reason)
            raise RunError(reason)

    def _opened(self, bench: Workbench, context: Context) -> str:
        run = context["dag_run"]
        opened = bench.ledger.runs.of_airflow_run(run.dag_id, run.run_id)
        if opened is None:
            raise RunError("the first task failed before the run was opened; its log says why")
        return opened.reference_id

    def _closed(self, bench: Workbench, context: Context, reference_id: str) -> RunSummary:
        """Close the run; one that cannot be closed has failed, until a retry closes it."""
        try:
            return self.finish(bench, reference_id, self._applied(context))
        except BenefitsSyncError as error:
            fail(bench, reference_id, str(error))
            raise

    def _applied(self, context: Context) -> list[Applied]:
        # A list of tasks, and no map indexes: only so does Airflow return what every mapped task returned.
        results = context["ti"].xcom_pull(task_ids=[self.apply_task_id])
        return [Applied.model_validate(result) for result in results if result is not None]

    def advance(self, bench: Workbench, context: Context, summary: RunSummary) -> None:
        """Move the watermark to where the run has read."""
        state, extracted = context["asset_state_store"][self.asset], Extract.of(bench, summary.reference_id)
        key = watermark_key(self.integration, extracted.options)
        stored = state.get(key)
        current = datetime.fromisoformat(str(stored)) if stored else None
        moved = advanced(extracted, current)
        if moved is not None:
            state.set(key, moved.isoformat())


def _by_rule(summary: RunSummary) -> str:
    return ", ".join(f"{rule} x {number}" for rule, number in summary.rejection_rules.items())
