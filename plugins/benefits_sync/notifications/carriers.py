"""What is told at once about carrier files, and the mail that a carrier gets with each file: counts only."""

import logging
from collections.abc import Sequence
from typing import Final

from airflow.sdk import BaseHook, Context
from airflow.sdk.exceptions import AirflowException, AirflowNotFoundException

from benefits_sync.notifications.notices import send_mail, send_notice

log = logging.getLogger(__name__)

CARRIER_MAIL_CONNECTION: Final = "carrier_mail"
SUBJECT: Final = "Carrier files need a person"

_NOT_SENT = (AirflowException, OSError)
"""What Slack's and the mail server's refusals are, and a network that does not answer."""


def tell_carrier_alarms(sentences: Sequence[str]) -> bool:
    """Tell the people who look after carrier files; where that cannot be, the log has it at least.

    Returns:
        Whether it went out. Without the connection ``benefits_notices`` the log is all that is wanted.
    """
    try:
        return send_notice(SUBJECT, "\n".join(sentences))
    except _NOT_SENT:
        log.exception("nobody else was told")
        return False


def notify_not_delivered(context: Context) -> None:
    """Tell that the last try to hand a carrier's files over failed."""
    run, task = context["dag_run"], context["task"]
    carrier = getattr(task, "carrier", "a carrier")
    what = (
        f"{carrier}: its files of run {run.run_id} were not delivered, or not all of them. Open {run.dag_id} "
        "in Airflow: the task's log says why, and clearing the task sends what is missing."
    )
    tell_carrier_alarms([what])


def mail_to_carrier(recipients: Sequence[str], subject: str, text: str) -> bool:
    """Send a mail through the connection ``carrier_mail`` (SMTP); return whether it went.

    The file has arrived already, so a mail that does not is no reason to fail.
    """
    try:
        BaseHook.get_connection(CARRIER_MAIL_CONNECTION)
    except AirflowNotFoundException:
        log.warning("the carrier got no mail: there is no connection %s", CARRIER_MAIL_CONNECTION)
        return False
    try:
        send_mail(CARRIER_MAIL_CONNECTION, list(recipients), subject, text)
    except _NOT_SENT:
        log.exception("the carrier got no mail")
        return False
    return True
