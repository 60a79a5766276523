"""The ledger's runs: one row for each run of an integration, from its first task to its summary."""

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Final, NotRequired, TypedDict, Unpack

from pydantic import JsonValue
from sqlalchemy import Engine, desc, or_, select, update

from benefits_sync.errors import ParameterError
from benefits_sync.models.runs import Counts, IntegrationType, RunStatus, RunSummary
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.run_rows import (
    IDENTITY,
    UPDATABLE,
    counts_of,
    plain,
    reference_id_of,
    row_of,
    summary_of,
)
from benefits_sync.store.tables import runs
from benefits_sync.store.upserts import Proposed, upsert

_ACCEPTED: Final = (RunStatus.COMPLETED.value, RunStatus.COMPLETED_WITH_ERRORS.value)
_BEGUN_AGAIN: Final = ("status", "mapping_version", "ended_at", "failure")
_NEWEST_FIRST: Final = (desc(runs.c.started_at), desc(runs.c.reference_id))
_NEAREST: Final = 5
_COMPARED_WITH: Final = 200


class RunFacts(TypedDict):
    """What is known of a run when it begins."""

    dag_id: str
    airflow_run_id: str
    integration: str
    type: IntegrationType
    run_name: str
    user: str
    delta: bool
    dry_run: bool
    mapping_version: str
    started_at: datetime
    since: datetime | None
    options: NotRequired[dict[str, JsonValue]]
    resubmission: NotRequired[int | None]


@dataclass(frozen=True, slots=True)
class AcceptedRun:
    """What the next run compares itself with."""

    reference_id: str
    roster_size: int
    active: int | None
    employees_processed: int
    counts: Counts
    ended_at: datetime | None
    measures: dict[str, int]


class Runs:
    """Reads and writes runs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, **facts: Unpack[RunFacts]) -> RunSummary:
        """Open a run and return it; an Airflow run that was begun before keeps its row.

        A run begun again is in progress again, with the mapping of now; its reference id, start, name, user
        and window (``since``) stay those of the first try.
        """
        dag_id, airflow_run_id = facts["dag_id"], facts["airflow_run_id"]
        with writing(self._engine) as connection:
            known = connection.execute(
                select(runs.c.reference_id).where(
                    runs.c.dag_id == dag_id, runs.c.airflow_run_id == airflow_run_id
                )
            ).scalar_one_or_none()
            reference_id = known or reference_id_of(dag_id, airflow_run_id, facts["started_at"])
            told = {name: value for name, value in facts.items() if name not in {"dag_id", "airflow_run_id"}}
            summary = RunSummary.model_validate(
                {**told, "reference_id": reference_id, "status": RunStatus.IN_PROGRESS}
            )
            row = {**row_of(summary), "dag_id": dag_id, "airflow_run_id": airflow_run_id}
            upsert(connection, runs, [row], _begun_again)
        return self.summary(reference_id)

    def update(self, reference_id: str, /, **fields: object) -> None:
        """Set fields of a run: its sizes, ``counts``, or any of `RunSummary` but its identity.

        Raises:
            ValueError: If a field is not one of those.
            ParameterError: If there is no such run.
        """
        unknown = sorted(set(fields) - UPDATABLE)
        if unknown:
            raise ValueError(f"a run has no field {', '.join(unknown)} that may be updated")
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(runs).where(runs.c.reference_id == reference_id).values(plain(fields))
            )
            if changed.rowcount == 0:
                raise ParameterError(f"the ledger has no run {reference_id}")

    def finish(self, reference_id: str, summary: RunSummary) -> None:
        """Keep the summary of a run that ended."""
        self.update(
            reference_id, **{name: value for name, value in row_of(summary).items() if name not in IDENTITY}
        )

    def summary(self, reference_id: str) -> RunSummary:
        """Return a run's summary as far as it is known.

        Raises:
            ParameterError: If there is no such run.
        """
        with reading(self._engine) as connection:
            found = connection.execute(select(runs).where(runs.c.reference_id == reference_id))
            row = found.mappings().one_or_none()
        if row is None:
            raise ParameterError(f"the ledger has no run {reference_id}")
        return summary_of(row)

    def of_airflow_run(self, dag_id: str, airflow_run_id: str) -> RunSummary | None:
        """Return the summary of an Airflow run, or None when that run has not begun here."""
        same = (runs.c.dag_id == dag_id, runs.c.airflow_run_id == airflow_run_id)
        with reading(self._engine) as connection:
            row = connection.execute(select(runs).where(*same)).mappings().one_or_none()
        return None if row is None else summary_of(row)

    def latest(self, integration: str | None, n: int) -> list[RunSummary]:
        """Return the last runs of an integration, or of all, newest first."""
        query = select(runs).order_by(*_NEWEST_FIRST).limit(n)
        if integration is not None:
            query = query.where(runs.c.integration == integration)
        with reading(self._engine) as connection:
            return [summary_of(row) for row in connection.execute(query).mappings()]

    def find(self, text: str) -> RunSummary:
        """Return the run with this reference id, beginning of one, or run name (the newest of that name).

        Raises:
            ParameterError: If there is none, or the beginning fits several; the message lists the nearest.
        """
        fits = or_(runs.c.reference_id.startswith(text, autoescape=True), runs.c.run_name == text)
        query = select(runs).where(fits).order_by(*_NEWEST_FIRST)
        with reading(self._engine) as connection:
            found = [summary_of(row) for row in connection.execute(query).mappings()]
        named = [run for run in found if text in {run.run_name, run.reference_id}]
        if text and (named or len(found) == 1):
            return (named or found)[0]
        raise ParameterError(self._not_found(text, [run.reference_id for run in found]))

    def last_accepted(self, integration: str) -> AcceptedRun | None:
        """Return the newest run that was applied, was no dry run, and knew how many people the source has."""
        query = (
            select(runs)
            .where(
                runs.c.integration == integration,
                runs.c.status.in_(_ACCEPTED),
                runs.c.dry_run.is_(False),
                runs.c.roster_size.is_not(None),
            )
            .order_by(*_NEWEST_FIRST)
            .limit(1)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        return AcceptedRun(
            reference_id=row[runs.c.reference_id],
            roster_size=row[runs.c.roster_size],
            active=row[runs.c.active],
            employees_processed=row[runs.c.employees_processed],
            counts=counts_of(row),
            ended_at=row[runs.c.ended_at],
            measures=row[runs.c.measures],
        )

    def accepted_options(self, integration: str) -> list[tuple[datetime, dict[str, JsonValue]]]:
        """Return start and options of every applied run that read records, oldest first."""
        query = (
            select(runs.c.started_at, runs.c.options)
            .where(
                runs.c.integration == integration,
                runs.c.status.in_(_ACCEPTED),
                runs.c.dry_run.is_(False),
                runs.c.read > 0,
            )
            .order_by(runs.c.started_at)
        )
        with reading(self._engine) as connection:
            return [(row.started_at, row.options) for row in connection.execute(query)]

    def _not_found(self, text: str, several: list[str]) -> str:
        if several:
            return f"{text!r} is the beginning of several runs: {', '.join(several[:_NEAREST])}"
        query = select(runs.c.reference_id, runs.c.run_name).order_by(*_NEWEST_FIRST).limit(_COMPARED_WITH)
        with reading(self._engine) as connection:
            known = [tuple(row) for row in connection.execute(query)]
        if not known:
            return f"the ledger has no run {text!r}, for it has none yet"
        names = [name for row in known for name in row]
        nearest = get_close_matches(text, names, n=_NEAREST) or [row[0] for row in known[:_NEAREST]]
        return f"the ledger has no run {text!r}; the nearest are: {', '.join(nearest)}"


def _begun_again(new: Proposed) -> dict[str, Any]:
    return {name: new[name] for name in _BEGUN_AGAIN}
