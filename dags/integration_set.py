"""Integration sets: integrations one after the other, started from the form or by a set's own schedule."""

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable, Param

from benefits_sync.integrations import forms
from benefits_sync.integrations.dag_settings import dag_settings
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.mapping.integration_set import FOLDER, IntegrationSet, load_set, set_files
from benefits_sync.operators.check_set import CheckSetOperator
from benefits_sync.operators.integration_operator import include_folder
from benefits_sync.operators.run_set import RunSetOperator

SETS = {name: load_set(path, DAG_IDS) for name, path in set_files(include_folder() / FOLDER).items()}

PARAMS = {
    "abort_on_failure": Param(
        None,
        type=["null", "boolean"],
        title="Abort on failure",
        description="Whether a step that failed, or completed with errors, keeps the steps behind it from "
        "starting; empty means as the set's file says.",
    ),
    "integrations": Param(
        None,
        type=["null", "array"],
        items={"type": "string", "enum": sorted(DAG_IDS)},
        examples=sorted(DAG_IDS),
        uniqueItems=True,
        maxItems=len(DAG_IDS),
        title="Integrations",
        description="Run these instead of the set's list, in the order in which they are chosen; empty means "
        "the set's list.",
    ),
    "run_name": Param(
        None,
        type=["null", "string"],
        maxLength=150,
        title="Run name",
        description="Names the run of each step, with its place behind it; empty means their own names.",
    ),
    "dry_run": forms.dry_run("Make and show the plan of every step; change nothing anywhere."),
}


def choice() -> Param:
    """Return the field in which a set is chosen."""
    return Param(
        "default" if "default" in SETS else min(SETS),
        type="string",
        enum=sorted(SETS),
        values_display={name: found.title for name, found in sorted(SETS.items())},
        title="Integration set",
        description="Which list of integrations to run; the lists are the files in include/sets.",
    )


def integration_set(dag_id: str, title: str, found: IntegrationSet | None = None) -> DAG:
    """Return the DAG of one scheduled set, or, without a set, the one whose form chooses it."""
    cron = found.schedule if found else None
    schedule = CronTriggerTimetable(cron, timezone=found.timezone) if found and cron else None
    with DAG(
        dag_id=dag_id,
        dag_display_name=title,
        description="Integrations one after the other, in an order that is safe.",
        schedule=schedule,
        dagrun_timeout=timedelta(hours=48),
        tags=["bamboohr", "plansource", "set"],
        params=PARAMS if found else {"set": choice()} | PARAMS,
        **dag_settings(__file__, "integration_set", longest_task=timedelta(minutes=10)),
    ) as dag:
        check = CheckSetOperator(task_id="check_set", dag_ids=DAG_IDS, set_name=found.name if found else None)
        check >> RunSetOperator(task_id="run_set", check_task_id=check.task_id)
    return dag


if SETS:
    integration_set("integration_set", "Integration set")
for scheduled in SETS.values():
    if scheduled.schedule:
        integration_set(f"integration_set_{scheduled.name}", scheduled.title, scheduled)
