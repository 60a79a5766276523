"""Reconciliation of deductions: PlanSource against what payroll holds, one DAG for each payroll target."""

from datetime import timedelta

from airflow.sdk import DAG, Asset, AssetOrTimeSchedule, CronTriggerTimetable, Param, chain

from benefits_sync.integrations import forms
from benefits_sync.integrations.dag_settings import COMPANY_ZONE, dag_settings
from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.deductions_reconciliation import RECONCILIATIONS
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.operators.apply import ApplyPlanOperator
from benefits_sync.operators.approve import ApprovePlanOperator
from benefits_sync.operators.reconcile import (
    CloseReconciliationOperator,
    ReadForReconciliationOperator,
    ReconcileOperator,
)

PARAMS = {
    "plan_year": Param(
        "current",
        type="string",
        enum=["previous", "current", "next"],
        title="Plan year",
        description="Whose deductions are compared, as seen from today.",
    ),
    "include_employees": forms.include_employees("An unknown number stops the run."),
    "correct": Param(
        False,
        type="boolean",
        title="Correct",
        description="Put right in payroll what follows from PlanSource alone: lines that are missing, stand "
        "there twice, or differ in amount, end date or label. Off means look and report only.",
    ),
    "run_name": forms.run_name(),
}

for target in PAYROLL_TARGETS.values():
    integration = RECONCILIATIONS[target.reconciliation]
    imported = Asset(name=f"{target.name}_lines", uri=DEDUCTIONS[target.name].asset_uri, group="payroll")
    reconciled = Asset(name=f"{target.name}_reconciled", uri=integration.asset_uri, group="payroll")
    with DAG(
        dag_id=target.reconciliation,
        dag_display_name=integration.title,
        description="What payroll holds against PlanSource: missing, extra, other amounts, other dates.",
        # After each import that was closed; and every morning, for one that failed announces nothing.
        schedule=AssetOrTimeSchedule(
            timetable=CronTriggerTimetable("30 6 * * *", timezone=COMPANY_ZONE), assets=[imported]
        ),
        dagrun_timeout=timedelta(hours=20),
        tags=["plansource", "import", "deductions", "reconciliation"],
        params=PARAMS,
        **dag_settings(__file__, "deductions_reconciliation"),
    ):
        extract = ReadForReconciliationOperator(
            task_id="extract_elections",
            integration=integration,
            asset=reconciled,
            pool="plansource",
            retries=8,  # as for the import: the next demographic export may have run by then
            retry_delay=timedelta(minutes=1),
        )
        reconcile = ReconcileOperator(
            task_id="reconcile",
            integration=integration,
            extract_task_id=extract.task_id,
            pool=target.pool,
        )
        approve = ApprovePlanOperator(
            task_id="approve_corrections",
            plan_task_id=reconcile.task_id,
            subject=f"{integration.title}: may these corrections be made?",
            answer_within=timedelta(hours=12),
            execution_timeout=None,
        )
        apply = ApplyPlanOperator.partial(
            task_id="apply_corrections",
            integration=integration,
            plan_task_id=reconcile.task_id,
            pool=target.pool,
            max_active_tis_per_dagrun=1,
            map_index_template="rows {{ task.chunk[0] + 1 }} to {{ task.chunk[1] }}",
        ).expand(chunk=approve.output)
        close = CloseReconciliationOperator(
            task_id="close_run",
            integration=integration,
            asset=reconciled,
            apply_task_id="apply_corrections",
            pool=target.pool,
        )
        chain(extract, reconcile, approve, apply, close)
