"""Segments on their way into a file."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from benefits_sync.x12.errors import X12ValueError
from benefits_sync.x12.settings import WriterSettings
from benefits_sync.x12.text import TextWriter

LONGEST_AMOUNT: Final = 18


class SegmentBuffer:
    """Collects the segments of one person or header, and then gives their text.

    Attributes:
        loop: The loop being written, for errors.
        text: Spells free text.
        non_guide_lines: Whether life insurance may be written.
    """

    __slots__ = (
        "_end",
        "_join",
        "_segments",
        "_separator",
        "component",
        "loop",
        "non_guide_lines",
        "repetition",
        "text",
    )

    def __init__(self, settings: WriterSettings) -> None:
        delimiters = settings.delimiters
        self.loop = ""
        self.text = TextWriter(settings)
        self.non_guide_lines = settings.non_guide_lines
        self.component = delimiters.component
        self.repetition = delimiters.repetition
        self._separator = delimiters.element
        self._join = delimiters.element.join
        self._end = delimiters.terminator + settings.line_ending.value
        self._segments: list[str] = []

    def __len__(self) -> int:
        return len(self._segments)

    def put(self, *elements: str) -> None:
        """Add a segment: its id and elements, empty where absent; trailing empty ones are dropped."""
        self._segments.append(self._join(elements).rstrip(self._separator))

    def take(self) -> str:
        """Give the collected text and start anew."""
        text = self._end.join(self._segments) + self._end if self._segments else ""
        self._segments.clear()
        return text


@lru_cache(maxsize=4096)
def day(value: date | None) -> str:
    """Spell a day as CCYYMMDD."""
    return value.isoformat().replace("-", "") if value is not None else ""


def decimal(value: Decimal | None) -> str:
    """Spell a number without sign, blanks or zeros that say nothing.

    Raises:
        X12ValueError: If the number is not finite or too long.
    """
    if value is None:
        return ""
    spelt = format(value.normalize(), "f") if value.is_finite() else ""
    if not spelt or len(spelt) > LONGEST_AMOUNT:
        raise X12ValueError(f"a number is finite and has at most {LONGEST_AMOUNT} characters")
    return "0" if spelt == "-0" else spelt


def flag(value: bool | None) -> str:
    """Spell a yes or no, or nothing."""
    return "" if value is None else "Y" if value else "N"
