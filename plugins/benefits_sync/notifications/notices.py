"""Sends a notice to the people who look after the integrations, or leaves it in the log at least."""

import html
import logging

from airflow.sdk import BaseHook, Connection
from airflow.sdk.exceptions import AirflowNotFoundException

log = logging.getLogger(__name__)

NOTICES_CONNECTION = "benefits_notices"


def send_notice(subject: str, text: str) -> bool:
    """Log a notice, and send it through the connection ``benefits_notices`` (Slack web hook or SMTP).

    Args:
        subject: Subject of the mail, where it is a mail.
        text: What is told: counts and links, never a record.

    Returns:
        Whether it went out. Without the connection the log is all that is wanted.
    """
    log.warning("%s", text)
    try:
        connection = BaseHook.get_connection(NOTICES_CONNECTION)
    except AirflowNotFoundException:
        log.warning("nobody else was told: there is no connection %s", NOTICES_CONNECTION)
        return True
    if connection.conn_type == "smtp":
        return _mail(connection, subject, text)
    _slack(text)
    return True


# The two hooks are imported where they are used: every reading of a DAG file and every task would load them.


def _slack(text: str) -> None:
    from airflow.providers.slack.hooks.slack_webhook import SlackWebhookHook  # noqa: PLC0415 - see above

    SlackWebhookHook(slack_webhook_conn_id=NOTICES_CONNECTION).send_text(text)


def _mail(connection: Connection, subject: str, text: str) -> bool:
    recipients = connection.extra_dejson.get("to")
    if not recipients:
        log.warning("nobody else was told: the extra of connection %s lacks `to`", NOTICES_CONNECTION)
        return False
    send_mail(NOTICES_CONNECTION, recipients, subject, text)
    return True


def send_mail(conn_id: str, recipients: str | list[str], subject: str, text: str) -> None:
    """Send a mail through an SMTP connection."""
    from airflow.providers.smtp.hooks.smtp import SmtpHook  # noqa: PLC0415 - see above

    content = html.escape(text, quote=False).replace("\n", "<br>\n")
    with SmtpHook(smtp_conn_id=conn_id) as hook:
        hook.send_email_smtp(to=recipients, subject=subject, html_content=content)
