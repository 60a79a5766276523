"""Runs as lists for the pages: filtered, paged, counted, and compared with the ones before."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, RowMapping, Select, and_, desc, func, or_, select, tuple_

from benefits_sync.models.runs import Counts, RunStatus, RunSummary
from benefits_sync.models.writes import WriteStatus
from benefits_sync.store.engine import reading
from benefits_sync.store.run_rows import summary_of
from benefits_sync.store.tables import runs, writes
from benefits_sync.store.upserts import in_portions

AirflowRun = tuple[str, str]
"""A DAG's id and the id of one of its Airflow runs."""

_NEWEST_FIRST: Final = (desc(runs.c.started_at), desc(runs.c.reference_id))
_WRITTEN: Final = (WriteStatus.CONFIRMED.value, WriteStatus.ACCEPTED.value)
_OUTCOMES: Final = {"create": "created", "update": "updated", "terminate": "terminated", "rehire": "rehired"}


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run of the ledger and the Airflow run it belongs to."""

    dag_id: str
    airflow_run_id: str
    summary: RunSummary


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs are wanted; a member left alone asks for all.

    ``dag_ids`` are the DAGs the reader may see. ``shown_as`` gives runs, by reference id, another status than
    the ledger's: a killed run cannot tell the ledger that it ended.
    """

    dag_ids: Collection[str]
    integration: str | None = None
    status: str | None = None
    user: str | None = None
    text: str | None = None
    begun_from: datetime | None = None
    begun_before: datetime | None = None
    shown_as: Mapping[str, str] = field(default_factory=dict)


class RunListing:
    """Reads runs for lists; writes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(self, wanted: RunFilter, offset: int, limit: int) -> list[ListedRun]:
        """Return a part of the runs wanted, newest first."""
        query = select(runs).where(_conditions(wanted)).order_by(*_NEWEST_FIRST)
        return self._listed(query.offset(offset).limit(limit))

    def tally(self, wanted: RunFilter) -> Counter[str]:
        """Return how many of the runs wanted are shown with each status."""
        others = runs.c.reference_id.not_in(sorted(wanted.shown_as))
        counted = select(runs.c.status, func.count()).where(_conditions(wanted), others)
        overruled = select(runs.c.reference_id).where(_conditions(wanted), ~others)
        with reading(self._engine) as connection:
            grouped = connection.execute(counted.group_by(runs.c.status))
            found = Counter({str(status): int(number) for status, number in grouped})
            found.update(wanted.shown_as[name] for name in connection.execute(overruled).scalars())
        return found

    def run(self, reference_id: str) -> ListedRun | None:
        """Return the run with this reference id, or None."""
        found = self._listed(select(runs).where(runs.c.reference_id == reference_id))
        return found[0] if found else None

    def unfinished(self, dag_ids: Collection[str]) -> list[ListedRun]:
        """Return the runs that have begun and not ended, as far as the ledger knows."""
        wanted = RunFilter(dag_ids, status=RunStatus.IN_PROGRESS.value)
        return self._listed(select(runs).where(_conditions(wanted)).order_by(*_NEWEST_FIRST))

    def of_airflow_runs(self, airflow_runs: Iterable[AirflowRun]) -> list[ListedRun]:
        """Return the ledger's runs of these Airflow runs; those that never began here are missing."""
        pair = tuple_(runs.c.dag_id, runs.c.airflow_run_id)
        found: list[ListedRun] = []
        for portion in in_portions(sorted(set(airflow_runs))):
            found += self._listed(select(runs).where(pair.in_(portion)))
        return found

    def before(self, run: RunSummary, number: int) -> list[RunSummary]:
        """Return the last finished runs of the same integration up to this one, oldest first."""
        query = (
            select(runs)
            .where(
                runs.c.integration == run.integration,
                runs.c.started_at <= run.started_at,
                or_(runs.c.status != RunStatus.IN_PROGRESS.value, runs.c.reference_id == run.reference_id),
            )
            .order_by(*_NEWEST_FIRST)
            .limit(number)
        )
        return [listed.summary for listed in reversed(self._listed(query))]

    def dag_ids(self) -> list[str]:
        """Return the DAGs that have runs."""
        return self._distinct(select(runs.c.dag_id), runs.c.dag_id)

    def integrations(self, dag_ids: Collection[str]) -> list[str]:
        """Return the integrations that have runs of these DAGs."""
        return self._distinct(
            select(runs.c.integration).where(runs.c.dag_id.in_(dag_ids)), runs.c.integration
        )

    def users(self, dag_ids: Collection[str]) -> list[str]:
        """Return who started runs of these DAGs."""
        return self._distinct(select(runs.c.user).where(runs.c.dag_id.in_(dag_ids)), runs.c.user)

    def written_so_far(self, reference_ids: Sequence[str]) -> dict[str, Counts]:
        """Return what the target has taken from each of these runs so far, and what it refused."""
        query = (
            select(writes.c.reference_id, writes.c.kind, writes.c.status, func.count())
            .where(writes.c.reference_id.in_(reference_ids))
            .group_by(writes.c.reference_id, writes.c.kind, writes.c.status)
        )
        with reading(self._engine) as connection:
            rows = [tuple(row) for row in connection.execute(query)]
        return {reference_id: _counts(rows, reference_id) for reference_id in reference_ids}

    def _listed(self, query: Select[Any]) -> list[ListedRun]:
        with reading(self._engine) as connection:
            return [_listed_run(row) for row in connection.execute(query).mappings()]

    def _distinct(self, query: Select[tuple[str]], order: ColumnElement[str]) -> list[str]:
        with reading(self._engine) as connection:
            return list(connection.execute(query.distinct().order_by(order)).scalars())


def _listed_run(row: RowMapping) -> ListedRun:
    return ListedRun(row[runs.c.dag_id], row[runs.c.airflow_run_id], summary_of(row))


def _conditions(wanted: RunFilter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [runs.c.dag_id.in_(sorted(wanted.dag_ids))]
    if wanted.integration is not None:
        conditions.append(runs.c.integration == wanted.integration)
    if wanted.status is not None:
        conditions.append(_shown_with(wanted.status, wanted.shown_as))
    if wanted.user is not None:
        conditions.append(runs.c.user == wanted.user)
    if wanted.text is not None:
        conditions.append(_named(wanted.text))
    if wanted.begun_from is not None:
        conditions.append(runs.c.started_at >= wanted.begun_from)
    if wanted.begun_before is not None:
        conditions.append(runs.c.started_at < wanted.begun_before)
    return and_(*conditions)


def _shown_with(status: str, shown_as: Mapping[str, str]) -> ColumnElement[bool]:
    same = sorted(name for name, shown in shown_as.items() if shown == status)
    ours = and_(runs.c.status == status, runs.c.reference_id.not_in(sorted(shown_as)))
    return or_(ours, runs.c.reference_id.in_(same))


def _named(text: str) -> ColumnElement[bool]:
    return or_(
        runs.c.run_name.icontains(text, autoescape=True),
        runs.c.reference_id.startswith(text, autoescape=True),
    )


def _counts(rows: Iterable[tuple[Any, ...]], reference_id: str) -> Counts:
    totals = dict.fromkeys((*_OUTCOMES.values(), "rejected"), 0)
    for of_run, kind, status, number in rows:
        if of_run != reference_id:
            continue
        if status in _WRITTEN:
            totals[_OUTCOMES[kind]] += number
        elif status == WriteStatus.REJECTED.value:
            totals["rejected"] += number
    return Counts(**totals)
