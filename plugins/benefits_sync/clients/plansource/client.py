"""The PlanSource Admin API's operations for subscribers, one method each."""

import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final, Self, TypeVar
from urllib.parse import quote

import orjson

from benefits_sync.clients.answers import Answer, Parse
from benefits_sync.clients.columns import ColumnDecoder, Columns
from benefits_sync.clients.patience import Patience
from benefits_sync.clients.plansource.envelope import BULK_ROWS, VENDOR, Envelope, Record, rows_decoder
from benefits_sync.clients.plansource.explain import explain, raise_complaints, unwrapped, wrong_shape
from benefits_sync.clients.plansource.payroll_rows import PayrollDecoder, PayrollPage
from benefits_sync.clients.plansource.roster import PER_PAGE, ids_of, walk_pages
from benefits_sync.clients.plansource.token import (
    TOKEN_OPERATION,
    TOKEN_PATH,
    Credentials,
    TokenSource,
)
from benefits_sync.clients.transport import Params, Transport
from benefits_sync.errors import VendorContractError

T = TypeVar("T")

API_PREFIX: Final = "/admin/v2"
BULK_SECONDS: Final = 180.0
"""Time allowed for a bulk write: the vendor works through its rows one by one."""

_BY_CODE: Final[Params] = {"is_custom_id": "true"}
_REFUSALS: Final = frozenset({400, 404, 422})


class PlanSourceClient:
    """Reads and writes subscribers by ``subscriber_code``; every answer comes unwrapped.

    Args:
        transport: The session with PlanSource, already entered.
        patience: Limits of the retries of a read that is answered with HTTP 200 and an error inside.
        concurrency: Calls under way at once.
    """

    def __init__(self, transport: Transport, patience: Patience, concurrency: int = 5) -> None:
        self._transport = transport
        self._patience = patience
        self.concurrency = concurrency
        self.clock: datetime | None = None
        """What the vendor's clock showed when its first answer was asked for."""

    @classmethod
    @asynccontextmanager
    async def connect(
        cls,
        base_url: str,
        client_id: str,
        client_secret: str,
        logged_in_user: str,
        *,
        patience: Patience | None = None,
        concurrency: int = 5,
        total_timeout: float = 60.0,
    ) -> AsyncIterator[Self]:
        """Open a session; nothing is sent before the first call.

        Args:
            base_url: ``https://host``, with or without ``/admin/v2``.
            client_id: The API user's lookup code.
            client_secret: The key that signs the assertion.
            logged_in_user: The administrator on whose behalf calls are made.
            patience: Limits of the retries.
            concurrency: Requests under way at once.
            total_timeout: Seconds for one request.
        """
        root = base_url.rstrip("/").removesuffix(API_PREFIX)

        async def send(form: Mapping[str, str]) -> Answer:
            return await transport.request(
                "POST", TOKEN_PATH, operation=TOKEN_OPERATION, data=form, idempotent=False, authorised=False
            )

        limits = patience or Patience()
        tokens = TokenSource(Credentials(client_id, client_secret, logged_in_user), root, send, limits)
        transport = Transport(
            VENDOR,
            root,
            explain=explain,
            authorise=tokens.headers,
            refresh=tokens.forget,
            patience=limits,
            concurrency=concurrency,
            total_timeout=total_timeout,
        )
        async with transport:
            yield cls(transport, limits, concurrency)

    @property
    def calls(self) -> int:
        """How many requests were sent so far, those for tokens included."""
        return self._transport.calls

    async def organizations(self) -> list[Record]:
        """Return the organizations that these credentials reach."""
        return (await self.get("/organizations", "GET /organizations")).rows

    async def meta(self) -> Record:
        """Return what each subscriber member accepts."""
        operation = "GET /subscriber/meta"
        data = (await self.get("/subscriber/meta", operation)).data
        if not isinstance(data, dict):
            raise wrong_shape("'data' is not an object", operation)
        return data

    async def get_subscriber(self, code: str) -> Record | None:
        """Return one subscriber, test employees included, or None when there is none with this code."""
        operation = "GET /subscriber/{id}"
        envelope = await self._read(_path(code), operation, _BY_CODE)
        if any(complaint.status == 404 for complaint in envelope.complaints):
            return None
        raise_complaints(envelope, operation)
        if not envelope.rows:
            raise wrong_shape("'data' holds no subscriber", operation)
        return envelope.rows[0]

    async def roster(
        self, members: Collection[str], keep: Callable[[Columns], T], expected: int | None = None
    ) -> list[T]:
        """Read every subscriber, test employees included, and return what ``keep`` takes from each page.

        Args:
            members: What is wanted of each.
            keep: Takes from a page what is wanted.
            expected: How many subscribers there are thought to be; saves waiting for one page after another.
        """
        decoder = rows_decoder({"id": None, **dict.fromkeys(members)})

        async def page(number: int) -> Columns:
            return await self.page(number, decoder, PER_PAGE)

        return await walk_pages(
            page, keep, ids=ids_of, lanes=self.concurrency, full=PER_PAGE, expected=expected
        )

    async def page(self, number: int, decoder: ColumnDecoder, per_page: int) -> Columns:
        """Return one page of subscribers, test employees included; empty past the end."""
        operation = "GET /subscribers"
        params: Params = {"page": number, "per_page": per_page, "include_test": "true"}
        found = decoder.of((await self.get("/subscribers", operation, params, decoder)).data)
        if found is None:
            raise wrong_shape("'data' is not a list of subscribers", operation)
        return found

    async def payroll_of(self, code: str, window: Params, decoder: PayrollDecoder) -> PayrollPage | None:
        """Return one employee's payroll rows, or None when there is no employee with this code."""
        operation = "GET /payroll_coverages_subscriber/{id}"
        path = f"/payroll_coverages_subscriber/{quote(code, safe='')}"
        envelope = await self._read(path, operation, {**_BY_CODE, **window}, decoder)
        if any(complaint.status == 404 for complaint in envelope.complaints):
            return None
        raise_complaints(envelope, operation)
        found = decoder.of(envelope.data)
        if found is None:
            raise wrong_shape("'data' is not a list of payroll rows", operation)
        return found

    async def payroll_page(
        self, window: Params, number: int, per_page: int, decoder: PayrollDecoder
    ) -> PayrollPage:
        """Return one page of everyone's payroll rows, without those of test employees; empty past the end."""
        operation = "GET /payroll_coverages_subscribers"
        params: Params = {**window, "page": number, "per_page": per_page}
        data = (await self.get("/payroll_coverages_subscribers", operation, params, decoder)).data
        found = decoder.of(data)
        if found is None:
            raise wrong_shape("'data' holds no list of payroll rows", operation)
        return found

    async def create(self, members: Record) -> Envelope:
        """Create one subscriber."""
        return await self._call("POST", "/subscriber", "POST /subscriber", json=members)

    async def update(self, code: str, members: Record) -> Envelope:
        """Change the members given and no others; doing so twice does no harm."""
        operation = "PUT /subscriber/{id}"
        return await self._call("PUT", _path(code), operation, json=members, idempotent=True)

    async def terminate(self, code: str, members: Record) -> Envelope:
        """Terminate one subscriber: ``termination_reason``, ``termination_date``, ``voluntary``."""
        path, operation = _path(code, "/terminate"), "PUT /subscriber/{id}/terminate"
        return await self._call("PUT", path, operation, json=_spelled_both_ways(members))

    async def rehire(self, code: str, members: Record) -> Envelope:
        """Rehire one terminated subscriber: ``rehire_date``."""
        path, operation = _path(code, "/rehire"), "PUT /subscriber/{id}/rehire"
        return await self._call("PUT", path, operation, json=members)

    async def create_many(self, rows: Sequence[Record]) -> Envelope:
        """Create several subscribers."""
        return await self._bulk("POST", "/subscribers", rows)

    async def update_many(self, rows: Sequence[Record]) -> Envelope:
        """Change several subscribers; each row holds its code as ``id``."""
        return await self._bulk("PUT", "/subscribers", rows, idempotent=True)

    async def terminate_many(self, rows: Sequence[Record]) -> Envelope:
        """Terminate several subscribers; each row holds its code as ``id``."""
        return await self._bulk("PUT", "/subscribers/terminate", [_spelled_both_ways(row) for row in rows])

    async def rehire_many(self, rows: Sequence[Record]) -> Envelope:
        """Rehire several subscribers; each row holds its code as ``id``."""
        return await self._bulk("PUT", "/subscribers/rehire", rows)

    async def _bulk(
        self, method: str, path: str, rows: Sequence[Record], *, idempotent: bool = False
    ) -> Envelope:
        return await self._call(
            method,
            path,
            f"{method} {path}",
            json=rows,
            parse=BULK_ROWS,
            idempotent=idempotent,
            total_timeout=BULK_SECONDS,
        )

    async def get(
        self,
        path: str,
        operation: str,
        params: Params | None = None,
        parse: Parse = orjson.loads,
        *,
        total_timeout: float | None = None,
    ) -> Envelope:
        """Return the answer to a read that nothing is complained about.

        Args:
            path: Below ``/admin/v2``.
            operation: Method and route template, for errors.
            params: Query.
            parse: Reads the JSON of a successful body.
            total_timeout: Seconds for each attempt, where an answer holds everyone.
        """
        envelope = await self._read(path, operation, params, parse, total_timeout)
        raise_complaints(envelope, operation)
        return envelope

    async def _read(
        self,
        path: str,
        operation: str,
        params: Params | None = None,
        parse: Parse = orjson.loads,
        total_timeout: float | None = None,
    ) -> Envelope:
        """Read, again while the answer is cut off or HTTP 200 comes with an error inside."""
        attempt, waited = 0, 0.0
        while True:
            attempt += 1
            started = time.monotonic()
            answer = await self._request(
                "GET",
                path,
                operation,
                params=params,
                idempotent=True,
                parse=parse,
                total_timeout=total_timeout,
            )
            self.clock = self.clock or answer.asked_at(time.monotonic() - started)
            pause = self._patience.wait(attempt, waited)
            try:
                envelope = unwrapped(answer, operation)
            except VendorContractError:
                if pause is None:
                    raise
            else:
                if pause is None or envelope.clean or envelope.status >= 400:
                    return envelope
            await self._patience.sleep(pause)
            waited += pause

    async def _call(
        self,
        method: str,
        path: str,
        operation: str,
        *,
        json: object,
        idempotent: bool = False,
        **rest: Any,
    ) -> Envelope:
        answer = await self._request(
            method, path, operation, params=_BY_CODE, json=json, idempotent=idempotent, **rest
        )
        return unwrapped(answer, operation)

    async def _request(self, method: str, path: str, operation: str, **rest: Any) -> Answer:
        return await self._transport.request(
            method, API_PREFIX + path, operation=operation, accept=_REFUSALS, **rest
        )


def _path(code: str, action: str = "") -> str:
    return f"/subscriber/{quote(code, safe='')}{action}"


def _spelled_both_ways(members: Mapping[str, Any]) -> Record:
    """Add the vendor's own spelling of ``voluntary``: its specification has ``volunatary``."""
    spelled = {"volunatary", "voluntary"} & members.keys()
    return {**members, **{name: members[min(spelled)] for name in ("volunatary", "voluntary") if spelled}}
