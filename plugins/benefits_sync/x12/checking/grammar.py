"""The words in which the guide's table is written: elements, segments and loops."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

QUALIFIED: Final = frozenset({"REF", "DTP", "NM1", "N1", "PER", "QTY"})
"""Segments that the first element tells apart."""


class Use(StrEnum):
    """Whether an element must, may or must not be there."""

    REQUIRED = "R"
    SITUATIONAL = "S"
    UNUSED = "N"


class Kind(StrEnum):
    """What an element is made of."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "date CCYYMMDD"
    PERIOD = "date CCYYMMDD or period CCYYMMDD-CCYYMMDD"
    TIME = "time HHMM, HHMMSS or HHMMSSDD"
    COMPOSITE = "composite"


@dataclass(frozen=True, slots=True)
class Element:
    """An element, or a component of one.

    Args:
        kind: What it is made of.
        shortest: Fewest characters; of a number, digits.
        longest: Most characters.
        codes: Codes that the guide takes; empty where it takes any.
        use: Whether it must be there.
        repetitions: How often it may be repeated.
        components: What a composite is made of.
    """

    kind: Kind
    shortest: int = 1
    longest: int = 1
    codes: frozenset[str] = frozenset()
    use: Use = Use.REQUIRED
    repetitions: int = 1
    components: tuple["Element", ...] = ()


UNUSED: Final = Element(Kind.TEXT, use=Use.UNUSED)
DAY: Final = Element(Kind.DAY, 8, 8)
PERIOD: Final = Element(Kind.PERIOD, 8, 17)
TIME: Final = Element(Kind.TIME, 4, 8)


def text(shortest: int, longest: int) -> Element:
    """An element with any text."""
    return Element(Kind.TEXT, shortest, longest)


def whole(longest: int) -> Element:
    """An element with a whole number."""
    return Element(Kind.WHOLE, 1, longest)


def number(longest: int) -> Element:
    """An element with a number."""
    return Element(Kind.NUMBER, 1, longest)


def code(*codes: str | Iterable[str]) -> Element:
    """An element with one of these codes; an enumeration stands for all of its codes."""
    values = frozenset(
        str(value) for given in codes for value in ([given] if isinstance(given, str) else given)
    )
    lengths = [len(value) for value in values]
    return Element(Kind.CODE, min(lengths), max(lengths), values)


def composite(*components: Element, repetitions: int = 1) -> Element:
    """An element made of components."""
    return Element(Kind.COMPOSITE, components=components, repetitions=repetitions)


def optional(element: Element) -> Element:
    """The same element where it need not be there."""
    return replace(element, use=Use.SITUATIONAL)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A segment as one loop of the guide has it.

    Args:
        id: Such as ``NM1``.
        elements: In order.
        conditions: Relations between elements, as X12 notes them: ``P0809`` (all or none), ``R`` (at least
            one), ``E`` (at most one), ``C`` (the first needs the others), ``L`` (the first needs one of
            them); ``F0203`` is ours: the first says whether the second is a day (D8) or a period (RD8).
    """

    id: str
    elements: tuple[Element, ...]
    conditions: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What tells the segment from others: its id, with a qualifier where that decides."""
        if self.id not in QUALIFIED:
            return (self.id,)
        return tuple(f"{self.id}*{qualifier}" for qualifier in sorted(self.elements[0].codes))


@dataclass(frozen=True, slots=True, eq=False)
class Usage:
    """A segment at its place in a loop.

    Args:
        segment: The segment.
        loop: Id of the loop.
        required: Whether it must be there.
        most: How often it may stand there; 0 is any number.
    """

    segment: Segment
    loop: str
    required: bool
    most: int

    @property
    def label(self) -> str:
        """How a finding calls it: with its qualifier where there is but one."""
        keys = self.segment.keys
        return keys[0] if len(keys) == 1 else self.segment.id


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A loop: places in order, each with segments that may stand there in any order, or with a loop.

    Args:
        id: Such as ``2100A``.
        required: Whether it must be there.
        most: How often it may stand there; 0 is any number.
        places: What it is made of. The first segment opens the loop.
    """

    id: str
    required: bool
    most: int
    places: tuple["tuple[Usage, ...] | Loop", ...]


Part = tuple[Segment, str, int]
"""A segment with ``R`` or ``S`` and its repeat."""


def loop(name: str, use: str, most: int, *parts: "Part | tuple[Part, ...] | Loop") -> Loop:
    """Build a loop; a tuple of parts may stand in any order among themselves."""
    places: list[tuple[Usage, ...] | Loop] = []
    for part in parts:
        if isinstance(part, Loop):
            places.append(part)
        elif isinstance(part[0], Segment):
            places.append(_usages(name, (part,)))
        else:
            places.append(_usages(name, part))
    return Loop(name, use == "R", most, tuple(places))


def _usages(name: str, parts: tuple[Part, ...]) -> tuple[Usage, ...]:
    return tuple(Usage(segment, name, use == "R", most) for segment, use, most in parts)
