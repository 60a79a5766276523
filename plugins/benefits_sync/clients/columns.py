"""Lists of JSON objects, decoded straight into columns of the members wanted.

A whole company's answer has millions of values. Only the wanted ones become Python objects, and no dict is
made for each record.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from types import NoneType
from typing import Any, Final, Self

import msgspec
import orjson

_TEXT: Final = frozenset({str, NoneType})
_REPEATED: Final = 4
"""How often a member's texts have to come on average."""
_ROWS_AT_ONCE: Final = 1_000
"""Turning rows into columns in parts of this size keeps them in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Records of one list, column by column; None stands where a record has no such member.

    ``told`` are the wanted members that at least one record has, be it as null.
    """

    size: int
    cells: Mapping[str, Sequence[Any]] = field(repr=False)
    told: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]], names: Collection[str]) -> Self:
        """Take the wanted members out of records that were decoded already."""
        cells = {name: [row.get(name) for row in rows] for name in names}
        told = frozenset(name for name in names if any(name in row for row in rows))
        return cls(len(rows), cells, told)

    def where(self, wanted: Sequence[bool]) -> "Columns":
        """Return the records for which ``wanted`` says yes."""
        if all(wanted):
            return self
        kept = {name: list(compress(column, wanted)) for name, column in self.cells.items()}
        return Columns(sum(wanted), kept, self.told)


def joined(parts: Sequence[Columns], names: Collection[str]) -> Columns:
    """Put the records of several lists behind one another."""
    cells = {name: list(chain.from_iterable(part.cells[name] for part in parts)) for name in names}
    return Columns(sum(part.size for part in parts), cells, frozenset().union(*(part.told for part in parts)))


class ColumnDecoder:
    """Decodes a JSON answer that holds one list of records.

    What it cannot read so is left to the ordinary decoder, which gives dicts: an answer of another shape is
    explained by whoever looks at those.

    Args:
        names: The members wanted of each record.
        required: Those of them without which a record is of another shape.
        envelope: Members around the list with their types; None when the answer is the list itself.
        rows: The member of the envelope that holds the list.
    """

    def __init__(
        self,
        names: Collection[str],
        required: Collection[str] = (),
        envelope: Mapping[str, Any] | None = None,
        rows: str = "",
    ) -> None:
        self.names = tuple(dict.fromkeys(names))
        self.required = tuple(required)
        self._envelope = envelope
        self._rows = rows
        # The rule is that every record has all members; then none has to be looked for.
        whole, partly = _row_type(self.names, self.names), _row_type(self.names, required)
        self._whole = msgspec.json.Decoder(_wrapped(whole, envelope, rows))
        self._partly = msgspec.json.Decoder(_wrapped(partly, envelope, rows))

    def __call__(self, raw: bytes) -> Any:  # noqa: ANN401 -- JSON of any shape
        """Decode an answer; the list in it becomes `Columns`.

        Raises:
            orjson.JSONDecodeError: If it is no JSON.
        """
        for decoder, columns in ((self._whole, self._full), (self._partly, self._sparse)):
            try:
                found = decoder.decode(raw)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                continue
            if self._envelope is None:
                return columns(*_transposed(found, len(self.names)))
            around = {name: getattr(found, name) for name in self._envelope}
            return around | {self._rows: columns(*_transposed(getattr(found, self._rows), len(self.names)))}
        return orjson.loads(raw)

    def of(self, rows: object) -> Columns | None:
        """Take a list as it was decoded, in whichever way; None when it is no list of records."""
        if isinstance(rows, Columns):
            return rows
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            return Columns.of(rows, self.names)
        return None

    def _full(self, size: int, found: Sequence[Sequence[Any]]) -> Columns:
        return Columns(size, dict(zip(self.names, found, strict=True)), frozenset(self.names if size else ()))

    def _sparse(self, size: int, found: Sequence[Sequence[Any]]) -> Columns:
        cells: dict[str, Sequence[Any]] = {}
        told = []
        for name, column in zip(self.names, found, strict=True):
            missing = column.count(msgspec.UNSET)
            if missing < len(column):
                told.append(name)
            cells[name] = [None if cell is msgspec.UNSET else cell for cell in column] if missing else column
        return Columns(size, cells, frozenset(told))


def _transposed(rows: Sequence[msgspec.Struct], members: int) -> tuple[int, list[list[Any]]]:
    """Return how many rows there are, and their members column by column."""
    columns = [_Column() for _ in range(members)]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        parts = zip(*map(msgspec.structs.astuple, rows[start : start + _ROWS_AT_ONCE]), strict=True)
        for column, part in zip(columns, parts, strict=True):
            column.add(part)
    return len(rows), [column.cells for column in columns]


class _Column:
    """Cells of one member; of texts that come again and again only one is kept, which is soon found later."""

    __slots__ = ("_texts", "cells")

    def __init__(self) -> None:
        self.cells: list[Any] = []
        self._texts: dict[str | None, str | None] | None = {}

    def add(self, part: Sequence[Any]) -> None:
        """Add cells."""
        if self._texts is not None and _TEXT.issuperset(map(type, part)):
            self.cells.extend(map(self._texts.setdefault, part, part))
            if len(self._texts) > len(self.cells) / _REPEATED:
                self._texts = None
        else:
            self.cells.extend(part)


def _row_type(names: Sequence[str], required: Collection[str]) -> type[msgspec.Struct]:
    """Make a class of the members wanted: they may have any name, attributes have only identifiers."""
    attributes = {f"m{place}": name for place, name in enumerate(names)}
    return msgspec.defstruct(
        "Row",
        [(own, Any) if name in required else (own, Any, msgspec.UNSET) for own, name in attributes.items()],
        rename=attributes,
        kw_only=True,
        gc=False,
    )


def _wrapped(row: type[msgspec.Struct], envelope: Mapping[str, Any] | None, rows: str) -> Any:  # noqa: ANN401
    if envelope is None:
        return list[row]  # type: ignore[valid-type]  # made above
    return msgspec.defstruct("Envelope", [*envelope.items(), (rows, list[row])])  # type: ignore[valid-type]
