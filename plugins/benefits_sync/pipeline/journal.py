"""The ledger's side of writing: what this run began, what is settled, what was refused."""

from collections.abc import Collection, Sequence

import orjson

from benefits_sync.models.writes import WriteOp, WriteOutcome, WriteStatus
from benefits_sync.pipeline.workbench import Workbench
from benefits_sync.redaction import keyed_digest


class WriteJournal:
    """Records every write before it leaves and after it is settled, so that a killed run leaves a trace."""

    def __init__(self, bench: Workbench, reference_id: str) -> None:
        self._bench = bench
        self._reference_id = reference_id
        self._begun = bench.ledger.writes.begun(reference_id)
        self._settled = 0
        self.refused = 0

    def began(self, key: str) -> bool:
        """Tell whether an earlier try of this run may have written the record."""
        return key in self._begun

    def sending(self, ops: Sequence[WriteOp]) -> None:
        """Record writes before they leave."""
        secret = self._bench.ledger.key
        rows = [
            (op.record_key, op.kind.value, keyed_digest(secret, orjson.dumps(op.members)), tuple(op.members))
            for op in ops
        ]
        self._bench.ledger.writes.sending(self._reference_id, rows, self._bench.now())

    def settled(self, outcomes: Sequence[WriteOutcome]) -> None:
        """Record what became of writes."""
        self._bench.ledger.writes.settle(self._reference_id, outcomes, self._bench.now())
        self.refused += sum(outcome.status is WriteStatus.REJECTED for outcome in outcomes)
        self._settled += len(outcomes)
        self._bench.progress("writes settled", self._settled)

    def seen(self, keys: Collection[str]) -> None:
        """Settle writes of an earlier try that a read now shows in the target."""
        mine = self._begun.intersection(keys)
        if mine:
            self._bench.ledger.writes.confirm(self._reference_id, list(mine), self._bench.now())
