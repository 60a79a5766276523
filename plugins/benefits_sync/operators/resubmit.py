"""Sends refused records again: starts the run of their own integration and waits for its end."""

from collections.abc import Mapping
from typing import Any, Final

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.triggers.external_task import DagStateTrigger
from airflow.sdk import Context

from benefits_sync.errors import ParameterError, RunError
from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.operators.integration_operator import RETRY_POLICY
from benefits_sync.store.resubmissions import Resubmission

RUN_NAME: Final = "Resubmission {number}"


def run_id_of(number: int) -> str:
    """Return the id of the runs that carry a resubmission out: there can be one of each DAG only."""
    return f"resubmission__{number}"


class ResubmitRecordsOperator(TriggerDagRunOperator):
    """Start the run that carries out a resubmission, and wait for it without taking a worker.

    Args:
        dag_ids: Integration -> the DAG that runs it.
    """

    template_fields = ()

    def __init__(self, *, dag_ids: Mapping[str, str], **kwargs: Any) -> None:
        kwargs["retry_policy"] = kwargs.get("retry_policy") or RETRY_POLICY
        super().__init__(
            trigger_dag_id="",  # known once the resubmission is
            wait_for_completion=True,
            deferrable=True,
            fail_when_dag_is_paused=True,
            openlineage_inject_parent_info=False,  # nothing but the number goes into the run's configuration
            **kwargs,
        )
        self.dag_ids = dict(dag_ids)

    def execute(self, context: Context) -> None:
        """Start the run, or wait for it where an earlier try of this task has started it.

        Raises:
            ParameterError: If there is no such resubmission, or no DAG runs its integration.
        """
        wanted = self._resubmission(context)
        if wanted.integration not in self.dag_ids:
            raise ParameterError(f"resubmission: no DAG runs the integration {wanted.integration}")
        self.trigger_dag_id = self.dag_ids[wanted.integration]
        self.trigger_run_id = run_id_of(wanted.id)
        self.conf = {"resubmission": wanted.id, "run_name": RUN_NAME.format(number=wanted.id)}
        if context["ti"].get_dr_count(dag_id=self.trigger_dag_id, run_ids=[self.trigger_run_id]):
            self._wait_again(self.trigger_run_id)
        super().execute(context)

    def _wait_again(self, run_id: str) -> None:
        """Wait for the run that an earlier try of this task started."""
        self.defer(
            trigger=DagStateTrigger(
                dag_id=self.trigger_dag_id,
                states=[*self.allowed_states, *self.failed_states],
                run_ids=[run_id],
                poll_interval=self.poke_interval,
            ),
            method_name="execute_complete",
        )

    def execute_complete(self, context: Context, event: tuple[str, dict[str, Any]]) -> None:
        """Say how the run ended.

        Raises:
            RunError: If it failed or refused a record again; no second try can help.
        """
        wanted = self._resubmission(context)
        self.trigger_dag_id, run_id = self.dag_ids[wanted.integration], run_id_of(wanted.id)
        if event[1].get(run_id) in self.failed_states:
            raise RunError(
                f"run {run_id} of {self.trigger_dag_id} failed or completed with errors; its own page and "
                f"the page of resubmission {wanted.id} say why"
            )
        self.log.info("run %s of %s is completed", run_id, self.trigger_dag_id)

    def _resubmission(self, context: Context) -> Resubmission:
        number = context["params"]["resubmission"]
        if number is None:
            raise ParameterError("resubmission: give its number; the transaction assistant makes one")
        with LedgerHook().get_ledger() as ledger:
            return ledger.resubmissions.get(int(number))
