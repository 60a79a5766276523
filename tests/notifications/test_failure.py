"""Who is told of a failure, through which connection, and what the notice says."""

import json
import logging
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowException

from benefits_sync.notifications.failure import failure_notice, notify_failure
from benefits_sync.notifications.notices import NOTICES_CONNECTION

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


class Inbox:
    """What a server was sent."""

    def __init__(self) -> None:
        self.address = ("", 0)
        self.messages: list[str] = []
        self.status = 200


class _WebHook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.inbox.messages.append(body)
        self.send_response(self.server.inbox.status)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name it overrides
        """Keep the test's output clean."""


class _MailServer(socketserver.StreamRequestHandler):
    """Takes one mail as RFC 5321 has it, without extensions."""

    def handle(self) -> None:
        self.say("220 mail.example.test")
        while command := self.rfile.readline().decode().strip():
            verb = command.split()[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.server.inbox.messages.append(self.mail())
            self.say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def mail(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
        return "\n".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[Inbox]:
    inbox = server.inbox = Inbox()
    inbox.address = server.server_address
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield inbox
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@pytest.fixture
def web_hook() -> Iterator[Inbox]:
    with serving(HTTPServer(("127.0.0.1", 0), _WebHook)) as inbox:
        yield inbox


@pytest.fixture
def mail_server() -> Iterator[Inbox]:
    with serving(socketserver.TCPServer(("127.0.0.1", 0), _MailServer)) as inbox:
        yield inbox


@pytest.fixture
def define(monkeypatch):
    def one(**fields: object) -> None:
        monkeypatch.setenv(f"AIRFLOW_CONN_{NOTICES_CONNECTION.upper()}", json.dumps(fields))

    return one


def slack(define, inbox: Inbox) -> None:
    host, port = inbox.address
    define(conn_type="slackwebhook", host=f"http://{host}:{port}", password="/services/T0/B0/secret")


def mail(define, inbox: Inbox, **extra: object) -> None:
    host, port = inbox.address
    settings = {"disable_ssl": True, "disable_tls": True, "from_email": "airflow@example.test"}
    define(conn_type="smtp", host=host, port=port, extra=settings | {"to": "team@example.test"} | extra)


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
