"""What PlanSource holds now, as a frame of canonical text."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from benefits_sync.clients.columns import Columns, joined
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.envelope import Record, rows_decoder
from benefits_sync.clients.plansource.roster import PER_PAGE
from benefits_sync.models.frames import text_frame
from benefits_sync.models.plans import TARGET_COLUMNS
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, FieldKind, Spelled, canonical_cells

FEW_KEYS: Final = 10
"""Up to this many people are read one by one, however small the company: others' data stays where it is."""

READS_PER_PAGE: Final = 2
"""A page is worth about this many single reads."""

_WIRE_NAMES: Final[Mapping[str, str]] = {"record_key": "subscriber_code", "remote_id": "id"}


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
        members = list(dict.fromkeys(_WIRE_NAMES.get(name, name) for name in names))
        if keys is not None and await self._one_by_one(len(keys)):
            found = await self.subscribers(keys)
            present = [record for record in found.values() if record is not None]
            return text_frame(_spelled(names, Columns.of(present, members), {}).cells)
        wanted = None if keys is None else frozenset(keys)
        known: dict[str, Spelled] = {}
        seen = 0

        def keep(page: Columns) -> Columns:
            nonlocal seen
            seen += page.size
            if wanted is not None:
                page = page.where([code in wanted for code in page.cells[_WIRE_NAMES["record_key"]]])
            return _spelled(names, page, known)

        parts = await self._client.roster(members, keep, self._roster_size)
        self._roster_size = seen
        return text_frame(joined(parts, names).cells)

    async def _one_by_one(self, number: int) -> bool:
        """Tell whether single reads of this many people cost less than the pages of the whole roster."""
        if number <= FEW_KEYS:
            return True
        even = PER_PAGE * (number // READS_PER_PAGE - 1)
        if self._roster_size is not None:
            return self._roster_size >= even
        # One tiny page at that place tells whether the roster reaches that far.
        return bool((await self._client.page(even, rows_decoder(("id",)), per_page=1)).size)


def _spelled(names: Sequence[str], found: Columns, known: dict[str, Spelled]) -> Columns:
    """Return a page with its columns named and spelled as in the snapshot, while it is fresh in the cache."""
    cells = {
        name: _canonical(name, found.cells[_WIRE_NAMES.get(name, name)], known.setdefault(name, {}))
        for name in names
    }
    return Columns(found.size, cells, frozenset(names))


def _canonical(name: str, values: Sequence[Any], known: Spelled) -> Sequence[str | None]:
    cells = canonical_cells(SUBSCRIBER_FIELDS.get(name, FieldKind.TEXT), values, known)
    return [cell if cell is None else cell.replace("-", "") for cell in cells] if name == "ssn" else cells
