"""The target side of an integration for PlanSource: what it holds, what it accepts, and how it is written."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from benefits_sync.clients.concurrency import batches, in_lanes
from benefits_sync.clients.errands import Desk, Sending, Settled
from benefits_sync.clients.plansource.allowed import allowed_values
from benefits_sync.clients.plansource.bisect import BulkWrites
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.envelope import VENDOR
from benefits_sync.clients.plansource.phases import phases
from benefits_sync.clients.plansource.settle import Settlement
from benefits_sync.clients.plansource.singles import SingleWrites
from benefits_sync.clients.plansource.snapshot import TargetReader
from benefits_sync.models.writes import WriteOp

MOST_SINGLES: Final = 25
"""Up to this many writes of one kind go out one by one: their answers confirm them at once."""

ROWS_PER_CALL: Final = 100


class SubscriberWriter:
    """Reads and writes subscribers.

    Args:
        client: The session with PlanSource.
        roster_size: How many subscribers PlanSource is thought to have, where that is known.
    """

    vendor = VENDOR

    def __init__(self, client: PlanSourceClient, roster_size: int | None = None) -> None:
        self._client = client
        self._reader = TargetReader(client, roster_size)

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""
        return self._client.calls

    async def snapshot(self, keys: Sequence[str] | None, fields: Sequence[str]) -> pd.DataFrame:
        """Return the subscribers (all when ``keys`` is None) with `TARGET_COLUMNS` and ``fields``."""
        return await self._reader.snapshot(keys, fields)

    async def allowed_values(self) -> dict[str, frozenset[str]]:
        """Return member -> values that PlanSource accepts now, for list-validated members."""
        return allowed_values(await self._client.meta())

    async def write(self, ops: Sequence[WriteOp], *, sending: Sending, settled: Settled) -> None:
        """Send the writes, those of one record in their order and never two at once.

        When PlanSource fails for good in the middle, what is under way is finished and settled first; writes
        that were announced and not settled then may or may not have happened.

        Args:
            ops: The writes; those of one record in the order in which they must take effect.
            sending: Called before each request with exactly the writes that it carries.
            settled: Called with each outcome, once for every write.
        """
        desk = Desk(sending, settled)
        settlement = Settlement(self._reader)
        singles = SingleWrites(self._client, settlement, desk)
        bulk = BulkWrites(self._client, settlement, singles, desk)
        for phase in phases(ops):
            errands = desk.admit(phase)
            if len(errands) <= MOST_SINGLES:
                await in_lanes(errands, singles.write, lanes=self._client.concurrency)
            else:
                await in_lanes(
                    list(batches(errands, ROWS_PER_CALL)), bulk.write, lanes=self._client.concurrency
                )
