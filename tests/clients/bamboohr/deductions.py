"""A writer on the sandbox's table that remembers what it announced."""

import re
from collections.abc import Sequence
from typing import Any

from benefits_sync.clients.bamboohr.deduction_table_writer import DeductionTableWriter
from benefits_sync.models.deductions import LINE_FIELDS, LINE_KEY
from benefits_sync.models.frames import records_by_key
from benefits_sync.models.writes import WriteOp, WriteOutcome
from tests.clients.bamboohr.conftest import Company

TABLE = "tables/customDeductions"
THROTTLED = {"kind": "status", "status": 429, "retry_after": 1, "method": "POST", "route": TABLE}


class Table:
    """A writer on the sandbox's table, and what it announced and settled."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.writer = DeductionTableWriter(company.client)
        self.events: list[tuple[str, tuple[str, ...], int]] = []
        self.outcomes: list[WriteOutcome] = []

    async def write(self, *ops: WriteOp) -> list[WriteOutcome]:
        self.company.counted = len(self.company.journal)
        self.outcomes = []
        await self.writer.write(ops, sending=self._sending, settled=self._settled)
        return self.outcomes

    def _sending(self, ops: Sequence[WriteOp]) -> None:
        self.events.append(("sending", tuple(op.record_key for op in ops), self.total))

    def _settled(self, outcomes: Sequence[WriteOutcome]) -> None:
        self.events.append(("settled", tuple(outcome.record_key for outcome in outcomes), self.total))
        self.outcomes += outcomes

    async def lines(self, keys: Sequence[str] | None = None) -> dict[str, Any]:
        """What a new writer reads."""
        writer = DeductionTableWriter(self.company.client)
        return records_by_key(await writer.snapshot(keys, [LINE_KEY, *LINE_FIELDS]))

    def rows(self, employee_id: int = 102) -> list[dict[str, str]]:
        """The rows as the vendor keeps them."""
        return self.vendor.state.company.people[employee_id].rows("customDeductions")

    @property
    def total(self) -> int:
        """The number of everyone's rows."""
        return sum(
            len(person.rows("customDeductions")) for person in self.vendor.state.company.people.values()
        )

    @property
    def vendor(self) -> Any:
        return self.company.running.sandbox.vendors["bamboohr"]

    def faults(self, *rules: dict[str, Any]) -> None:
        self.company.running.sandbox.faults.replace([{"vendor": "bamboohr", **rule} for rule in rules])

    @property
    def routes(self) -> list[str]:
        """The calls since the last write began, as the vendor saw them, versions left out."""
        entries = self.company.journal[self.company.counted :]
        return [f"{one.method} {re.split(r'/v1(?:_1)?/', one.path)[1]}" for one in entries]

    @property
    def statuses(self) -> list[str]:
        return [outcome.status.value for outcome in self.outcomes]
