"""What people are to be told of carrier files: kept with what happened, until they were told."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from benefits_sync.models.carrier_alarms import Alarm, AlarmKind, AlarmRow
from benefits_sync.store.carriers.tables import carrier_alarms as alarms
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.upserts import in_portions


class Alarms:
    """Finds what nobody was told yet, and notes what they were told.

    Alarms are raised by the steps that they tell of, in one transaction: a task that is killed before it
    tells anybody leaves them to the next try. Only what leaves no trace of its own is kept by `keep`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, alarm: Alarm, at: datetime) -> None:
        """Keep an alarm about what no step is made of; one that still waits to be told is kept once."""
        same = (alarms.c.carrier == alarm.carrier, alarms.c.sentence == alarm.sentence)
        with writing(self._engine) as connection:
            waits = select(alarms.c.id).where(*same, alarms.c.told_at.is_(None))
            if connection.execute(waits).first() is None:
                raise_alarm(connection, alarm, at)

    def untold(self, carrier: str) -> list[AlarmRow]:
        """Return a carrier's alarms that nobody was told, oldest first."""
        query = select(alarms).where(alarms.c.carrier == carrier, alarms.c.told_at.is_(None))
        with reading(self._engine) as connection:
            return [_alarm_of(row) for row in connection.execute(query.order_by(alarms.c.id)).mappings()]

    def carriers(self) -> frozenset[str]:
        """Return the carriers that have alarms which nobody was told."""
        query = select(alarms.c.carrier).where(alarms.c.told_at.is_(None)).distinct()
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def told(self, numbers: Collection[int], at: datetime) -> None:
        """Note that people were told."""
        with writing(self._engine) as connection:
            for portion in in_portions(sorted(numbers)):
                connection.execute(update(alarms).where(alarms.c.id.in_(portion)).values(told_at=at))


def raise_alarm(connection: Connection, alarm: Alarm, at: datetime) -> None:
    """Keep an alarm, in the transaction of what it tells of."""
    connection.execute(insert(alarms), {**asdict(alarm), "raised_at": at})


def _alarm_of(row: RowMapping) -> AlarmRow:
    values = {name: row[alarms.c[name]] for name in AlarmRow.__dataclass_fields__}
    return AlarmRow(**{**values, "kind": AlarmKind(values["kind"])})
