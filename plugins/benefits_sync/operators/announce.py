"""Tells those who wait for a run's asset that the run was closed, even if it is red for refused records."""

from typing import Any, Final

from airflow.sdk import Asset, BaseOperator, Context
from airflow.sdk.exceptions import AirflowSkipException

from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.models.runs import RunStatus
from benefits_sync.operators.integration_operator import RETRY_POLICY

CLOSED: Final = frozenset({RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_ERRORS})


class AnnounceRunOperator(BaseOperator):
    """Emit the event of a run's asset; it carries the counts.

    Airflow registers no event of a task that fails, as the closing task does for refused records. This one
    stands behind it, as a teardown: whatever becomes of it, how the run ended is what the closing task says.

    Args:
        asset: The asset the run produces.
    """

    def __init__(self, *, asset: Asset, **kwargs: Any) -> None:
        kwargs.setdefault("retry_policy", RETRY_POLICY)
        super().__init__(outlets=[asset], **kwargs)
        self.asset = asset

    def execute(self, context: Context) -> None:
        """Announce the run.

        Raises:
            AirflowSkipException: If it failed, or was a dry run; there is nothing to announce then.
        """
        run = context["dag_run"]
        with LedgerHook().get_ledger() as ledger:
            summary = ledger.runs.of_airflow_run(run.dag_id, run.run_id)
        if summary is None or summary.status not in CLOSED:
            raise AirflowSkipException("the run failed: there is nothing to announce")
        if summary.dry_run:
            raise AirflowSkipException("a dry run changes nothing: there is nothing to announce")
        context["outlet_events"][self.asset].extra = summary.counts.model_dump()
