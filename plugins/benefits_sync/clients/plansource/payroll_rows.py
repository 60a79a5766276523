"""A payroll answer as columns: only the fields that are read, whichever of the known shapes it comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

import msgspec
import orjson

from benefits_sync.clients.columns import ColumnDecoder, Columns
from benefits_sync.models.deductions import PAYROLL_FIELDS

CODE: Final = "subscriber_code"
"""The member of a row that says whose it is."""

ROWS: Final = "payroll_coverages"
"""The member of a bulk answer that holds the rows, as far as is known."""

_TELLING: Final = "benefit_lookup_code"
"""A member that only payroll rows have: by it they are known under another name."""


@dataclass(frozen=True, slots=True)
class PayrollPage:
    """Rows of one answer; ``total`` is how many the whole list has, where the answer says so."""

    rows: Columns
    total: int | None = field(default=None)


class _Envelope(msgspec.Struct):
    """A success without complaints; what it holds is looked at next."""

    status: Literal["success"]
    errors: Annotated[list[Any], msgspec.Meta(max_length=0)]
    data: msgspec.Raw


class _Bulk(msgspec.Struct):
    """The data of a bulk answer."""

    payroll_coverages: msgspec.Raw
    total: int | None = None


class PayrollDecoder:
    """Decodes the answers of both payroll operations; other shapes are left to the ordinary decoder."""

    def __init__(self) -> None:
        self._envelope = msgspec.json.Decoder(_Envelope)
        self._bulk = msgspec.json.Decoder(_Bulk)
        self._rows = ColumnDecoder((CODE, *PAYROLL_FIELDS))

    def __call__(self, raw: bytes) -> Any:  # noqa: ANN401 -- JSON of any shape
        """Decode an answer; the data of one without complaints become a `PayrollPage`.

        Raises:
            orjson.JSONDecodeError: If it is no JSON.
        """
        try:
            envelope = self._envelope.decode(raw)
            page = self._page(bytes(envelope.data))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            page = None
        if page is None:
            return orjson.loads(raw)
        return {"status": envelope.status, "errors": envelope.errors, "data": page}

    def of(self, data: object) -> PayrollPage | None:
        """Take data as they were decoded, in whichever way; None when they are no payroll rows."""
        if isinstance(data, PayrollPage):
            return data
        if isinstance(data, Mapping):
            total = data.get("total")
            return self._found(_listed(data), total if isinstance(total, int) else None)
        return self._found(data, None)

    def _page(self, data: bytes) -> PayrollPage | None:
        if data.startswith(b"["):
            return self._found(self._rows(data), None)
        bulk = self._bulk.decode(data)
        return self._found(self._rows(bytes(bulk.payroll_coverages)), bulk.total)

    def _found(self, rows: object, total: int | None) -> PayrollPage | None:
        found = self._rows.of(rows)
        return None if found is None else PayrollPage(found, total)


def _listed(data: Mapping[str, object]) -> object:
    """Return the member that holds rows: the one of the known name, else the first that looks like it."""
    if ROWS in data:
        return data[ROWS]
    for part in data.values():
        if isinstance(part, list) and any(isinstance(row, dict) and _TELLING in row for row in part):
            return part
    return [] if data.get("total") == 0 else None
