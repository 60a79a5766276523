"""How elements and segments are spelt, as regular expressions for one set of delimiters.

A segment that its expression matches as a whole is right in all that the guide's table says of it. What is
wrong with any other, `explaining` tells.
"""

import re
from collections.abc import Iterable
from typing import Final

from benefits_sync.x12.checking.grammar import Element, Kind, Segment, Use
from benefits_sync.x12.delimiters import Delimiters

LEAP_YEAR: Final = "(?:[0-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
DAY: Final = (
    "(?!0000)(?:[0-9]{4}(?:(?:0[13578]|1[02])(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)(?:0[1-9]|[12][0-9]|30)"
    f"|02(?:0[1-9]|1[0-9]|2[0-8]))|{LEAP_YEAR}0229)"
)
TIME: Final = "(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9](?:[0-9]{1,2})?)?"
PATTERNS: Final = {
    Kind.DAY: DAY,
    Kind.PERIOD: f"{DAY}(?:-{DAY})?",
    Kind.TIME: TIME,
}
DAY_AND_PERIOD: Final = ("D8", "RD8")


class Spelling:
    """Expressions for the delimiters of one interchange.

    Args:
        delimiters: The delimiters.
        characters: What may stand in texts; None where all of ASCII may.
    """

    def __init__(self, delimiters: Delimiters, characters: frozenset[str] | None = None) -> None:
        self.delimiters = delimiters
        self._element = re.escape(delimiters.element)
        self._component = re.escape(delimiters.component)
        self._repetition = re.escape(delimiters.repetition)
        printable = (chr(code) for code in range(ord(" "), ord("~") + 1))
        self._data = "".join(
            re.escape(character)
            for character in printable
            if character not in delimiters.characters and (characters is None or character in characters)
        )

    def segment(self, segment: Segment, key: str) -> str:
        """The expression for a whole segment with this key.

        Segments with the same key and elements are spelt alike, whichever other qualifiers their loops take.
        """
        required = max(
            (at for at, element in enumerate(segment.elements, 1) if element.use is Use.REQUIRED), default=0
        )
        conditions = "".join(self._condition(text) for text in segment.conditions)
        head = [self._element + self._use(element) for element in segment.elements[:required]]
        if "*" in key:
            head[0] = self._element + re.escape(key.partition("*")[2])
        tail = ""
        for element in reversed(segment.elements[required:]):
            tail = f"(?:{self._element}{self._use(element)}{tail})?"
        if not required:
            conditions += f"(?={segment.id}{self._element})"
        return f"{conditions}{segment.id}{''.join(head)}{tail}(?<!{self._element})"

    def _use(self, element: Element) -> str:
        match element.use:
            case Use.REQUIRED:
                return self.element(element)
            case Use.SITUATIONAL:
                return f"(?:{self.element(element)})?"
            case Use.UNUSED:
                return ""

    def element(self, element: Element) -> str:
        """The expression for an element that is there, with its repetitions."""
        one = self.repetition(element)
        if element.repetitions == 1:
            return one
        return f"{one}(?:{self._repetition}{one}){{0,{element.repetitions - 1}}}"

    def repetition(self, element: Element) -> str:
        """The expression for an element without repetitions."""
        match element.kind:
            case Kind.COMPOSITE:
                return self._composite(element.components)
            case Kind.CODE:
                return f"(?:{'|'.join(re.escape(code) for code in sorted(element.codes))})"
            case Kind.TEXT:
                return f"(?! )[{self._data}]{{{element.shortest},{element.longest}}}(?<! )"
            case Kind.WHOLE:
                return f"[0-9]{{{element.shortest},{element.longest}}}"
            case Kind.NUMBER:
                digits = f"(?=(?:[.]?[0-9]){{{element.shortest},{element.longest}}}(?![0-9.]))"
                return f"-?{digits}[0-9]*[.]?[0-9]+"
            case _:
                return PATTERNS[element.kind]

    def _composite(self, components: tuple[Element, ...]) -> str:
        first, *others = components
        tail = ""
        for component in reversed(others):
            tail = f"(?:{self._component}{self._use(component)}{tail})?"
        return f"(?![{self._element}{self._repetition}]|\\Z){self._use(first)}{tail}(?<!{self._component})"

    def _condition(self, text: str) -> str:
        kind, *positions = condition_parts(text)
        there = [self._presence(int(position)) for position in positions]
        match kind:
            case "P":
                return f"(?:{_all(there)}|{_none(there)})"
            case "R":
                return _any(there)
            case "E":
                return f"(?!{_all(there)})"
            case "C":
                return f"(?:(?!{there[0]})|{_all(there[1:])})"
            case "L":
                return f"(?:(?!{there[0]})|{_any(there[1:])})"
            case _:
                return self._format(int(positions[0]))

    def _presence(self, position: int) -> str:
        skipped = f"(?:[^{self._element}]*{self._element}){{{position}}}"
        return f"{skipped}[^{self._element}]"

    def _format(self, position: int) -> str:
        skipped = f"(?:[^{self._element}]*{self._element}){{{position}}}"
        day, period = DAY_AND_PERIOD
        return f"(?={skipped}(?:{day}{self._element}[0-9]*|{period}{self._element}[0-9]*-[0-9]*)\\Z)"


def condition_parts(text: str) -> list[str]:
    """Split a condition such as ``P0809`` into its letter and its positions."""
    return [text[0], *(text[at : at + 2] for at in range(1, len(text), 2))]


def _all(there: Iterable[str]) -> str:
    return "".join(f"(?={one})" for one in there)


def _none(there: Iterable[str]) -> str:
    return "".join(f"(?!{one})" for one in there)


def _any(there: Iterable[str]) -> str:
    return f"(?={'|'.join(there)})"
