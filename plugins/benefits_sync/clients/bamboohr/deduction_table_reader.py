"""What the table of deductions holds now, read with as few calls as the question allows."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.deduction_table import KIND, TABLE, lines_of, no_table, require_columns
from benefits_sync.clients.bamboohr.deduction_table_refusals import SHARED_NUMBER, UNKNOWN_EMPLOYEE
from benefits_sync.clients.bamboohr.refusals import WRONG_ADDRESS
from benefits_sync.clients.bamboohr.roster import EMPLOYEE_NUMBER, ONE_BY_ONE
from benefits_sync.clients.bamboohr.shapes import Row
from benefits_sync.clients.concurrency import together
from benefits_sync.clients.copies import once_each
from benefits_sync.clients.errands import Refusal
from benefits_sync.errors import VendorRefusedError
from benefits_sync.models.deductions import COPIES, LINE_KEY
from benefits_sync.models.plans import TARGET_COLUMNS

log = logging.getLogger(__name__)

RowIds = dict[str, list[str] | None]
"""Line key -> ids of its rows, oldest first (several: a mishap of the past); None: only a read can tell."""

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Numbers:
    """Who has which employee number.

    Attributes:
        ids: Employee number -> BambooHR id.
        of_ids: The same the other way round.
        shared: Numbers that more than one employee has.
    """

    ids: dict[str, str] = field(repr=False)
    of_ids: dict[str, str] = field(repr=False)
    shared: frozenset[str]

    def refusal(self, number: str) -> Refusal | None:
        """Return why nothing can be written for a number."""
        if number in self.shared:
            return SHARED_NUMBER
        return None if number in self.ids else UNKNOWN_EMPLOYEE


class DeductionTableReader:
    """Reads the table, and remembers the row ids of employees it was asked for.

    Args:
        client: An open client.
    """

    def __init__(self, client: BambooHRClient) -> None:
        self._client = client
        self._numbers: Numbers | None = None
        self._asking = asyncio.Lock()
        self._rows: dict[str, RowIds] = {}

    async def numbers(self) -> Numbers:
        """Return who has which employee number; one call, the first time."""
        async with self._asking:
            if self._numbers is None:
                self._numbers = _numbers((await self._client.report([EMPLOYEE_NUMBER])).rows)
            return self._numbers

    async def snapshot(self, keys: Sequence[str] | None, fields: Sequence[str]) -> pd.DataFrame:
        """Return the lines of these keys, or all, with `TARGET_COLUMNS`, ``COPIES`` and ``fields``.

        Each comes once; a line that two rows hold is the older row.
        """
        if keys is None:
            lines = await self._lines(None)
        else:
            ids = (await self.numbers()).ids
            employees = dict.fromkeys(employee_of(key) for key in keys)
            lines = await self._lines([ids[number] for number in employees if number in ids])
            lines = lines[lines["record_key"].isin(frozenset(keys))]
        lines = once_each(lines)
        _warn_of_copies(lines)
        lines[LINE_KEY] = lines["record_key"]
        nothing = pd.Series([None] * len(lines), dtype=object)
        names = dict.fromkeys([*TARGET_COLUMNS, COPIES, *fields])
        return pd.DataFrame({name: lines.get(name, nothing) for name in names})

    async def allowed_values(self) -> dict[str, frozenset[str]]:
        """Return the kinds that the table's list accepts now, after a look at the table's columns.

        Raises:
            ConnectionSettingsError: The table or a column of it is missing.
        """
        tables, lists = await together((self._client.meta_tables(), self._client.meta_lists()))
        found = next((table for table in tables if table.get("alias") == TABLE), None)
        if found is None:
            raise no_table()
        columns = {column.get("alias"): str(column.get("id")) for column in found.get("fields", ())}
        require_columns(columns)
        options = next((each for each in lists if str(each.get("fieldId")) == columns[KIND]), None)
        return {} if options is None else {KIND: _open_options(options)}

    async def learn(self, employee_ids: Collection[str]) -> None:
        """Read the tables of employees that are not known yet, together when they are many."""
        unknown = [one for one in employee_ids if one not in self._rows]
        if unknown:
            await self._lines(unknown)

    async def row_ids(self, employee_id: str, key: str) -> list[str]:
        """Return the ids of the rows that hold a line, oldest first, as last read."""
        await self.learn([employee_id])
        found = self._rows[employee_id].get(key, [])
        if found is None:
            self.forget(employee_id)
            return await self.row_ids(employee_id, key)
        return found

    def added(self, employee_id: str, key: str) -> None:
        """Note a row that was just added, under an id that nobody knows."""
        self._rows[employee_id][key] = None

    def forget(self, employee_id: str) -> None:
        """Have an employee's table read again before it is believed."""
        self._rows.pop(employee_id, None)

    async def _lines(self, employee_ids: Sequence[str] | None) -> pd.DataFrame:
        numbers = await self.numbers()
        if employee_ids is None or len(employee_ids) > ONE_BY_ONE:
            rows = await self._table("all")
        else:
            rows = [row for part in await together(map(self._table, employee_ids)) for row in part]
        of_ids = numbers.of_ids
        lines = lines_of(rows, of_ids if employee_ids is None else {one: of_ids[one] for one in employee_ids})
        if employee_ids is not None:
            self._remember(employee_ids, lines)
        return lines

    async def _table(self, employee_id: str) -> list[Row]:
        try:
            return await self._client.table(TABLE, employee_id)
        except VendorRefusedError as error:
            if error.status == 404 and error.reason == WRONG_ADDRESS:
                raise no_table() from error
            raise

    def _remember(self, employee_ids: Iterable[str], lines: pd.DataFrame) -> None:
        found: dict[str, dict[str, list[str]]] = {one: {} for one in employee_ids}
        for one, key, row in zip(lines["employee_id"], lines["record_key"], lines["remote_id"], strict=True):
            found[one].setdefault(key, []).append(row)
        self._rows |= {one: dict(rows) for one, rows in found.items()}


def employee_of(key: str) -> str:
    """Return the employee number that a line's key begins with."""
    return key.partition("|")[0]


def _warn_of_copies(lines: pd.DataFrame) -> None:
    several = sorted(lines.loc[lines[COPIES].notna(), "record_key"])
    if several:
        log.warning(
            "%d lines stand in %s more than once, such as %s; a write to a line removes the others",
            len(several), TABLE, ", ".join(several[:_SHOWN]),
        )  # fmt: skip


def _numbers(rows: Iterable[Row]) -> Numbers:
    holders: dict[str, set[str]] = {}
    for row in rows:
        number = str(row.get(EMPLOYEE_NUMBER) or "").strip()
        if number:
            holders.setdefault(number, set()).add(str(row["id"]))
    shared = frozenset(number for number, held in holders.items() if len(held) > 1)
    ids = {number: next(iter(held)) for number, held in holders.items() if number not in shared}
    return Numbers(ids, {one: number for number, one in ids.items()}, shared)


def _open_options(options: Row) -> frozenset[str]:
    return frozenset(
        str(option.get("name")).casefold()
        for option in options.get("options", ())
        if option.get("archived") != "yes"
    )
