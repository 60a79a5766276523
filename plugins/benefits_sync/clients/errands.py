"""One write on its way, and the desk that tells the caller what leaves and what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from benefits_sync.models.writes import WriteKind, WriteOp, WriteOutcome, WriteStatus

EARLIER_WRITE: Final = "earlier.write"

MAX_DOUBTS: Final = 8
"""How often a write may leave us in doubt and be sent again before it is given up."""

Sending = Callable[[Sequence[WriteOp]], None]
Settled = Callable[[Sequence[WriteOutcome]], None]

_FAILED: Final = frozenset({WriteStatus.REJECTED, WriteStatus.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one record was refused; safe to log and to keep."""

    rule: str
    message: str
    field: str | None = None
    published: bool = True


@dataclass(slots=True, eq=False)
class Errand:
    """One write until it is settled.

    Attributes:
        attempts: How often it was sent.
        doubts: How often it was sent without our learning what became of it.
        named: Whether a bulk answer has named it as refused before.
    """

    op: WriteOp
    attempts: int = 0
    doubts: int = 0
    named: bool = False

    @property
    def key(self) -> str:
        """The record's key in the target."""
        return self.op.record_key

    @property
    def given_up(self) -> bool:
        """Whether sending it again has been tried often enough."""
        return self.doubts >= MAX_DOUBTS

    def became(
        self, status: WriteStatus, *, remote_id: str | None = None, request_id: str | None = None
    ) -> WriteOutcome:
        """Return an outcome that needs no explanation."""
        return WriteOutcome(
            self.key,
            self.op.kind,
            status,
            remote_id=remote_id,
            request_id=request_id,
            attempts=self.attempts,
        )

    def was_refused(self, refusal: Refusal, request_id: str | None = None) -> WriteOutcome:
        """Return the outcome of a write that the target refuses."""
        return WriteOutcome(
            self.key,
            self.op.kind,
            WriteStatus.REJECTED,
            field=refusal.field,
            rule=refusal.rule,
            message=refusal.message,
            request_id=request_id,
            attempts=self.attempts,
        )

    def stays_unknown(self, request_id: str | None = None) -> WriteOutcome:
        """Return the outcome of a write whose answers keep getting lost."""
        return WriteOutcome(
            self.key,
            self.op.kind,
            WriteStatus.UNKNOWN,
            message=f"sent {self.attempts} times; every answer was lost and no read showed the change",
            request_id=request_id,
            attempts=self.attempts,
        )


class Desk:
    """Announces writes before they leave, passes outcomes on, and remembers which records had a failure."""

    def __init__(self, sending: Sending, settled: Settled) -> None:
        self._sending = sending
        self._settled = settled
        self._failed: dict[str, WriteKind] = {}

    def announce(self, errands: Sequence[Errand]) -> None:
        """Tell that exactly these writes are about to leave in one request."""
        self._sending([errand.op for errand in errands])
        for errand in errands:
            errand.attempts += 1

    def settle(self, outcomes: Sequence[WriteOutcome]) -> None:
        """Pass on what became of some writes."""
        if not outcomes:
            return
        self._settled(outcomes)
        self._failed.update(
            (outcome.record_key, outcome.kind) for outcome in outcomes if outcome.status in _FAILED
        )

    def admit(self, ops: Sequence[WriteOp]) -> list[Errand]:
        """Return the writes that may go out; one whose record had an earlier failure is settled as not sent.

        A termination goes out even after a refused update: ending coverage must not wait for a bad address.
        """
        held = [op for op in ops if self._is_held(op)]
        blocked = {op.record_key for op in held}
        self.settle([Errand(op).was_refused(_NOT_SENT) for op in held])
        return [Errand(op) for op in ops if op.record_key not in blocked]

    def _is_held(self, op: WriteOp) -> bool:
        failed = self._failed.get(op.record_key)
        if failed is None:
            return False
        return not (op.kind is WriteKind.TERMINATE and failed is WriteKind.UPDATE)


_NOT_SENT: Final = Refusal(EARLIER_WRITE, "not sent, because an earlier write of this record failed")
