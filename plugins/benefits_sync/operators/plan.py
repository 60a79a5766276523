"""Second task of a run: decide everything and save the decision."""

from typing import Any

from airflow.sdk import Context

from benefits_sync.operators.integration_operator import IntegrationOperator
from benefits_sync.pipeline.plan import SavedPlan, plan
from benefits_sync.pipeline.workbench import Workbench


class PlanChangesOperator(IntegrationOperator):
    """Compare the mapped source with the target; return counts, guards that ask, and the chunks to apply.

    Args:
        extract_task_id: The task whose reading is planned.
    """

    def __init__(self, *, extract_task_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.extract_task_id = extract_task_id

    def execute(self, context: Context) -> dict[str, Any]:
        """Make and save the plan.

        Raises:
            GuardError: If a guard tripped that no approval can lift.
        """
        reference_id = context["ti"].xcom_pull(task_ids=self.extract_task_id)["reference_id"]
        with self.bench() as bench:
            saved = self.make(bench, reference_id)
        self.log.info("plan %s: %s", saved.plan_id, saved.counts)
        return saved.model_dump(
            mode="json", include={"reference_id", "plan_id", "counts", "exclusions", "asks", "chunks"}
        )

    def make(self, bench: Workbench, reference_id: str) -> SavedPlan:
        """Do the work of the stage."""
        return plan(bench, reference_id)
