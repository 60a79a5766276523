"""Hands the files of one carrier over."""

from typing import Any

from airflow.sdk import Context

from benefits_sync.operators.carriers.carrier_operator import OneCarrierOperator, opened_run
from benefits_sync.pipeline.carriers.handing_over import hand_over
from benefits_sync.pipeline.failures import noted


class DeliverFilesOperator(OneCarrierOperator):
    """Deliver the files that may go out; return their numbers, states and receipts.

    Args:
        approve_task_id: The task that says which.
    """

    def __init__(self, *, approve_task_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.approve_task_id = approve_task_id

    def execute(self, context: Context) -> list[dict[str, Any]]:
        """Do the work of the stage; a file that arrived in an earlier try is left alone.

        The first try that fails is told at once, however many follow it.

        Raises:
            VendorUnavailableError: If the carrier cannot be reached; the next try carries on.
            DeliveryError: If the carrier's side does not take a file as it is.
        """
        ti = context["ti"]
        numbers = ti.xcom_pull(task_ids=self.approve_task_id, map_indexes=ti.map_index)
        with self.ledger() as ledger:
            run = opened_run(ledger, context)
            with noted(ledger, run.reference_id), self.bench(ledger, context) as bench:
                try:
                    done = hand_over(bench, numbers, self.feed.mail)
                finally:
                    self.tell_untold(ledger)
        for file in done:
            self.log.info("%s: file %d is %s", self.carrier, file.id, file.state)
        return [{"file": file.id, "state": file.state.value, "size": file.size} for file in done]
