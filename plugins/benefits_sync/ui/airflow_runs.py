"""What Airflow knows of our runs that the ledger does not: queued, running, next, removed, and their tasks.

The API server owns Airflow's database, so its own models are read here; tasks could not do that.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from airflow.configuration import conf
from airflow.models.dag import DagModel
from airflow.models.dagrun import DagRun
from airflow.models.log import Log
from airflow.models.taskinstance import TaskInstance
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from sqlalchemy import ColumnElement, desc, or_, select, tuple_

from benefits_sync.store.listing import AirflowRun
from benefits_sync.store.upserts import in_portions

SCHEDULE: Final = "schedule"
"""Who starts a run that no person started."""

MOST: Final = 500
"""Of runs that never reached the ledger, the newest so many are shown."""

_ACTIVE: Final = (DagRunState.QUEUED, DagRunState.RUNNING)
_DELETIONS: Final = ("delete_dag_run", "bulk_dag_runs")


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run as Airflow knows it."""

    dag_id: str
    run_id: str
    state: str
    user: str
    name: str | None
    at: datetime
    ended_at: datetime | None = None

    @property
    def key(self) -> AirflowRun:
        """What the ledger knows it by."""
        return self.dag_id, self.run_id


@dataclass(frozen=True, slots=True)
class TaskState:
    """One task of a run, or one part of a mapped one."""

    task_id: str
    map_index: int
    state: str | None


def titles(dag_ids: Collection[str]) -> dict[str, str]:
    """Return how these DAGs are called for people; one that Airflow no longer has is missing."""
    query = select(DagModel).where(DagModel.dag_id.in_(dag_ids), DagModel.is_stale.is_(False))
    with create_session() as session:
        return {dag.dag_id: dag.dag_display_name for dag in session.scalars(query)}


def active(dag_ids: Collection[str]) -> list[KnownRun]:
    """Return the runs that are queued or running."""
    return _known(DagRun.dag_id.in_(dag_ids), DagRun.state.in_(_ACTIVE))


def failed(dag_ids: Collection[str], since: datetime) -> list[KnownRun]:
    """Return the runs that failed lately."""
    return _known(DagRun.dag_id.in_(dag_ids), DagRun.state == DagRunState.FAILED, DagRun.run_after >= since)


def upcoming(dag_ids: Collection[str]) -> list[KnownRun]:
    """Return the next run of each DAG that has a schedule and is not paused; it has no run id yet."""
    if not conf.getboolean("scheduler", "use_job_schedule", fallback=True):
        return []
    query = select(DagModel).where(
        DagModel.dag_id.in_(dag_ids),
        DagModel.is_paused.is_(False),
        DagModel.is_stale.is_(False),
        DagModel.next_dagrun_create_after.is_not(None),
    )
    with create_session() as session:
        return [
            KnownRun(dag.dag_id, "", "", SCHEDULE, None, dag.next_dagrun_create_after)
            for dag in session.scalars(query)
            if dag.next_dagrun_create_after is not None
        ]


def removed(dag_ids: Collection[str], since: datetime) -> list[KnownRun]:
    """Return the runs that somebody deleted lately, by Airflow's own log of events."""
    query = (
        select(Log)
        .where(Log.event.in_(_DELETIONS), Log.dttm >= since, or_(Log.dag_id.in_(dag_ids), Log.dag_id == "~"))
        .order_by(desc(Log.dttm))
        .limit(MOST)
    )
    with create_session() as session:
        found = [run for entry in session.scalars(query) for run in _deleted_by(entry)]
    present = states({run.key for run in found})
    return [run for run in found if run.dag_id in dag_ids and run.key not in present]


def states(keys: Iterable[AirflowRun]) -> dict[AirflowRun, str]:
    """Return the state of each of these runs that Airflow still has."""
    pair = tuple_(DagRun.dag_id, DagRun.run_id)
    found: dict[AirflowRun, str] = {}
    with create_session() as session:
        for portion in in_portions(sorted(set(keys))):
            rows = session.execute(
                select(DagRun.dag_id, DagRun.run_id, DagRun.state).where(pair.in_(portion))
            )
            found |= {(dag_id, run_id): str(state) for dag_id, run_id, state in rows}
    return found


def tasks(key: AirflowRun) -> list[TaskState]:
    """Return a run's tasks in the order in which they began; those that have not come last."""
    query = (
        select(TaskInstance.task_id, TaskInstance.map_index, TaskInstance.state)
        .where(TaskInstance.dag_id == key[0], TaskInstance.run_id == key[1])
        .order_by(TaskInstance.start_date.is_(None), TaskInstance.start_date, TaskInstance.map_index)
    )
    with create_session() as session:
        return [TaskState(task_id, index, state) for task_id, index, state in session.execute(query)]


def _known(*conditions: ColumnElement[bool]) -> list[KnownRun]:
    query = select(DagRun).where(*conditions).order_by(desc(DagRun.run_after)).limit(MOST)
    with create_session() as session:
        return [
            KnownRun(
                run.dag_id,
                run.run_id,
                str(run.state),
                run.triggering_user_name or SCHEDULE,
                (run.conf or {}).get("run_name"),
                run.start_date or run.queued_at or run.run_after,
                run.end_date,
            )
            for run in session.scalars(query)
        ]


def _deleted_by(entry: Log) -> Iterator[KnownRun]:
    """Yield the runs that one entry of the log deleted, one by one or many at once."""
    if entry.dttm is None:
        return
    keys = [(entry.dag_id, entry.run_id)] if entry.event == "delete_dag_run" else _entities(entry)
    for dag_id, run_id in keys:
        if dag_id and run_id:
            yield KnownRun(dag_id, run_id, "", "", None, entry.dttm)


def _entities(entry: Log) -> Iterator[tuple[str | None, str | None]]:
    told: dict[str, Any] = json.loads(entry.extra or "{}")
    for action in told.get("actions", ()):
        if action.get("action") != "delete":
            continue
        for entity in action.get("entities", ()):
            named = {"dag_run_id": entity} if isinstance(entity, str) else entity
            yield named.get("dag_id") or entry.dag_id, named.get("dag_run_id")
