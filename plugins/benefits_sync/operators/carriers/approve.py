"""Asks another person about the files of one carrier that a gate holds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from airflow.sdk import Context

from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.operators.asking import AskingOperator, Question, no_of
from benefits_sync.operators.carriers.carrier_operator import CarrierFeed, opened_run
from benefits_sync.pipeline.carriers.approving import (
    let_through,
    named,
    question_about,
    ready,
    sentences_of,
    still_held,
    turn_down,
)
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome
from benefits_sync.store.carriers.moves import Step
from benefits_sync.store.ledger import Ledger

APPROVE: Final = "Send"
REFUSE: Final = "Send nothing"


def approval_of(numbers: Sequence[int]) -> str:
    """Return the option that lets exactly these files through."""
    return f"{APPROVE} {named(numbers)}"


class ApproveFilesOperator(AskingOperator):
    """Wait for a person's answer where files are held; return the numbers of all files that may go out.

    A no keeps back the held files only. The answer names the files, so that it lets no others through.

    Args:
        feed: The installation.
        carrier: Name of the carrier's profile.
        build_task_id: The task that built the files.
    """

    template_fields = (*AskingOperator.template_fields, "carrier")

    def __init__(self, *, feed: CarrierFeed, carrier: str, build_task_id: str, **kwargs: Any) -> None:
        super().__init__(approve=APPROVE, refuse=REFUSE, **kwargs)
        self.feed = feed
        self.carrier = carrier
        self.build_task_id = build_task_id

    def question(self, context: Context) -> Question | None:
        """Return the question about the files that were built as held, while one of them still is."""
        numbers = self._held(context)
        with _ledger() as ledger:
            if not still_held(ledger.carriers, numbers):
                return None
            run = opened_run(ledger, context).reference_id
            files = [ledger.carriers.files.get(number) for number in numbers]
        scope = f"{self.carrier}: "
        self.subject = f"{scope}may {named(numbers)} be sent?"
        return Question(
            reference_id=run,
            plan_id=f"{scope}{named(numbers)}",
            approve=approval_of(numbers),
            body=question_about(run, files),
            scope=scope,
        )

    def request(self, context: Context, question: Question) -> None:
        """Note in the ledger which files are asked about, and why they are held."""
        with _ledger() as ledger:
            files = [ledger.carriers.files.get(number) for number in self._held(context)]
            people = {file.name: file.subscribers + file.dependents for file in files}
            ledger.approvals.request(
                question.reference_id, question.plan_id, sentences_of(files), people, datetime.now(UTC)
            )

    def passed(self, context: Context) -> list[int]:
        """Return the files that may go out."""
        built = [file.file for file in self._outcome(context).files if file.file is not None]
        with _ledger() as ledger:
            return ready(ledger.carriers, built)

    def approved(self, context: Context, question: Question, by: str | None) -> None:
        """Let the held files go out."""
        how = Step(by or "nobody", "approved", datetime.now(UTC))
        with _ledger() as ledger:
            let_through(ledger.carriers, self._held(context), how)
        self.log.info("%s: approved", question.plan_id)

    def refused(self, context: Context, question: Question, by: str | None) -> list[int]:
        """Keep the held files back for good; the carrier's other files go out."""
        how = Step(by or "nobody", no_of(by), datetime.now(UTC))
        with _ledger() as ledger:
            turn_down(ledger.carriers, self._held(context), how)
            self.feed.tell_untold(ledger, self.carrier)
        self.log.warning("%s: %s", question.plan_id, no_of(by))
        return self.passed(context)

    def _held(self, context: Context) -> list[int]:
        return [file.file for file in self._outcome(context).held if file.file is not None]

    def _outcome(self, context: Context) -> CarrierOutcome:
        ti = context["ti"]
        return CarrierOutcome.model_validate(
            ti.xcom_pull(task_ids=self.build_task_id, map_indexes=ti.map_index)
        )


def _ledger() -> Ledger:
    return LedgerHook().get_ledger()
