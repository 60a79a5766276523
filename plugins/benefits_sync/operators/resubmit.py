"""Sends refused records again: starts the run of their own integration and waits for its end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.triggers.external_task import DagStateTrigger
from airflow.sdk import Context
from pydantic import JsonValue

from benefits_sync.errors import ParameterError, RunError
from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.operators.integration_operator import RETRY_POLICY, open_mapping
from benefits_sync.pipeline.integration import Integration
from benefits_sync.store.resubmissions import Resubmission

RUN_NAME: Final = "Resubmission {number}"


def run_id_of(number: int) -> str:
    """Return the id of the runs that carry a resubmission out: there can be one of each DAG only."""
    return f"resubmission__{number}"


def form_again(
    integration: Integration, options: Iterable[Mapping[str, JsonValue]], now: datetime
) -> list[dict[str, JsonValue]]:
    """Return the different form values, as seen from now, that mean what these options of earlier runs meant.

    Raises:
        ParameterError: If one of them can be asked for no more; the message says what to do instead.
        MappingError: If the integration's mapping is wrong.
    """
    if integration.form_again is None:
        return [{}]
    mapping = open_mapping(integration)
    today = now.astimezone(ZoneInfo(mapping.settings.timezone)).date()
    values = [integration.form_again(mapping, one, today) for one in options]
    return [one for place, one in enumerate(values) if one not in values[:place]]


class ResubmitRecordsOperator(TriggerDagRunOperator):
    """Start the run that carries out a resubmission, and wait for it without taking a worker.

    The run's form says what the runs that refused the records were about: a record of the previous plan year
    is not sent as one of the current.

    Args:
        dag_ids: Integration -> the DAG that runs it.
        declaration_of: Returns an integration's declaration by its name.
    """

    template_fields = ()

    def __init__(
        self, *, dag_ids: Mapping[str, str], declaration_of: Callable[[str], Integration], **kwargs: Any
    ) -> None:
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
        self.declaration_of = declaration_of

    def execute(self, context: Context) -> None:
        """Start the run, or wait for it where an earlier try of this task has started it.

        Raises:
            ParameterError: If there is no such resubmission, no DAG runs its integration, or its records can
                be asked for no more.
        """
        wanted, options = self._resubmission(context)
        if wanted.integration not in self.dag_ids:
            raise ParameterError(f"resubmission: no DAG runs the integration {wanted.integration}")
        self.trigger_dag_id = self.dag_ids[wanted.integration]
        self.trigger_run_id = run_id_of(wanted.id)
        self.conf = {
            "resubmission": wanted.id,
            "run_name": RUN_NAME.format(number=wanted.id),
            **self._form_again(wanted, options),
        }
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
        wanted, _ = self._resubmission(context)
        self.trigger_dag_id, run_id = self.dag_ids[wanted.integration], run_id_of(wanted.id)
        if event[1].get(run_id) in self.failed_states:
            raise RunError(
                f"run {run_id} of {self.trigger_dag_id} failed or completed with errors; its own page and "
                f"the page of resubmission {wanted.id} say why"
            )
        self.log.info("run %s of %s is completed", run_id, self.trigger_dag_id)

    def _form_again(
        self, wanted: Resubmission, options: Sequence[Mapping[str, JsonValue]]
    ) -> dict[str, JsonValue]:
        values = form_again(self.declaration_of(wanted.integration), options, datetime.now(UTC))
        if not options or len(values) != 1:
            why = "has records of several runs' forms" if options else "has no records any more"
            raise ParameterError(f"resubmission {wanted.id} {why}; resubmit them in the assistant again")
        return values[0]

    def _resubmission(self, context: Context) -> tuple[Resubmission, list[dict[str, JsonValue]]]:
        """Return the resubmission, and the options of the runs that refused its records."""
        number = context["params"]["resubmission"]
        if number is None:
            raise ParameterError("resubmission: give its number; the transaction assistant makes one")
        with LedgerHook().get_ledger() as ledger:
            wanted = ledger.resubmissions.get(int(number))
            return wanted, ledger.resubmissions.options_of([wanted.id])[wanted.id]
