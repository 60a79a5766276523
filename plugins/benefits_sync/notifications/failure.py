"""The failure notice of every DAG."""

import logging

from airflow.sdk import BaseHook, Connection, Context
from airflow.sdk.exceptions import AirflowNotFoundException

log = logging.getLogger(__name__)

NOTICES_CONNECTION = "benefits_notices"


def failure_notice(dag_id: str, run_id: str) -> str:
    """Return the text of a notice; the run's page and summary tell the rest."""
    return (
        f"{dag_id}: run {run_id} failed or completed with errors. Open it in Airflow, where "
        "Integration runs lists its summary, or see `benefits runs`."
    )


def notify_failure(context: Context) -> None:
    """Log the notice, and send it through the connection ``benefits_notices`` (Slack web hook or SMTP)."""
    run = context["dag_run"]
    text = failure_notice(run.dag_id, run.run_id)
    log.warning("%s", text)
    try:
        connection = BaseHook.get_connection(NOTICES_CONNECTION)
    except AirflowNotFoundException:
        log.warning("nobody else was told: there is no connection %s", NOTICES_CONNECTION)
        return
    if connection.conn_type == "smtp":
        _mail(connection, text)
    else:
        _slack(text)


# The two hooks are imported where they are used: every reading of a DAG file and every task would load them.


def _slack(text: str) -> None:
    from airflow.providers.slack.hooks.slack_webhook import SlackWebhookHook  # noqa: PLC0415 - see above

    SlackWebhookHook(slack_webhook_conn_id=NOTICES_CONNECTION).send_text(text)


def _mail(connection: Connection, text: str) -> None:
    recipients = connection.extra_dejson.get("to")
    if not recipients:
        log.warning("nobody else was told: the extra of connection %s lacks `to`", NOTICES_CONNECTION)
        return
    from airflow.providers.smtp.hooks.smtp import SmtpHook  # noqa: PLC0415 - see above

    with SmtpHook(smtp_conn_id=NOTICES_CONNECTION) as hook:
        hook.send_email_smtp(to=recipients, subject="Benefits run failed", html_content=text)
