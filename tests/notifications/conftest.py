"""Connections to servers that keep what they are sent."""

import socketserver
from collections.abc import Callable, Iterator
from http.server import HTTPServer
from typing import Any

import pytest

from benefits_sync.notifications.notices import NOTICES_CONNECTION
from tests.connections import define_connection
from tests.notifications.servers import Inbox, MailServer, WebHook, serving

Define = Callable[..., None]


@pytest.fixture
def web_hook() -> Iterator[Inbox]:
    with serving(HTTPServer(("127.0.0.1", 0), WebHook)) as inbox:
        yield inbox


@pytest.fixture
def mail_server() -> Iterator[Inbox]:
    with serving(socketserver.TCPServer(("127.0.0.1", 0), MailServer)) as inbox:
        yield inbox


@pytest.fixture
def define(monkeypatch: pytest.MonkeyPatch) -> Define:
    """Define a connection, that of notices where none is named."""

    def one(conn_id: str = NOTICES_CONNECTION, **fields: object) -> None:
        define_connection(monkeypatch, conn_id, **fields)

    return one


def slack(define: Define, inbox: Inbox) -> None:
    host, port = inbox.address
    define(conn_type="slackwebhook", host=f"http://{host}:{port}", password="/services/T0/B0/secret")


def mail(define: Define, inbox: Inbox, conn_id: str = NOTICES_CONNECTION, **extra: Any) -> None:
    host, port = inbox.address
    settings = {"disable_ssl": True, "disable_tls": True, "from_email": "airflow@example.test"}
    settings |= {"to": "team@example.test"} | extra
    define(conn_id, conn_type="smtp", host=host, port=port, extra=settings)
