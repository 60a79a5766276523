"""Hourly demographic export: BambooHR employees to PlanSource subscribers."""

from datetime import timedelta
from pathlib import Path

from airflow.sdk import DAG, Asset, CronTriggerTimetable, Param, chain

from benefits_sync.integrations.demographic_export import DEMOGRAPHIC_EXPORT
from benefits_sync.notifications.failure import notify_failure
from benefits_sync.operators.apply import ApplyPlanOperator
from benefits_sync.operators.approve import ApprovePlanOperator
from benefits_sync.operators.close import CloseRunOperator
from benefits_sync.operators.extract import ExtractRecordsOperator
from benefits_sync.operators.plan import PlanChangesOperator

SUBSCRIBERS = Asset(name="plansource_subscribers", uri=DEMOGRAPHIC_EXPORT.asset_uri, group="plansource")

PARAMS = {
    "delta": Param(
        True,
        type="boolean",
        title="Delta",
        description="Only employees changed since the last successful run. Turn off to compare everyone; "
        "the very first run reads everyone either way.",
    ),
    "include_employees": Param(
        None,
        type=["null", "string"],
        maxLength=10_000,
        pattern=r"^(?!.*\b\d{3}-\d{2}-\d{4}\b)\s*[A-Za-z0-9][A-Za-z0-9._-]*(\s*,\s*[A-Za-z0-9][A-Za-z0-9._-]*)*\s*$",
        title="Include employees",
        description="Employee numbers separated by commas, for example E10001,E10002; empty means all. "
        "These are read whatever changed, and an unknown number stops the run.",
    ),
    "lookback_days": Param(
        None,
        type=["null", "integer"],
        minimum=1,
        maximum=31,
        title="Lookback days",
        description="Changes of the last 1 to 31 days; empty means since the last successful run.",
    ),
    "run_name": Param(
        None,
        type=["null", "string"],
        maxLength=200,
        title="Integration run name",
        description="How the run is called in lists; empty means name, date and time.",
    ),
    "resubmission": Param(
        None,
        type=["null", "integer"],
        minimum=1,
        maximum=2_147_483_647,
        title="Resubmission",
        description="Only the people of this resubmission, whatever changed. The transaction assistant "
        "fills it in; leave it empty.",
    ),
    "dry_run": Param(
        False,
        type="boolean",
        title="Dry run",
        description="Make and show the plan; change nothing in PlanSource.",
    ),
}

with DAG(
    dag_id="demographic_export",
    dag_display_name="Demographic export",
    description="BambooHR employees to PlanSource subscribers: hires, changes, terminations, rehires.",
    doc_md=(Path(__file__).parents[1] / "docs" / "dags" / "demographic_export.md").read_text(
        encoding="utf-8"
    ),
    schedule=CronTriggerTimetable("0 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=20),
    tags=["bamboohr", "plansource", "export", "demographics"],
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
