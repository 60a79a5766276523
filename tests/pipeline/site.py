"""An installation without Airflow: the sandbox in its own process, real clients, ledger and artifacts.

`Site.run` calls the stages in the DAG's order, so that what the tests kill, fault and repeat is the code that
the tasks run.
"""

import asyncio
import base64
import json
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.roster import EmployeeReader
from benefits_sync.clients.patience import Patience
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.writer import SubscriberWriter
from benefits_sync.domain.changes import created_as_wanted
from benefits_sync.domain.guards import evaluate
from benefits_sync.domain.outstanding import outstanding_writes
from benefits_sync.domain.planning import plan_demographics
from benefits_sync.errors import GuardError
from benefits_sync.mapping import Mapping, load_mapping
from benefits_sync.mapping.records import map_records
from benefits_sync.models.runs import IntegrationType, RunSummary
from benefits_sync.pipeline.apply import Applied, apply
from benefits_sync.pipeline.close import close
from benefits_sync.pipeline.extract import Extract, extract
from benefits_sync.pipeline.integration import Integration
from benefits_sync.pipeline.plan import SavedPlan, plan
from benefits_sync.pipeline.requests import RunRequest
from benefits_sync.pipeline.watermark import advanced
from benefits_sync.pipeline.workbench import Workbench
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.ledger import Ledger
from tests.ledgers import new_ledger

ROOT = Path(__file__).parents[2]
MAPPING = ROOT / "include" / "mappings" / "demographic_export.yaml"
KEY = bytes(range(32))


async def _no_wait(_: float) -> None:
    await asyncio.sleep(0)


HURRIED = Patience(attempts=12, base=0.0, total_wait=1e9, sleep=_no_wait)


@dataclass
class Sandbox:
    """The sandbox as a process of its own."""

    url: str
    credentials: dict[str, dict[str, str]]
    process: subprocess.Popen[str] | None = None

    @classmethod
    def start(cls, *arguments: str) -> Self:
        command = [sys.executable, "-m", "sandbox", "--port", "0", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        return cls(first["url"], first, process)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        self.process.wait(timeout=60)  # a large company takes its time to go
        if self.process.stdout:
            self.process.stdout.close()

    def call(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.url}/__sandbox/{path}", data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.loads(answer.read() or b"null")

    def reset(self) -> None:
        self.call("POST", "reset")

    def faults(self, *rules: dict[str, object]) -> None:
        self.call("PUT", "faults", list(rules)) if rules else self.call("DELETE", "faults")

    def scenario(self, **numbers: int) -> dict[str, Any]:
        done: dict[str, Any] = self.call("POST", "bamboohr/scenario", numbers)
        return done

    def next_day(self) -> datetime:
        """Let a day pass and return the vendors' time."""
        return datetime.fromisoformat(self.call("PUT", "clock", {"advance_days": 1})["now"])

    def journal(self) -> list[dict[str, Any]]:
        rows = self.call("GET", "journal")
        return list(rows["entries"] if isinstance(rows, dict) else rows)

    def forget_journal(self) -> None:
        self.call("DELETE", "journal")

    def subscribers(self) -> dict[str, dict[str, Any]]:
        found = self.call("GET", "plansource/subscribers")
        rows = found["subscribers"] if isinstance(found, dict) else found
        return {row["subscriber_code"]: row for row in rows}


@dataclass
class Site:
    """One company's installation in a folder; ``run`` makes one run of the demographic export."""

    sandbox: Sandbox
    folder: Path
    patience: Patience = HURRIED
    timeout: float = 30.0
    mapping: Mapping = field(default_factory=lambda: load_mapping(MAPPING))
    now: datetime | None = None
    key: bytes = KEY
    database: str | None = None
    """Where the ledger is, when not in a file in the folder."""
    source: Sandbox | None = None
    """Whose BambooHR is read, when not that of ``sandbox``."""
    reader: Callable[[BambooHRClient], EmployeeReader] = EmployeeReader

    def __post_init__(self) -> None:
        if self.database is None:
            new_ledger(self.folder / "ledger.db")

    @property
    def ledger_url(self) -> str:
        return self.database or f"sqlite:///{self.folder / 'ledger.db'}"

    @property
    def integration(self) -> Integration:
        return Integration(
            name="demographic_export",
            title="Demographic export",
            type=IntegrationType.EXPORT,
            mapping_file=MAPPING.name,
            asset_uri="x-benefits://plansource/subscribers",
            open_mapping=load_mapping,
            mapper=map_records,
            planner=plan_demographics,
            guard=evaluate,
            outstanding=outstanding_writes,
            carried_out=created_as_wanted,
            open_reader=self.employees,
            open_writer=self.subscribers,
        )

    @asynccontextmanager
    async def employees(self) -> AsyncIterator[EmployeeReader]:
        box = self.source or self.sandbox
        keys = box.credentials["bamboohr"]
        client = BambooHRClient(keys["company"], keys["api_key"], base_url=box.url, patience=self.patience)
        async with client:
            yield self.reader(client)

    @asynccontextmanager
    async def subscribers(self, expected: int) -> AsyncIterator[SubscriberWriter]:
        keys = self.sandbox.credentials["plansource"]
        connection = PlanSourceClient.connect(
            self.sandbox.url,
            keys["client_id"],
            keys["client_secret"],
            keys["logged_in_user"],
            patience=self.patience,
            total_timeout=self.timeout,
        )
        async with connection as client:
            yield SubscriberWriter(client, expected)

    @contextmanager
    def bench(self) -> Iterator[Workbench]:
        with Ledger.open(self.ledger_url, self.key) as ledger:
            yield Workbench(
                integration=self.integration,
                mapping=self.mapping.with_additions(ledger.additions.of(self.integration.name)),
                ledger=ledger,
                artifacts=ArtifactStore(str(self.folder / "artifacts"), self.key),
                now=lambda: self.now or datetime.now(UTC),
                progress=lambda what, number: None,
            )

    @property
    def watermark(self) -> datetime | None:
        stored = self.folder / "watermark"
        return datetime.fromisoformat(stored.read_text()) if stored.exists() else None

    def request(self, name: str, include: Sequence[str] = (), **form: Any) -> RunRequest:
        return RunRequest(
            dag_id="demographic_export",
            airflow_run_id=name,
            user="operator",
            run_name=name,
            include_employees=tuple(include),
            watermark=self.watermark,
            **form,
        )

    def run(self, name: str, *, approve: bool = True, include: Sequence[str] = (), **form: Any) -> RunSummary:
        """Extract, plan, apply and close as the DAG does; a guard that asks is answered by ``approve``."""
        self.extract(name, include, **form)
        saved = self.plan()
        if saved.asks and not approve:
            raise GuardError("; ".join(saved.asks))
        return self.close(self.apply())

    def extract(self, name: str, include: Sequence[str] = (), **form: Any) -> Extract:
        with self.bench() as bench:
            return extract(bench, self.request(name, include, **form))

    def plan(self) -> SavedPlan:
        with self.bench() as bench:
            return plan(bench, self.reference_id(bench))

    def apply(self) -> list[Applied]:
        with self.bench() as bench:
            reference_id = self.reference_id(bench)
            chunks = SavedPlan.of(bench, reference_id).chunks
            return [apply(bench, reference_id, chunk) for chunk in chunks]

    def close(self, applied: Sequence[Applied] = ()) -> RunSummary:
        with self.bench() as bench:
            summary = close(bench, self.reference_id(bench), applied)
            moved = advanced(Extract.of(bench, summary.reference_id), self.watermark)
        if moved is not None:
            (self.folder / "watermark").write_text(moved.isoformat())
        return summary

    def reference_id(self, bench: Workbench) -> str:
        """Return the newest run, as XCom would name it."""
        return bench.ledger.runs.latest(bench.integration.name, 1)[0].reference_id

    def at(self, moment: datetime) -> Self:
        """Return the same installation at another moment."""
        return replace(self, now=moment)


def key_text() -> str:
    """Return the test key as a connection would hold it."""
    return base64.b64encode(KEY).decode()
