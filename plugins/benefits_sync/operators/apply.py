"""Fourth task of a run, mapped over chunks: write the plan to the target."""

from typing import Any

from airflow.sdk import Context

from benefits_sync.operators.integration_operator import IntegrationOperator
from benefits_sync.pipeline.apply import apply


class ApplyPlanOperator(IntegrationOperator):
    """Apply one chunk of the plan; return counts.

    Args:
        plan_task_id: The task that made the plan.
        chunk: First row and the row after the last, of the plan's rows that write.
    """

    def __init__(self, *, plan_task_id: str, chunk: list[int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan_task_id = plan_task_id
        self.chunk = chunk

    def execute(self, context: Context) -> dict[str, Any]:
        """Write what the target does not show yet.

        Raises:
            StalePlanError: If the target moved underneath the plan.
        """
        reference_id = context["ti"].xcom_pull(task_ids=self.plan_task_id)["reference_id"]
        first, stop = self.chunk
        with self.bench() as bench:
            done = apply(bench, reference_id, (first, stop))
        self.log.info("rows %d to %d: %d writes, %d refused", first + 1, stop, done.sent, done.refused)
        return done.model_dump(mode="json")
