"""A company at both vendors, with families and elections, and our snapshots of it.

Quick to have: ``site = CarrierSite.employing(sandbox, folder)``, then ``people, elections = site.frames()``.
Whatever happens in between goes through the vendors' APIs or the sandbox's controls.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import pandas as pd

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.ssns import SsnReader
from benefits_sync.clients.patience import Patience
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.elections import ElectionReader
from benefits_sync.models.frames import TextRecord, records_of
from benefits_sync.pipeline.carriers.snapshot import (
    Snapshot,
    SnapshotRequest,
    SnapshotSources,
    snapshot,
)
from benefits_sync.store.artifacts import ArtifactStore
from tests.pipeline.site import HURRIED, KEY, Sandbox, Site

INTEGRATION = "carrier_edi_delivery"


@dataclass
class CarrierSite:
    """One company's installation in a folder; ``ask_hr`` tells whether BambooHR is asked for SSNs."""

    sandbox: Sandbox
    folder: Path
    patience: Patience = HURRIED
    ask_hr: bool = True
    progress: list[tuple[str, int]] = field(default_factory=list)
    _taken: int = 0

    @classmethod
    def employing(cls, sandbox: Sandbox, folder: Path, **kept: Any) -> Self:
        """Return a company whose people PlanSource knows, who have entered their families and elected."""
        Site(sandbox, folder).at(_now(sandbox)).run("demographics", delta=False)
        site = cls(sandbox, folder, **kept)
        sandbox.call("POST", "families")
        site.control("elect_everyone")
        return site

    # --- what happens ---------------------------------------------------------------------------

    def control(self, name: str, code: str | None = None, **body: Any) -> Any:
        """Call a benefits control of the sandbox, for one employee when ``code`` is given."""
        named = {} if code is None else {"subscriber_code": code}
        return self.sandbox.call("POST", f"plansource/{name}", named | body)

    def plansource(self, method: str, path: str, body: Any = None, **params: str) -> Any:
        """Call PlanSource's API as an administrator; ids in the path are the vendor's."""

        async def call() -> Any:
            async with self._session() as client:
                answer = await client._request(method, path, path, params=params, json=body, idempotent=False)
                assert answer.status == 200, answer.body
                return answer.body["data"]

        return asyncio.run(call())

    def add_dependent(self, code: str, **members: Any) -> int:
        """Enter a dependent of an employee and return PlanSource's number."""
        path = f"/subscriber/{quote(code)}/dependent"
        return int(self.plansource("POST", path, members, is_custom_id="true")["id"])

    def update_dependent(self, code: str, number: int, **members: Any) -> None:
        path = f"/subscriber/{quote(code)}/dependent/{number}"
        self.plansource("PUT", path, members, is_custom_id="true")

    def deactivate(self, code: str, number: int, reason: str) -> None:
        """Let a dependent leave the family."""
        path = f"/subscriber/{quote(code)}/dependent/{number}/deactivate"
        self.plansource("PUT", path, {"termination_reason": reason}, is_custom_id="true")

    def update(self, code: str, **members: Any) -> None:
        """Change members of a subscriber."""
        self.plansource("PUT", f"/subscriber/{quote(code)}", members, is_custom_id="true")

    def terminate(self, code: str, on: date, reason: str = "employment_termination") -> None:
        body = {"termination_reason": reason, "termination_date": on.isoformat(), "volunatary": True}
        self.plansource("PUT", f"/subscriber/{quote(code)}/terminate", body, is_custom_id="true")

    def on(self, day: str) -> None:
        """Move the vendors' clock to the afternoon of a day."""
        self.sandbox.call("PUT", "clock", {"now": f"{day}T20:00:00+00:00"})

    # --- what we read ---------------------------------------------------------------------------

    @property
    def artifacts(self) -> ArtifactStore:
        return ArtifactStore(str(self.folder / "artifacts"), KEY)

    @property
    def sources(self) -> SnapshotSources:
        return SnapshotSources(self._elections, self._ssns if self.ask_hr else None)

    def take(self, plan_years: Sequence[str] = ("current", "next"), **kept: Any) -> Snapshot:
        """Take a snapshot of its own run, as the DAG's first task does."""
        self._taken += 1
        now = _now(self.sandbox)
        request = SnapshotRequest(
            integration=INTEGRATION,
            reference_id=f"{now:%Y%m%d}-{self._taken:08x}",
            as_of=now.date(),
            plan_years=tuple(plan_years),
            **kept,
        )
        self.progress.clear()
        return snapshot(
            self.sources, request, self.artifacts, lambda: now, lambda *what: self.progress.append(what)
        )

    def frames(self, plan_years: Sequence[str] = ("current", "next")) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the frames of people and elections as of now."""
        taken = self.take(plan_years)
        return taken.people(self.artifacts), taken.held(self.artifacts)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[PlanSourceClient]:
        connected = PlanSourceClient.connect(
            self.sandbox.url, **self.sandbox.credentials["plansource"], patience=self.patience
        )
        async with connected as client:
            yield client

    @asynccontextmanager
    async def _elections(self) -> AsyncIterator[ElectionReader]:
        async with self._session() as client:
            yield ElectionReader(client)

    @asynccontextmanager
    async def _ssns(self) -> AsyncIterator[SsnReader]:
        keys = self.sandbox.credentials["bamboohr"]
        client = BambooHRClient(
            keys["company"], keys["api_key"], base_url=self.sandbox.url, patience=self.patience
        )
        async with client:
            yield SsnReader(client)


def only(frame: pd.DataFrame, **values: str | None) -> TextRecord:
    """Return the one row with these values."""
    (found,) = rows(frame, **values)
    return found


def rows(frame: pd.DataFrame, **values: str | None) -> list[TextRecord]:
    """Return the rows with these values, in order."""
    return [row for row in records_of(frame) if values.items() <= row.items()]


def _now(sandbox: Sandbox) -> datetime:
    return datetime.fromisoformat(sandbox.call("GET", "clock")["now"]).astimezone(UTC)
