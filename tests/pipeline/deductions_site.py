"""An installation of the deductions import over the sandbox without Airflow, for both payroll targets.

What runs is the declared integration; only its sessions are opened with the sandbox's credentials, and the
payroll file lies in a local folder.
"""

import json
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pandas as pd

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.deduction_table_writer import DeductionTableWriter
from benefits_sync.clients.patience import Patience
from benefits_sync.clients.payroll_file.folder import OvertakenError, Stored
from benefits_sync.clients.payroll_file.layout import Layout, load_layout
from benefits_sync.clients.payroll_file.writer import PayrollFileWriter
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.payroll import PayrollReader
from benefits_sync.errors import GuardError
from benefits_sync.integrations.deduction_order import ImportOrder
from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.mapping.deductions import DeductionMapping, load_deduction_mapping
from benefits_sync.models.deductions import LINE_FIELDS
from benefits_sync.models.frames import records_of
from benefits_sync.models.runs import RunSummary
from benefits_sync.pipeline.apply import Applied, apply
from benefits_sync.pipeline.close import close
from benefits_sync.pipeline.extract import Extract, extract, resolved
from benefits_sync.pipeline.integration import Integration, Writer
from benefits_sync.pipeline.plan import SavedPlan, plan
from benefits_sync.pipeline.requests import RunRequest
from benefits_sync.pipeline.watermark import advanced, watermark_key
from benefits_sync.pipeline.workbench import Workbench
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.ledger import Ledger
from tests.pipeline.site import HURRIED, ROOT, Sandbox, Site

MAPPINGS = ROOT / "include" / "mappings"
TABLE, FILE = "deductions_import", "deductions_import_file"


class LocalFolder:
    """A folder of this machine in the place of one on an SFTP server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = 0

    def read(self, name: str) -> Stored | None:
        self.calls += 1
        path = self.folder / name
        return Stored(path.read_bytes(), self._stamp(name)) if path.exists() else None

    def replace(self, name: str, content: bytes, seen: Stored | None) -> None:
        self.calls += 2
        if self._stamp(name) != (seen.stamp if seen else (None, None)):
            raise OvertakenError
        draft = self.folder / f".{name}.part"
        draft.write_bytes(content)
        draft.replace(self.folder / name)

    def _stamp(self, name: str) -> tuple[int | None, int | None]:
        path = self.folder / name
        if not path.exists():
            return None, None
        found = path.stat()
        return found.st_mtime_ns, found.st_size


@dataclass
class DeductionSite:
    """One company's installation in a folder, on the sandbox's clock; ``run`` makes one run of an import.

    The demographic export of the same installation, with the same ledger, is ``demographics``.
    """

    sandbox: Sandbox
    folder: Path
    target: str = TABLE
    patience: Patience = HURRIED
    mapping: DeductionMapping | None = None
    demographics: Site = field(init=False)
    _offset: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        self.demographics = Site(self.sandbox, self.folder)
        self.mapping = self.mapping or load_deduction_mapping(MAPPINGS / f"{self.target}.yaml")
        (self.folder / "payroll").mkdir(exist_ok=True)

    def into(self, target: str) -> Self:
        """Return the same installation's import into another target."""
        return type(self)(self.sandbox, self.folder, target, self.patience)

    def with_mapping(self, mapping: DeductionMapping) -> Self:
        """Return the same installation with another mapping."""
        return replace(self, mapping=mapping)

    @property
    def integration(self) -> Integration:
        order = ImportOrder(self.bamboohr, writers=(TABLE, PAYROLL_TARGETS[TABLE].reconciliation))
        return replace(
            DEDUCTIONS[self.target],
            open_mapping=load_deduction_mapping,
            open_reader=self.payroll_rows,
            open_writer=self.lines_of_payroll,
            precondition=order.precondition,
            check_reading=order.check_reading,
        )

    # --- sessions -------------------------------------------------------------------------------

    @asynccontextmanager
    async def bamboohr(self) -> AsyncIterator[BambooHRClient]:
        keys = self.sandbox.credentials["bamboohr"]
        client = BambooHRClient(
            keys["company"], keys["api_key"], base_url=self.sandbox.url, patience=self.patience
        )
        async with client:
            yield client

    @asynccontextmanager
    async def payroll_rows(self) -> AsyncIterator[PayrollReader]:
        connected = PlanSourceClient.connect(
            self.sandbox.url, **self.sandbox.credentials["plansource"], patience=self.patience
        )
        async with connected as client:
            yield PayrollReader(client, self.now)

    @asynccontextmanager
    async def lines_of_payroll(self, expected: int) -> AsyncIterator[Writer]:
        if self.target == FILE:
            yield PayrollFileWriter(LocalFolder(self.folder / "payroll"), self.layout)
        else:
            async with self.bamboohr() as client:
                yield DeductionTableWriter(client)

    @property
    def layout(self) -> Layout:
        return load_layout(MAPPINGS / "payroll_files" / "standard.yaml")

    # --- time -----------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the sandbox's time, as last looked up, running on."""
        return datetime.fromtimestamp(time.time(), UTC) + self._offset

    def look_at_the_clock(self) -> datetime:
        asked = datetime.fromtimestamp(time.time(), UTC)  # before, so that we never run behind the sandbox
        told = datetime.fromisoformat(self.sandbox.call("GET", "clock")["now"])
        self._offset = told - asked
        return told

    # --- runs -----------------------------------------------------------------------------------

    def export(self, name: str = "demographics", **form: Any) -> RunSummary:
        """Run the demographic export, which comes first."""
        return self.demographics.at(self.look_at_the_clock()).run(name, **form)

    def first(self, name: str = "first import", plan_year: str = "current", **form: Any) -> RunSummary:
        """Run the first import of a plan year, with its deduction start date."""
        return self.run(
            name, options={"plan_year": plan_year, "deduction_start_date": self.earliest(plan_year)}, **form
        )

    def earliest(self, plan_year: str = "current") -> str:
        """Return the earliest change of a plan year, from the sandbox's own coverages."""
        year = self.look_at_the_clock().year + {"previous": -1, "current": 0, "next": 1}[plan_year]
        versions = self.sandbox.call("GET", "plansource/coverages")
        return min(one["change_effective_date"] for one in versions if one["plan_year"] == year)

    def run(self, name: str, *, approve: bool = True, include: Sequence[str] = (), **form: Any) -> RunSummary:
        """Extract, plan, apply and close as the DAG does; a guard that asks is answered by ``approve``."""
        self.extract(name, include, **form)
        saved = self.plan()
        if saved.asks and not approve:
            raise GuardError("; ".join(saved.asks))
        return self.close(self.apply())

    def extract(self, name: str, include: Sequence[str] = (), **form: Any) -> Extract:
        self.look_at_the_clock()
        with self.bench() as bench:
            request = resolved(bench, self.request(name, include, **form))
            stored = self.watermarks.get(watermark_key(bench.integration, request.options))
            return extract(bench, request.going_on_from(stored))

    def plan(self) -> SavedPlan:
        with self.bench() as bench:
            return plan(bench, self.reference_id(bench))

    def apply(self) -> list[Applied]:
        with self.bench() as bench:
            reference_id = self.reference_id(bench)
            return [apply(bench, reference_id, chunk) for chunk in SavedPlan.of(bench, reference_id).chunks]

    def close(self, applied: Sequence[Applied] = ()) -> RunSummary:
        with self.bench() as bench:
            summary = close(bench, self.reference_id(bench), applied)
            extracted = Extract.of(bench, summary.reference_id)
        key, kept = watermark_key(self.integration, extracted.options), self.watermarks
        moved = advanced(extracted, datetime.fromisoformat(kept[key]) if key in kept else None)
        if moved is not None:
            self._watermark_file.write_text(json.dumps(kept | {key: moved.isoformat()}))
        return summary

    def request(self, name: str, include: Sequence[str] = (), **form: Any) -> RunRequest:
        """Return the request that the form would make; ``options`` are the integration's own values."""
        values = {**form.pop("options", {}), **form, "include_employees": ",".join(include)}
        return RunRequest.from_form(
            values,
            self.integration.options,
            dag_id=self.target,
            airflow_run_id=name,
            user="operator",
            run_name=name,
        )

    def reference_id(self, bench: Workbench) -> str:
        """Return the newest run, as XCom would name it."""
        return bench.ledger.runs.latest(bench.integration.name, 1)[0].reference_id

    @contextmanager
    def bench(self) -> Iterator[Workbench]:
        with Ledger.open(self.demographics.ledger_url, self.demographics.key) as ledger:
            yield Workbench(
                integration=self.integration,
                mapping=self.mapping.with_additions(ledger.additions.of(self.integration.name)),
                ledger=ledger,
                artifacts=ArtifactStore(str(self.folder / "artifacts"), self.demographics.key),
                now=self.now,
                progress=lambda what, number: None,
            )

    # --- what is kept ---------------------------------------------------------------------------

    @property
    def _watermark_file(self) -> Path:
        return self.folder / f"watermarks-{self.target}.json"

    @property
    def watermarks(self) -> dict[str, str]:
        """Return what the asset's state store would hold."""
        return json.loads(self._watermark_file.read_text()) if self._watermark_file.exists() else {}

    async def _snapshot(self) -> pd.DataFrame:
        async with self.lines_of_payroll(0) as writer:
            return await writer.snapshot(None, tuple(LINE_FIELDS))

    async def lines(self) -> dict[str, dict[str, str | None]]:
        """Return the lines that payroll holds, by key."""
        held = await self._snapshot()
        records = records_of(held[list(LINE_FIELDS)])
        return dict(zip(held["record_key"], records, strict=True))
