"""Sends records that were refused once more, when somebody asks for it on the page."""

from datetime import timedelta

from airflow.sdk import DAG

from benefits_sync.integrations import forms
from benefits_sync.integrations.dag_settings import dag_settings
from benefits_sync.integrations.declarations import declaration_of
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.operators.resubmit import ResubmitRecordsOperator

PARAMS = {
    "resubmission": forms.resubmission(
        "Its number, as the transaction assistant shows it. It names the records; without a number the run "
        "stops."
    ),
}

with DAG(
    dag_id="resubmit_records",
    dag_display_name="Resubmit records",
    description="Refused records that a benefits administrator has put right, sent again by their own "
    "integration.",
    schedule=None,
    dagrun_timeout=timedelta(hours=24),
    tags=["resubmission"],
    params=PARAMS,
    **dag_settings(__file__, "resubmit_records", longest_task=timedelta(hours=22)),
) as dag:
    ResubmitRecordsOperator(
        task_id="send_again", dag_ids=DAG_IDS, declaration_of=declaration_of, poke_interval=5
    )
