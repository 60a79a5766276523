"""Third task of a run: ask another person when a guard tripped, else pass."""

from collections.abc import Mapping
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
NEW_RUN = "start a new run, which asks about its own plan; nothing was changed"


def approval_of(saved: Mapping[str, Any]) -> str:
    """Return the option that lets exactly this plan through."""
    return f"{APPROVE} {saved['plan_id']}"


class ApprovePlanOperator(HITLOperator):
    """Wait in Required Actions for a person's answer when the plan tripped a guard.

    No answer in time means no. The person who triggered the run cannot answer for it, unless
    ``allow_own_approval`` is set: the question is then simply asked again.

    Airflow never replaces a question it has shown, not even when the tasks are cleared and the plan is
    another one. The answer therefore names the plan it is for, and a run asks about one plan only.

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
        """Ask only when the plan's guards ask; return the chunks that may be applied.

        Raises:
            GuardError: If the run has asked about another plan before.
        """
        saved = self._saved(context)
        if not (saved["asks"] and saved["chunks"]):
            self.log.info("no approval is needed")
            return list(saved["chunks"])
        self._refuse_second_question(saved)
        self.body = question(saved)
        self.options = [approval_of(saved), REFUSE]
        super().execute(context)  # leaves the task waiting
        raise GuardError("the task went on without an answer; nothing was changed")

    def execute_complete(self, context: Context, event: dict[str, Any]) -> list[list[int]]:
        """Record the answer; ask again when the answer came from the person who triggered the run.

        Raises:
            GuardError: If the answer, or the lack of one, is no.
        """
        saved = self._saved(context)
        self.options = [approval_of(saved), REFUSE]
        answer = super().execute_complete(context, event)
        responder = answer["responded_by_user"]
        name = responder["name"] if responder else None
        triggered_by = context["dag_run"].triggering_user_name
        if approval_of(saved) not in answer["chosen_options"]:
            answer_given = f"refused by {name}" if name else "not approved in time"
            refusal = f"the plan was {answer_given}; nothing was changed"
            self._record(context, name, Decision.REFUSED, failure=refusal)
            raise GuardError(refusal)
        if name is not None and name == triggered_by and not self.allow_own_approval:
            self._record(context, name, Decision.OWN_IGNORED)
            self.log.warning("the run was triggered by the same person: another person has to approve it")
            return self.execute(context)
        self._record(context, name, Decision.APPROVED)
        return list(saved["chunks"])

    def validate_chosen_options(self, chosen_options: list[str]) -> None:
        """Refuse an answer to a question about an earlier plan.

        Raises:
            GuardError: If the answer names another plan than the one that would be applied.
        """
        if set(chosen_options) - set(self.options):
            raise GuardError(f"the answer is about an earlier plan; {NEW_RUN}")

    def _refuse_second_question(self, saved: Mapping[str, Any]) -> None:
        with LedgerHook().get_ledger() as ledger:
            asked = ledger.approvals.of_run(saved["reference_id"])
        earlier = sorted({approval.plan_id for approval in asked} - {saved["plan_id"]})
        if earlier:
            raise GuardError(f"this run has already asked about plan {earlier[0]}; {NEW_RUN}")

    def _record(
        self, context: Context, name: str | None, decision: Decision, failure: str | None = None
    ) -> None:
        saved = self._saved(context)
        with LedgerHook().get_ledger() as ledger:
            ledger.approvals.answer(
                saved["reference_id"], saved["plan_id"], name or "nobody", decision, datetime.now(UTC)
            )
            ledger.runs.update(saved["reference_id"], failure=failure)

    def _saved(self, context: Context) -> dict[str, Any]:
        saved: dict[str, Any] = context["ti"].xcom_pull(task_ids=self.plan_task_id)
        return saved
