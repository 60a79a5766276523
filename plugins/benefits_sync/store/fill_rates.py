"""The ledger's fill rates: for each field, how often the source last had a value."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from benefits_sync.store.engine import reading, writing
from benefits_sync.store.tables import fill_rates
from benefits_sync.store.upserts import Proposed, upsert


class FillRates:
    """Reads and writes fill rates, between 0 and 1."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def last(self, integration: str) -> dict[str, float]:
        """Return each field's rate in the last accepted run that asked for it."""
        query = select(fill_rates.c.field, fill_rates.c.rate).where(fill_rates.c.integration == integration)
        with reading(self._engine) as connection:
            return {row.field: row.rate for row in connection.execute(query)}

    def record(self, integration: str, reference_id: str, rates: Mapping[str, float], at: datetime) -> None:
        """Keep the rates of an accepted run over those of the run before."""
        fixed = {"integration": integration, "reference_id": reference_id, "recorded_at": at}
        rows = [{"field": field, "rate": rate, **fixed} for field, rate in rates.items()]
        with writing(self._engine) as connection:
            upsert(connection, fill_rates, rows, _recorded)


def _recorded(new: Proposed) -> dict[str, Any]:
    return {name: new[name] for name in ("rate", "reference_id", "recorded_at")}
