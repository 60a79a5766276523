"""A payroll file as a target: read whole, changed line by line, and replaced whole."""

import asyncio
from collections.abc import Sequence
from typing import Final, Protocol

import pandas as pd

from benefits_sync.clients.copies import once_each
from benefits_sync.clients.errands import Errand, Refusal, Sending, Settled
from benefits_sync.clients.payroll_file.folder import WORDING, OvertakenError, Stored
from benefits_sync.clients.payroll_file.layout import Layout
from benefits_sync.clients.payroll_file.text import VENDOR, read, unfit, written
from benefits_sync.models.deductions import COPIES, LINE_FIELDS, LINE_KEY, is_void
from benefits_sync.models.frames import TextRecord, records_of
from benefits_sync.models.plans import TARGET_COLUMNS
from benefits_sync.models.writes import WriteKind, WriteOp, WriteOutcome, WriteStatus

OVERTAKEN_TRIES: Final = 3

LINE_GONE: Final = Refusal(
    "line.missing", "the line is no longer in the payroll file; the next run reads it anew and adds it"
)

Lines = dict[str, TextRecord]
"""Line key -> the line."""


class Folder(Protocol):
    """Where the file lies."""

    calls: int

    def read(self, name: str) -> Stored | None:
        """Return a file, or None when there is none."""

    def replace(self, name: str, content: bytes, seen: Stored | None) -> None:
        """Put a file in the place of the one that was seen, in one step."""


class PayrollFileWriter:
    """Reads and writes deduction lines; the members of a write are `LINE_FIELDS`.

    Void lines are left out: a write that makes a line void takes it out of the file. A line that stands there
    twice, which only somebody's hand can do, is the first of the two; the next write leaves no other.

    Args:
        folder: Where the file lies; used from one other thread at a time.
        layout: How it looks and what it is called.
    """

    vendor = VENDOR

    def __init__(self, folder: Folder, layout: Layout) -> None:
        self._folder = folder
        self._layout = layout

    @property
    def calls(self) -> int:
        """How often the file was read, uploaded or renamed so far."""
        return self._folder.calls

    async def snapshot(self, keys: Sequence[str] | None, fields: Sequence[str]) -> pd.DataFrame:
        """Return the lines (all when ``keys`` is None) with `TARGET_COLUMNS`, ``COPIES`` and ``fields``.

        Without a file there is no line.
        """
        lines = await asyncio.to_thread(lambda: self._lines(self._folder.read(self._layout.file)))
        if keys is not None:
            lines = lines[lines["record_key"].isin(frozenset(keys))]
        lines = once_each(lines)
        lines[LINE_KEY] = lines["record_key"]
        nothing = pd.Series([None] * len(lines), dtype=object)
        names = dict.fromkeys([*TARGET_COLUMNS, COPIES, *fields])
        return pd.DataFrame({name: lines.get(name, nothing) for name in names})

    async def allowed_values(self) -> dict[str, frozenset[str]]:
        """Return nothing: a file takes every code."""
        return {}

    async def write(self, ops: Sequence[WriteOp], *, sending: Sending, settled: Settled) -> None:
        """Apply the writes to what the file holds and replace it; all take effect at once.

        Args:
            ops: The writes; all but a create change a line that is there.
            sending: Called once, before the new file is uploaded.
            settled: Called once, after it has taken the old one's place.
        """
        if not ops:
            return
        sending(ops)
        for _ in range(OVERTAKEN_TRIES):
            try:
                outcomes = await asyncio.to_thread(self._deliver, ops)
            except OvertakenError:
                continue
            settled(outcomes)
            return
        raise WORDING.unavailable(
            f"replace {self._layout.file}",
            "somebody else keeps replacing the file; let one program alone write it, then run the task again",
        )

    def _deliver(self, ops: Sequence[WriteOp]) -> list[WriteOutcome]:
        stored = self._folder.read(self._layout.file)
        frame = once_each(self._lines(stored))
        lines: Lines = dict(zip(frame["record_key"], records_of(frame[list(LINE_FIELDS)]), strict=True))
        outcomes = [self._apply(op, lines) for op in ops]
        content = written(self._layout, _frame(lines))
        if content != (stored.content if stored is not None else None) and (lines or stored is not None):
            self._folder.replace(self._layout.file, content, stored)
        return outcomes

    def _apply(self, op: WriteOp, lines: Lines) -> WriteOutcome:
        errand = Errand(op, attempts=1)
        members = {name: _text(value) for name, value in op.members.items() if name in LINE_FIELDS}
        known = lines.get(op.record_key)
        line = dict.fromkeys(LINE_FIELDS) | (known or {}) | members
        if _is_void(op.record_key, line):
            lines.pop(op.record_key, None)
            return errand.became(WriteStatus.CONFIRMED)
        if known is None and op.kind is not WriteKind.CREATE:
            return errand.was_refused(LINE_GONE)
        refusal = unfit(self._layout, line)
        if refusal is not None:
            return errand.was_refused(refusal)
        lines[op.record_key] = line
        return errand.became(WriteStatus.CONFIRMED)

    def _lines(self, stored: Stored | None) -> pd.DataFrame:
        if stored is None:
            return pd.DataFrame(columns=["record_key", *LINE_FIELDS], dtype=object)
        return read(self._layout, stored.content)


def _frame(lines: Lines) -> pd.DataFrame:
    return pd.DataFrame({name: [line[name] for line in lines.values()] for name in LINE_FIELDS}, dtype=object)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _is_void(key: str, line: TextRecord) -> bool:
    start = line["start_date"] or key.rpartition("|")[2]
    return line["end_date"] is not None and is_void(start, line["end_date"])
