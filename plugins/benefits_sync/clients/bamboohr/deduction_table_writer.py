"""BambooHR as a payroll target: deduction lines as rows of a custom table."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.deduction_table import TABLE, row_of
from benefits_sync.clients.bamboohr.deduction_table_reader import DeductionTableReader, employee_of
from benefits_sync.clients.bamboohr.deduction_table_refusals import LINE_GONE, REPEATED_LINE, refusal_of
from benefits_sync.clients.bamboohr.refusals import VENDOR
from benefits_sync.clients.concurrency import in_lanes
from benefits_sync.clients.errands import Desk, Errand, Sending, Settled
from benefits_sync.errors import UnknownOutcomeError
from benefits_sync.models.writes import WriteKind, WriteOp, WriteOutcome, WriteStatus

log = logging.getLogger(__name__)


class DeductionTableWriter:
    """Reads and writes deduction lines; the members of a write are `LINE_FIELDS`.

    Adding a row is not idempotent and does not tell the row's id, so a line is looked up by its key before
    it is added a second time. A line that stands there twice is kept once when it is written.

    Args:
        client: An open client.
    """

    vendor = VENDOR

    def __init__(self, client: BambooHRClient) -> None:
        self._client = client
        self._reader = DeductionTableReader(client)

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""
        return self._client.calls

    async def snapshot(self, keys: Sequence[str] | None, fields: Sequence[str]) -> pd.DataFrame:
        """Return the lines (all when ``keys`` is None) with `TARGET_COLUMNS`, ``COPIES`` and ``fields``."""
        return await self._reader.snapshot(keys, fields)

    async def allowed_values(self) -> dict[str, frozenset[str]]:
        """Return the kinds of line that the table accepts now."""
        return await self._reader.allowed_values()

    async def write(self, ops: Sequence[WriteOp], *, sending: Sending, settled: Settled) -> None:
        """Send the writes: one employee's in their order, several employees at once.

        Args:
            ops: The writes; all but a create change the row that holds the line.
            sending: Called with an employee's writes before the first of them leaves.
            settled: Called with their outcomes, once for every write.
        """
        desk = Desk(sending, settled)
        numbers = await self._reader.numbers()
        groups: defaultdict[str, list[Errand]] = defaultdict(list)
        for op in ops:
            groups[employee_of(op.record_key)].append(Errand(op))
        await self._reader.learn([numbers.ids[number] for number in groups if number in numbers.ids])

        async def write(group: tuple[str, list[Errand]]) -> None:
            number, errands = group
            refusal = numbers.refusal(number)
            if refusal is not None:
                desk.settle([errand.was_refused(refusal) for errand in errands])
            else:
                await _EmployeeWrites(self._client, self._reader, desk, numbers.ids[number]).write(errands)

        await in_lanes(list(groups.items()), write, lanes=self._client.concurrency)


class _EmployeeWrites:
    """The writes to one employee's table, one at a time, so that a reading in between can be believed."""

    def __init__(
        self, client: BambooHRClient, reader: DeductionTableReader, desk: Desk, employee_id: str
    ) -> None:
        self._client = client
        self._reader = reader
        self._desk = desk
        self._employee_id = employee_id

    async def write(self, errands: Sequence[Errand]) -> None:
        """Send the writes and settle them together, those before a failure too."""
        outcomes: list[WriteOutcome] = []
        self._desk.announce(errands)
        try:
            for errand in errands:
                outcomes.append(await self._settled(errand))  # noqa: PERF401 - what was done before a failure counts
        finally:
            self._desk.settle(outcomes)

    async def _settled(self, errand: Errand) -> WriteOutcome:
        """Send one write until it is known what became of it."""
        while True:
            request_id = None
            try:
                outcome = await self._once(errand)
            except UnknownOutcomeError as lost:
                outcome, request_id = None, lost.request_id
            if outcome is not None:
                return outcome
            errand.doubts += 1
            self._reader.forget(self._employee_id)
            if errand.given_up:
                return errand.stays_unknown(request_id)
            self._desk.announce([errand])

    async def _once(self, errand: Errand) -> WriteOutcome | None:
        """Send one write; None when the table has to be read before anything is decided."""
        rows = await self._rows(errand)
        if rows:
            return await self._change(errand, rows)
        if errand.op.kind is not WriteKind.CREATE:
            return errand.was_refused(LINE_GONE)
        answer = await self._client.add_row(TABLE, self._employee_id, row_of(errand.op.members))
        if answer.status == 404:
            self._reader.forget(self._employee_id)
            await self._rows(errand)  # raises when it is the table that is not there
        if answer.status != 200:
            return errand.was_refused(refusal_of(answer), answer.request_id)
        self._reader.added(self._employee_id, errand.key)
        return errand.became(WriteStatus.CONFIRMED, request_id=answer.request_id)

    async def _rows(self, errand: Errand) -> list[str]:
        return await self._reader.row_ids(self._employee_id, errand.key)

    async def _change(self, errand: Errand, rows: Sequence[str]) -> WriteOutcome | None:
        kept, *others = rows
        answer = await self._client.update_row(TABLE, self._employee_id, kept, row_of(errand.op.members))
        if answer.status == 404:
            return None
        if answer.status != 200:
            return errand.was_refused(refusal_of(answer), answer.request_id)
        return await self._alone(errand, kept, others, answer)

    async def _alone(self, errand: Errand, kept: str, others: Sequence[str], answer: Answer) -> WriteOutcome:
        """Delete the other rows of a line that is right in one."""
        done = errand.became(WriteStatus.CONFIRMED, remote_id=kept, request_id=answer.request_id)
        if not others:
            return done
        for row in others:
            await self._client.delete_row(TABLE, self._employee_id, row)
        self._reader.forget(self._employee_id)
        if len(await self._rows(errand)) > 1:
            return errand.was_refused(REPEATED_LINE, answer.request_id)
        log.warning("%d surplus rows of line %s were deleted from %s", len(others), errand.key, TABLE)
        return replace(done, message=f"{len(others)} surplus rows of this line were deleted")
