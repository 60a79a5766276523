"""Nightly deductions import: PlanSource elections to paycheck deductions, one DAG for each payroll target."""

from datetime import timedelta
from pathlib import Path

from airflow.sdk import DAG, Asset, CronTriggerTimetable, Param, chain

from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.notifications.failure import notify_failure
from benefits_sync.operators.apply import ApplyPlanOperator
from benefits_sync.operators.approve import ApprovePlanOperator
from benefits_sync.operators.close import CloseRunOperator
from benefits_sync.operators.extract import ExtractRecordsOperator
from benefits_sync.operators.plan import PlanChangesOperator

COMPANY_ZONE = "America/Denver"  # that of the mapping's settings
PAGE = (Path(__file__).parents[1] / "docs" / "dags" / "deductions_import.md").read_text(encoding="utf-8")
NO_SSN = r"(?!.*\b\d{3}-\d{2}-\d{4}\b)"
A_DATE = {"type": ["null", "string"], "format": "date", "maxLength": 10}

PARAMS = {
    "plan_year": Param("current", type="string", enum=["previous", "current", "next"], title="Plan year",
        description="Whose deductions are imported, as seen from today. A prior plan year is imported before "
        "the current one and never on the same day; the next one may be imported beside it."),
    "deduction_start_date": Param(None, **A_DATE, title="Deduction start date",
        description="Only for the first import of a plan year, which has to begin with the earliest change "
        "of that plan year: beginning later would leave earlier changes out for good. A wrong date is "
        "refused, and the right one is named."),
    "plan_year_start_date": Param(None, **A_DATE, title="Plan year start date",
        description="Look for changes from this day on, even if the last run knew them: the day before the "
        "plan year starts; during open enrolment the plan year's first day; for a life event the current "
        "date. Empty means since the last successful run."),
    "delta": Param(True, type="boolean", title="Delta",
        description="Only employees whose elections changed since the last successful run of the plan year. "
        "Turn off to compare everyone; the first run of a plan year reads everyone either way."),
    "include_employees": Param(None, type=["null", "string"], maxLength=10_000, title="Include employees",
        pattern=rf"^{NO_SSN}\s*[A-Za-z0-9][A-Za-z0-9._-]*(\s*,\s*[A-Za-z0-9][A-Za-z0-9._-]*)*\s*$",
        description="Employee numbers separated by commas, for example E10001,E10002; empty means all. These "
        "are read whatever changed, test employees too, and an unknown number stops the run."),
    "lookback_days": Param(None, type=["null", "integer"], minimum=1, maximum=31, title="Lookback days",
        description="Changes of the last 1 to 31 days; empty means since the last successful run."),
    "run_name": Param(None, type=["null", "string"], maxLength=200, title="Integration run name",
        description="How the run is called in lists; empty means name, date and time."),
    "resubmission": Param(None, type=["null", "integer"], minimum=1, maximum=2_147_483_647,
        title="Resubmission",
        description="Only the people of this resubmission, whatever changed. The transaction assistant fills "
        "it in; leave it empty."),
    "dry_run": Param(False, type="boolean", title="Dry run",
        description="Make and show the plan; change nothing in payroll."),
}  # fmt: skip

for name, integration in DEDUCTIONS.items():
    lines = Asset(name=f"{name}_lines", uri=integration.asset_uri, group="payroll")
    payroll = PAYROLL_TARGETS[name].pool
    with DAG(
        dag_id=name,
        dag_display_name=integration.title,
        description="PlanSource elections to deduction lines of payroll: starts, changes, stops.",
        doc_md=PAGE,
        schedule=CronTriggerTimetable("30 2 * * *", timezone=COMPANY_ZONE),
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=timedelta(hours=20),
        tags=["plansource", "import", "deductions"],
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
        extract = ExtractRecordsOperator(
            task_id="extract_elections",
            integration=integration,
            asset=lines,
            pool="plansource",
            retries=8,  # with the pauses nearly an hour: the next demographic export may have run by then
            retry_delay=timedelta(minutes=1),
        )
        plan = PlanChangesOperator(
            task_id="plan_changes", integration=integration, extract_task_id=extract.task_id, pool=payroll
        )
        approve = ApprovePlanOperator(
            task_id="approve_plan",
            plan_task_id=plan.task_id,
            subject=f"{integration.title}: may this plan be applied?",
            answer_within=timedelta(hours=12),
            execution_timeout=None,
        )
        apply = ApplyPlanOperator.partial(
            task_id="apply_plan",
            integration=integration,
            plan_task_id=plan.task_id,
            pool=payroll,
            max_active_tis_per_dagrun=1,
            map_index_template="rows {{ task.chunk[0] + 1 }} to {{ task.chunk[1] }}",
        ).expand(chunk=approve.output)
        close = CloseRunOperator(
            task_id="close_run",
            integration=integration,
            asset=lines,
            apply_task_id="apply_plan",
            pool=payroll,
        )
        chain(extract, plan, approve, apply, close)
