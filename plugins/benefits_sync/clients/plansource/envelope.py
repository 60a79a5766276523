"""One reader for every PlanSource answer: success and failure envelopes in all the shapes they come in.

``errors`` is one object or a list of them, ``error_code`` is a number, a word or missing, ``data`` may be
missing from a failure, and HTTP 200 may carry a failure. Anything else is a `VendorContractError`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

import msgspec

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.columns import ColumnDecoder, Columns
from benefits_sync.errors import VendorContractError

VENDOR: Final = "PlanSource"

Record = dict[str, Any]
"""One JSON object as PlanSource sent it. Holds personal data: never log it."""


_CLEAN: Final = {"status": Literal["success"], "errors": Annotated[list[Any], msgspec.Meta(max_length=0)]}
"""What stands around the rows of an answer without complaints."""


def rows_decoder(names: Collection[str]) -> ColumnDecoder:
    """Return the decoder of a list of records that takes only these members of each."""
    return ColumnDecoder(names, envelope=_CLEAN, rows="data")


BULK_ROWS: Final = rows_decoder(("subscriber_code", "id"))
"""A bulk write returns every row with all its members; which rows came back is all that is told by it."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error inside an answer. ``message`` is the vendor's text and may quote a value: never log it."""

    message: str = field(repr=False)
    status: int
    code: str | None = None
    links: tuple[str, ...] = ()
    record_key: str | None = None

    @property
    def temporary(self) -> bool:
        """Whether the vendor speaks of its own trouble, so that the same call may succeed later."""
        return self.status >= 500


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an answer holds once unwrapped: its data, and what the vendor complains about."""

    data: Any = field(repr=False)
    complaints: tuple[Complaint, ...]
    status: int
    request_id: str | None = None

    @property
    def clean(self) -> bool:
        """Whether the vendor complains about nothing."""
        return not self.complaints

    @property
    def ids(self) -> dict[str, Any]:
        """Subscriber code -> PlanSource's id, of the rows that a bulk write returns."""
        found = self.data if isinstance(self.data, Columns) else Columns.of(self.rows, BULK_ROWS.names)
        return dict(zip(found.cells["subscriber_code"], found.cells["id"], strict=True))

    @property
    def rows(self) -> list[Record]:
        """The data as a list of objects: a list as it is, a lone object as a list of one."""
        data = self.data if isinstance(self.data, list) else [self.data]
        return [row for row in data if isinstance(row, dict) and row]


def read_envelope(answer: Answer, operation: str) -> Envelope:
    """Unwrap one answer.

    Raises:
        VendorContractError: The answer is no JSON object, or no envelope that PlanSource publishes.
    """
    status = answer.status
    content = answer.json_or_none() if isinstance(answer.body, bytes) else answer.body
    if not isinstance(content, dict):
        raise _contract("the answer is not a JSON object", answer, operation)
    match content.get("status"):
        case "success":
            if "data" not in content:
                raise _contract("the answer says success but its 'data' is missing", answer, operation)
            complaints = _complaints(content.get("errors"), status) + _failed_rows(content["data"], status)
        case "failure":
            complaints = _complaints(content.get("errors"), status) or (Complaint("", _failure(status)),)
        case _:
            raise _contract("the answer's 'status' is neither success nor failure", answer, operation)
    return Envelope(content.get("data"), complaints, status, answer.request_id)


def _contract(reason: str, answer: Answer, operation: str) -> VendorContractError:
    return VendorContractError(
        reason, vendor=VENDOR, operation=operation, status=answer.status, request_id=answer.request_id
    )


def _complaints(errors: object, status: int) -> tuple[Complaint, ...]:
    listed = errors if isinstance(errors, list) else [errors]
    return tuple(_complaint(error, status) for error in listed if error)


def _complaint(error: object, status: int) -> Complaint:
    if not isinstance(error, Mapping):
        return Complaint(str(error), _failure(status))
    code = error.get("error_code")
    own = error.get("http_status")
    return Complaint(
        str(error.get("message") or ""),
        own if isinstance(own, int) and own >= 400 else _failure(status),
        None if code is None else str(code),
        _links(error.get("links")),
    )


def _failed_rows(data: object, status: int) -> tuple[Complaint, ...]:
    """Read the counts envelope, in which HTTP 200 may mean that every row failed."""
    if not isinstance(data, dict) or not data.get("failed_count"):
        return ()
    rows = data.get("failed_rows")
    failed = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return tuple(
        Complaint(str(row.get("errors") or ""), _failure(status), record_key=_row_key(row)) for row in failed
    ) or (Complaint("", _failure(status)),)


def _row_key(row: Mapping[str, object]) -> str | None:
    key = row.get("subscriber_code") or row.get("id")
    return None if key is None else str(key)


def _links(links: object) -> tuple[str, ...]:
    listed = links if isinstance(links, list) else [links]
    return tuple(str(link["href"]) for link in listed if isinstance(link, Mapping) and "href" in link)


def _failure(status: int) -> int:
    """Return the status to report for a failure that came with HTTP 200."""
    return max(status, 400)
