"""The one way to a vendor over HTTP: time-outs, retries, a concurrency limit, and no body in any log.

A read is repeated whenever that can help. A write is repeated only when it is known not to have been
processed; where its outcome is unknown the caller is told so at once and has to read before deciding.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Container, Mapping
from types import TracebackType
from typing import Final, Self

import orjson
from yarl import URL

from benefits_sync.clients.answers import Answer, Expect, Parse, UnreadableBodyError, decode
from benefits_sync.clients.calls import Attempt, Call, Payload, Wire
from benefits_sync.clients.patience import Patience
from benefits_sync.errors import (
    UnknownOutcomeError,
    VendorContractError,
    VendorError,
    VendorRefusedError,
    VendorUnavailableError,
)

log = logging.getLogger(__name__)

USER_AGENT: Final = "benefits-sync/0.1"

Params = Mapping[str, str | int]
Authorise = Callable[[], Awaitable[Mapping[str, str]]]
Explain = Callable[[Answer, str], VendorError]
"""Turns a refusal (3xx or 4xx, raw body) of an operation into our error, which quotes no record's value."""


class Transport:
    """One HTTP session with one vendor; use as an async context manager.

    Args:
        vendor: Name in errors and logs.
        base_url: ``https://host[/prefix]``; paths are appended.
        explain: Turns a refusal into an error of ours.
        authorise: Gives the headers that prove who we are; None sends none.
        refresh: Called once after a 401, when no other call has renewed the headers meanwhile.
        patience: Limits of the retries.
        concurrency: Requests under way at once, on our own wire.
        connect_timeout: Seconds to establish a connection.
        total_timeout: Seconds for a whole request, unless a call says otherwise.
        headers: Sent with every request.
        wire: What requests leave by; None is our own, over aiohttp.
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
        wire: Wire | None = None,
    ) -> None:
        self.vendor = vendor
        self.base_url = base_url.rstrip("/")
        self._explain = explain
        self._authorise = authorise
        self._refresh = refresh
        self._patience = patience or Patience()
        self._wire = wire or _own_wire(concurrency)
        self._renewing = asyncio.Lock()
        self._connect_timeout = connect_timeout
        self._total_timeout = total_timeout
        self._headers = {"Accept": "application/json", "User-Agent": USER_AGENT, **(headers or {})}

    @property
    def calls(self) -> int:
        """How many requests really left, repeated ones included."""
        return self._wire.calls

    async def __aenter__(self) -> Self:
        self._wire.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wire.close()

    async def request(  # noqa: PLR0913 -- an HTTP request has this many independent parts
        self,
        method: str,
        path: str,
        *,
        operation: str,
        idempotent: bool,
        expect: Expect = "json",
        parse: Parse = orjson.loads,
        params: Params | None = None,
        json: object = None,
        data: Payload | None = None,
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
            parse: Reads the JSON of a successful body.
            params: Query.
            json: Body to be sent as JSON.
            data: Body to be sent as it is, or the fields of a form.
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
        call = Call(
            method=method,
            url=URL(self.base_url + path, encoded=True).update_query(params or {}),
            operation=operation,
            headers=sent_headers,
            payload=orjson.dumps(json) if json is not None else data,
            idempotent=idempotent,
            expect=expect,
            parse=parse,
            accept=accept,
            connect_timeout=self._connect_timeout,
            total_timeout=total_timeout or self._total_timeout,
            authorised=authorised and self._authorise is not None,
        )
        return await self._persist(call)

    async def _persist(self, call: Call) -> Answer:
        """Attempt a call until there is an answer, a refusal, an unknown outcome, or no patience left."""
        number, waited, renewed = 0, 0.0, False
        while True:
            number += 1
            proof = await self._proof(call)
            attempt = await self._wire.send(call, proof)
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

    async def _proof(self, call: Call) -> Mapping[str, str]:
        return await self._authorise() if call.authorised and self._authorise is not None else {}

    async def _renew(self, call: Call, rejected: Mapping[str, str]) -> None:
        """Renew the proof once for all calls that were refused with the same one."""
        async with self._renewing:
            if self._refresh is not None and await self._proof(call) == rejected:
                await self._refresh()

    def _settle(self, call: Call, attempt: Attempt) -> Answer | None:
        """Return the answer, None when the call may be tried again, or raise what it comes to."""
        status, raw = attempt.status, attempt.raw
        if attempt.untrusted:
            raise self._error(VendorRefusedError, f"{attempt.trouble}; check the base URL", call, attempt)
        if status is not None and raw is not None and status < 500 and status != 429:
            answer = Answer(status, attempt.headers, raw, attempt.request_id)
            if status >= 300:
                if status in call.accept:
                    return answer
                raise self._explain(answer, call.operation)
            try:
                body = decode(raw, attempt.headers, call.expect, call.parse)
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

    def _gave_up(self, call: Call, attempt: Attempt, number: int) -> VendorError:
        if attempt.status is not None and attempt.status < 300 and attempt.raw is not None:
            reason = f"{attempt.trouble}, {number} times; check the base URL of the connection"
            return self._error(VendorContractError, reason, call, attempt)
        reason = f"{attempt.trouble} after {number} attempt{'s' if number > 1 else ''}"
        if attempt.retry_after is not None:
            reason += f"; the server asks to wait {attempt.retry_after:.0f} s"
        return self._error(VendorUnavailableError, reason, call, attempt)

    def _error(self, kind: type[VendorError], reason: str, call: Call, attempt: Attempt) -> VendorError:
        return kind(
            reason,
            vendor=self.vendor,
            operation=call.operation,
            status=attempt.status,
            request_id=attempt.request_id,
        )


def _own_wire(concurrency: int) -> Wire:
    # Loads aiohttp, which every reading of a DAG file would do for nothing.
    from benefits_sync.clients.exchange import Exchange  # noqa: PLC0415 - see above

    return Exchange(concurrency)
