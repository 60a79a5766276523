"""Sends records that were refused once more, when somebody asks for it on the page."""

from datetime import timedelta
from pathlib import Path

from airflow.sdk import DAG, Param

from benefits_sync.integrations.declarations import declaration_of
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.notifications.failure import notify_failure
from benefits_sync.operators.resubmit import ResubmitRecordsOperator

PARAMS = {
    "resubmission": Param(
        None,
        type=["null", "integer"],
        minimum=1,
        maximum=2_147_483_647,
        title="Resubmission",
        description="Its number, as the transaction assistant shows it. It names the records; without a "
        "number the run stops.",
    ),
}

with DAG(
    dag_id="resubmit_records",
    dag_display_name="Resubmit records",
    description="Refused records that a benefits administrator has put right, sent again by their own "
    "integration.",
    doc_md=(Path(__file__).parents[1] / "docs" / "dags" / "resubmit_records.md").read_text(encoding="utf-8"),
    schedule=None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=24),
    tags=["resubmission"],
    params=PARAMS,
    on_failure_callback=notify_failure,
    default_args={
        "owner": "benefits",
        "retries": 3,
        "retry_delay": timedelta(seconds=30),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=10),
        "execution_timeout": timedelta(hours=22),
    },
) as dag:
    ResubmitRecordsOperator(
        task_id="send_again", dag_ids=DAG_IDS, declaration_of=declaration_of, poke_interval=5
    )
