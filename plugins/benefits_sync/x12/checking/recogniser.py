"""Turns segments into symbols: one character that says what a segment is and where it would be right.

Two segments have the same symbol when they are of one key (id and qualifier) and fit the same usages of the
guide. A person's segments so become a short text, its shape, and people of one shape are alike in all that
the guide says of order and repetition. Most segments occur again and again: their symbols are remembered.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from benefits_sync.x12.checking.grammar import QUALIFIED, Loop, Usage
from benefits_sync.x12.checking.guide import ENVELOPE, HEADER, PERSON
from benefits_sync.x12.checking.spelling import Spelling
from benefits_sync.x12.delimiters import Delimiters

STARTS: Final = ("GS", "ST", "INS", "SE", "GE", "IEA")
"""Segments that begin a record: what the engine looks at in one piece."""
FIRST_START: Final = 0x100
FIRST_OTHER: Final = 0x1000
RECORD: Final = re.compile(f"[{chr(FIRST_START)}-{chr(FIRST_OTHER - 1)}]")
REMEMBERED: Final = 20_000
OF_ONE_PERSON: Final = frozenset({"NM1*IL", "NM1*74", "NM1*70", "REF*0F", "DMG", "PER*IP", "N3"})
"""Segments that hardly ever occur twice, and so are not worth remembering."""

UNKNOWN: Final = "?"
EMPTY: Final = ""
"""Ids of segments that the guide does not have, and of those without an id."""

Matcher = Callable[[str], re.Match[str] | None]


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a symbol stands for.

    Args:
        id: The segment's id.
        key: Its id, with the qualifier where that decides and the guide knows it.
        fits: Usages that the segment is right for.
    """

    id: str
    key: str
    fits: frozenset[Usage]


def usages(loop: Loop) -> Iterator[Usage]:
    """Give all usages of a loop and the loops in it."""
    for place in loop.places:
        if isinstance(place, Loop):
            yield from usages(place)
        else:
            yield from place


@dataclass(slots=True)
class _Key:
    """What is known of the segments with one key: expressions, and symbols by those that match."""

    key: str
    forms: tuple[tuple[Matcher, frozenset[Usage]], ...]
    symbols: dict[int, str] = field(default_factory=dict)


class Recogniser:
    """Knows the segments of files with the same delimiters.

    Args:
        delimiters: The delimiters.
        characters: What may stand in texts; None where all of ASCII may.

    Attributes:
        meanings: What each symbol stands for.
    """

    def __init__(self, delimiters: Delimiters, characters: frozenset[str] | None = None) -> None:
        self.meanings: dict[str, Symbol] = {}
        self._delimiters = delimiters
        self._characters = characters
        self._separator = delimiters.element
        self._keys: dict[str, _Key] = {}
        self._remembered = _Remembered(self._symbol)

    def symbols(self, segments: Iterable[str]) -> str:
        """Give the symbols of segments, as one text."""
        if len(self._remembered) > REMEMBERED:
            self._remembered.clear()
        return "".join(map(self._remembered.__getitem__, segments))

    def _symbol(self, segment: str) -> tuple[str, bool]:
        """Give the symbol of a segment, and whether it is worth remembering."""
        key = name = segment.partition(self._separator)[0]
        if name in QUALIFIED:
            key = f"{name}*{segment.split(self._separator, 2)[1]}" if name != segment else name
        known = self._keys.get(key) or self._new_key(name, key)
        fitting = 0
        for at, (match, _) in enumerate(known.forms):
            if match(segment) is not None:
                fitting |= 1 << at
        symbol = known.symbols.get(fitting) or self._add(known, fitting)
        return symbol, bool(fitting) and key not in OF_ONE_PERSON

    def _new_key(self, name: str, key: str) -> _Key:
        """Learn a key: for qualifiers that the guide lacks the id alone, and one for all unknown segments."""
        if key not in USAGES:
            key = name if name in IDS else UNKNOWN if name else EMPTY
        known = self._keys.get(key)
        if known is None:
            known = self._keys[key] = _Key(key, _forms(self._delimiters, self._characters, key))
        return known

    def _add(self, known: _Key, fitting: int) -> str:
        fits = frozenset(
            usage for at, (_, usages) in enumerate(known.forms) if fitting & 1 << at for usage in usages
        )
        name = known.key.partition("*")[0]
        first = FIRST_START if name in STARTS else FIRST_OTHER
        symbol = chr(first + len(self.meanings))
        known.symbols[fitting] = symbol
        self.meanings[symbol] = Symbol(name, known.key, fits)
        return symbol


class _Remembered(dict[str, str]):
    """Symbols by segment, worked out where they are not known."""

    def __init__(self, work_out: Callable[[str], tuple[str, bool]]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, segment: str) -> str:
        symbol, recurs = self._work_out(segment)
        if recurs:
            self[segment] = symbol
        return symbol


def _usages_by_key() -> dict[str, list[Usage]]:
    by_key: dict[str, list[Usage]] = {}
    for usage in (usage for loop in (HEADER, PERSON, *ENVELOPE.values()) for usage in usages(loop)):
        for key in usage.segment.keys:
            by_key.setdefault(key, []).append(usage)
    return by_key


USAGES: Final = _usages_by_key()
IDS: Final = frozenset(key.partition("*")[0] for key in USAGES)


@lru_cache(maxsize=1024)
def _forms(
    delimiters: Delimiters, characters: frozenset[str] | None, key: str
) -> tuple[tuple[Matcher, frozenset[Usage]], ...]:
    """The different expressions that the guide has for a key, and the usages with each."""
    spelling = Spelling(delimiters, characters)
    forms: dict[str, set[Usage]] = {}
    for usage in USAGES.get(key, ()):
        forms.setdefault(spelling.segment(usage.segment, key), set()).add(usage)
    return tuple((re.compile(pattern).fullmatch, frozenset(found)) for pattern, found in forms.items())
