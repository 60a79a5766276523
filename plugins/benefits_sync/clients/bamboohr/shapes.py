"""What BambooHR's answers must look like, and one spelling for their oddities."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.bamboohr.refusals import VENDOR
from benefits_sync.clients.columns import ColumnDecoder, Columns
from benefits_sync.errors import VendorContractError

Row = dict[str, Any]

NO_DATE: Final = "0000-00-00"
EMPTY: Final = frozenset({"", NO_DATE})
_WHOLE_NUMBER_ID: Final = re.compile(r"(\d+)\.0")
_CURRENCY_WITHOUT_AMOUNT: Final = re.compile(r"\s+[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Changes:
    """A change feed: who changed, who was deleted, and up to when it goes (None when it does not say)."""

    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    latest: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """A report's people, ids and columns spelled as they were asked for; forbidden columns are missing."""

    columns: tuple[str, ...]
    people: Columns = field(repr=False)

    @property
    def rows(self) -> list[Row]:
        """The people as one object each."""
        names = list(self.people.cells)
        return [dict(zip(names, row, strict=True)) for row in zip(*self.people.cells.values(), strict=True)]


def plain_id(name: object) -> str:
    """Return a field id as text; a field asked for as ``4310`` comes back as ``4310.0``."""
    text = str(name).strip()
    whole = _WHOLE_NUMBER_ID.fullmatch(text)
    return whole[1] if whole else text


def plain_value(value: object) -> str | None:
    """Return a value as text, or None for each of the vendor's ways to say that there is none."""
    if isinstance(value, str):
        bare = value[:1] == " " and _CURRENCY_WITHOUT_AMOUNT.fullmatch(value)
        return None if value in EMPTY or bare else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):  # money in a table: the report writes it as "52000.00 USD"
        amount = plain_value(value.get("value", value.get("amount")))
        return f"{amount} {value.get('currency') or ''}".rstrip() if amount is not None else None
    if isinstance(value, list):
        return ", ".join(str(part) for part in value) or None
    return None if value is None else str(value)


def moment(text: object) -> datetime | None:
    """Read a vendor's time stamp; None when there is none."""
    if not isinstance(text, str) or not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def changes(answer: Answer, operation: str) -> Changes:
    """Read a change feed; an empty one may come as a list."""
    body = _mapping(answer, operation, answer.body)
    entries = _keyed(answer, operation, body.get("employees"))
    deleted = tuple(key for key, entry in entries.items() if entry.get("action") == "Deleted")
    gone = frozenset(deleted)
    return Changes(tuple(key for key in entries if key not in gone), deleted, moment(body.get("latest")))


def changed_rows(answer: Answer, operation: str) -> list[Row]:
    """Read the rows of a table's change feed, each with the employee id of the map it lies in."""
    entries = _keyed(answer, operation, _mapping(answer, operation, answer.body).get("employees"))
    found: list[Row] = []
    for key, entry in entries.items():
        found += [{**row, "employeeId": key} for row in rows(answer, operation, entry.get("rows"))]
    return found


def rows(answer: Answer, operation: str, body: object) -> list[Row]:
    """Read a list of rows; older companies nest custom tables in one more list."""
    if not isinstance(body, list):
        raise _wrong(answer, operation, "a list of rows")
    flat = [row for part in body for row in (part if isinstance(part, list) else (part,))]
    if not all(isinstance(row, dict) for row in flat):
        raise _wrong(answer, operation, "rows that are objects")
    return flat


def report_decoder(fields: Iterable[str]) -> ColumnDecoder:
    """Return the decoder of a report over these fields; one asked for by number comes as ``4310.0``."""
    names = tuple(fields)
    numbers = [f"{name}.0" for name in names if name.isdecimal()]
    return ColumnDecoder(["id", *names, *numbers], ["id"], {"fields": Any}, "employees")


def report(answer: Answer, operation: str, decoder: ColumnDecoder) -> Report:
    """Read a custom report."""
    body = _mapping(answer, operation, answer.body)
    heads, people = body.get("fields"), body.get("employees")
    if not isinstance(heads, list) or not all(isinstance(head, dict) and "id" in head for head in heads):
        raise _wrong(answer, operation, "a list named fields")
    found = columns(answer, operation, people, decoder)
    spelled = {str(head["id"]): plain_id(head["id"]) for head in heads}
    cells = {plain: found.cells[name] for name, plain in spelled.items() if name in found.cells}
    return Report(tuple(cells), replace(found, cells={"id": found.cells["id"], **cells}))


def columns(answer: Answer, operation: str, body: object, decoder: ColumnDecoder) -> Columns:
    """Read a list of rows as columns, in whichever way it was decoded."""
    if isinstance(body, Columns):
        return body
    found = rows(answer, operation, body)
    for name in decoder.required:
        if not all(name in row for row in found):
            raise _wrong(answer, operation, f"an {name} in each row")
    return Columns.of(found, decoder.names)


def employee(answer: Answer, operation: str, employee_id: str) -> Row:
    """Read one employee, who must be the one asked for."""
    body = _mapping(answer, operation, answer.body)
    if str(body.get("id")) != employee_id:
        raise _wrong(answer, operation, "the employee asked for")
    return {plain_id(name): value for name, value in body.items()}


def succeeded(answer: Answer, operation: str) -> bool:
    """Read the answer to a deletion, which may be a failure under a status of success."""
    return _mapping(answer, operation, answer.body).get("success") is True


def _mapping(answer: Answer, operation: str, body: object) -> Row:
    if not isinstance(body, dict):
        raise _wrong(answer, operation, "an object")
    return body


def _keyed(answer: Answer, operation: str, body: object) -> dict[str, Row]:
    """Read a map by employee id; PHP writes an empty one as a list, and it may be missing."""
    if body is None or body == []:
        return {}
    if not isinstance(body, dict) or not all(
        key.isdecimal() and isinstance(entry, dict) for key, entry in body.items()
    ):
        raise _wrong(answer, operation, "employees by their id")
    return body


def _wrong(answer: Answer, operation: str, wanted: str) -> VendorContractError:
    return VendorContractError(
        f"the answer lacks {wanted}; the API may have changed",
        vendor=VENDOR,
        operation=operation,
        status=answer.status,
        request_id=answer.request_id,
    )
