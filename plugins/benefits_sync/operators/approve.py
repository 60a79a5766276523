"""Third task of a run: ask another person when a guard tripped, else pass."""

from collections.abc import Mapping
from typing import Any

from airflow.sdk import Context

from benefits_sync.operators.asking import AskingOperator, Question
from benefits_sync.pipeline.approval import question

APPROVE = "Apply the plan"
REFUSE = "Change nothing"


def approval_of(saved: Mapping[str, Any]) -> str:
    """Return the option that lets exactly this plan through."""
    return f"{APPROVE} {saved['plan_id']}"


class ApprovePlanOperator(AskingOperator):
    """Wait for a person's answer when the plan tripped a guard; return the chunks that may be applied.

    Args:
        plan_task_id: The task that made the plan.
    """

    def __init__(self, *, plan_task_id: str, **kwargs: Any) -> None:
        super().__init__(approve=APPROVE, refuse=REFUSE, **kwargs)
        self.plan_task_id = plan_task_id

    def question(self, context: Context) -> Question | None:
        """Return the question about the plan, where its guards ask and it has anything to write."""
        saved = self._saved(context)
        if not (saved["asks"] and saved["chunks"]):
            return None
        return Question(saved["reference_id"], saved["plan_id"], approval_of(saved), question(saved))

    def passed(self, context: Context) -> list[list[int]]:
        """Return all chunks of the plan."""
        return list(self._saved(context)["chunks"])

    def _saved(self, context: Context) -> dict[str, Any]:
        saved: dict[str, Any] = context["ti"].xcom_pull(task_ids=self.plan_task_id)
        return saved
