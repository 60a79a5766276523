"""What came back from a vendor, and how its body is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Literal

import orjson

Expect = Literal["json", "bytes", "none"]
"""What a successful body must be; ``none`` ignores it."""


Parse = Callable[[bytes], Any]
"""Reads JSON; raises `orjson.JSONDecodeError` when it is none."""


class UnreadableBodyError(ValueError):
    """A successful answer has a body of the wrong kind; says which kind, never what was in it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``body`` is parsed JSON, bytes or None as asked for; raw bytes in a refusal."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: Any = field(repr=False)
    request_id: str

    def asked_at(self, seconds: float) -> datetime | None:
        """Return what the vendor's clock showed when the answer, which took so long, was asked for.

        What changes while a long answer is being made may be missing from it. None without a date.
        """
        text = self.headers.get("Date")
        if text is None:
            return None
        return parsedate_to_datetime(text).astimezone(UTC) - timedelta(seconds=seconds)

    def json_or_none(self) -> Any:  # noqa: ANN401 -- the shape is the vendor's
        """Parse a refusal's raw body; None when it is no JSON."""
        try:
            return orjson.loads(self.body or b"")
        except orjson.JSONDecodeError:
            return None


def decode(raw: bytes, headers: Mapping[str, str], expect: Expect, parse: Parse = orjson.loads) -> Any:  # noqa: ANN401 -- JSON of any shape
    """Return the body as asked for; JSON as ``parse`` reads it.

    Raises:
        UnreadableBodyError: A web page, or JSON that is cut off or none at all.
    """
    content_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    # Some vendors label an empty success as HTML; only a page with something in it is a wrong answer.
    if raw.strip() and content_type in {"text/html", "application/xhtml+xml"} and not _is_json(raw):
        raise UnreadableBodyError("a web page came back instead of data")
    if expect == "none":
        return None
    if expect == "bytes":
        return raw
    try:
        return parse(raw)
    except orjson.JSONDecodeError:
        kind = "XML" if raw.lstrip().startswith(b"<") else f"{len(raw)} bytes that are no complete JSON"
        raise UnreadableBodyError(f"{kind} came back instead of JSON") from None


def _is_json(raw: bytes) -> bool:
    return raw.lstrip()[:1] in {b"{", b"["}
