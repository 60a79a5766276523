"""The ledger's resubmissions: refused records that a person asked to send again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import Connection, Engine, desc, insert, select, update
from sqlalchemy.exc import IntegrityError

from benefits_sync.errors import ParameterError
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.tables import rejections, resubmissions, resubmitted, runs
from benefits_sync.store.upserts import in_portions


@dataclass(frozen=True, slots=True)
class Resubmission:
    """One request; ``dag_id`` and ``airflow_run_id`` name the run that carries it out, once there is one."""

    id: int
    integration: str
    requested_by: str
    requested_at: datetime
    dag_id: str | None
    airflow_run_id: str | None


_COLUMNS = tuple(resubmissions.c[name] for name in Resubmission.__dataclass_fields__)


class Resubmissions:
    """Reads and writes resubmissions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def request(
        self, integration: str, rejection_ids: Sequence[int], token: str, user: str, at: datetime
    ) -> Resubmission:
        """Note a request; the same token again returns the first one, so that a second click does nothing.

        Raises:
            ParameterError: If a rejection is unknown, of another integration, or names nobody to read again.
        """
        try:
            with writing(self._engine) as connection:
                _note(connection, integration, sorted(set(rejection_ids)), token, user, at)
        except IntegrityError:
            pass  # the token is taken: the request was noted before
        with reading(self._engine) as connection:
            query = select(*_COLUMNS).where(resubmissions.c.token == token)
            return Resubmission(*connection.execute(query).one())

    def carried_out_by(self, number: int, dag_id: str, airflow_run_id: str) -> None:
        """Link a request to the run that carries it out."""
        with writing(self._engine) as connection:
            connection.execute(
                update(resubmissions)
                .where(resubmissions.c.id == number)
                .values(dag_id=dag_id, airflow_run_id=airflow_run_id)
            )

    def get(self, number: int) -> Resubmission:
        """Return one request.

        Raises:
            ParameterError: If there is none with this number.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(*_COLUMNS).where(resubmissions.c.id == number)).one_or_none()
        if row is None:
            raise ParameterError(f"resubmission: there is no resubmission {number}")
        return Resubmission(*row)

    def source_ids(self, number: int) -> tuple[str, ...]:
        """Return the source ids of the people whose records are to be sent again.

        Raises:
            ParameterError: If there is no such request.
        """
        self.get(number)
        query = (
            select(resubmitted.c.source_id)
            .where(resubmitted.c.resubmission == number)
            .distinct()
            .order_by(resubmitted.c.source_id)
        )
        with reading(self._engine) as connection:
            return tuple(connection.execute(query).scalars())

    def options_of(self, numbers: Collection[int]) -> dict[int, list[dict[str, JsonValue]]]:
        """Return, by request, the options of each run that refused one of its records."""
        query = (
            select(resubmitted.c.resubmission, rejections.c.reference_id, runs.c.options)
            .join(rejections, rejections.c.id == resubmitted.c.rejection)
            .join(runs, runs.c.reference_id == rejections.c.reference_id)
            .where(resubmitted.c.resubmission.in_(numbers))
            .order_by(rejections.c.reference_id)
        )
        found: dict[int, dict[str, dict[str, JsonValue]]] = {number: {} for number in numbers}
        with reading(self._engine) as connection:
            for number, reference_id, options in connection.execute(query):
                found[number][reference_id] = options
        return {number: list(by_run.values()) for number, by_run in found.items()}

    def of_form(self, token: str) -> list[Resubmission]:
        """Return all requests of a form; their tokens begin with the form's."""
        query = select(*_COLUMNS).where(resubmissions.c.token.startswith(token, autoescape=True))
        with reading(self._engine) as connection:
            return [Resubmission(*row) for row in connection.execute(query.order_by(resubmissions.c.id))]

    def latest(self, integrations: Collection[str], n: int) -> list[Resubmission]:
        """Return the last requests for these integrations, newest first."""
        query = (
            select(*_COLUMNS)
            .where(resubmissions.c.integration.in_(integrations))
            .order_by(desc(resubmissions.c.id))
            .limit(n)
        )
        with reading(self._engine) as connection:
            return [Resubmission(*row) for row in connection.execute(query)]

    def of_rejection(self, rejection_id: int) -> list[Resubmission]:
        """Return the requests that a rejection was part of, oldest first."""
        query = (
            select(*_COLUMNS)
            .join(resubmitted, resubmitted.c.resubmission == resubmissions.c.id)
            .where(resubmitted.c.rejection == rejection_id)
            .order_by(resubmissions.c.id)
        )
        with reading(self._engine) as connection:
            return [Resubmission(*row) for row in connection.execute(query)]


def _note(
    connection: Connection, integration: str, wanted: Sequence[int], token: str, user: str, at: datetime
) -> None:
    found: dict[int, str] = {}
    for portion in in_portions(wanted):
        query = select(rejections.c.id, rejections.c.source_id).where(
            rejections.c.id.in_(portion),
            rejections.c.integration == integration,
            rejections.c.source_id.is_not(None),
        )
        found |= {row.id: row.source_id for row in connection.execute(query)}
    missing = [str(number) for number in wanted if number not in found]
    if missing or not wanted:
        raise ParameterError(
            f"resubmit: no such rejection of {integration}: {', '.join(missing) or 'none given'}"
        )
    number = connection.execute(
        insert(resubmissions)
        .values(integration=integration, token=token, requested_by=user, requested_at=at)
        .returning(resubmissions.c.id)
    ).scalar_one()
    connection.execute(
        insert(resubmitted),
        [{"resubmission": number, "rejection": one, "source_id": source} for one, source in found.items()],
    )
