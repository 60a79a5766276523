"""The failure notice of every DAG."""

from typing import Final

from airflow.sdk import Context

from benefits_sync.notifications.notices import send_notice

SUBJECT: Final = "Benefits run failed"


def failure_notice(dag_id: str, run_id: str) -> str:
    """Return the text of a notice; the run's page and summary tell the rest."""
    return (
        f"{dag_id}: run {run_id} failed or completed with errors. Open it in Airflow, where "
        "Integration runs lists its summary, or see `benefits runs`."
    )


def notify_failure(context: Context) -> None:
    """Tell the people who look after the integrations that a run failed."""
    run = context["dag_run"]
    send_notice(SUBJECT, failure_notice(run.dag_id, run.run_id))
