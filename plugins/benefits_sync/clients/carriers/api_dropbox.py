"""A carrier's HTTP API: a file is sent under a key by which the carrier knows a repetition."""

import asyncio
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import quote

import requests

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.carriers.api_answers import Listed, listed
from benefits_sync.clients.carriers.api_form import request_of
from benefits_sync.clients.carriers.api_refusals import explain
from benefits_sync.clients.carriers.dropbox import (
    MOST_ANSWER_BYTES,
    AnswerFile,
    Reached,
    Receipt,
    Step,
    is_wanted,
    too_large,
    unrecorded,
    utc_now,
)
from benefits_sync.clients.carriers.outgoing import OutgoingFile
from benefits_sync.clients.carriers.session_exchange import SessionExchange
from benefits_sync.clients.patience import Patience, retry_after_seconds
from benefits_sync.clients.transport import Transport
from benefits_sync.errors import VendorContractError, VendorUnavailableError
from benefits_sync.mapping.carriers.delivery import Http
from benefits_sync.models.carriers import Usage

SILENT_SECONDS: Final = 300.0
"""A carrier that is silent for so long is taken for gone, unless the connection says otherwise."""

_BEING_PROCESSED: Final = 409
_UNKNOWN: Final = 404
_LONGEST_RECEIPT: Final = 200


@dataclass(frozen=True, slots=True)
class Access:
    """How the carrier's API is reached.

    Args:
        base_url: ``https://host[/prefix]``; the profile's endpoints are appended.
        session: Knows whom to trust, and proves who we are.
        headers: Sent with every request, such as a key; they replace our own.
        timeout: Seconds that the carrier may be silent.
    """

    base_url: str
    session: requests.Session = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float = SILENT_SECONDS


class ApiDropbox:
    """Sends files to one carrier's API, and takes answers from it.

    The key of a file is the digest of its bytes, so that every try of it, in this process or in a later one,
    carries the same key. A lost answer is followed by the same request: the carrier gives the receipt that it
    gave before. A delivery is verified when the carrier knows the receipt.

    Its calls run an event loop of their own: from within a loop, call them in another thread.

    Args:
        carrier: Name of the carrier's profile.
        way: How its profile says that files are sent.
        usage: Whether this is the carrier's side for test or for production.
        access: How it is reached.
        patience: Limits of the retries.
        clock: Tells the time.
    """

    def __init__(
        self,
        carrier: str,
        way: Http,
        usage: Usage,
        access: Access,
        *,
        patience: Patience | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.usage = usage
        self._carrier = carrier
        self._way = way
        self._access = access
        self._patience = patience or Patience()
        self._clock = clock

    def deliver(
        self,
        file: OutgoingFile,
        *,
        after: Step | None = None,
        reached: Reached = unrecorded,
    ) -> Receipt:
        """Send a file; see `CarrierDropbox.deliver`.

        The whole file is held in memory. What an earlier try did, the carrier knows by its key.
        """
        file.check_usage(self.usage, self._carrier)
        content = b"".join(file.chunks(self._carrier))
        reached(Step.UPLOADING)
        receipt_id, verified = asyncio.run(self._delivered(file, content))
        return Receipt(file.name, file.size, verified, receipt_id, self._clock())

    def collect(self, patterns: Sequence[str], seen: Container[str]) -> Iterator[AnswerFile]:
        """Take the carrier's answers; see `CarrierDropbox.collect`."""
        if self._way.answers_endpoint is None:
            return
        wanted = [one for one in asyncio.run(self._listed()) if is_wanted(one.name, patterns)]
        new = sorted((one for one in wanted if one.mark not in seen), key=lambda one: one.name)
        for one in new:
            if one.size <= MOST_ANSWER_BYTES:
                yield AnswerFile(one.name, asyncio.run(self._read(one)), one.modified, one.mark)
        for one in new:
            if one.size > MOST_ANSWER_BYTES:
                raise too_large(one.size, self._carrier)

    async def _delivered(self, file: OutgoingFile, content: bytes) -> tuple[str, bool]:
        async with self._transport() as transport:
            answer = await self._send(transport, file, content)
            receipt_id = self._receipt_of(answer)
            return receipt_id, await self._is_known(transport, receipt_id)

    async def _send(self, transport: Transport, file: OutgoingFile, content: bytes) -> Answer:
        """Send until the carrier answers; while it still works on an earlier try, ask again."""
        body, headers = request_of(self._way, file, content)
        number, waited = 0, 0.0
        while True:
            number += 1
            answer = await transport.request(
                self._way.method,
                self._way.endpoint,
                operation=self._operation,
                idempotent=True,
                data=body,
                headers=headers,
                accept={_BEING_PROCESSED},
            )
            if answer.status != _BEING_PROCESSED:
                return answer
            asked = retry_after_seconds(answer.headers.get("Retry-After"), self._clock())
            pause = self._patience.wait(number, waited, asked)
            if pause is None:
                raise VendorUnavailableError(
                    "the carrier still works on an earlier try of this file; run the task again",
                    vendor=self._carrier,
                    operation=self._operation,
                    status=answer.status,
                    request_id=answer.request_id,
                )
            await self._patience.sleep(pause)
            waited += pause

    async def _is_known(self, transport: Transport, receipt_id: str) -> bool:
        answer = await transport.request(
            "GET",
            self._way.status_endpoint.replace("{receipt}", quote(receipt_id, safe="")),
            operation=f"GET {self._way.status_endpoint}",
            idempotent=True,
            accept={_UNKNOWN},
        )
        return answer.status != _UNKNOWN and self._receipt_of(answer) == receipt_id

    async def _listed(self) -> list[Listed]:
        operation = f"GET {self._way.answers_endpoint}"
        async with self._transport() as transport:
            answer = await transport.request(
                "GET", str(self._way.answers_endpoint), operation=operation, idempotent=True
            )
        return listed(answer.body, vendor=self._carrier, operation=operation)

    async def _read(self, one: Listed) -> bytes:
        async with self._transport() as transport:
            answer = await transport.request(
                "GET",
                f"{self._way.answers_endpoint}/{quote(one.name, safe='')}",
                operation=f"GET {self._way.answers_endpoint}/{{name}}",
                idempotent=True,
                expect="bytes",
                headers={"Accept": "*/*"},
            )
        return bytes(answer.body)

    def _receipt_of(self, answer: Answer) -> str:
        body = answer.body
        receipt = body.get(self._way.receipt) if isinstance(body, dict) else None
        text = str(receipt) if isinstance(receipt, str | int) else ""
        if not 0 < len(text) <= _LONGEST_RECEIPT or not text.isprintable():
            raise VendorContractError(
                f"the answer has no `{self._way.receipt}`, by which the carrier's receipt is named; correct "
                "`delivery.http.receipt` in the carrier's profile",
                vendor=self._carrier,
                operation=self._operation,
                status=answer.status,
                request_id=answer.request_id,
            )
        return text

    @property
    def _operation(self) -> str:
        return f"{self._way.method} {self._way.endpoint}"

    def _transport(self) -> Transport:
        return Transport(
            self._carrier,
            self._access.base_url,
            explain=lambda answer, operation: explain(answer, operation, self._carrier),
            patience=self._patience,
            total_timeout=self._access.timeout,
            headers=self._access.headers,
            wire=SessionExchange(self._access.session),
        )
