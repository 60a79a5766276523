"""An HTTP connection leads to a carrier's API, and what the provider would do wrong is not done."""

import logging
import ssl
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest
import trustme
from airflow.providers.http.hooks.http import HttpHook
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from benefits_sync.clients.carriers.api_dropbox import SILENT_SECONDS, ApiDropbox
from benefits_sync.clients.patience import Patience
from benefits_sync.errors import BenefitsSyncError, ConnectionSettingsError, VendorRefusedError
from benefits_sync.hooks.carrier_http import CarrierHTTPHook
from benefits_sync.mapping.carriers.delivery import Http
from benefits_sync.models.carriers import Usage
from scripts.local_carrier_api import Fault, LocalCarrierAPI, local_carrier_api
from tests.clients.carriers.conftest import file_of
from tests.clients.carriers.test_api_dropbox import PROFILE
from tests.hooks.conftest import Define

CONN = "harborstone_api"


def dropbox() -> ApiDropbox:
    access = CarrierHTTPHook(CONN).access()
    way = Http.model_validate(PROFILE)
    return ApiDropbox("harborstone_life", way, Usage.PRODUCTION, access, patience=Patience(attempts=1))


def deliver(define: Define, fields: dict[str, Any]) -> None:
    define(CONN, **fields)
    dropbox().deliver(file_of())


def test_login_and_password_prove_who_we_are(define: Define, carrier_api: LocalCarrierAPI) -> None:
    deliver(define, carrier_api.connection())
    assert len(list(carrier_api.inbox.iterdir())) == 1


def test_a_wrong_password_is_named(define: Define, carrier_api: LocalCarrierAPI) -> None:
    with pytest.raises(VendorRefusedError, match="correct login, password or key in the connection"):
        deliver(define, carrier_api.connection() | {"password": "another"})


def test_an_api_key_in_the_extra_is_a_header(define: Define, carrier_api: LocalCarrierAPI) -> None:
    deliver(
        define,
        carrier_api.connection() | {"extra": {"X-Api-Key": "k-123", "timeout": 9, "allow_http": "true"}},
    )
    sent = carrier_api.requests[0].headers

    assert (sent["X-Api-Key"], {"timeout", "allow_http"} & {name.lower() for name in sent}) == (
        "k-123",
        set(),
    )


def test_no_credentials_of_the_machine_are_sent(
    define: Define, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine api.harborstone.example login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    define(CONN, conn_type="http", host="https://api.harborstone.example", extra={"X-Api-Key": "k-123"})

    assert dict(CarrierHTTPHook(CONN).access().headers) == {"X-Api-Key": "k-123"}


@pytest.mark.parametrize(("extra", "seconds"), [({}, SILENT_SECONDS), ({"timeout": "20"}, 20.0)])
def test_no_request_waits_without_end(define: Define, extra: dict[str, str], seconds: float) -> None:
    define(CONN, conn_type="http", host="https://api.harborstone.example", extra=extra)
    assert CarrierHTTPHook(CONN).access().timeout == seconds


class Noting(HTTPAdapter):
    """Notes what leaves by it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str | None] = []

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        self.sent.append(request.method)
        return super().send(request, *args, **kwargs)


def test_every_request_leaves_by_the_provider_s_session(
    define: Define, carrier_api: LocalCarrierAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting = Noting()
    monkeypatch.setattr(HttpHook, "__init__", partialmethod(HttpHook.__init__, adapter=noting))
    deliver(define, carrier_api.connection())
    assert noting.sent == [request.method for request in carrier_api.requests] == ["POST", "GET"]


@pytest.mark.parametrize("kind", ["before", "answer"])
def test_the_name_of_an_answer_which_may_be_a_person_s_is_in_no_log_and_no_error(
    define: Define, carrier_api: LocalCarrierAPI, caplog: pytest.LogCaptureFixture, kind: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    define(CONN, **carrier_api.connection())
    for name in ("a.999", "doe_jane.999"):
        (carrier_api.outbox / name).write_bytes(b"ISA")
    found = dropbox().collect(["*"], set())
    next(found)
    carrier_api.faults.append(Fault(kind, 500))
    with pytest.raises(BenefitsSyncError) as caught:
        next(found)

    assert "doe" not in f"{caplog.text}{caught.value}{caught.value.__cause__}{caught.value.__context__}"


def test_a_refusals_body_is_not_logged(
    define: Define, carrier_api: LocalCarrierAPI, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    carrier_api.faults.append(Fault("answer", 500))
    with pytest.raises(BenefitsSyncError) as caught:
        deliver(define, carrier_api.connection())

    assert [word for word in ("CANARY", carrier_api.password) if word in f"{caplog.text}{caught.value}"] == []


def test_a_file_is_not_sent_on_to_another_address(define: Define, carrier_api: LocalCarrierAPI) -> None:
    carrier_api.faults.append(Fault("answer", 307, {"Location": carrier_api.url + "/elsewhere"}))
    with pytest.raises(BenefitsSyncError, match="was not understood"):
        deliver(define, carrier_api.connection())
    assert len(carrier_api.requests) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"host": None}, "host is empty"),
        ({"host": "api.harborstone.example"}, "host is plain HTTP"),
        ({"extra": {"proxies": {"https": "http://proxy"}}}, "extra proxies is not supported"),
        ({"extra": {"srv_lookup": "true"}}, "extra srv_lookup is not supported"),
        ({"extra": {"verify": False}}, "extra verify would send members' data to any server"),
        ({"extra": {"verify": "false"}}, "extra verify would send members' data to any server"),
        ({"extra": {"verify": "/nowhere.pem"}}, "names a file that cannot be read"),
        ({"extra": {"cert": "/nowhere.pem"}}, "names a file that cannot be read"),
        ({"extra": {"timeout": "soon"}}, "extra timeout is no number of seconds"),
        ({"extra": {"settings": {"nested": "value"}}}, "extra holds something that is no header"),
        ({"conn_type": "https"}, "must be http"),
    ],
)
def test_a_wrong_field_is_named(define: Define, fields: dict[str, Any], words: str) -> None:
    define(CONN, **{"conn_type": "http", "host": "https://api.harborstone.example", **fields})

    with pytest.raises(ConnectionSettingsError, match=f"connection {CONN}.*{words}"):
        CarrierHTTPHook(CONN).access()


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def private_api(authority: trustme.CA, tmp_path: Path) -> Iterator[LocalCarrierAPI]:
    """An API whose certificate only the carrier's own authority vouches for."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with local_carrier_api(tmp_path / "private", tls) as carrier:
        yield carrier


def test_the_carriers_own_authority_is_trusted_when_it_is_named(
    define: Define, private_api: LocalCarrierAPI, authority: trustme.CA, tmp_path: Path
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    deliver(define, private_api.connection() | {"extra": {"verify": str(tmp_path / "authority.pem")}})
    assert len(list(private_api.inbox.iterdir())) == 1


def test_a_server_that_nobody_vouches_for_gets_nothing(define: Define, private_api: LocalCarrierAPI) -> None:
    with pytest.raises(VendorRefusedError, match="certificate is not trusted"):
        deliver(define, private_api.connection())
    assert private_api.requests == []
