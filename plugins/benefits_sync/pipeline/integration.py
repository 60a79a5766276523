"""What an integration declares: who reads, who plans, who writes.

Operators, pages and the command line work from an `Integration`; adding one touches none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

import pandas as pd

from benefits_sync.domain.planning import Plan, PlanRequest
from benefits_sync.models.runs import IntegrationType
from benefits_sync.models.writes import WriteOp, WriteOutcome

Progress = Callable[[str, int], None]
"""Called with what is being counted and how many are done, for the log."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What to read from the source.

    ``since`` None means everyone. ``record_keys`` narrows to named people; ``due_source_ids`` adds people whose
    future-dated change falls due. ``fields`` are source aliases; one with a dot (``employmentStatus.comment``)
    is a column of a source table.
    """

    fields: tuple[str, ...]
    as_of: date
    since: datetime | None = None
    record_keys: tuple[str, ...] = ()
    due_source_ids: tuple[str, ...] = ()

    @property
    def everyone(self) -> bool:
        """Whether the answer is the whole roster."""
        return self.since is None and not self.record_keys


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the source answered.

    ``frame`` has a ``source_id`` column and one column for each field the source returned; ``future`` has the
    columns ``source_id, kind, effective_date``; ``roster_size`` is how many people the source says it holds,
    where it says so; ``watermark`` is the moment up to which changes are included.
    """

    frame: pd.DataFrame = field(repr=False)
    future: pd.DataFrame = field(repr=False)
    watermark: datetime
    withheld: tuple[str, ...] = ()
    roster_size: int | None = None


class Reader(Protocol):
    """Reads the source."""

    vendor: str
    calls: int

    async def read(self, request: ReadRequest, progress: Progress) -> ReadResult:
        """Return the records asked for."""


class Writer(Protocol):
    """Reads and writes the target."""

    vendor: str
    calls: int

    async def snapshot(self, keys: Sequence[str] | None, fields: Sequence[str]) -> pd.DataFrame:
        """Return the target's records (all when ``keys`` is None) with `TARGET_COLUMNS` and ``fields``."""

    async def allowed_values(self) -> dict[str, frozenset[str]]:
        """Return member -> values the target accepts now, for list-validated members."""

    async def write(
        self,
        ops: Sequence[WriteOp],
        *,
        sending: Callable[[Sequence[WriteOp]], None],
        settled: Callable[[Sequence[WriteOutcome]], None],
    ) -> None:
        """Send the writes; call ``sending`` before any leaves and ``settled`` with each outcome."""


@dataclass(frozen=True, slots=True)
class Integration:
    """One integration, declared once in ``integrations/<name>.py``."""

    name: str
    title: str
    type: IntegrationType
    mapping_file: str
    asset_uri: str
    planner: Callable[[PlanRequest], Plan]
