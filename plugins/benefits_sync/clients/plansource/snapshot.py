"""What PlanSource holds now, as a frame of canonical text."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.envelope import Record
from benefits_sync.clients.plansource.roster import PER_PAGE
from benefits_sync.models.plans import TARGET_COLUMNS
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, FieldKind, canonical_column

FEW_KEYS: Final = 10
"""Up to this many people are read one by one, however small the company: others' data stays where it is."""

READS_PER_PAGE: Final = 2
"""A page is worth about this many single reads."""

_WIRE_NAMES: Final[Mapping[str, str]] = {"record_key": "subscriber_code", "remote_id": "id"}

Columns = dict[str, list[Any]]


class TargetReader:
    """Reads subscribers, test employees included, so that nobody is created twice.

    Args:
        client: The session with PlanSource.
        roster_size: How many subscribers PlanSource is thought to have; one more call finds out if None.
    """

    def __init__(self, client: PlanSourceClient, roster_size: int | None = None) -> None:
        self._client = client
        self._roster_size = roster_size

    async def subscribers(self, codes: Iterable[str]) -> dict[str, Record | None]:
        """Read subscribers one by one; a code that nobody has gives None."""
        slots = asyncio.Semaphore(self._client.concurrency)

        async def one(code: str) -> tuple[str, Record | None]:
            async with slots:
                return code, await self._client.get_subscriber(code)

        tasks = [asyncio.create_task(one(code)) for code in dict.fromkeys(codes)]
        try:
            return dict(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()

    async def snapshot(self, keys: Sequence[str] | None, fields: Sequence[str]) -> pd.DataFrame:
        """Return these people, or everyone when ``keys`` is None; who is missing in PlanSource is absent.

        Args:
            keys: Subscriber codes.
            fields: Members wanted besides `TARGET_COLUMNS`.
        """
        names = list(dict.fromkeys([*TARGET_COLUMNS, *fields]))
        if keys is not None and await self._one_by_one(len(keys)):
            found = await self.subscribers(keys)
            present = [record for record in found.values() if record is not None]
            return _frame(names, [_columns(names, present)])
        wanted = None if keys is None else frozenset(keys)
        seen = 0

        def keep(page: list[Record]) -> Columns:
            nonlocal seen
            seen += len(page)
            return _columns(names, page if wanted is None else _among(wanted, page))

        parts = await self._client.roster(keep, self._roster_size)
        self._roster_size = seen
        return _frame(names, parts)

    async def _one_by_one(self, number: int) -> bool:
        """Tell whether single reads of this many people cost less than the pages of the whole roster."""
        if number <= FEW_KEYS:
            return True
        even = PER_PAGE * (number // READS_PER_PAGE - 1)
        if self._roster_size is not None:
            return self._roster_size >= even
        # One tiny page at that place tells whether the roster reaches that far.
        return bool(await self._client.page(even, per_page=1))


def _among(codes: Collection[str], page: Sequence[Record]) -> list[Record]:
    return [record for record in page if record.get("subscriber_code") in codes]


def _columns(names: Iterable[str], page: Sequence[Record]) -> Columns:
    return {name: [record.get(_WIRE_NAMES.get(name, name)) for record in page] for name in names}


def _frame(names: Sequence[str], parts: Sequence[Columns]) -> pd.DataFrame:
    return pd.DataFrame(
        # Each raw column is dropped as soon as it is spelled: a large roster would not fit twice.
        {name: _canonical(name, [value for part in parts for value in part.pop(name)]) for name in names},
        columns=list(names),
        dtype=object,
    )


def _canonical(name: str, values: list[Any]) -> pd.Series:
    column = canonical_column(
        SUBSCRIBER_FIELDS.get(name, FieldKind.TEXT), pd.Series(values, dtype=object, name=name)
    )
    return column.str.replace("-", "", regex=False).astype(object) if name == "ssn" else column
