"""The reconciliation over the sandbox without Airflow, and a hand that changes payroll behind our back."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from benefits_sync.clients.bamboohr.deduction_table import TABLE as TABLE_NAME
from benefits_sync.clients.bamboohr.deduction_table import row_of
from benefits_sync.clients.bamboohr.deduction_table_reader import DeductionTableReader
from benefits_sync.clients.payroll_file.text import read, written
from benefits_sync.integrations.deductions_reconciliation import reconciliation_of
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.models.deductions import LINE_FIELDS
from benefits_sync.models.runs import RunSummary
from benefits_sync.pipeline.apply import Applied
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.integration import Integration
from benefits_sync.pipeline.plan import SavedPlan
from benefits_sync.pipeline.reconciliation import (
    REPORT,
    Reconciled,
    close_reconciliation,
    reconcile,
    reconciliation_request,
)
from benefits_sync.pipeline.requests import RunRequest
from benefits_sync.pipeline.workbench import Workbench
from tests.pipeline.deductions_site import FILE, DeductionSite

Line = dict[str, str | None]


class ReconciliationSite(DeductionSite):
    """An installation of which ``run`` makes one reconciliation, with ``correct`` or without."""

    @property
    def integration(self) -> Integration:
        return reconciliation_of(super().integration, PAYROLL_TARGETS[self.target].reconciliation)

    def request(self, name: str, include: Sequence[str] = (), **form: Any) -> RunRequest:
        correct = form.pop("correct", False)
        return reconciliation_request(super().request(name, include, **form), correct=correct)

    def plan(self) -> SavedPlan:
        with self.bench() as bench:
            return reconcile(bench, self.reference_id(bench))

    def close(self, applied: Sequence[Applied] = ()) -> RunSummary:
        with self.bench() as bench:
            return close_reconciliation(bench, self.reference_id(bench), applied)

    def reference_id(self, bench: Workbench) -> str:
        return bench.ledger.runs.latest(bench.integration.runs_as, 1)[0].reference_id

    def report(self) -> pd.DataFrame:
        """Return every difference that the last run found, amounts and all."""
        with self.bench() as bench:
            return bench.artifacts.read_frame(self._folder(bench), REPORT)

    def report_file(self) -> str:
        """Return the report as people see it."""
        with self.bench() as bench:
            return bench.artifacts.read_csv(self._folder(bench), REPORT).decode()

    def numbers(self) -> Reconciled:
        with self.bench() as bench:
            return Reconciled.of(bench.artifacts, self._folder(bench))

    def states(self) -> dict[str, str]:
        """Return what the ledger holds as confirmed by the import: line -> digest."""
        with self.bench() as bench:
            known = bench.ledger.states.lookup(self.target, None)
        return dict(zip(known["record_key"], known["payload_hash"], strict=True))

    def _folder(self, bench: Workbench) -> str:
        return Extract.of(bench, self.reference_id(bench)).folder

    # --- somebody's hand --------------------------------------------------------------------------

    def remove(self, key: str) -> None:
        self._by_hand(key, [])

    def change(self, key: str, **members: str) -> None:
        self._by_hand(key, [members])

    def copy(self, key: str) -> None:
        self._by_hand(key, [{}, {}])

    def _by_hand(self, key: str, versions: list[Line]) -> None:
        """Put changed versions of a line in the place of it."""
        if self.target == FILE:
            self._edit_file(key, versions)
        else:
            asyncio.run(self._edit_table(key, versions))

    def _edit_file(self, key: str, versions: list[Line]) -> None:
        path = Path(self.folder / "payroll" / self.layout.file)
        lines = read(self.layout, path.read_bytes())
        (line,) = lines[lines["record_key"] == key].to_dict("records")
        edited = pd.DataFrame([line | version for version in versions], columns=lines.columns, dtype=object)
        others = lines[lines["record_key"] != key]
        path.write_bytes(written(self.layout, pd.concat([others, edited])[list(LINE_FIELDS)]))

    async def _edit_table(self, key: str, versions: list[Line]) -> None:
        async with self.bamboohr() as client:
            reader = DeductionTableReader(client)
            found = await reader.snapshot([key], list(LINE_FIELDS))
            (line,) = found.to_dict("records")
            employee_id = (await reader.numbers()).ids[line["employee"]]
            first, *copies = versions or [None]
            if first is None:
                await client.delete_row(TABLE_NAME, employee_id, line["remote_id"])
            elif first:
                await client.update_row(TABLE_NAME, employee_id, line["remote_id"], row_of(first))
            whole = {name: line[name] for name in LINE_FIELDS}
            for version in copies:
                await client.add_row(TABLE_NAME, employee_id, row_of(whole | version))
