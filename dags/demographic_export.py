"""Hourly demographic export: BambooHR employees to PlanSource subscribers."""

from datetime import timedelta

from airflow.sdk import DAG, Asset, CronTriggerTimetable, chain

from benefits_sync.integrations import forms
from benefits_sync.integrations.dag_settings import dag_settings
from benefits_sync.integrations.demographic_export import DEMOGRAPHIC_EXPORT
from benefits_sync.operators.apply import ApplyPlanOperator
from benefits_sync.operators.approve import ApprovePlanOperator
from benefits_sync.operators.close import CloseRunOperator
from benefits_sync.operators.extract import ExtractRecordsOperator
from benefits_sync.operators.plan import PlanChangesOperator

SUBSCRIBERS = Asset(name="plansource_subscribers", uri=DEMOGRAPHIC_EXPORT.asset_uri, group="plansource")

PARAMS = {
    "delta": forms.delta(
        "Only employees changed since the last successful run. Turn off to compare everyone; the very first "
        "run reads everyone either way."
    ),
    "include_employees": forms.include_employees(
        "These are read whatever changed, and an unknown number stops the run."
    ),
    "lookback_days": forms.lookback_days(),
    "run_name": forms.run_name(),
    "resubmission": forms.resubmission(
        "Only the people of this resubmission, whatever changed. The transaction assistant fills it in; "
        "leave it empty."
    ),
    "dry_run": forms.dry_run("Make and show the plan; change nothing in PlanSource."),
}

with DAG(
    dag_id="demographic_export",
    dag_display_name="Demographic export",
    description="BambooHR employees to PlanSource subscribers: hires, changes, terminations, rehires.",
    schedule=CronTriggerTimetable("0 * * * *", timezone="UTC"),
    dagrun_timeout=timedelta(hours=20),
    tags=["bamboohr", "plansource", "export", "demographics"],
    params=PARAMS,
    **dag_settings(__file__, "demographic_export"),
) as dag:
    extract = ExtractRecordsOperator(
        task_id="extract_employees", integration=DEMOGRAPHIC_EXPORT, asset=SUBSCRIBERS, pool="bamboohr"
    )
    plan = PlanChangesOperator(
        task_id="plan_changes",
        integration=DEMOGRAPHIC_EXPORT,
        extract_task_id=extract.task_id,
        pool="plansource",
    )
    approve = ApprovePlanOperator(
        task_id="approve_plan",
        plan_task_id=plan.task_id,
        subject="Demographic export: may this plan be applied?",
        answer_within=timedelta(hours=12),
        execution_timeout=None,
    )
    apply = ApplyPlanOperator.partial(
        task_id="apply_plan",
        integration=DEMOGRAPHIC_EXPORT,
        plan_task_id=plan.task_id,
        pool="plansource",
        max_active_tis_per_dagrun=1,
        map_index_template="rows {{ task.chunk[0] + 1 }} to {{ task.chunk[1] }}",
    ).expand(chunk=approve.output)
    close = CloseRunOperator(
        task_id="close_run",
        integration=DEMOGRAPHIC_EXPORT,
        asset=SUBSCRIBERS,
        apply_task_id="apply_plan",
        pool="plansource",
    )
    chain(extract, plan, approve, apply, close)
