"""What is told at once about carrier files, and the mail a carrier gets: it never stops a run."""

import json
import logging
from email import message_from_string, policy
from types import SimpleNamespace

import pytest

from benefits_sync.notifications.carriers import (
    CARRIER_MAIL_CONNECTION,
    mail_to_carrier,
    notify_not_delivered,
    tell_carrier_alarms,
)
from tests.notifications.conftest import mail, slack

SENTENCES = ["cedarline_health, file 7 (CLH_7.834): it was refused", "file 8 <waits>"]
CONTEXT = {
    "dag_run": SimpleNamespace(dag_id="carrier_edi_delivery", run_id="manual__1"),
    "task": SimpleNamespace(task_id="one_carrier.deliver_files", carrier="cedarline_health"),
    "exception": ValueError("987-65-4329"),
}


def mailed(inbox):
    return message_from_string(inbox.messages[0], policy=policy.default)


def test_several_alarms_are_one_message(define, web_hook):
    slack(define, web_hook)
    assert tell_carrier_alarms(SENTENCES)
    assert [json.loads(body)["text"] for body in web_hook.messages] == ["\n".join(SENTENCES)]


def test_a_mail_has_a_line_for_each_alarm_and_shows_it_as_it_is(define, mail_server):
    mail(define, mail_server)
    tell_carrier_alarms(SENTENCES)
    content = mailed(mail_server).get_body().get_content().split()
    assert " ".join(content) == f"{SENTENCES[0]}<br> file 8 &lt;waits&gt;"


@pytest.mark.parametrize("status", [400, 500])
def test_an_alarm_that_cannot_be_sent_is_in_the_log_and_stops_nothing(define, web_hook, caplog, status):
    slack(define, web_hook)
    web_hook.status = status
    went = tell_carrier_alarms(SENTENCES)
    assert (went, SENTENCES[0] in caplog.text, "nobody else was told" in caplog.text) == (False, True, True)


def test_an_alarm_that_the_connection_names_nobody_for_waits_to_be_told(define, mail_server):
    mail(define, mail_server, to="")
    assert (tell_carrier_alarms(SENTENCES), mail_server.messages) == (False, [])


def test_where_nobody_asked_for_notices_the_log_is_enough(caplog):
    assert tell_carrier_alarms(SENTENCES)
    assert SENTENCES[0] in caplog.text


def test_a_mail_server_that_is_not_there_stops_nothing(define, mail_server, caplog):
    mail_server.address = ("127.0.0.1", 9)
    mail(define, mail_server)
    tell_carrier_alarms(SENTENCES)
    assert "nobody else was told" in caplog.text


def test_the_last_try_that_failed_is_told_with_carrier_and_run(define, web_hook):
    slack(define, web_hook)
    notify_not_delivered(CONTEXT)
    (body,) = web_hook.messages
    assert ("cedarline_health" in body, "manual__1" in body, "987-65-4329" in body) == (True, True, False)


# The carrier's mail


def test_the_carrier_gets_its_mail(define, mail_server):
    mail(define, mail_server, CARRIER_MAIL_CONNECTION)
    went = mail_to_carrier(
        ["edi@cedarline.example", "ops@cedarline.example"], "Enrollment file", "members: 7"
    )
    message = mailed(mail_server)
    assert (went, message["To"], message["Subject"]) == (
        True,
        "edi@cedarline.example, ops@cedarline.example",
        "Enrollment file",
    )


def test_without_a_connection_there_is_no_mail_and_the_log_says_so(caplog):
    with caplog.at_level(logging.WARNING):
        went = mail_to_carrier(["edi@cedarline.example"], "Enrollment file", "members: 7")
    assert (went, "there is no connection carrier_mail" in caplog.text) == (False, True)


def test_a_mail_that_does_not_go_is_no_error(define, mail_server, caplog):
    mail_server.address = ("127.0.0.1", 9)
    mail(define, mail_server, CARRIER_MAIL_CONNECTION)
    assert mail_to_carrier(["edi@cedarline.example"], "Enrollment file", "members: 7") is False
