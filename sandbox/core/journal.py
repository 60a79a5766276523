"""The vendors' own record of every request: what tests judge by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.core.clock import Clock
from sandbox.core.vendors import vendor_of


class Effect(StrEnum):
    """What a request did to one record."""

    NONE = "none"
    CREATED = "created"
    UPDATED = "updated"
    TERMINATED = "terminated"
    REHIRED = "rehired"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Touch:
    """One record a request was about: its key, what happened to it, and the names of the members sent."""

    key: str
    effect: Effect
    members: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Describe the touch for the control route."""
        return {"key": self.key, "effect": self.effect, "members": self.members}


@dataclass(slots=True)
class Entry:
    """One request. It holds names of members, never their values."""

    seq: int
    time: str
    vendor: str
    method: str
    path: str
    route: str | None
    query: str
    request_id: str | None
    records: list[Touch] = field(default_factory=list)
    status: int | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """The keys of all records touched, in the order of the request."""
        return [touch.key for touch in self.records]

    @property
    def members(self) -> list[str]:
        """The names of all members sent, sorted, each once."""
        return sorted({name for touch in self.records for name in touch.members})

    @property
    def effect(self) -> Effect:
        """What the request did: the first effect that is one."""
        return next((touch.effect for touch in self.records if touch.effect is not Effect.NONE), Effect.NONE)

    @property
    def fault(self) -> str | None:
        """The faults injected, joined with ``+``."""
        return "+".join(self.faults) or None

    def to_json(self) -> dict[str, Any]:
        """Describe the entry for the control route."""
        return {
            "seq": self.seq,
            "time": self.time,
            "vendor": self.vendor,
            "method": self.method,
            "path": self.path,
            "route": self.route,
            "query": self.query,
            "request_id": self.request_id,
            "keys": self.keys,
            "members": self.members,
            "effect": self.effect,
            "records": [touch.to_json() for touch in self.records],
            "status": self.status,
            "fault": self.fault,
        }


ENTRY = web.RequestKey("journal_entry", Entry)


class Journal:
    """Every request since the last clearing, in the order of arrival."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._members: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.entries: list[Entry] = []
        self.seq = 0

    def open(self, request: web.Request, vendor: str) -> Entry:
        """Write down that `request` arrived; its outcome is filled in later."""
        resource = request.match_info.route.resource
        self.seq += 1
        entry = Entry(
            seq=self.seq,
            time=self._clock.now().isoformat(timespec="milliseconds"),
            vendor=vendor,
            method=request.method,
            path=request.path,
            route=resource.canonical if resource else None,
            query=request.query_string,
            request_id=request.headers.get("X-Request-ID"),
        )
        self.entries.append(entry)
        return entry

    def touch(self, request: web.Request, key: str, effect: Effect, members: Iterable[str] = ()) -> None:
        """Write down what `request` did to the record `key`; vendors call this once per record."""
        names = tuple(members)
        # Thousands of rows carry the same member names: keep one tuple of them.
        names = self._members.setdefault(names, names)
        entry = request.get(ENTRY)
        if entry is not None:
            entry.records.append(Touch(key, effect, names))

    def select(self, vendor: str | None = None, after: int = 0) -> list[Entry]:
        """Return the entries later than sequence number `after`, of one vendor or of both."""
        return [e for e in self.entries if e.seq > after and vendor in {None, "*", e.vendor}]

    def clear(self) -> None:
        """Forget all entries; sequence numbers go on."""
        self.entries.clear()

    def middleware(self) -> Middleware:
        """Build the middleware that journals every request to a vendor."""

        @web.middleware
        async def journalled(request: web.Request, handler: Handler) -> web.StreamResponse:
            vendor = vendor_of(request.path)
            if vendor is None:
                return await handler(request)
            entry = request[ENTRY] = self.open(request, vendor)
            try:
                response = await handler(request)
            except web.HTTPException as answer:
                entry.status = answer.status
                raise
            gone = request.transport is None or request.transport.is_closing()
            entry.status = None if gone else response.status
            return response

        return journalled
