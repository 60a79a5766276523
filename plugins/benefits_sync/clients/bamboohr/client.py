"""The BambooHR calls that we make, one method each."""

import base64
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

import orjson

from benefits_sync.clients.answers import Answer, Parse
from benefits_sync.clients.bamboohr import shapes
from benefits_sync.clients.bamboohr.address import service_url
from benefits_sync.clients.bamboohr.refusals import ELSEWHERE, VENDOR, explain, message
from benefits_sync.clients.bamboohr.shapes import Changes, Report, Row
from benefits_sync.clients.columns import ColumnDecoder, Columns
from benefits_sync.clients.patience import Patience
from benefits_sync.clients.transport import Params, Transport
from benefits_sync.errors import VendorContractError, VendorRefusedError

MAX_FIELDS: Final = 400
"""The vendor refuses a report or employee with more."""
ROW_REFUSALS: Final = (400, 404, 406, 409, 412)
"""Answers that refuse one row of a table: as malformed, unknown, unfit, in conflict, or closed to changes."""
WHOLE_COMPANY_TIMEOUT: Final = 600.0
"""Seconds for an answer that holds everyone; the vendor does not page these."""


class BambooHRClient:
    """One session with one company; use as an async context manager.

    Args:
        company: Sub-domain of the company.
        api_key: Key of a user who may see all that is mapped.
        base_url: Host of the gateway form; None for the company's own host.
        patience: Limits of the retries.
        concurrency: Requests under way at once.
    """

    def __init__(
        self,
        company: str,
        api_key: str,
        *,
        base_url: str | None = None,
        patience: Patience | None = None,
        concurrency: int = 8,
    ) -> None:
        proof = base64.b64encode(f"{api_key}:x".encode()).decode()
        self._transport = Transport(
            VENDOR,
            service_url(company, base_url),
            explain=explain,
            patience=patience,
            concurrency=concurrency,
            headers={"Authorization": f"Basic {proof}"},
        )
        self.concurrency = concurrency
        self.clock: datetime | None = None
        """What the vendor's clock showed when its first answer was asked for."""

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""
        return self._transport.calls

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.__aexit__(kind, error, trace)

    async def ping(self) -> None:
        """Make the call that every run begins with, so that company, key and permission are tried.

        Raises:
            VendorRefusedError: Says which of them is wrong and what to do.
        """
        try:
            await self.changed(datetime.now(UTC))
        except VendorContractError as error:
            raise VendorRefusedError(
                ELSEWHERE,
                vendor=VENDOR,
                operation=error.operation,
                status=error.status,
                request_id=error.request_id,
            ) from error

    async def employee(self, employee_id: str, fields: Sequence[str]) -> Row | None:
        """Return an employee's fields as they are now; None when deleted or hidden from this key.

        A field the key may not see is missing from the answer.
        """
        operation = "GET /employees/{id}"
        found: Row = {}
        for part in _parts(fields):
            answer = await self._get(
                f"/v1/employees/{_segment(employee_id)}",
                operation,
                {"fields": ",".join(part)},
                accept=(403, 404),
            )
            if answer.status == 404 and not _is_about_employee(answer):
                raise explain(answer, operation)
            if answer.status != 200:
                return None
            found |= shapes.employee(answer, operation, employee_id)
        return found

    async def changed(self, since: datetime) -> Changes:
        """Return who changed or was deleted at or after a moment."""
        operation = "GET /employees/changed"
        answer = await self._get("/v1/employees/changed", operation, {"since": _stamp(since)})
        return shapes.changes(answer, operation)

    async def changed_tables(self, table: str, since: datetime) -> list[Row]:
        """Return all rows of a table of everyone who changed in any way at or after a moment."""
        operation = f"GET /employees/changed/tables/{table}"
        path = f"/v1/employees/changed/tables/{_segment(table)}"
        answer = await self._get(path, operation, {"since": _stamp(since)}, timeout=WHOLE_COMPANY_TIMEOUT)
        return shapes.changed_rows(answer, operation)

    async def table(self, table: str, employee_id: str = "all") -> list[Row]:
        """Return the rows of a table, of one employee or of all; none for an employee who is not there."""
        operation = f"GET /employees/{{id}}/tables/{table}"
        path = f"/v1/employees/{_segment(employee_id)}/tables/{_segment(table)}"
        one = employee_id != "all"
        answer = await self._get(
            path, operation, accept=(403, 404) if one else (), timeout=None if one else WHOLE_COMPANY_TIMEOUT
        )
        if answer.status == 404 and not _is_about_employee(answer):
            raise explain(answer, operation)
        return shapes.rows(answer, operation, answer.body) if answer.status == 200 else []

    async def whole_table(self, table: str, columns: Sequence[str]) -> Columns:
        """Return these columns of all rows of a table; one the key may not see is not told."""
        operation, decoder = f"GET /employees/{{id}}/tables/{table}", ColumnDecoder(columns)
        path = f"/v1/employees/all/tables/{_segment(table)}"
        answer = await self._get(path, operation, parse=decoder, timeout=WHOLE_COMPANY_TIMEOUT)
        return shapes.columns(answer, operation, answer.body, decoder)

    async def add_row(self, table: str, employee_id: str, row: Row) -> Answer:
        """Add a row to an employee's table; return the empty success, or one of `ROW_REFUSALS`.

        The vendor does not tell the new row's id, and a second call adds a second row.

        Raises:
            UnknownOutcomeError: The row may or may not have been added.
        """
        operation = f"POST /employees/{{id}}/tables/{table}"
        path = f"/v1_1/employees/{_segment(employee_id)}/tables/{_segment(table)}"
        return await self._write_row("POST", path, operation, row=row, idempotent=False)

    async def update_row(self, table: str, employee_id: str, row_id: str, row: Row) -> Answer:
        """Change columns of a row; return the empty success, or one of `ROW_REFUSALS`."""
        operation = f"POST /employees/{{id}}/tables/{table}/{{row}}"
        path = f"/v1_1/employees/{_segment(employee_id)}/tables/{_segment(table)}/{_segment(row_id)}"
        return await self._write_row("POST", path, operation, row=row, idempotent=True)

    async def delete_row(self, table: str, employee_id: str, row_id: str) -> bool:
        """Delete a row; tell whether the vendor says that it did."""
        operation = f"DELETE /employees/{{id}}/tables/{table}/{{row}}"
        path = f"/v1/employees/{_segment(employee_id)}/tables/{_segment(table)}/{_segment(row_id)}"
        answer = await self._write_row("DELETE", path, operation, idempotent=True)
        return answer.status == 200 and shapes.succeeded(answer, operation)

    async def report(
        self,
        fields: Sequence[str],
        *,
        employee_ids: Sequence[str] | None = None,
        changed_since: datetime | None = None,
    ) -> Report:
        """Run a report over everyone, the given employees, or those changed at or after a moment.

        Takes at most `MAX_FIELDS` fields. A field the key may not see is missing from the columns.
        """
        filters: dict[str, Any] = {}
        if employee_ids is not None:
            filters["employeeIds"] = [int(employee_id) for employee_id in employee_ids]
        if changed_since is not None:
            filters["lastChanged"] = {"includeNull": "no", "value": _stamp(changed_since)}
        operation, decoder = "POST /reports/custom", shapes.report_decoder(fields)
        answer = await self._read(
            "POST",
            "/v1/reports/custom",
            operation=operation,
            params={"format": "json", "onlyCurrent": "true"},
            json={
                "title": "Benefits sync",
                "fields": list(fields),
                "filterDuplicates": "no",
                **({"filters": filters} if filters else {}),
            },
            parse=decoder,
            total_timeout=WHOLE_COMPANY_TIMEOUT,
        )
        return shapes.report(answer, operation, decoder)

    async def meta_fields(self) -> list[Row]:
        """Return the fields of this company: id, name, type, alias where it has one."""
        return await self._list("/v1/meta/fields", "GET /meta/fields")

    async def meta_tables(self) -> list[Row]:
        """Return the tables of this company with their columns."""
        return await self._list("/v1/meta/tables", "GET /meta/tables")

    async def meta_lists(self) -> list[Row]:
        """Return the list fields of this company with their options, archived ones included."""
        return await self._list("/v1/meta/lists", "GET /meta/lists")

    async def _write_row(
        self, method: str, path: str, operation: str, *, idempotent: bool, row: Row | None = None
    ) -> Answer:
        return await self._transport.request(
            method,
            path,
            operation=operation,
            idempotent=idempotent,
            expect="none" if row is not None else "json",
            json=row,
            accept=ROW_REFUSALS,
        )

    async def _list(self, path: str, operation: str) -> list[Row]:
        answer = await self._get(path, operation)
        return shapes.rows(answer, operation, answer.body)

    async def _get(
        self,
        path: str,
        operation: str,
        params: Params | None = None,
        *,
        accept: tuple[int, ...] = (),
        parse: Parse = orjson.loads,
        timeout: float | None = None,  # noqa: ASYNC109 -- a setting of the request
    ) -> Answer:
        return await self._read(
            "GET", path, operation=operation, params=params, accept=accept, parse=parse, total_timeout=timeout
        )

    async def _read(self, method: str, path: str, **rest: Any) -> Answer:
        """Send a request that only reads; the first one sets the clock."""
        started = time.monotonic()
        answer = await self._transport.request(method, path, idempotent=True, **rest)
        self.clock = self.clock or answer.asked_at(time.monotonic() - started)
        return answer


def _parts(fields: Sequence[str]) -> list[Sequence[str]]:
    return [fields[start : start + MAX_FIELDS] for start in range(0, len(fields), MAX_FIELDS)] or [()]


def _segment(text: str) -> str:
    return quote(text, safe="")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_about_employee(answer: Answer) -> bool:
    return message(answer) == "Employee not found"
