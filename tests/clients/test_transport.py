"""The transport against a real server that misbehaves on purpose."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.patience import Patience
from benefits_sync.clients.transport import Transport
from benefits_sync.errors import (
    RecordError,
    UnknownOutcomeError,
    VendorContractError,
    VendorError,
    VendorUnavailableError,
)
from tests.clients.scripted_server import (
    Behaviour,
    ScriptedServer,
    answers,
    cuts,
    cuts_in_the_body,
    hangs,
)

SECRET = "900-12-3456"


class Waits(list[float]):
    """Notes how long the transport would have slept."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def patience(waits: Waits, **limits: Any) -> Patience:
    return Patience(**{"attempts": 3, "base": 1.0, "sleep": waits, "rng": lambda: 0.5, **limits})


def explain(answer: Answer, operation: str) -> VendorError:
    return RecordError("refused", vendor="Vendor", operation=operation, status=answer.status)


def transport(server: ScriptedServer, waits: Waits | None = None, **settings: Any) -> Transport:
    limits = settings.pop("patience", patience(waits if waits is not None else Waits()))
    return Transport("Vendor", server.url, explain=explain, patience=limits, **settings)


async def send(server: ScriptedServer, *script: Behaviour, idempotent: bool, **settings: Any) -> Answer:
    server.script = list(script)
    async with transport(server, **settings) as line:
        return await line.request(
            "PUT", "/x", operation="PUT /x", idempotent=idempotent, json={"ssn": SECRET}
        )


async def read(server: ScriptedServer, *script: Behaviour, **settings: Any) -> Answer:
    server.script = list(script)
    async with transport(server, **settings) as line:
        return await line.request("GET", "/x", operation="GET /x", idempotent=True)


HICCUPS: dict[str, Behaviour] = {
    "cut": cuts,
    "cut in the body": cuts_in_the_body,
    "time-out": hangs,
    "500": answers(500),
    "502": answers(502, b"<html>bad gateway</html>", "text/html"),
    "503 without Retry-After": answers(503),
    "a web page": answers(200, b"<html>log in</html>", "text/html"),
    "truncated JSON": answers(200, b'{"a": [1,'),
    "XML": answers(200, b"<employees/>", "text/xml"),
}
THROTTLES: dict[str, Behaviour] = {
    "429 with Retry-After": answers(429, Retry_After="1"),
    "429 without Retry-After": answers(429),
    "503 with Retry-After": answers(503, Retry_After="1"),
}
QUICK = {"total_timeout": 0.5}


@pytest.mark.parametrize("hiccup", [*HICCUPS.values(), *THROTTLES.values()], ids=[*HICCUPS, *THROTTLES])
async def test_a_read_is_repeated_after_a_hiccup(server: ScriptedServer, hiccup: Behaviour) -> None:
    answer = await read(server, hiccup, answers(200, b'{"found": 1}'), **QUICK)

    assert (answer.body, len(server.requests)) == ({"found": 1}, 2)


@pytest.mark.parametrize("hiccup", HICCUPS.values(), ids=HICCUPS)
async def test_a_write_of_unknown_outcome_is_never_repeated(
    server: ScriptedServer, hiccup: Behaviour
) -> None:
    with pytest.raises(UnknownOutcomeError):
        await send(server, hiccup, answers(), idempotent=False, **QUICK)

    assert len(server.requests) == 1


@pytest.mark.parametrize("throttle", THROTTLES.values(), ids=THROTTLES)
async def test_a_throttled_write_was_not_processed_and_is_repeated(
    server: ScriptedServer, throttle: Behaviour
) -> None:
    await send(server, throttle, answers(), idempotent=False)

    assert len(server.requests) == 2


async def test_a_lost_kept_alive_connection_does_not_repeat_a_put(server: ScriptedServer) -> None:
    server.script = [answers(), cuts]
    async with transport(server) as line:
        await line.request("PUT", "/x", operation="PUT /x", idempotent=False, json={})
        with pytest.raises(UnknownOutcomeError):
            await line.request("PUT", "/x", operation="PUT /x", idempotent=False, json={})

    assert len(server.requests) == 2


async def test_a_write_that_never_left_is_tried_again(server: ScriptedServer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    waits = Waits()
    async with Transport("Vendor", url, explain=explain, patience=patience(waits)) as line:
        with pytest.raises(
            VendorUnavailableError, match="no connection could be established after 3 attempts"
        ):
            await line.request("POST", "/x", operation="POST /x", idempotent=False, json={})

    assert (len(waits), line.calls) == (2, 0)


async def test_the_seconds_of_retry_after_are_waited(server: ScriptedServer) -> None:
    waits = Waits()
    await read(server, answers(429, Retry_After="7"), answers(), waits=waits)

    assert waits == [7.5]


async def test_the_date_of_retry_after_is_waited_for(server: ScriptedServer) -> None:
    waits = Waits()
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    await read(server, answers(503, Retry_After=date), answers(), waits=waits)

    assert waits[0] == pytest.approx(20, abs=2)


async def test_a_server_that_asks_for_more_than_our_patience_is_given_up(server: ScriptedServer) -> None:
    with pytest.raises(VendorUnavailableError, match="the server asks to wait 3600 s"):
        await read(server, answers(429, Retry_After="3600"), answers())

    assert len(server.requests) == 1


async def test_the_back_off_doubles_up_to_its_cap(server: ScriptedServer) -> None:
    waits = Waits()
    with pytest.raises(VendorUnavailableError):
        await read(server, answers(500), patience=patience(waits, attempts=6, cap=4.0))

    assert waits == [0.5, 1.0, 2.0, 2.0, 2.0]


async def test_patience_ends_when_the_total_wait_is_used_up(server: ScriptedServer) -> None:
    waits = Waits()
    with pytest.raises(VendorUnavailableError):
        await read(
            server, answers(429, Retry_After="4"), patience=patience(waits, attempts=9, total_wait=10.0)
        )

    assert waits == [4.5, 4.5]


async def test_an_answer_that_stays_unreadable_is_a_broken_contract(server: ScriptedServer) -> None:
    with pytest.raises(VendorContractError) as caught:
        await read(server, answers(200, b"<html>log in</html>", "text/html"))

    sent_as = server.requests[-1].headers["x-request-id"]
    assert (caught.value.vendor, caught.value.operation, caught.value.request_id) == (
        "Vendor",
        "GET /x",
        sent_as,
    )


async def test_a_refusal_is_not_repeated(server: ScriptedServer) -> None:
    with pytest.raises(RecordError):
        await read(server, answers(400), answers())

    assert len(server.requests) == 1


async def test_an_accepted_refusal_comes_back_with_its_raw_body(server: ScriptedServer) -> None:
    server.script = [answers(404, b'{"errors": "none"}')]
    async with transport(server) as line:
        answer = await line.request("GET", "/x", operation="GET /x", idempotent=True, accept=(404,))

    assert (answer.status, answer.json_or_none()) == (404, {"errors": "none"})


async def test_an_empty_success_labelled_as_html_is_a_success(server: ScriptedServer) -> None:
    server.script = [answers(200, b"", "text/html")]
    async with transport(server) as line:
        answer = await line.request("POST", "/x", operation="POST /x", idempotent=False, expect="none")

    assert answer.body is None


async def test_each_request_has_its_own_id(server: ScriptedServer) -> None:
    await read(server, answers(500), answers(500), answers())

    assert len({request.headers["x-request-id"] for request in server.requests}) == 3


async def test_calls_counts_every_request_that_left(server: ScriptedServer) -> None:
    server.script = [answers(500), cuts, answers()]
    async with transport(server) as line:
        await line.request("GET", "/x", operation="GET /x", idempotent=True)

    assert line.calls == len(server.requests) == 3


async def test_json_is_sent_without_a_charset(server: ScriptedServer) -> None:
    await send(server, answers(), idempotent=True)

    assert server.requests[0].headers["content-type"] == "application/json"


async def test_no_more_requests_than_allowed_are_under_way_at_once(server: ScriptedServer) -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.02)
        await answers()(writer)

    server.script = [slowly]
    async with transport(server, concurrency=3) as line:
        calls = (line.request("GET", "/x", operation="GET /x", idempotent=True) for _ in range(9))
        await asyncio.gather(*calls)

    assert server.busiest == 3


async def test_a_hanging_server_costs_no_more_than_the_time_out(server: ScriptedServer) -> None:
    started = time.monotonic()
    with pytest.raises(VendorUnavailableError, match="no answer in time"):
        await read(server, hangs, total_timeout=0.1, patience=Patience(attempts=1))

    assert time.monotonic() - started < 0.9


async def test_a_redirect_on_the_same_server_is_followed(server: ScriptedServer) -> None:
    await read(server, answers(302, Location="/there"), answers())

    assert [request.target for request in server.requests] == ["/x", "/there"]


async def test_credentials_never_follow_a_redirect_to_another_server(server: ScriptedServer) -> None:
    other = ScriptedServer(script=[answers()])
    listening = await asyncio.start_server(other.serve, "127.0.0.1", 0)
    elsewhere = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/x"
    with pytest.raises(RecordError):
        await read(server, answers(302, Location=elsewhere), headers={"Authorization": "Basic c2VjcmV0"})
    listening.close()

    assert other.requests == []


async def test_a_redirected_write_is_refused(server: ScriptedServer) -> None:
    with pytest.raises(RecordError):
        await send(server, answers(307, Location="/there"), answers(), idempotent=False)

    assert len(server.requests) == 1


class Badge:
    """Proof of who we are, which a vendor stops taking."""

    def __init__(self) -> None:
        self.number = 0

    async def show(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.number}"}

    async def renew(self) -> None:
        await asyncio.sleep(0)
        self.number += 1


def takes_only(number: int, server: ScriptedServer) -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> None:
        valid = server.requests[-1].headers["authorization"] == f"Bearer {number}"
        await answers(200 if valid else 401)(writer)

    return behave


async def test_an_expired_proof_is_renewed_once_and_the_write_sent_again(server: ScriptedServer) -> None:
    badge = Badge()
    await send(server, takes_only(1, server), idempotent=False, authorise=badge.show, refresh=badge.renew)

    assert [request.headers["authorization"] for request in server.requests] == ["Bearer 0", "Bearer 1"]


async def test_a_proof_that_stays_refused_is_an_error_after_one_renewal(server: ScriptedServer) -> None:
    badge = Badge()
    with pytest.raises(RecordError):
        await send(server, answers(401), idempotent=False, authorise=badge.show, refresh=badge.renew)

    assert len(server.requests) == 2


async def test_calls_refused_together_renew_the_proof_once(server: ScriptedServer) -> None:
    badge, server.script = Badge(), [takes_only(1, server)]
    async with transport(server, authorise=badge.show, refresh=badge.renew, concurrency=1) as line:
        calls = (line.request("GET", "/x", operation="GET /x", idempotent=True) for _ in range(5))
        await asyncio.gather(*calls)

    assert badge.number == 1


LEAKS: dict[str, Callable[[ScriptedServer], Any]] = {
    "unknown outcome": lambda server: send(server, answers(500, SECRET.encode()), idempotent=False),
    "broken contract": lambda server: read(server, answers(200, SECRET.encode() + b"{")),
    "unavailable": lambda server: read(server, answers(503, SECRET.encode())),
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
async def test_no_body_is_ever_logged_or_quoted(
    server: ScriptedServer, leak: Callable[[ScriptedServer], Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(VendorError) as caught:
        await leak(server)

    assert SECRET not in caplog.text + repr(caught.value) + str(caught.value)
