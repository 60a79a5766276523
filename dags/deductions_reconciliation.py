"""Reconciliation of deductions: PlanSource against what payroll holds, one DAG for each payroll target."""

from datetime import timedelta
from pathlib import Path

from airflow.sdk import DAG, Asset, AssetOrTimeSchedule, CronTriggerTimetable, Param, chain

from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.deductions_reconciliation import RECONCILIATIONS
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.notifications.failure import notify_failure
from benefits_sync.operators.apply import ApplyPlanOperator
from benefits_sync.operators.approve import ApprovePlanOperator
from benefits_sync.operators.reconcile import (
    CloseReconciliationOperator,
    ReadForReconciliationOperator,
    ReconcileOperator,
)

COMPANY_ZONE = "America/Denver"  # that of the mapping's settings
PAGE = (Path(__file__).parents[1] / "docs" / "dags" / "deductions_reconciliation.md").read_text(
    encoding="utf-8"
)
NO_SSN = r"(?!.*\b\d{3}-\d{2}-\d{4}\b)"

PARAMS = {
    "plan_year": Param("current", type="string", enum=["previous", "current", "next"], title="Plan year",
        description="Whose deductions are compared, as seen from today."),
    "include_employees": Param(None, type=["null", "string"], maxLength=10_000, title="Include employees",
        pattern=rf"^{NO_SSN}\s*[A-Za-z0-9][A-Za-z0-9._-]*(\s*,\s*[A-Za-z0-9][A-Za-z0-9._-]*)*\s*$",
        description="Employee numbers separated by commas, for example E10001,E10002; empty means all. An "
        "unknown number stops the run."),
    "correct": Param(False, type="boolean", title="Correct",
        description="Put right in payroll what follows from PlanSource alone: lines that are missing, stand "
        "there twice, or differ in amount, end date or label. Off means look and report only."),
    "run_name": Param(None, type=["null", "string"], maxLength=200, title="Integration run name",
        description="How the run is called in lists; empty means name, date and time."),
}  # fmt: skip

for target in PAYROLL_TARGETS.values():
    integration = RECONCILIATIONS[target.reconciliation]
    imported = Asset(name=f"{target.name}_lines", uri=DEDUCTIONS[target.name].asset_uri, group="payroll")
    reconciled = Asset(name=f"{target.name}_reconciled", uri=integration.asset_uri, group="payroll")
    with DAG(
        dag_id=target.reconciliation,
        dag_display_name=integration.title,
        description="What payroll holds against PlanSource: missing, extra, other amounts, other dates.",
        doc_md=PAGE,
        # After each import; and every morning, for an import that refused a record is red and tells nobody.
        schedule=AssetOrTimeSchedule(
            timetable=CronTriggerTimetable("30 6 * * *", timezone=COMPANY_ZONE), assets=[imported]
        ),
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=timedelta(hours=20),
        tags=["plansource", "import", "deductions", "reconciliation"],
        params=PARAMS,
        on_failure_callback=notify_failure,
        default_args={
            "owner": "benefits",
            "retries": 3,
            "retry_delay": timedelta(seconds=30),
            "retry_exponential_backoff": True,
            "max_retry_delay": timedelta(minutes=10),
            "execution_timeout": timedelta(hours=2),
        },
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
