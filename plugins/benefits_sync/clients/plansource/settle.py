"""What became of a write: by its answer where that shows it, else by reading the record."""

from collections.abc import Sequence
from typing import Final

from benefits_sync.clients.errands import Errand, Refusal
from benefits_sync.clients.plansource.envelope import Complaint, Envelope, Record
from benefits_sync.clients.plansource.refusals import (
    NOT_KEPT,
    NOT_TERMINATED,
    TAKEN,
    TERMINATED,
    refusal_of,
)
from benefits_sync.clients.plansource.shown import differing_member, remote_id
from benefits_sync.clients.plansource.snapshot import TargetReader
from benefits_sync.errors import UnknownOutcomeError, VendorContractError
from benefits_sync.models.writes import WriteKind, WriteOutcome, WriteStatus

LOST_ANSWER: Final = (UnknownOutcomeError, VendorContractError)
"""What a write raises when it may have happened: no answer came, or one that cannot be read."""

_ALREADY_DONE: Final = frozenset(
    {
        (WriteKind.TERMINATE, TERMINATED),
        (WriteKind.REHIRE, NOT_TERMINATED),
        (WriteKind.CREATE, TAKEN),
    }
)
"""Refusals that are also the answer to a repeated write, and then mean that the first one took effect."""


class Settlement:
    """Decides what became of writes.

    ``None`` for an outcome means: not done, send it again.

    Args:
        reader: Re-reads records. One by one: pages would shift under the creates that are under way.
    """

    def __init__(self, reader: TargetReader) -> None:
        self._reader = reader

    async def by_answer(self, errand: Errand, envelope: Envelope) -> WriteOutcome | None:
        """Decide by the answer to a single call, reading the record where the answer is not conclusive."""
        if envelope.clean:
            return await self._by_success(errand, envelope)
        complaint = envelope.complaints[0]
        if envelope.status >= 400 and not complaint.temporary:
            return await self.by_refusal(errand, complaint, envelope.request_id)
        # A complaint under HTTP 200, or about the vendor's own trouble, leaves open what was done.
        outcome = (await self.by_reading([errand], envelope.request_id))[0]
        if outcome is None and (errand.given_up or not complaint.temporary):
            return errand.was_refused(_reason(complaint), envelope.request_id)
        return outcome

    async def by_refusal(self, errand: Errand, complaint: Complaint, request_id: str | None) -> WriteOutcome:
        """Decide on a write that PlanSource refuses: it may refuse because it has done it already."""
        refusal = _reason(complaint)
        if (errand.op.kind, refusal.rule) in _ALREADY_DONE:
            found = await self._reader.subscribers([errand.key])
            record = found[errand.key]
            if record is not None and differing_member(errand.op, record) is None:
                return _confirmed(errand, record, request_id)
        return errand.was_refused(refusal, request_id)

    async def by_reading(
        self, errands: Sequence[Errand], request_id: str | None
    ) -> list[WriteOutcome | None]:
        """Decide by reading each record: confirmed when it is as wanted, else None. Counts as a doubt."""
        found = await self._reader.subscribers(errand.key for errand in errands)
        outcomes: list[WriteOutcome | None] = []
        for errand in errands:
            errand.doubts += 1
            record = found[errand.key]
            done = record is not None and differing_member(errand.op, record, in_doubt=True) is None
            outcomes.append(_confirmed(errand, record, request_id) if done and record is not None else None)
        return outcomes

    async def _by_success(self, errand: Errand, envelope: Envelope) -> WriteOutcome | None:
        shown = envelope.rows[0] if envelope.rows else None
        if shown is not None and differing_member(errand.op, shown) is None:
            return _confirmed(errand, shown, envelope.request_id)
        record = (await self._reader.subscribers([errand.key]))[errand.key]
        if record is None:
            errand.doubts += 1
            return None
        member = differing_member(errand.op, record)
        if member is None:
            return _confirmed(errand, record, envelope.request_id)
        refusal = Refusal(
            NOT_KEPT, f"PlanSource accepted the record but did not keep {member} as sent", member
        )
        return errand.was_refused(refusal, envelope.request_id)


def _confirmed(errand: Errand, record: Record, request_id: str | None) -> WriteOutcome:
    return errand.became(WriteStatus.CONFIRMED, remote_id=remote_id(record), request_id=request_id)


def _reason(complaint: Complaint) -> Refusal:
    return refusal_of(complaint.message, complaint.status)
