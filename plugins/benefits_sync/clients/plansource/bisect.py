"""Writes sent a hundred at a time; what a bulk call refuses is narrowed down to the rows at fault."""

from collections.abc import Sequence
from urllib.parse import parse_qs, unquote, urlsplit

from benefits_sync.clients.errands import Desk, Errand
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.envelope import Complaint, Envelope, Record
from benefits_sync.clients.plansource.settle import LOST_ANSWER, Settlement
from benefits_sync.clients.plansource.shown import remote_id
from benefits_sync.clients.plansource.singles import SingleWrites
from benefits_sync.models.writes import WriteKind, WriteOutcome, WriteStatus

Group = list[Errand]


class BulkWrites:
    """Sends writes of one kind together.

    A row that comes back is accepted. Rows that are refused go out again: together once more when the answer
    names each of them, and those named twice are rejected; else in halves, until a row is alone and its own
    call says why. Rows that the answer forgets, and all rows of a lost answer, are read first.
    """

    def __init__(
        self, client: PlanSourceClient, settlement: Settlement, singles: SingleWrites, desk: Desk
    ) -> None:
        self._client = client
        self._settlement = settlement
        self._singles = singles
        self._desk = desk

    async def write(self, errands: Sequence[Errand]) -> None:
        """Send writes of one kind and settle them all."""
        waiting: list[Group] = [list(errands)]
        while waiting:
            group = waiting.pop()
            if len(group) == 1:
                await self._singles.write(group[0])
            else:
                waiting.extend(filter(None, await self._send(group)))

    async def _send(self, group: Group) -> list[Group]:
        """Send a group once, settle what can be settled, and return the groups to send next."""
        self._desk.announce(group)
        try:
            envelope = await _send(self._client, group)
        except LOST_ANSWER as lost:
            again = await self._read(group, lost.request_id)
            # Lost once is bad luck; lost twice, the call may be more than PlanSource can take.
            return _halves(again) if any(errand.doubts > 1 for errand in again) else [again]
        missing = self._accept(group, envelope)
        if envelope.status < 400 and len(envelope.complaints) < len(missing):
            return _halves(await self._read(missing, envelope.request_id))
        named = _named(missing, envelope.complaints)
        if len(named) < len(missing):
            return _halves(missing)
        return [await self._second_opinion(missing, named, envelope.request_id)]

    def _accept(self, group: Group, envelope: Envelope) -> Group:
        """Settle the rows that came back and return the others."""
        returned = envelope.ids
        self._desk.settle(
            [
                errand.became(
                    WriteStatus.ACCEPTED,
                    remote_id=remote_id({"id": returned[errand.key]}),
                    request_id=envelope.request_id,
                )
                for errand in group
                if errand.key in returned
            ]
        )
        return [errand for errand in group if errand.key not in returned]

    async def _read(self, group: Group, request_id: str | None) -> Group:
        """Read the records of a call that leaves doubts and return the writes to send again."""
        outcomes = await self._settlement.by_reading(group, request_id)
        settled: list[WriteOutcome] = []
        again: Group = []
        for errand, outcome in zip(group, outcomes, strict=True):
            if outcome is not None:
                settled.append(outcome)
            elif errand.given_up:
                settled.append(errand.stays_unknown(request_id))
            else:
                again.append(errand)
        self._desk.settle(settled)
        return again

    async def _second_opinion(
        self, refused: Group, named: dict[str, Complaint], request_id: str | None
    ) -> Group:
        """Settle the rows that were named before and return those that were named for the first time."""
        twice = [errand for errand in refused if errand.named and not named[errand.key].temporary]
        self._desk.settle(
            [await self._settlement.by_refusal(errand, named[errand.key], request_id) for errand in twice]
        )
        again = [errand for errand in refused if errand not in twice]
        for errand in again:
            errand.doubts += errand.named
            errand.named = True
        self._desk.settle([errand.stays_unknown(request_id) for errand in again if errand.given_up])
        return [errand for errand in again if not errand.given_up]


async def _send(client: PlanSourceClient, group: Group) -> Envelope:
    kind = group[0].op.kind
    rows = [_row(errand) for errand in group]
    match kind:
        case WriteKind.CREATE:
            return await client.create_many(rows)
        case WriteKind.UPDATE:
            return await client.update_many(rows)
        case WriteKind.TERMINATE:
            return await client.terminate_many(rows)
        case WriteKind.REHIRE:
            return await client.rehire_many(rows)


def _row(errand: Errand) -> Record:
    name = "subscriber_code" if errand.op.kind is WriteKind.CREATE else "id"
    return {name: errand.key, **errand.op.members}


def _halves(group: Group) -> list[Group]:
    middle = len(group) // 2
    return [group[middle:], group[:middle]]


def _named(refused: Group, complaints: Sequence[Complaint]) -> dict[str, Complaint]:
    """Return which of the refused rows the complaints name, each with its complaint."""
    keys = {errand.key for errand in refused}
    found = ((_key_of(complaint), complaint) for complaint in complaints)
    return {key: complaint for key, complaint in found if key in keys}


def _key_of(complaint: Complaint) -> str | None:
    """Return the subscriber code in a complaint's self link; PlanSource's own id tells us nothing."""
    for link in complaint.links:
        parts = urlsplit(link)
        if parse_qs(parts.query).get("is_custom_id") == ["true"]:
            return unquote(parts.path.rpartition("/")[2])
    return complaint.record_key
