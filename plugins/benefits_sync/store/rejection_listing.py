"""Rejections as the transaction assistant shows them: filtered, paged, grouped by cause, one by one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Engine, Row, Select, desc, func, or_, select, update

from benefits_sync.store.engine import reading, writing
from benefits_sync.store.rejections import RejectionStatus
from benefits_sync.store.tables import rejections, resubmitted, runs


@dataclass(frozen=True, slots=True)
class RejectionFilter:
    """Which rejections are wanted; a member left alone asks for all.

    ``dag_ids`` are the DAGs the reader may see. An empty ``field`` asks for rejections that name none.
    ``record`` is the beginning of a record key. ``up_to`` leaves out what was refused after a reader looked.
    """

    dag_ids: Collection[str]
    integration: str | None = None
    reference_id: str | None = None
    field: str | None = None
    rule: str | None = None
    record: str | None = None
    resubmission: int | None = None
    ids: Collection[int] | None = None
    status: str | None = RejectionStatus.OPEN.value
    up_to: int | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """All rejections of one integration that one rule refused for one field."""

    integration: str
    field: str | None
    rule: str
    message: str
    count: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class ListedRejection:
    """A rejection, and the run that refused the record with the options of that run."""

    id: int
    integration: str
    reference_id: str
    run_name: str
    dag_id: str
    record_key: str | None
    source_id: str | None
    source_row: str | None
    field: str | None
    rule: str
    message: str
    status: RejectionStatus
    opened_at: datetime
    closed_at: datetime | None
    resolved_by_run: str | None
    dismissed_by: str | None
    reason: str | None
    options: Mapping[str, JsonValue]

    @property
    def label(self) -> str:
        """What people call the record: its key, else what the source knows it by."""
        return self.record_key or self.source_row or f"source id {self.source_id or 'unknown'}"


_COLUMNS: Final = tuple(
    runs.c[name] if name in {"run_name", "dag_id", "options"} else rejections.c[name]
    for name in ListedRejection.__dataclass_fields__
)
_BOTH: Final = rejections.join(runs, runs.c.reference_id == rejections.c.reference_id)
_NEWEST_FIRST: Final = (desc(rejections.c.opened_at), rejections.c.record_key, rejections.c.id)


class RejectionListing:
    """Reads rejections for people, and notes what they decide about one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def causes(self, wanted: RejectionFilter) -> list[Cause]:
        """Return the causes of the rejections wanted, the newest first."""
        cause = (rejections.c.integration, rejections.c.field, rejections.c.rule)
        newest, count = func.max(rejections.c.opened_at), func.count()
        query = (
            select(*cause, func.min(rejections.c.message), count, newest)
            .select_from(_BOTH)
            .where(*_conditions(wanted))
            .group_by(*cause)
            .order_by(desc(newest), desc(count), *cause)
        )
        with reading(self._engine) as connection:
            return [Cause(*row) for row in connection.execute(query)]

    def page(self, wanted: RejectionFilter, offset: int, limit: int) -> list[ListedRejection]:
        """Return a part of the rejections wanted, newest first."""
        return self._listed(_query(wanted).order_by(*_NEWEST_FIRST).offset(offset).limit(limit))

    def every(self, wanted: RejectionFilter) -> list[ListedRejection]:
        """Return all rejections wanted, newest first."""
        return self._listed(_query(wanted).order_by(*_NEWEST_FIRST))

    def count(self, wanted: RejectionFilter) -> int:
        """Return how many rejections are wanted."""
        query = select(func.count()).select_from(_BOTH).where(*_conditions(wanted))
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def newest(self, wanted: RejectionFilter) -> int:
        """Return the highest number of the rejections wanted, 0 where there is none."""
        query = select(func.max(rejections.c.id)).select_from(_BOTH).where(*_conditions(wanted))
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one() or 0

    def get(self, number: int) -> ListedRejection | None:
        """Return one rejection, or None."""
        found = self._listed(select(*_COLUMNS).select_from(_BOTH).where(rejections.c.id == number))
        return found[0] if found else None

    def of_same_record(self, one: ListedRejection) -> list[ListedRejection]:
        """Return all open rejections of the record of this one, it included, newest run first."""
        return [other for other in self.of_same_person(one) if other.source_row == one.source_row]

    def of_same_person(self, one: ListedRejection) -> list[ListedRejection]:
        """Return the open rejections of all records that one person has in an integration's source."""
        query = (
            select(*_COLUMNS)
            .select_from(_BOTH)
            .where(
                rejections.c.integration == one.integration,
                rejections.c.source_id == one.source_id,
                rejections.c.status == RejectionStatus.OPEN.value,
            )
        )
        return self._listed(query.order_by(*_NEWEST_FIRST))

    def dismiss(self, number: int, user: str, reason: str, at: datetime) -> bool:
        """Close an open rejection for a reason; return no when it was not open any more."""
        closing = {
            "status": RejectionStatus.DISMISSED.value,
            "closed_at": at,
            "dismissed_by": user,
            "reason": reason,
        }
        return self._change(number, RejectionStatus.OPEN, closing)

    def reopen(self, number: int) -> bool:
        """Open a dismissed rejection again; return no when it was not dismissed."""
        opening = {
            "status": RejectionStatus.OPEN.value,
            "closed_at": None,
            "dismissed_by": None,
            "reason": None,
        }
        return self._change(number, RejectionStatus.DISMISSED, opening)

    def _change(self, number: int, status: RejectionStatus, changed: Mapping[str, object]) -> bool:
        query = update(rejections).where(rejections.c.id == number, rejections.c.status == status.value)
        with writing(self._engine) as connection:
            return connection.execute(query.values(changed)).rowcount == 1

    def _listed(self, query: Select[tuple[object, ...]]) -> list[ListedRejection]:
        with reading(self._engine) as connection:
            return [_rejection(row) for row in connection.execute(query)]


def _rejection(row: Row[tuple[object, ...]]) -> ListedRejection:
    facts = dict(zip(ListedRejection.__dataclass_fields__, row, strict=True))
    return ListedRejection(**{**facts, "status": RejectionStatus(str(facts["status"]))})


def _query(wanted: RejectionFilter) -> Select[tuple[object, ...]]:
    return select(*_COLUMNS).select_from(_BOTH).where(*_conditions(wanted))


def _conditions(wanted: RejectionFilter) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [runs.c.dag_id.in_(wanted.dag_ids)]
    equal = {
        "integration": wanted.integration,
        "reference_id": wanted.reference_id,
        "field": wanted.field or None,
        "rule": wanted.rule,
        "status": wanted.status,
    }
    conditions += [rejections.c[name] == value for name, value in equal.items() if value is not None]
    if wanted.field == "":
        conditions.append(rejections.c.field.is_(None))
    if wanted.record is not None:
        begins = (rejections.c.record_key, rejections.c.source_id)
        conditions.append(or_(*(column.startswith(wanted.record, autoescape=True) for column in begins)))
    if wanted.resubmission is not None:
        part = select(resubmitted.c.rejection).where(resubmitted.c.resubmission == wanted.resubmission)
        conditions.append(rejections.c.id.in_(part))
    if wanted.ids is not None:
        conditions.append(rejections.c.id.in_(wanted.ids))
    if wanted.up_to is not None:
        conditions.append(rejections.c.id <= wanted.up_to)
    return conditions
