"""Writes sent one by one."""

from benefits_sync.clients.errands import Desk, Errand
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.envelope import Envelope
from benefits_sync.clients.plansource.settle import LOST_ANSWER, Settlement
from benefits_sync.models.writes import WriteKind, WriteOp


class SingleWrites:
    """Sends one write in one call, as often as needed to know what became of it."""

    def __init__(self, client: PlanSourceClient, settlement: Settlement, desk: Desk) -> None:
        self._client = client
        self._settlement = settlement
        self._desk = desk

    async def write(self, errand: Errand) -> None:
        """Send a write and settle it; again only after a read has shown that it did not happen."""
        outcome = None
        while outcome is None:
            self._desk.announce([errand])
            try:
                envelope = await _send(self._client, errand.op)
            except LOST_ANSWER as lost:
                request_id = lost.request_id
                outcome = (await self._settlement.by_reading([errand], request_id))[0]
            else:
                request_id = envelope.request_id
                outcome = await self._settlement.by_answer(errand, envelope)
            if outcome is None and errand.given_up:
                outcome = errand.stays_unknown(request_id)
        self._desk.settle([outcome])


async def _send(client: PlanSourceClient, op: WriteOp) -> Envelope:
    match op.kind:
        case WriteKind.CREATE:
            return await client.create({"subscriber_code": op.record_key, **op.members})
        case WriteKind.UPDATE:
            return await client.update(op.record_key, op.members)
        case WriteKind.TERMINATE:
            return await client.terminate(op.record_key, op.members)
        case WriteKind.REHIRE:
            return await client.rehire(op.record_key, op.members)
