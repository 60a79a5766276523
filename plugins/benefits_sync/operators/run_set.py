"""Second task of an integration set: start its integrations one after the other, and say how they ended."""

from collections.abc import Sequence
from typing import Any, NoReturn

from airflow.providers.standard.triggers.external_task import DagStateTrigger
from airflow.sdk import BaseOperator, BaseOperatorLink, Context
from airflow.sdk.exceptions import DagRunTriggerException
from airflow.sdk.types import RuntimeTaskInstanceProtocol, TaskInstanceKey
from airflow.utils.helpers import build_airflow_dagrun_url
from airflow.utils.state import DagRunState

from benefits_sync.domain.integration_sets import failure_of, running_step, step_status, step_to_start
from benefits_sync.errors import RunError
from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.models.integration_sets import PlannedSet, PlannedStep, StepResult, StepStatus
from benefits_sync.operators.integration_operator import RETRY_POLICY
from benefits_sync.store.ledger import Ledger

ENDED = (DagRunState.SUCCESS, DagRunState.FAILED)
RESULT_KEY = "return_value"


class StepRunLink(BaseOperatorLink):
    """Leads from the task to the run that it started last."""

    name = "Run of the step"

    def get_link(self, operator: BaseOperator, *, ti_key: TaskInstanceKey) -> str:
        """Return the address of the run, or nothing before there is one."""
        step = operator.step if isinstance(operator, RunSetOperator) else None
        return build_airflow_dagrun_url(step.dag_id, step.run_id) if step else ""


class RunSetOperator(BaseOperator):
    """Run a set, waiting without a worker; return integration, run, reference and status of each step.

    Whenever it goes on, it looks at the runs of all steps and does what is next. Their ids follow from its
    own run's, so that a run it has started before is waited for, whoever tries again.

    Args:
        check_task_id: The task that decided what is to be run.
        poll_seconds: How often the triggerer looks whether a step has ended.
    """

    operator_extra_links = (StepRunLink(),)

    def __init__(self, *, check_task_id: str, poll_seconds: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("retry_policy", RETRY_POLICY)
        super().__init__(**kwargs)
        self.check_task_id = check_task_id
        self.poll_seconds = poll_seconds
        self.step: PlannedStep | None = None

    def execute(self, context: Context) -> list[dict[str, Any]]:
        """Do what is next: wait for a step, start one, or end.

        Raises:
            RunError: If a step failed or completed with errors; the message names it and its reference id.
        """
        planned = PlannedSet.model_validate(context["ti"].xcom_pull(task_ids=self.check_task_id))
        with LedgerHook().get_ledger() as ledger:
            results = [self._result(context["ti"], ledger, step) for step in planned.steps]
        shown = self._shown(context, planned, results)
        self.step = _started_last(planned, results)
        running = running_step(results)
        if running is not None:
            self._wait(planned.steps[running])
        place = step_to_start(results, planned.abort_on_failure)
        if place is not None:
            self._start(context, planned, place)
        failure = failure_of(results)
        if failure is not None:
            raise RunError(failure)
        return shown

    def execute_complete(self, context: Context, event: object) -> list[dict[str, Any]]:
        """Go on after a step ended; what became of it is looked up, like that of any other."""
        return self.execute(context)

    def _result(self, ti: RuntimeTaskInstanceProtocol, ledger: Ledger, step: PlannedStep) -> StepResult:
        known = ti.get_dr_count(dag_id=step.dag_id, run_ids=[step.run_id])
        state = ti.get_dagrun_state(dag_id=step.dag_id, run_id=step.run_id) if known else None
        summary = ledger.runs.of_airflow_run(step.dag_id, step.run_id)
        return StepResult(
            integration=step.integration,
            run_id=step.run_id,
            reference_id=summary.reference_id if summary else None,
            status=step_status(state, summary),
        )

    def _shown(
        self, context: Context, planned: PlannedSet, results: Sequence[StepResult]
    ) -> list[dict[str, Any]]:
        """Tell how far the set is, in the log and for whoever looks at the task's result before it ends."""
        for number, (step, result) in enumerate(zip(planned.steps, results, strict=True), 1):
            address = build_airflow_dagrun_url(step.dag_id, step.run_id)
            self.log.info(
                "step %d of %d, %s: %s (%s)", number, len(results), step.integration, result.status, address
            )
        shown = [result.model_dump(mode="json") for result in results]
        context["ti"].xcom_push(key=RESULT_KEY, value=shown)
        return shown

    def _wait(self, step: PlannedStep) -> NoReturn:
        trigger = DagStateTrigger(
            dag_id=step.dag_id, states=list(ENDED), run_ids=[step.run_id], poll_interval=self.poll_seconds
        )
        self.defer(trigger=trigger, method_name="execute_complete")

    def _start(self, context: Context, planned: PlannedSet, place: int) -> NoReturn:
        """Have Airflow start the run and wait for it; a run that it refuses fails the task."""
        self.step = step = planned.steps[place]
        self.log.info("starting step %d of %d, %s", place + 1, len(planned.steps), step.integration)
        raise DagRunTriggerException(
            trigger_dag_id=step.dag_id,
            dag_run_id=step.run_id,
            conf=step.form,
            reset_dag_run=False,
            skip_when_already_exists=False,
            wait_for_completion=True,
            allowed_states=[DagRunState.SUCCESS],
            failed_states=[DagRunState.FAILED],
            poke_interval=self.poll_seconds,
            deferrable=True,
            note=f"Step {place + 1} of {len(planned.steps)} of the integration set {planned.name}, "
            f"run {context['dag_run'].run_id} of {context['dag_run'].dag_id}.",
        )


def _started_last(planned: PlannedSet, results: Sequence[StepResult]) -> PlannedStep | None:
    started = zip(planned.steps, results, strict=True)
    return next(
        (step for step, at in reversed(list(started)) if at.status is not StepStatus.NOT_STARTED), None
    )
