"""Collects what one carrier answers, and fails for every answer that a person has to look at."""

from typing import Any

from airflow.sdk import Context

from benefits_sync.errors import RunError
from benefits_sync.operators.carriers.carrier_operator import OneCarrierOperator
from benefits_sync.pipeline.carriers.answers import collect_answers
from benefits_sync.pipeline.carriers.stuck import notice_stuck_files


class CollectAnswersOperator(OneCarrierOperator):
    """Take a carrier's new answers, look at the clock of its files, and tell at once what is urgent."""

    def execute(self, context: Context) -> dict[str, Any]:
        """Do the work of the stage.

        Raises:
            VendorUnavailableError: If the carrier cannot be reached; the next try goes on.
            RunError: If somebody has to look; they have been told, and a second try would find nothing.
        """
        with self.ledger() as ledger, self.bench(ledger, context) as bench:
            try:
                notice_stuck_files(bench)
                outcome = collect_answers(bench)
            finally:
                alarms = self.tell_untold(ledger)
        self.log.info(
            "%s: %d answers, %d files closed, %d waiting",
            outcome.carrier,
            outcome.collected,
            outcome.closed,
            outcome.waiting,
        )
        if alarms:
            raise RunError("; ".join(alarm.sentence for alarm in alarms))
        return outcome.model_dump(mode="json")
