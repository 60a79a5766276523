"""The one way to a vendor over HTTP: time-outs, retries, a concurrency limit, and no body in any log.

A read is repeated whenever that can help. A write is repeated only when it is known not to have been
processed; where its outcome is unknown the caller is told so at once and has to read before deciding.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Self

import aiohttp
import orjson
from yarl import URL

from benefits_sync.clients.answers import Answer, Expect, UnreadableBodyError, decode
from benefits_sync.clients.patience import Patience, retry_after_seconds
from benefits_sync.errors import (
    UnknownOutcomeError,
    VendorContractError,
    VendorError,
    VendorRefusedError,
    VendorUnavailableError,
)

log = logging.getLogger(__name__)

USER_AGENT: Final = "benefits-sync/0.1"
MAX_REDIRECTS: Final = 3
IDLE_SECONDS: Final = 4.0
"""An idle connection is kept this long: less than servers do, so that no write meets one just closed."""

Params = Mapping[str, str | int]
Authorise = Callable[[], Awaitable[Mapping[str, str]]]
Explain = Callable[[Answer, str], VendorError]
"""Turns a refusal (3xx or 4xx, raw body) of an operation into our error, which quotes no record's value."""


@dataclass(frozen=True, slots=True)
class _Call:
    """One call as asked for, however many attempts it takes."""

    method: str
    url: URL
    operation: str
    headers: Mapping[str, str]
    payload: bytes | aiohttp.FormData | None
    idempotent: bool
    expect: Expect
    accept: Container[int]
    timeout: aiohttp.ClientTimeout
    authorised: bool


@dataclass(slots=True)
class _Attempt:
    """One request: whether it left us, and what came back of it."""

    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sent: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None
    raw: bytes | None = None
    trouble: str = ""

    @property
    def retry_after(self) -> float | None:
        return retry_after_seconds(self.headers.get("Retry-After"), datetime.now(UTC))

    @property
    def not_processed(self) -> bool:
        """Whether the vendor surely did nothing: never sent, throttled, or told to come back later."""
        if self.status is None:
            return not self.sent
        return self.status == 429 or (self.status == 503 and self.retry_after is not None)


class Transport:
    """One HTTP session with one vendor; use as an async context manager.

    Args:
        vendor: Name in errors and logs.
        base_url: ``https://host[/prefix]``; paths are appended.
        explain: Turns a refusal into an error of ours.
        authorise: Gives the headers that prove who we are; None sends none.
        refresh: Called once after a 401, when no other call has renewed the headers meanwhile.
        patience: Limits of the retries.
        concurrency: Requests under way at once.
        connect_timeout: Seconds to establish a connection.
        total_timeout: Seconds for a whole request, unless a call says otherwise.
        headers: Sent with every request.
    """

    def __init__(  # noqa: PLR0913 -- each is one independent setting of a session
        self,
        vendor: str,
        base_url: str,
        *,
        explain: Explain,
        authorise: Authorise | None = None,
        refresh: Callable[[], Awaitable[None]] | None = None,
        patience: Patience | None = None,
        concurrency: int = 8,
        connect_timeout: float = 10.0,
        total_timeout: float = 60.0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.vendor = vendor
        self.base_url = base_url.rstrip("/")
        self.calls = 0
        self._explain = explain
        self._authorise = authorise
        self._refresh = refresh
        self._patience = patience or Patience()
        self._slots = asyncio.Semaphore(concurrency)
        self._renewing = asyncio.Lock()
        self._connect_timeout = connect_timeout
        self._total_timeout = total_timeout
        self._headers = {"Accept": "application/json", "User-Agent": USER_AGENT, **(headers or {})}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(self._count)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            middlewares=(_never_repeat,),
            trace_configs=[trace],
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def request(  # noqa: PLR0913 -- an HTTP request has this many independent parts
        self,
        method: str,
        path: str,
        *,
        operation: str,
        idempotent: bool,
        expect: Expect = "json",
        params: Params | None = None,
        json: object = None,
        data: bytes | aiohttp.FormData | None = None,
        headers: Mapping[str, str] | None = None,
        accept: Container[int] = (),
        total_timeout: float | None = None,
        authorised: bool = True,
    ) -> Answer:
        """Send a request, as often as it is safe and useful, and return the answer.

        Args:
            method: HTTP method.
            path: Path below the base URL, already percent-encoded.
            operation: Method and route template for errors, such as ``PUT /subscriber/{id}``.
            idempotent: Whether sending it twice does no harm; decides what may be retried.
            expect: What a successful body must be.
            params: Query.
            json: Body to be sent as JSON.
            data: Body to be sent as it is.
            headers: Additional headers.
            accept: Statuses from 300 to 499 to return, with their raw body, instead of raising.
            total_timeout: Seconds for each attempt of this call.
            authorised: Whether to send the proof of who we are.

        Raises:
            UnknownOutcomeError: A write may or may not have happened.
            VendorUnavailableError: The vendor did not answer usefully until patience ran out.
            VendorContractError: The vendor keeps answering something that cannot be read.
            VendorError: What ``explain`` made of a refusal.
        """
        sent_headers = {**self._headers, **(headers or {})}
        if json is not None:
            # Exactly this: BambooHR takes a content type with a charset for XML.
            sent_headers["Content-Type"] = "application/json"
        call = _Call(
            method=method,
            url=URL(self.base_url + path, encoded=True).update_query(params or {}),
            operation=operation,
            headers=sent_headers,
            payload=orjson.dumps(json) if json is not None else data,
            idempotent=idempotent,
            expect=expect,
            accept=accept,
            timeout=aiohttp.ClientTimeout(
                total=total_timeout or self._total_timeout, sock_connect=self._connect_timeout
            ),
            authorised=authorised and self._authorise is not None,
        )
        return await self._persist(call)

    async def _persist(self, call: _Call) -> Answer:
        """Attempt a call until there is an answer, a refusal, an unknown outcome, or no patience left."""
        number, waited, renewed = 0, 0.0, False
        while True:
            number += 1
            proof = await self._proof(call)
            attempt = await self._attempt(call, proof)
            if attempt.status == 401 and call.authorised and self._refresh is not None and not renewed:
                renewed = True
                number -= 1
                await self._renew(call, proof)
                continue
            answer = self._settle(call, attempt)
            if answer is not None:
                return answer
            pause = self._patience.wait(number, waited, attempt.retry_after)
            if pause is None:
                raise self._gave_up(call, attempt, number)
            log.warning(
                "%s %s: %s; trying again in %.1f s (attempt %d, request %s)",
                self.vendor, call.operation, attempt.trouble, pause, number, attempt.request_id,
            )  # fmt: skip
            await self._patience.sleep(pause)
            waited += pause

    async def _proof(self, call: _Call) -> Mapping[str, str]:
        return await self._authorise() if call.authorised and self._authorise is not None else {}

    async def _renew(self, call: _Call, rejected: Mapping[str, str]) -> None:
        """Renew the proof once for all calls that were refused with the same one."""
        async with self._renewing:
            if self._refresh is not None and await self._proof(call) == rejected:
                await self._refresh()

    async def _attempt(self, call: _Call, proof: Mapping[str, str]) -> _Attempt:
        """Send one request and note what came of it; connection trouble is noted, not raised."""
        attempt = _Attempt()
        headers = {**call.headers, **proof, "X-Request-ID": attempt.request_id}
        try:
            async with self._slots:
                await self._exchange(call, headers, attempt)
        except TimeoutError:
            attempt.trouble = "no answer in time"
        except aiohttp.ClientConnectorCertificateError:
            raise self._error(
                VendorRefusedError, "the server's certificate is not trusted; check the host", call, attempt
            ) from None
        except aiohttp.ClientError as error:
            # The class says enough; the text of some of these quotes what the server sent.
            attempt.trouble = f"connection trouble ({type(error).__name__})"
        return attempt

    async def _exchange(self, call: _Call, headers: Mapping[str, str], attempt: _Attempt) -> None:
        if self._session is None:
            raise RuntimeError("use the transport as an async context manager")
        url = call.url
        for _ in range(MAX_REDIRECTS + 1):
            async with self._session.request(
                call.method,
                url,
                data=call.payload,
                headers=headers,
                timeout=call.timeout,
                allow_redirects=False,
                trace_request_ctx=attempt,
            ) as response:
                attempt.status, attempt.headers, attempt.raw = response.status, response.headers, None
                attempt.raw = await response.read()
            target = _redirect(call, url, attempt)
            if target is None:
                return
            url = target

    async def _count(self, session: aiohttp.ClientSession, context: Any, params: object) -> None:  # noqa: ANN401
        self.calls += 1
        context.trace_request_ctx.sent = True

    def _settle(self, call: _Call, attempt: _Attempt) -> Answer | None:
        """Return the answer, None when the call may be tried again, or raise what it comes to."""
        status, raw = attempt.status, attempt.raw
        if status is not None and raw is not None and status < 500 and status != 429:
            answer = Answer(status, attempt.headers, raw, attempt.request_id)
            if status >= 300:
                if status in call.accept:
                    return answer
                raise self._explain(answer, call.operation)
            try:
                body = decode(raw, attempt.headers, call.expect)
                return Answer(status, attempt.headers, body, attempt.request_id)
            except UnreadableBodyError as error:
                attempt.trouble = str(error)
        elif status is not None and not attempt.trouble:
            attempt.trouble = f"status {status}"
        if call.idempotent or attempt.not_processed:
            return None
        raise self._error(
            UnknownOutcomeError,
            f"{attempt.trouble}, so the write may or may not have happened; read the record first",
            call,
            attempt,
        )

    def _gave_up(self, call: _Call, attempt: _Attempt, number: int) -> VendorError:
        if attempt.status is not None and attempt.status < 300 and attempt.raw is not None:
            reason = f"{attempt.trouble}, {number} times; check the base URL of the connection"
            return self._error(VendorContractError, reason, call, attempt)
        reason = f"{attempt.trouble} after {number} attempt{'s' if number > 1 else ''}"
        if attempt.retry_after is not None:
            reason += f"; the server asks to wait {attempt.retry_after:.0f} s"
        return self._error(VendorUnavailableError, reason, call, attempt)

    def _error(self, kind: type[VendorError], reason: str, call: _Call, attempt: _Attempt) -> VendorError:
        return kind(
            reason,
            vendor=self.vendor,
            operation=call.operation,
            status=attempt.status,
            request_id=attempt.request_id,
        )


class _ConnectionLostError(aiohttp.ClientError):
    """The connection was lost after it had been established."""


async def _never_repeat(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a GET, PUT or DELETE again by itself on a lost kept-alive connection.

    It does so for two of its own error classes; a PUT is not always idempotent, and we count requests.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _ConnectionLostError(type(error).__name__) from error


def _redirect(call: _Call, url: URL, attempt: _Attempt) -> URL | None:
    """Return where a read is sent on to, when that is the same origin; credentials go nowhere else."""
    location = attempt.headers.get("Location")
    if attempt.status not in {301, 302, 303, 307, 308} or location is None or call.method.upper() != "GET":
        return None
    target = url.join(URL(location))
    return target if target.origin() == url.origin() else None
