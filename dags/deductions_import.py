"""Nightly deductions import: PlanSource elections to paycheck deductions, one DAG for each payroll target."""

from datetime import timedelta

from airflow.sdk import DAG, Asset, CronTriggerTimetable, Param, chain

from benefits_sync.integrations import forms
from benefits_sync.integrations.dag_settings import COMPANY_ZONE, dag_settings
from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.operators.announce import AnnounceRunOperator
from benefits_sync.operators.apply import ApplyPlanOperator
from benefits_sync.operators.approve import ApprovePlanOperator
from benefits_sync.operators.close import CloseRunOperator
from benefits_sync.operators.extract import ExtractRecordsOperator
from benefits_sync.operators.plan import PlanChangesOperator

PARAMS = {
    "plan_year": Param(
        "current",
        type="string",
        enum=["previous", "current", "next"],
        title="Plan year",
        description="Whose deductions are imported, as seen from today. A prior plan year is imported before "
        "the current one and never on the same day; the next one may be imported beside it.",
    ),
    "deduction_start_date": forms.day(
        "Deduction start date",
        "Only for the first import of a plan year, which has to begin with the earliest change "
        "of that plan year: beginning later would leave earlier changes out for good. A wrong date is "
        "refused, and the right one is named.",
    ),
    "plan_year_start_date": forms.day(
        "Plan year start date",
        "Look for changes from this day on, even if the last run knew them: the day before the "
        "plan year starts; during open enrolment the plan year's first day; for a life event the current "
        "date. Empty means since the last successful run.",
    ),
    "delta": forms.delta(
        "Only employees whose elections changed since the last successful run of the plan year. Turn off to "
        "compare everyone; the first run of a plan year reads everyone either way."
    ),
    "include_employees": forms.include_employees(
        "These are read whatever changed, test employees too, and an unknown number stops the run."
    ),
    "lookback_days": forms.lookback_days(),
    "run_name": forms.run_name(),
    "resubmission": forms.resubmission(
        "Only the people of this resubmission, whatever changed. The transaction assistant fills it in; "
        "leave it empty."
    ),
    "dry_run": forms.dry_run("Make and show the plan; change nothing in payroll."),
}

for name, integration in DEDUCTIONS.items():
    lines = Asset(name=f"{name}_lines", uri=integration.asset_uri, group="payroll")
    payroll = PAYROLL_TARGETS[name].pool
    with DAG(
        dag_id=name,
        dag_display_name=integration.title,
        description="PlanSource elections to deduction lines of payroll: starts, changes, stops.",
        schedule=CronTriggerTimetable("30 2 * * *", timezone=COMPANY_ZONE),
        dagrun_timeout=timedelta(hours=20),
        tags=["plansource", "import", "deductions"],
        params=PARAMS,
        **dag_settings(__file__, "deductions_import"),
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
            announces=False,
            pool=payroll,
        )
        announce = AnnounceRunOperator(task_id="announce_run", asset=lines).as_teardown()
        chain(extract, plan, approve, apply, close, announce)
