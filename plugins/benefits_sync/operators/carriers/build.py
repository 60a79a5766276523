"""Builds, checks and judges the files of one carrier."""

from typing import Any

from airflow.sdk import Context

from benefits_sync.mapping.safety import refuse_invented_records
from benefits_sync.models.carrier_alarms import Alarm, AlarmKind
from benefits_sync.models.carriers import Verdict
from benefits_sync.models.runs import RunSummary
from benefits_sync.operators.carriers.carrier_operator import (
    OneCarrierOperator,
    carrier_host,
    form_of_run,
    opened_run,
)
from benefits_sync.pipeline.carriers.alarms import tell_untold
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.build import build_carrier
from benefits_sync.pipeline.carriers.form import DeliveryForm
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome, FileOutcome
from benefits_sync.pipeline.carriers.resending import let_out_again
from benefits_sync.pipeline.failures import noted


class BuildFilesOperator(OneCarrierOperator):
    """Build a carrier's files, or let one out again; return what they came to, in numbers."""

    def execute(self, context: Context) -> dict[str, Any]:
        """Do the work of the stage.

        Whoever looks after the files is told at once of one that is refused, and of control numbers that
        began again.

        Raises:
            ParameterError: If the carrier does not take such a file, not now, or not a second one today.
            FileStateError: If a file cannot be sent again.
        """
        with self.ledger() as ledger:
            run = opened_run(ledger, context)
            form = form_of_run(run)
            with noted(ledger, run.reference_id), self.bench(ledger, context) as bench:
                try:
                    if form.resend is not None:
                        outcome = let_out_again(bench, form.resend, run.reference_id)
                    else:
                        outcome = self._built(bench, form, run)
                finally:
                    tell_untold(bench, self.feed.tell)
                self.feed.alarm(_refusals(outcome))
        for file in outcome.files:
            self.log.info("%s: %s, %d people, %s", outcome.carrier, file.name, file.people, file.state)
        return outcome.model_dump(mode="json")

    def _built(self, bench: CarrierBench, form: DeliveryForm, run: RunSummary) -> CarrierOutcome:
        old = None if form.supersedes is None else bench.ledger.files.get(form.supersedes)
        order = form.order(bench.profile, run, old.group if old else None)
        if not order.dry_run:
            refuse_invented_records(self.feed.source_host(), [carrier_host(bench.profile, order.usage)])
        return build_carrier(bench, order)


def _refusals(outcome: CarrierOutcome) -> list[Alarm]:
    """Return what people are to know of files that will not go out."""
    return [_refusal(outcome.carrier, file) for file in outcome.refused]


def _refusal(carrier: str, file: FileOutcome) -> Alarm:
    number = f"file {file.file}" if file.file is not None else "a file without a number"
    gates = sum(said.startswith(Verdict.REFUSE) for said in file.sentences)
    sentence = (
        f"{carrier}, {number} ({file.name}): it is refused and was not sent: {file.errors} errors in its own "
        f"check, {gates} gates refuse it"
    )
    return Alarm(kind=AlarmKind.REFUSED, carrier=carrier, file=file.file, sentence=sentence)
