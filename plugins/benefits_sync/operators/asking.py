"""Asks another person than the one who started the run, and lets through exactly what was asked about."""

import os
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Context

from benefits_sync.errors import ConfigurationError, GuardError
from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.operators.integration_operator import RETRY_POLICY
from benefits_sync.store.approvals import Approval, Decision

OWN_APPROVAL: Final = "BENEFITS_SYNC_OWN_APPROVAL"
NEW_RUN: Final = "start a new run, which asks about its own plan; nothing was changed"


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a person.

    Args:
        reference_id: The run.
        plan_id: What the answer is about, as the ledger keeps it.
        approve: The answer that lets exactly this through.
        body: The numbers that are needed to decide, in Markdown.
        scope: Beginning of the ``plan_id`` of every question that this task may ask in the run.
    """

    reference_id: str
    plan_id: str
    approve: str
    body: str = field(repr=False)
    scope: str = ""


class AskingOperator(HITLOperator):
    """Base of tasks that wait in Required Actions for another person's answer.

    No answer in time means no. The person who triggered the run cannot answer for it: the question is then
    simply asked again. An installation of one person sets the variable ``BENEFITS_SYNC_OWN_APPROVAL``.

    Airflow never replaces a question it has shown, not even when the tasks are cleared and there is another
    one to ask. The answer therefore names what it is about, and a run asks one question only.

    Args:
        subject: The headline of the question.
        approve: The option that lets it through, before it names what.
        refuse: The option that does not.
        answer_within: How long to wait for an answer.
        allow_own_approval: Whether one person may both trigger and approve; as the variable says when None.
    """

    def __init__(
        self,
        *,
        subject: str,
        approve: str,
        refuse: str,
        answer_within: timedelta,
        allow_own_approval: bool | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["retry_policy"] = kwargs.get("retry_policy") or RETRY_POLICY
        super().__init__(
            subject=subject,
            options=[approve, refuse],
            defaults=[refuse],
            response_timeout=answer_within,
            **kwargs,
        )
        self.refuse = refuse
        self.allow_own_approval = allow_own_approval

    @abstractmethod
    def question(self, context: Context) -> Question | None:
        """Return what is to be asked; None where nobody has to be asked."""

    @abstractmethod
    def passed(self, context: Context) -> Any:  # noqa: ANN401 - whatever the next task takes
        """Return what may go on, without a question or after a yes."""

    def request(self, context: Context, question: Question) -> None:
        """Note in the ledger what will be asked, where no earlier task has done so."""

    def approved(self, context: Context, question: Question, by: str | None) -> None:
        """Do what follows from a yes, before anything goes on."""
        _note_failure(question, None)

    def refused(self, context: Context, question: Question, by: str | None) -> Any:  # noqa: ANN401 - as above
        """Do what follows from a no, or from no answer, which is by nobody.

        Raises:
            GuardError: The run stops.
        """
        why = f"the plan was {no_of(by)}; nothing was changed"
        _note_failure(question, why)
        raise GuardError(why)

    def execute(self, context: Context) -> Any:  # noqa: ANN401 - as above
        """Ask only when there is something to ask; return what may go on.

        A yes that an earlier try recorded before it was killed still holds: nobody is asked twice.

        Raises:
            GuardError: If the run has asked about something else before.
        """
        question = self.question(context)
        if question is None:
            self.log.info("no approval is needed")
            return self.passed(context)
        earlier = _asked_before(question)
        if earlier is not None and earlier.decision is Decision.APPROVED:
            self.log.info("an earlier try has the answer: approved")
            self.approved(context, question, earlier.answered_by)
            return self.passed(context)
        self.request(context, question)
        self.body = question.body
        self.options = [question.approve, self.refuse]
        super().execute(context)  # leaves the task waiting
        raise GuardError("the task went on without an answer; nothing was changed")

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        """Record the answer; ask again when the answer came from the person who triggered the run.

        Raises:
            GuardError: If the answer is about something else, or is no.
        """
        question = self.question(context)
        if question is None:  # an earlier try had the answer and was killed
            return self.passed(context)
        self.options = [question.approve, self.refuse]
        answer = super().execute_complete(context, event)
        name = _name(answer["responded_by_user"])
        if question.approve not in answer["chosen_options"]:
            _record(question, name, Decision.REFUSED)
            return self.refused(context, question, name)
        own = name is not None and name == context["dag_run"].triggering_user_name
        if own and not self._may_approve_own():
            _record(question, name, Decision.OWN_IGNORED)
            self.log.warning("the run was triggered by the same person: another person has to approve it")
            return self.execute(context)
        _record(question, name, Decision.APPROVED)
        self.approved(context, question, name)
        return self.passed(context)

    def _may_approve_own(self) -> bool:
        if self.allow_own_approval is not None:
            return self.allow_own_approval
        return own_approval_allowed()

    def validate_chosen_options(self, chosen_options: list[str]) -> None:
        """Refuse an answer to an earlier question.

        Raises:
            GuardError: If the answer names something else than what would be let through.
        """
        if set(chosen_options) - set(self.options):
            raise GuardError(f"the answer is about an earlier plan; {NEW_RUN}")


def own_approval_allowed() -> bool:
    """Whether one person may both trigger and approve: ``BENEFITS_SYNC_OWN_APPROVAL``, else not.

    Raises:
        ConfigurationError: If the variable is neither ``allowed`` nor ``refused``.
    """
    said = os.environ.get(OWN_APPROVAL) or "refused"
    if said not in {"allowed", "refused"}:
        raise ConfigurationError(f"{OWN_APPROVAL} is neither allowed nor refused: set it to one of them")
    return said == "allowed"


def no_of(by: str | None) -> str:
    """Return a no in words."""
    return f"refused by {by}" if by else "not approved in time"


def _name(responder: Mapping[str, Any] | None) -> str | None:
    return responder["name"] if responder else None


def _asked_before(question: Question) -> Approval | None:
    """Return the newest request for approval of exactly this, if there is one; refuse another question."""
    with LedgerHook().get_ledger() as ledger:
        asked = ledger.approvals.of_run(question.reference_id)
    others = {one.plan_id for one in asked if one.plan_id.startswith(question.scope)} - {question.plan_id}
    if others:
        raise GuardError(f"this run has already asked about plan {min(others)}; {NEW_RUN}")
    return next((one for one in reversed(asked) if one.plan_id == question.plan_id), None)


def _record(question: Question, name: str | None, decision: Decision) -> None:
    with LedgerHook().get_ledger() as ledger:
        ledger.approvals.answer(
            question.reference_id, question.plan_id, name or "nobody", decision, datetime.now(UTC)
        )


def _note_failure(question: Question, failure: str | None) -> None:
    with LedgerHook().get_ledger() as ledger:
        ledger.runs.update(question.reference_id, failure=failure)
