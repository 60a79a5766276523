"""Third task of a run: ask another person when a guard tripped, else pass."""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Context

from benefits_sync.errors import GuardError
from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.operators.integration_operator import RETRY_POLICY
from benefits_sync.pipeline.approval import question
from benefits_sync.store.approvals import Decision

APPROVE = "Apply the plan"
REFUSE = "Change nothing"


class ApprovePlanOperator(HITLOperator):
    """Wait in Required Actions for a person's answer when the plan tripped a guard.

    No answer in time means no. The person who triggered the run cannot answer for it, unless
    ``allow_own_approval`` is set: the question is then simply asked again.

    Args:
        plan_task_id: The task that made the plan.
        subject: The headline of the question.
        answer_within: How long to wait for an answer.
        allow_own_approval: Whether one person may both trigger and approve.
    """

    def __init__(
        self,
        *,
        plan_task_id: str,
        subject: str,
        answer_within: timedelta,
        allow_own_approval: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs["retry_policy"] = kwargs.get("retry_policy") or RETRY_POLICY
        super().__init__(
            subject=subject,
            options=[APPROVE, REFUSE],
            defaults=[REFUSE],
            response_timeout=answer_within,
            **kwargs,
        )
        self.plan_task_id = plan_task_id
        self.allow_own_approval = allow_own_approval

    def execute(self, context: Context) -> list[list[int]]:
        """Ask only when the plan's guards ask; return the chunks that may be applied."""
        saved = self._saved(context)
        if not (saved["asks"] and saved["chunks"]):
            self.log.info("no approval is needed")
            return list(saved["chunks"])
        self.body = question(saved)
        super().execute(context)  # leaves the task waiting
        raise GuardError("the task went on without an answer; nothing was changed")

    def execute_complete(self, context: Context, event: dict[str, Any]) -> list[list[int]]:
        """Record the answer; ask again when the answer came from the person who triggered the run.

        Raises:
            GuardError: If the answer, or the lack of one, is no.
        """
        answer = super().execute_complete(context, event)
        responder = answer["responded_by_user"]
        name = responder["name"] if responder else None
        triggered_by = context["dag_run"].triggering_user_name
        if APPROVE not in answer["chosen_options"]:
            self._record(context, name, Decision.REFUSED)
            answer_given = f"refused by {name}" if name else "not approved in time"
            raise GuardError(f"the plan was {answer_given}; nothing was changed")
        if name is not None and name == triggered_by and not self.allow_own_approval:
            self._record(context, name, Decision.OWN_IGNORED)
            self.log.warning("the run was triggered by the same person: another person has to approve it")
            return self.execute(context)
        self._record(context, name, Decision.APPROVED)
        return list(self._saved(context)["chunks"])

    def _record(self, context: Context, name: str | None, decision: Decision) -> None:
        saved = self._saved(context)
        with LedgerHook().get_ledger() as ledger:
            ledger.approvals.answer(
                saved["reference_id"], saved["plan_id"], name or "nobody", decision, datetime.now(UTC)
            )

    def _saved(self, context: Context) -> dict[str, Any]:
        saved: dict[str, Any] = context["ti"].xcom_pull(task_ids=self.plan_task_id)
        return saved
