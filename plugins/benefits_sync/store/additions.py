"""The ledger's additions: values that a mapping's lookup lacked, added by a person for everyone.

They hold until somebody withdraws them, which an engineer does once they stand in the mapping file.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Engine, insert, select, update

from benefits_sync.store.engine import reading, writing
from benefits_sync.store.tables import additions


class AdditionStatus(StrEnum):
    """Life of an addition."""

    ACTIVE = "active"
    REPLACED = "replaced"  # by a later addition for the same source value
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Addition:
    """One line added to a lookup; without a target value the lookup gives nothing, on purpose."""

    id: int
    integration: str
    lookup: str
    source_value: str
    target_value: str | None
    made_by: str
    made_at: datetime


_COLUMNS: Final = tuple(additions.c[name] for name in Addition.__dataclass_fields__)
_IN_FORCE: Final = additions.c.status == AdditionStatus.ACTIVE.value


class Additions:
    """Writes and reads additions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, integration: str, lookup: str, line: tuple[str, str | None], user: str, at: datetime
    ) -> int:
        """Add a line, source value and target value, in place of an earlier one; return its number."""
        source_value, target_value = line
        same = (
            additions.c.integration == integration,
            additions.c.lookup == lookup,
            additions.c.source_value == source_value,
            _IN_FORCE,
        )
        new = {
            "integration": integration,
            "lookup": lookup,
            "source_value": source_value,
            "target_value": target_value,
            "status": AdditionStatus.ACTIVE.value,
            "made_by": user,
            "made_at": at,
        }
        with writing(self._engine) as connection:
            ending = {"status": AdditionStatus.REPLACED.value, "ended_at": at, "ended_by": user}
            connection.execute(update(additions).where(*same).values(ending))
            made = connection.execute(insert(additions).values(new).returning(additions.c.id))
            return int(made.scalar_one())

    def withdraw(self, number: int, user: str, at: datetime) -> bool:
        """Take a line back; return no when it was not in force any more."""
        ending = {"status": AdditionStatus.WITHDRAWN.value, "ended_at": at, "ended_by": user}
        query = update(additions).where(additions.c.id == number, _IN_FORCE).values(ending)
        with writing(self._engine) as connection:
            return connection.execute(query).rowcount == 1

    def get(self, number: int) -> Addition | None:
        """Return an addition in force, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(select(*_COLUMNS).where(additions.c.id == number, _IN_FORCE)).first()
        return None if row is None else Addition(*row)

    def list(self) -> list[Addition]:
        """Return all additions in force by integration, lookup and source value."""
        order = (additions.c.integration, additions.c.lookup, additions.c.source_value)
        with reading(self._engine) as connection:
            rows = connection.execute(select(*_COLUMNS).where(_IN_FORCE).order_by(*order))
            return [Addition(*row) for row in rows]

    def of(self, integration: str) -> dict[str, dict[str, str | None]]:
        """Return an integration's added lines: lookup -> source value -> target value."""
        added: dict[str, dict[str, str | None]] = {}
        for one in self.list():
            if one.integration == integration:
                added.setdefault(one.lookup, {})[one.source_value] = one.target_value
        return added
