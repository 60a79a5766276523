"""Control numbers: taken once, never derived from a clock, never used for two files.

A number is committed before a file is written under it. One that no file came to carry keeps the reason.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, insert, select, update

from benefits_sync.errors import ParameterError
from benefits_sync.models.carrier_alarms import Alarm
from benefits_sync.models.carriers import LAST_CONTROL_NUMBER, ControlNumbers, Pair, Usage
from benefits_sync.store.carriers.alarms import raise_alarm
from benefits_sync.store.carriers.tables import carrier_control_numbers as counters
from benefits_sync.store.carriers.tables import carrier_numbers as numbers
from benefits_sync.store.engine import reading, writing
from benefits_sync.store.upserts import Proposed, upsert

_KINDS: Final = ("interchange", "group")


@dataclass(frozen=True, slots=True)
class TakenNumber:
    """A number that was taken, and what became of it."""

    pair: Pair
    interchange: int
    group: int
    taken_at: datetime
    file: int | None
    skipped_reason: str | None


class Numbers:
    """Takes and explains control numbers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(
        self, pair: Pair, purpose: str, at: datetime, began_again: Alarm | None = None
    ) -> ControlNumbers:
        """Take the next numbers for a file; the same purpose gets the same ones again.

        Args:
            pair: Between whom, in test or production.
            purpose: What they are for, such as a run with carrier and group: a task tried again takes no
                more. A rebuilt file is another purpose.
            at: The moment.
            began_again: What people are to know when one of them begins again at 1.
        """
        with writing(self._engine) as connection:
            last = _locked(connection, pair)
            row = connection.execute(_taken(pair, numbers.c.purpose == purpose)).one_or_none()
            new = row is None
            if row is None:
                row = _take(connection, pair, last, {"purpose": purpose, "taken_at": at})
            wrapped = _wrapped(connection, pair, row)
            if new and wrapped and began_again is not None:
                raise_alarm(connection, began_again, at)
            return ControlNumbers(row.interchange, row.group_number, wrapped)

    def start_after(self, pair: Pair, interchange: int, group: int) -> None:
        """Go on after the numbers of another system that sent to this carrier before us.

        Raises:
            ParameterError: If that would go back, or there is no number after them.
        """
        told = dict(zip(_KINDS, (interchange, group), strict=True))
        with writing(self._engine) as connection:
            last = _locked(connection, pair)
            for kind, number in told.items():
                if not last[kind] <= number < LAST_CONTROL_NUMBER:
                    raise ParameterError(
                        f"{kind} {number}: numbers between {pair.sender} and {pair.receiver} are at "
                        f"{last[kind]}; they only go on, up to {LAST_CONTROL_NUMBER}"
                    )
            _set(connection, pair, told)

    def skip(self, pair: Pair, interchange: int, reason: str) -> None:
        """Note why no file carries a number; it is not used again.

        Raises:
            ParameterError: If it was never taken, or a file carries it.
        """
        free = and_(_of(pair), numbers.c.interchange == interchange, numbers.c.file.is_(None))
        query = update(numbers).where(free).values(skipped_reason=reason, purpose=None)
        with writing(self._engine) as connection:
            if connection.execute(query).rowcount == 0:
                raise ParameterError(f"interchange {interchange} was not taken, or a file carries it")

    def unexplained(self, before: datetime) -> list[TakenNumber]:
        """Return the numbers taken before a moment that have neither a file nor a reason: gaps to explain."""
        gap = and_(numbers.c.file.is_(None), numbers.c.skipped_reason.is_(None), numbers.c.taken_at < before)
        return self._listed(gap)

    def taken(self, pair: Pair) -> list[TakenNumber]:
        """Return every number taken between two parties, oldest first."""
        return self._listed(_of(pair))

    def last(self, pair: Pair) -> ControlNumbers:
        """Return the numbers taken last; zeros when there are none."""
        with reading(self._engine) as connection:
            found = _last(connection, pair)
        return ControlNumbers(found.get("interchange", 0), found.get("group", 0))

    def reached(self) -> dict[Pair, ControlNumbers]:
        """Return the numbers taken last between each two parties."""
        found: dict[Pair, dict[str, int]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(select(counters).order_by(*counters.primary_key)):
                pair = Pair(row.sender, row.receiver, Usage(row.usage))
                found.setdefault(pair, {})[row.kind] = row.last
        return {pair: ControlNumbers(last["interchange"], last["group"]) for pair, last in found.items()}

    def _listed(self, condition: ColumnElement[bool]) -> list[TakenNumber]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(numbers).where(condition).order_by(numbers.c.id))
            return [_taken_number(row) for row in rows]


def assign(connection: Connection, pair: Pair, interchange: int, file: int) -> None:
    """Note that a file carries a number, in the transaction that keeps the file.

    Raises:
        ParameterError: If the number was never taken, or was skipped.
    """
    condition = and_(
        _of(pair),
        numbers.c.interchange == interchange,
        numbers.c.file.is_(None),
        numbers.c.skipped_reason.is_(None),
    )
    if connection.execute(update(numbers).where(condition).values(file=file)).rowcount != 1:
        raise ParameterError(
            f"interchange {interchange} was not taken for a file between {pair.sender} and {pair.receiver}: "
            "numbers come from the ledger only"
        )


def _locked(connection: Connection, pair: Pair) -> dict[str, int]:
    """Return how far the numbers are; nobody else takes one until the transaction ends."""
    rows = [{**pair._asdict(), "kind": kind, "last": 0} for kind in _KINDS]
    upsert(connection, counters, rows, _as_it_was)
    return _last(connection, pair)


def _as_it_was(_new: Proposed) -> dict[str, Any]:
    return {"last": counters.c.last}


def _last(connection: Connection, pair: Pair) -> dict[str, int]:
    query = select(counters.c.kind, counters.c.last).where(
        counters.c.sender == pair.sender,
        counters.c.receiver == pair.receiver,
        counters.c.usage == pair.usage.value,
    )
    return {row.kind: row.last for row in connection.execute(query)}


def _take(connection: Connection, pair: Pair, last: dict[str, int], facts: dict[str, Any]) -> Row[Any]:
    new = {kind: last[kind] % LAST_CONTROL_NUMBER + 1 for kind in _KINDS}
    _set(connection, pair, new)
    row = {**pair._asdict(), **facts, "interchange": new["interchange"], "group_number": new["group"]}
    return connection.execute(insert(numbers).values(row).returning(*numbers.c)).one()


def _set(connection: Connection, pair: Pair, last: dict[str, int]) -> None:
    rows = [{**pair._asdict(), "kind": kind, "last": number} for kind, number in last.items()]
    upsert(connection, counters, rows, _as_proposed)


def _as_proposed(new: Proposed) -> dict[str, Any]:
    return {"last": new.last}


def _wrapped(connection: Connection, pair: Pair, row: Row[Any]) -> bool:
    if 1 not in (row.interchange, row.group_number):
        return False
    earlier = select(numbers.c.id).where(_of(pair), numbers.c.id < row.id).limit(1)
    return connection.execute(earlier).first() is not None


def _taken(pair: Pair, condition: ColumnElement[bool]) -> Select[Any]:
    return select(numbers).where(_of(pair), condition)


def _of(pair: Pair) -> ColumnElement[bool]:
    return and_(
        numbers.c.sender == pair.sender,
        numbers.c.receiver == pair.receiver,
        numbers.c.usage == pair.usage.value,
    )


def _taken_number(row: Row[Any]) -> TakenNumber:
    return TakenNumber(
        Pair(row.sender, row.receiver, Usage(row.usage)),
        row.interchange,
        row.group_number,
        row.taken_at,
        row.file,
        row.skipped_reason,
    )
