"""One call as asked for, and what came of each request that was sent for it."""

import uuid
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from yarl import URL

from benefits_sync.clients.answers import Expect, Parse
from benefits_sync.clients.patience import retry_after_seconds

Payload = bytes | Mapping[str, str]
"""A body as it is, or the fields of a form."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call as asked for, however many requests it takes."""

    method: str
    url: URL
    operation: str
    headers: Mapping[str, str] = field(repr=False)
    payload: Payload | None = field(repr=False)
    idempotent: bool
    expect: Expect
    parse: Parse = field(repr=False)
    accept: Container[int]
    connect_timeout: float
    total_timeout: float
    authorised: bool


@dataclass(slots=True)
class Attempt:
    """One request: whether it left us, and what came back; ``trouble`` says what went wrong."""

    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sent: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    status: int | None = None
    raw: bytes | None = field(default=None, repr=False)
    trouble: str = ""
    untrusted: bool = False

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks to wait."""
        return retry_after_seconds(self.headers.get("Retry-After"), datetime.now(UTC))

    @property
    def not_processed(self) -> bool:
        """Whether the vendor surely did nothing: never sent, throttled, or told to come back later."""
        if self.status is None:
            return not self.sent
        return self.status == 429 or (self.status == 503 and self.retry_after is not None)


class Wire(Protocol):
    """What requests leave by; it repeats none of them."""

    calls: int

    def open(self) -> None:
        """Get ready; needs a running event loop."""

    async def close(self) -> None:
        """Close every connection."""

    async def send(self, call: Call, proof: Mapping[str, str]) -> Attempt:
        """Send one request and note what came of it; connection trouble is noted, not raised."""
