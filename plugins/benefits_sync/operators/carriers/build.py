"""Builds, checks and judges the files of one carrier."""

from typing import Any

from airflow.sdk import Context

from benefits_sync.mapping.safety import refuse_invented_records
from benefits_sync.models.runs import RunSummary
from benefits_sync.operators.carriers.carrier_operator import (
    OneCarrierOperator,
    carrier_host,
    form_of_run,
    opened_run,
)
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.build import build_carrier
from benefits_sync.pipeline.carriers.form import DeliveryForm
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome
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
                    self.tell_untold(ledger)
        for file in outcome.files:
            self.log.info("%s: %s, %d people, %s", outcome.carrier, file.name, file.people, file.state)
        if outcome.skipped:
            self.log.info("%s: %s", outcome.carrier, outcome.skipped)
        return outcome.model_dump(mode="json")

    def _built(self, bench: CarrierBench, form: DeliveryForm, run: RunSummary) -> CarrierOutcome:
        old = None if form.supersedes is None else bench.ledger.files.get(form.supersedes)
        order = form.order(bench.profile, run, old.group if old else None)
        if not order.dry_run:
            refuse_invented_records(self.feed.source_host(), [carrier_host(bench.profile, order.usage)])
        return build_carrier(bench, order)
