"""Reads the roster with as few calls as the question allows."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pandas as pd

from benefits_sync.clients.bamboohr import frames
from benefits_sync.clients.bamboohr.client import MAX_FIELDS, BambooHRClient
from benefits_sync.clients.bamboohr.history import (
    HISTORIES,
    History,
    fill_future_hires,
    future_changes,
    history,
    table_columns,
)
from benefits_sync.clients.bamboohr.refusals import VENDOR
from benefits_sync.clients.bamboohr.shapes import Changes, Report, Row
from benefits_sync.clients.columns import Columns
from benefits_sync.clients.concurrency import both, together
from benefits_sync.domain.columns import taken
from benefits_sync.models.reading import ReadRequest, ReadResult

ONE_BY_ONE: Final = 15
"""Up to this many people are read by a call each; more by one report."""
LISTED: Final = 2000
"""Up to this many people are named in a report's filter; more are asked for by when they changed."""
MARGIN: Final = timedelta(seconds=5)
"""A change of the last seconds may not be visible yet, so the watermark stays this far behind."""

HIRE_DATE: Final = "hireDate"
EMPLOYEE_NUMBER: Final = "employeeNumber"


@dataclass(frozen=True, slots=True)
class _Question:
    """A request taken apart: employee fields, and columns of each table that has to be read."""

    request: ReadRequest
    fields: tuple[str, ...]
    tables: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, request: ReadRequest) -> "_Question":
        tables: dict[str, tuple[str, ...]] = dict.fromkeys(HISTORIES, ())
        for name in request.fields:
            table, dot, column = name.partition(".")
            if dot and not table.isdecimal():
                tables[table] = (*tables.get(table, ()), column)
        plain = [name for name in request.fields if name.partition(".")[0] not in tables]
        return cls(request, tuple(dict.fromkeys([*plain, HIRE_DATE])), tables)

    @property
    def as_of(self) -> str:
        return self.request.as_of.isoformat()


@dataclass(frozen=True, slots=True)
class _Found:
    """People and their tables as they came; ``hidden`` are ids that were asked for and not shown."""

    people: pd.DataFrame = field(repr=False)
    histories: tuple[History, ...] = field(repr=False)
    hidden: tuple[str, ...] = ()


class EmployeeReader:
    """Reads employees: everyone, those named, or those who changed.

    Args:
        client: An open client.
        now: Our clock, used when the vendor's answers carry none.
    """

    vendor = VENDOR

    def __init__(
        self, client: BambooHRClient, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._client = client
        self._now = now

    @property
    def calls(self) -> int:
        """How many requests were sent so far."""
        return self._client.calls

    async def read(self, request: ReadRequest, progress: Callable[[str, int], None]) -> ReadResult:
        """Return the employees asked for, their fields as of the day, and what is still to come."""
        question = _Question.of(request)
        changes: Changes | None = None
        if request.record_keys:
            found = await self._named(question)
        elif request.source_ids:
            found = await self._chosen(question)
        elif request.since is None:
            found = await self._everyone(question)
        else:
            changes = await self._client.changed(request.since)
            progress("changed employees", len(changes.changed))
            found = await self._changed(question, changes, request.since)
        progress("employees read", len(found.people))
        return _result(question, found, changes, self._watermark(request, changes))

    async def _everyone(self, question: _Question) -> _Found:
        reports = await self._reports(question.fields)
        # The vendor makes the tables while the report is being worked on.
        people, histories = await both(
            asyncio.to_thread(_people, reports),
            together(self._table(*each) for each in question.tables.items()),
        )
        return _Found(people, tuple(histories))

    async def _named(self, question: _Question) -> _Found:
        """Read people by employee number, which is no path id and no filter: look through all numbers."""
        wanted = frozenset(question.request.record_keys)
        slim = (await self._client.report([EMPLOYEE_NUMBER])).rows
        ids = [str(row["id"]) for row in slim if row.get(EMPLOYEE_NUMBER) in wanted]
        ids = list(dict.fromkeys([*ids, *question.request.due_source_ids]))
        people = await self._people(question, ids)
        return await self._with_tables(question, people, ids)

    async def _chosen(self, question: _Question) -> _Found:
        ids = list(dict.fromkeys([*question.request.source_ids, *question.request.due_source_ids]))
        people = await self._people(question, ids)
        return await self._with_tables(question, people, ids)

    async def _changed(self, question: _Question, changes: Changes, since: datetime) -> _Found:
        """Read who changed and whose change falls due; when there is nobody, no further call is made."""
        gone = frozenset(changes.deleted)
        due = [one for one in question.request.due_source_ids if one not in gone]
        ids = list(dict.fromkeys([*changes.changed, *due]))
        people = await self._people(question, ids, since if len(changes.changed) > LISTED else None)
        return await self._with_tables(question, people, ids, changes.changed, since)

    async def _people(
        self, question: _Question, ids: Sequence[str], since: datetime | None = None
    ) -> pd.DataFrame:
        if len(ids) <= ONE_BY_ONE:
            answers = await together(self._client.employee(one, question.fields) for one in ids)
            rows = [row for row in answers if row is not None]
            fields = _in_all(rows, question.fields)
            return frames.people(Columns.of(rows, ["id", *fields]), fields)
        if since is None:
            return _only(await self._report(question.fields, employee_ids=ids), ids)
        people = await self._report(question.fields, changed_since=since)
        shown = frozenset(people["source_id"])
        rest = [one for one in ids if one not in shown]
        more = [await self._people(question, rest)] if rest else []
        return pd.concat([people, *more], ignore_index=True, join="inner") if rest else people

    async def _report(self, fields: Sequence[str], **narrowed: Any) -> pd.DataFrame:
        return _people(await self._reports(fields, **narrowed))

    async def _reports(self, fields: Sequence[str], **narrowed: Any) -> list[Report]:
        """Return one report of these fields, or several of as many as one takes."""
        parts = (fields[start : start + MAX_FIELDS] for start in range(0, len(fields), MAX_FIELDS))
        return [await self._client.report(part, **narrowed) for part in parts]

    async def _with_tables(
        self,
        question: _Question,
        people: pd.DataFrame,
        ids: Sequence[str],
        changed: Sequence[str] = (),
        since: datetime | None = None,
    ) -> _Found:
        """Add the tables: of those who changed by the feed, of others one by one or, when many, of all."""
        shown = list(dict.fromkeys(people["source_id"]))
        fed = frozenset(changed)
        others = [one for one in shown if one not in fed]
        whole = len(others) > ONE_BY_ONE

        async def of_shown(table: str, columns: Sequence[str]) -> History:
            names = table_columns(table, columns)
            if whole:
                found = await self._client.whole_table(table, names)
            else:
                parts = [self._client.table(table, one) for one in others]
                if since is not None and len(others) < len(shown):
                    parts.append(self._client.changed_tables(table, since))
                found = Columns.of([row for part in await together(parts) for row in part], names)
            own = found.where([str(one) in wanted for one in found.cells["employeeId"]])
            return history(table, own, columns)

        wanted = frozenset(shown)
        histories = await together(of_shown(table, columns) for table, columns in question.tables.items())
        hidden = tuple(one for one in ids if one not in wanted)
        return _Found(people, tuple(histories), hidden)

    async def _table(self, table: str, columns: Sequence[str]) -> History:
        return history(table, await self._client.whole_table(table, table_columns(table, columns)), columns)

    def _watermark(self, request: ReadRequest, changes: Changes | None) -> datetime:
        """Return up to when changes are included; never before what was asked for."""
        moments = [(self._client.clock or self._now()) - MARGIN]
        moments += [request.since] if request.since is not None else []
        moments += [changes.latest] if changes is not None and changes.latest is not None else []
        return max(moments)


def _result(question: _Question, found: _Found, changes: Changes | None, watermark: datetime) -> ReadResult:
    people, as_of = found.people, question.as_of
    hires = _future_hires(people, as_of)
    fill_future_hires(people, found.histories, as_of, hires)
    for known in found.histories:
        shown = [column for column in question.tables[known.table] if column in known.returned]
        if shown and not (question.request.everyone and known.rows.empty):
            rows = known.current(as_of, hires)
            where = rows.index.get_indexer(pd.Index(people["source_id"]))
            for column in shown:
                people[f"{known.table}.{column}"] = taken(rows[f"column.{column}"].to_numpy(), where)
    asked = question.request.fields
    return ReadResult(
        frame=people[["source_id", *(name for name in asked if name in people)]],
        future=future_changes(found.histories, as_of, hires),
        watermark=watermark,
        withheld=tuple(name for name in asked if name not in people),
        deleted=changes.deleted if changes is not None else (),
        hidden=found.hidden,
    )


def _people(reports: Sequence[Report]) -> pd.DataFrame:
    parts = [frames.people(report.people, report.columns) for report in reports]
    return frames.joined(parts) if len(parts) > 1 else parts[0]


def _future_hires(people: pd.DataFrame, as_of: str) -> "pd.Series[str]":
    """Return source_id -> hire date of those who start after the day."""
    if HIRE_DATE not in people:
        return pd.Series([], index=pd.Index([], dtype=object), dtype=object)
    first = people.loc[~people["source_id"].duplicated(), ["source_id", HIRE_DATE]].dropna()
    return first[first[HIRE_DATE] > as_of].set_index("source_id")[HIRE_DATE]


def _in_all(rows: Sequence[Row], fields: Iterable[str]) -> list[str]:
    """Return the fields that every answer has: one that the key may not see of somebody is not believed."""
    return [name for name in fields if all(name in row for row in rows)]


def _only(people: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
    return people[people["source_id"].isin(frozenset(ids))].reset_index(drop=True)
