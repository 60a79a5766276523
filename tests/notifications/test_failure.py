"""Who is told of a failure, through which connection, and what the notice says."""

import json
import logging
from email import message_from_string, policy
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowException

from benefits_sync.notifications.failure import failure_notice, notify_failure
from benefits_sync.notifications.notices import NOTICES_CONNECTION
from tests.notifications.conftest import mail, slack

CONTEXT = {
    "dag_run": SimpleNamespace(
        dag_id="demographic_export",
        run_id="manual__2026-11-20T09:00:00+00:00",
        conf={"run_name": "Quillfeather's raise"},
        note="487,654.31",
    ),
    "params": {"include_employees": "E10001"},
    "exception": ValueError("987-65-4329"),
}
TEXT = (
    "demographic_export: run manual__2026-11-20T09:00:00+00:00 failed or completed with errors. "
    "Open it in Airflow, where Integration runs lists its summary, or see `benefits runs`."
)


def test_the_notice_names_the_run_and_the_way_to_it():
    run = CONTEXT["dag_run"]
    assert failure_notice(run.dag_id, run.run_id) == TEXT


def test_without_a_connection_the_notice_is_logged(caplog):
    with caplog.at_level(logging.WARNING):
        notify_failure(CONTEXT)
    assert [record.getMessage() for record in caplog.records] == [
        TEXT,
        "nobody else was told: there is no connection benefits_notices",
    ]


def test_a_slack_connection_gets_the_notice_and_nothing_else(define, web_hook):
    slack(define, web_hook)
    notify_failure(CONTEXT)
    (body,) = (json.loads(message) for message in web_hook.messages)
    assert {name: value for name, value in body.items() if value is not None} == {"text": TEXT}


def test_a_mail_connection_gets_the_notice(define, mail_server):
    mail(define, mail_server)
    notify_failure(CONTEXT)
    message = message_from_string(mail_server.messages[0], policy=policy.default)
    assert (message["To"], message["Subject"]) == ("team@example.test", "Benefits run failed")
    assert message.get_body().get_content().strip() == TEXT


@pytest.mark.parametrize("secret", ["Quillfeather", "487,654.31", "987-65-4329"])
def test_nothing_of_the_run_but_its_id_is_told(define, web_hook, secret):
    slack(define, web_hook)
    notify_failure(CONTEXT)
    assert secret not in web_hook.messages[0]


def test_a_notice_that_cannot_be_sent_is_in_the_log_at_least(define, web_hook, caplog):
    slack(define, web_hook)
    web_hook.status = 400
    with pytest.raises(AirflowException, match="400"):
        notify_failure(CONTEXT)
    assert TEXT in caplog.text


def test_a_mail_connection_without_a_recipient_is_told_of_in_the_log(define, mail_server, caplog):
    mail(define, mail_server, to="")
    notify_failure(CONTEXT)
    assert mail_server.messages == []
    assert f"the extra of connection {NOTICES_CONNECTION} lacks `to`" in caplog.text
