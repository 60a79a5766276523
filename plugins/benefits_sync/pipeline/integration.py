"""What an integration declares: who reads, who plans, who writes.

Operators, pages and the command line work from an `Integration`; adding one touches none of them.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict, JsonValue

from benefits_sync.domain.columns import Mask
from benefits_sync.domain.guards import GuardHistory, TrippedGuard
from benefits_sync.domain.planning import Plan, PlanRequest
from benefits_sync.mapping.records import MappedRecords, MappingContext
from benefits_sync.models.reading import ReadRequest, ReadResult
from benefits_sync.models.runs import IntegrationType
from benefits_sync.models.writes import WriteOp, WriteOutcome

if TYPE_CHECKING:  # both know integrations
    from benefits_sync.pipeline.requests import RunRequest
    from benefits_sync.pipeline.workbench import Workbench

Record = Mapping[str, str | None]

Progress = Callable[[str, int], None]
"""Called with what is being counted and how many are done, for the log."""


class StageSettings(Protocol):
    """The settings of a mapping that the stages go by."""

    @property
    def timezone(self) -> str:
        """The company's zone: effective dates change at its midnight."""

    @property
    def overlap_minutes(self) -> int:
        """How far a reading reaches back behind the last watermark."""

    @property
    def chunk_size(self) -> int:
        """How many writing rows one task takes."""


class IntegrationMapping(Protocol):
    """What the stages need of any mapping; what else is in it only its own mapper and planner know."""

    @property
    def name(self) -> str:
        """The mapping's name."""

    @property
    def version_label(self) -> str:
        """Version and digest of the content, as run summaries show it."""

    @property
    def key(self) -> str:
        """The target member that identifies a record."""

    @property
    def source_key(self) -> str:
        """The source field that holds a person's number."""

    @property
    def source_fields(self) -> tuple[str, ...]:
        """The source fields to read."""

    @property
    def target_fields(self) -> tuple[str, ...]:
        """The target members that are written or compared."""

    @property
    def sensitive_sources(self) -> tuple[str, ...]:
        """The source fields whose values are personal."""

    @property
    def lookups(self) -> Mapping[str, Mapping[str, str | None]]:
        """Tables of source value -> target value, by name."""

    def sources_of_issue(self, field: str) -> tuple[str, ...]:
        """Return the source fields that, corrected, can put a rejected field right."""

    def lookup_of_issue(self, field: str) -> str | None:
        """Return the lookup where a value that a rejected field lacks can be added."""

    def looked_up(self, field: str, record: Record) -> str | None:
        """Return the value of a source record by which a field is looked up."""

    def members_of_lookup(self, lookup: str) -> tuple[str, ...]:
        """Return the target's members that a lookup gives."""

    def known_values(self, alias: str) -> tuple[str, ...]:
        """Return the values of a source field that the mapping names."""

    def addition_problem(self, lookup: str, target_value: str | None) -> str | None:
        """Return what is wrong with a value that a lookup is to give, or None."""

    def with_additions(self, added: Mapping[str, Mapping[str, str | None]]) -> Self:
        """Return the mapping with lines added to its lookups."""

    @property
    def settings(self) -> StageSettings:
        """Zone, overlap and chunk size."""

    @property
    def guards(self) -> Any:  # noqa: ANN401 - each integration's own limits, for its own guard
        """Limits beyond which a plan waits for a person."""


class NoOptions(BaseModel):
    """The options of an integration that has none of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Options = type[BaseModel]
"""The model of an integration's own form values."""

Calls = Mapping[str, int]
"""Vendor -> requests sent."""


def as_given(mapping: object, options: Mapping[str, JsonValue], today: date) -> dict[str, JsonValue]:
    """Return an integration's options as the form gives them, where they mean the same on any day."""
    del mapping, today
    return dict(options)


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

    ``open_mapping`` loads the mapping file and refuses one that must not be used with today's connections.
    ``mapper`` makes records of what was read, ``planner`` decides about them, and ``guard`` returns the
    limits that the plan exceeds. ``outstanding`` tells what a planned row still needs, given the target's
    record (None: absent); ``carried_out``, where there is one, tells at once for many rows that they need
    nothing, and of all others ``outstanding`` is asked. ``open_reader`` and ``open_writer`` are called inside
    a task and look their connections up there; the writer is told how many records the target is thought to
    hold, which saves it asking.

    ``options`` are the form's values that only this integration knows, and ``resolve`` returns what they come
    to by the mapping on the run's day. ``precondition`` is awaited before anything is read, refuses a run
    whose time has not come, and returns the requests that this took; ``check_reading`` refuses what was read.
    ``watermark_option`` is the resolved option by whose value the source falls into parts that are read each
    on its own, so that each has a watermark of its own, and a run settles rejections of its own part only.
    ``form_again`` returns the form's values with which a run of another day is about the same part, given
    what the options of one came to. ``in_part`` tells which record keys are of a run's part.

    ``one_record_each`` says that a source id has one record, so that a record under a new key replaces the
    one under the old.

    ``listed_as`` is what runs are listed under, and their artifacts kept, when it is not ``name``: runs of
    another kind over the same records, which share sync state, corrections and rejections. ``whole_target``
    says that a plan for some people is made from all records of the target, not from theirs by key.

    Functions are left out of the representation: Airflow keeps it with a DAG's version, and their addresses
    would make every reading of the DAG file a new one.
    """

    name: str
    title: str
    type: IntegrationType
    mapping_file: str
    asset_uri: str
    open_mapping: Callable[[Path], IntegrationMapping] = field(repr=False)
    mapper: Callable[[Any, pd.DataFrame, MappingContext], MappedRecords] = field(repr=False)
    planner: Callable[[PlanRequest[Any]], Plan] = field(repr=False)
    guard: Callable[[Plan, PlanRequest[Any], Any, GuardHistory], tuple[TrippedGuard, ...]] = field(repr=False)
    outstanding: Callable[[Record, Record | None], list[WriteOp]] = field(repr=False)
    open_reader: Callable[[], AbstractAsyncContextManager[Reader]] = field(repr=False)
    open_writer: Callable[[int], AbstractAsyncContextManager[Writer]] = field(repr=False)
    carried_out: Callable[[pd.DataFrame, pd.DataFrame], Mask] | None = field(default=None, repr=False)
    options: Options = field(default=NoOptions, repr=False)
    resolve: Callable[[Any, Mapping[str, JsonValue], date], dict[str, JsonValue]] = field(
        default=as_given, repr=False
    )
    precondition: Callable[["Workbench", "RunRequest"], Awaitable[Calls]] | None = field(
        default=None, repr=False
    )
    check_reading: Callable[["Workbench", "RunRequest", ReadResult], None] | None = field(
        default=None, repr=False
    )
    watermark_option: str | None = field(default=None, repr=False)
    form_again: Callable[[Any, Mapping[str, JsonValue], date], dict[str, JsonValue]] | None = field(
        default=None, repr=False
    )
    in_part: Callable[[pd.Series, Mapping[str, JsonValue]], pd.Series] | None = field(
        default=None, repr=False
    )
    one_record_each: bool = True
    listed_as: str | None = field(default=None, repr=False)
    whole_target: bool = field(default=False, repr=False)

    @property
    def runs_as(self) -> str:
        """The name under which its runs are listed."""
        return self.listed_as or self.name
