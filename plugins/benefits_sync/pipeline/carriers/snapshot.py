"""First stage of carrier files: read everyone and what they elected, once for all carriers of a run."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict

from benefits_sync.domain.carriers.ssns import with_clear_ssns
from benefits_sync.errors import ParameterError
from benefits_sync.models.elections import PLAN_YEARS, SELF, ElectionsRead, HeldSsns
from benefits_sync.models.runs import Moment
from benefits_sync.pipeline.awaiting import result_of
from benefits_sync.pipeline.carriers.belief import (
    fill_rates,
    refuse_empty,
    refuse_fallen,
    refuse_withheld,
)
from benefits_sync.pipeline.integration import Progress
from benefits_sync.store.artifacts import ArtifactStore

PEOPLE: Final = "people"
ELECTIONS: Final = "elections"
"""Names of the two frames among a run's artifacts."""

_SNAPSHOT: Final = "snapshot"
_SHOWN: Final = 20


class ElectionSource(Protocol):
    """Where people and elections are read."""

    vendor: str

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""

    async def read(self, plan_years: Sequence[str], progress: Progress) -> ElectionsRead:
        """Return everyone, and what they have elected in these plan years."""


class SsnSource(Protocol):
    """Where SSNs are shown in clear."""

    vendor: str

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""

    async def read(self) -> HeldSsns:
        """Return everyone's SSNs."""


@dataclass(frozen=True, slots=True)
class SnapshotSources:
    """How the systems are reached; ``open_ssns`` is None where the HR system is not asked for SSNs."""

    open_elections: Callable[[], AbstractAsyncContextManager[ElectionSource]]
    open_ssns: Callable[[], AbstractAsyncContextManager[SsnSource]] | None = None


@dataclass(frozen=True, slots=True)
class SnapshotRequest:
    """What a snapshot is to hold.

    Attributes:
        integration: Under whose name the artifacts are kept.
        reference_id: The run.
        as_of: The company's date.
        plan_years: Some of `PLAN_YEARS`.
        fields: Subscriber members that the profiles' groups are made of: they must come back too.
        rates: How often fields were filled in the last accepted run, by name as in `Snapshot.fill_rates`.
    """

    integration: str
    reference_id: str
    as_of: date
    plan_years: tuple[str, ...] = ("current", "next")
    fields: tuple[str, ...] = ()
    rates: Mapping[str, float] | None = None


class Snapshot(BaseModel):
    """What later stages need to know about the reading; people and elections are in the artifacts.

    ``without_ssn`` counts people whose SSN no system shows. ``uncoded`` counts subscribers with coverages and
    no subscriber code, of whom no carrier can be told; ``uncoded_ids`` are the first of PlanSource's numbers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference_id: str
    folder: str
    as_of: date
    plan_years: tuple[str, ...]
    read_at: Moment
    subscribers: int
    dependents: int
    elections: int
    waived: int
    without_ssn: dict[str, int]
    uncoded: int
    uncoded_ids: tuple[str, ...]
    fill_rates: dict[str, float]
    calls: dict[str, int]

    @classmethod
    def of(cls, artifacts: ArtifactStore, integration: str, reference_id: str) -> Self:
        """Read back what a run's snapshot left behind.

        Raises:
            RunError: If there is none, or it was purged.
        """
        return cls.model_validate(artifacts.read_json(artifacts.folder(integration, reference_id), _SNAPSHOT))

    def people(self, artifacts: ArtifactStore) -> pd.DataFrame:
        """Return the frame of people."""
        return artifacts.read_frame(self.folder, PEOPLE)

    def held(self, artifacts: ArtifactStore) -> pd.DataFrame:
        """Return the frame of elections."""
        return artifacts.read_frame(self.folder, ELECTIONS)


def snapshot(
    sources: SnapshotSources,
    request: SnapshotRequest,
    artifacts: ArtifactStore,
    now: Callable[[], datetime],
    progress: Progress,
) -> Snapshot:
    """Read everyone, check that what was read can be believed, and leave it as sealed artifacts.

    A second try reads again; what it leaves replaces what the first one left.

    Raises:
        ParameterError: If a plan year is none that PlanSource knows.
        RunError: If a field did not come back, a list is empty, or fields are filled much less than before.
    """
    unknown = sorted(set(request.plan_years) - set(PLAN_YEARS))
    if unknown or not request.plan_years:
        raise ParameterError(
            f"plan years: {', '.join(unknown) or 'none'}; give some of {', '.join(PLAN_YEARS)}"
        )
    read_at = now()
    found, held, calls = result_of(_read(sources, request, progress))
    refuse_withheld(found, held, request.fields)
    people = with_clear_ssns(found.people, held)
    refuse_empty(people, found.elections)
    rates = fill_rates(people, found.elections)
    refuse_fallen(request.rates or {}, rates)
    folder = artifacts.folder(request.integration, request.reference_id)
    artifacts.write_frame(folder, PEOPLE, people)
    artifacts.write_frame(folder, ELECTIONS, found.elections)
    taken = Snapshot(
        reference_id=request.reference_id,
        folder=folder,
        as_of=request.as_of,
        plan_years=request.plan_years,
        read_at=read_at,
        fill_rates=rates,
        calls=calls,
        uncoded=len(found.uncoded),
        uncoded_ids=found.uncoded[:_SHOWN],
        **_counts(people, found.elections),
    )
    artifacts.write_json(folder, _SNAPSHOT, taken.model_dump(mode="json"))
    return taken


async def _read(
    sources: SnapshotSources, request: SnapshotRequest, progress: Progress
) -> tuple[ElectionsRead, HeldSsns | None, dict[str, int]]:
    async with sources.open_elections() as reader:
        found = await reader.read(request.plan_years, progress)
        calls = {reader.vendor: reader.calls}
    if sources.open_ssns is None:
        return found, None, calls
    async with sources.open_ssns() as source:
        held = await source.read()
        return found, held, calls | {source.vendor: source.calls}


def _counts(people: pd.DataFrame, elections: pd.DataFrame) -> dict[str, Any]:
    own = people["relationship_code"].eq(SELF)
    unknown = people["ssn"].isna()
    return {
        "subscribers": int(own.sum()),
        "dependents": int((~own).sum()),
        "elections": len(elections),
        "waived": int(elections["waived"].eq("true").sum()),
        "without_ssn": {
            "subscribers": int((own & unknown).sum()),
            "dependents": int((~own & unknown).sum()),
        },
    }
