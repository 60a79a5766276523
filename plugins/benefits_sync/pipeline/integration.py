"""What an integration declares: who reads, who plans, who writes.

Operators, pages and the command line work from an `Integration`; adding one touches none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from benefits_sync.domain.planning import Plan, PlanRequest
from benefits_sync.models.reading import ReadRequest, ReadResult
from benefits_sync.models.runs import IntegrationType
from benefits_sync.models.writes import WriteOp, WriteOutcome

Record = Mapping[str, str | None]

Progress = Callable[[str, int], None]
"""Called with what is being counted and how many are done, for the log."""


class Reader(Protocol):
    """Reads the source."""

    vendor: str

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""

    async def read(self, request: ReadRequest, progress: Progress) -> ReadResult:
        """Return the records asked for."""


class Writer(Protocol):
    """Reads and writes the target."""

    vendor: str

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""

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
    """One integration, declared once in ``integrations/<name>.py``.

    ``outstanding`` tells what a planned row still needs, given the target's record (None: absent).
    ``open_reader`` and ``open_writer`` are called inside a task and look their connections up there; the
    writer is told how many records the target is thought to hold, which saves it asking. ``hosts`` tells
    where the two would go, so that a mapping made for test data is refused before any call.

    Functions are left out of the representation: Airflow keeps it with a DAG's version, and their addresses
    would make every reading of the DAG file a new one.
    """

    name: str
    title: str
    type: IntegrationType
    mapping_file: str
    asset_uri: str
    planner: Callable[[PlanRequest], Plan] = field(repr=False)
    outstanding: Callable[[Record, Record | None], list[WriteOp]] = field(repr=False)
    open_reader: Callable[[], AbstractAsyncContextManager[Reader]] = field(repr=False)
    open_writer: Callable[[int], AbstractAsyncContextManager[Writer]] = field(repr=False)
    hosts: Callable[[], tuple[str, ...]] = field(repr=False)
