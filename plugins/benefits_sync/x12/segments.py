"""One segment of a file being read, and the typed values of its elements."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NoReturn, TypeVar

from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.errors import X12ValueError
from benefits_sync.x12.model.values import Period, When

Code = TypeVar("Code", bound=StrEnum)
DAY_LENGTH: Final = 8
DAYS_REMEMBERED: Final = 4096
LONGEST_NUMBER: Final = 40
NUMBER: Final = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


@cache
def _values(codes: type[Code]) -> dict[str, Code]:
    return {code.value: code for code in codes}


@lru_cache(maxsize=DAYS_REMEMBERED)
def parse_day(text: str) -> date | None:
    """The day that CCYYMMDD spells, or None when it spells none."""
    if len(text) != DAY_LENGTH or not is_number(text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


class Segment:
    """A segment with its number in the file; elements are counted from 1, as in the guide.

    Attributes:
        number: Number of the segment in the file, ISA being 1.
        elements: The segment's id, then its elements as text.
        loop: The loop in which the reader found it.
    """

    __slots__ = ("delimiters", "elements", "loop", "number")

    def __init__(self, number: int, elements: Sequence[str], delimiters: Delimiters) -> None:
        self.number = number
        self.elements = elements
        self.delimiters = delimiters
        self.loop: str | None = None

    @property
    def id(self) -> str:
        """The segment's id, such as ``INS``."""
        return self.elements[0]

    def text(self, position: int) -> str | None:
        """The element's text without trailing blanks, or None when it is empty."""
        elements = self.elements
        return (elements[position].rstrip(" ") or None) if position < len(elements) else None

    def required(self, position: int) -> str:
        """The element's text, which must be there."""
        return self.text(position) or self.refuse(position, "a required element is empty")

    def code(self, position: int, codes: type[Code]) -> Code | None:
        """The element's code, or None when it is empty."""
        text = self.text(position)
        return self.decode(text, position, codes) if text is not None else None

    def required_code(self, position: int, codes: type[Code]) -> Code:
        """The element's code, which must be there."""
        return self.decode(self.required(position), position, codes)

    def codes(self, position: int, codes: type[Code]) -> tuple[Code, ...]:
        """The codes of an element that repeats."""
        return tuple(self.decode(text, position, codes) for text in self.repetitions(position))

    def flag(self, position: int) -> bool | None:
        """The element's yes or no, or None when it is empty."""
        text = self.text(position)
        if text not in {None, "Y", "N"}:
            self.refuse(position, "the element is neither Y nor N")
        return None if text is None else text == "Y"

    def required_flag(self, position: int) -> bool:
        """The element's yes or no, which must be there."""
        flag = self.flag(position)
        return flag if flag is not None else self.refuse(position, "a required element is empty")

    def day(self, position: int) -> date | None:
        """The element's day, or None when it is empty."""
        text = self.text(position)
        return self._day(text, position) if text is not None else None

    def required_day(self, position: int) -> date:
        """The element's day, which must be there."""
        return self._day(self.required(position), position)

    def when(self, format_position: int) -> When:
        """The day or period that follows the element with its format."""
        position = format_position + 1
        text = self.required(position)
        if self.text(format_position) != "RD8":
            return self._day(text, position)
        start, _, end = text.partition("-")
        return Period(self._day(start, position), self._day(end, position))

    def moment(self, day_position: int, time_position: int) -> datetime:
        """The day and time of two elements; a time that is missing is midnight."""
        on = self.required_day(day_position)
        text = (self.text(time_position) or "0000")[:6].ljust(6, "0")
        try:
            return datetime.strptime(f"{on:%Y%m%d}{text}", "%Y%m%d%H%M%S")  # noqa: DTZ007 - BGN05 has the zone
        except ValueError:
            pass
        return self.refuse(time_position, "the element is no time of the form HHMM or HHMMSS")

    def decimal(self, position: int) -> Decimal | None:
        """The element's number, or None when it is empty."""
        text = self.text(position)
        if text is None:
            return None
        if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
            return self.refuse(position, "the element is no number")
        return Decimal(text)

    def required_decimal(self, position: int) -> Decimal:
        """The element's number, which must be there."""
        number = self.decimal(position)
        return number if number is not None else self.refuse(position, "a required element is empty")

    def integer(self, position: int) -> int | None:
        """The element's whole number, or None when it is empty."""
        text = self.text(position)
        if text is None:
            return None
        return (
            int(text)
            if is_number(text) and len(text) <= LONGEST_NUMBER
            else self.refuse(position, "the element is no whole number")
        )

    def required_integer(self, position: int) -> int:
        """The element's whole number, which must be there."""
        number = self.integer(position)
        return number if number is not None else self.refuse(position, "a required element is empty")

    def components(self, position: int) -> list[str]:
        """The components of an element, none when it is empty."""
        text = self.text(position)
        return text.split(self.delimiters.component) if text else []

    def repetitions(self, position: int) -> list[str]:
        """The repetitions of an element, none when it is empty."""
        text = self.text(position)
        return text.split(self.delimiters.repetition) if text else []

    def decode(self, text: str, position: int, codes: type[Code]) -> Code:
        """The code that a component or repetition of an element holds."""
        code: Code | None = _values(codes).get(text)
        return code if code is not None else self.refuse(position, "the guide does not know this code")

    def refuse(self, position: int, reason: str) -> NoReturn:
        """Refuse the element by its name, never by its value."""
        element = f"{self.id}{position:02}"
        raise X12ValueError(reason, segment=self.number, loop=self.loop, element=element)

    def _day(self, text: str, position: int) -> date:
        day = parse_day(text)
        return day if day is not None else self.refuse(position, "the element is no day of the form CCYYMMDD")


def is_number(text: str) -> bool:
    """Tell whether a text has only the digits of ASCII."""
    return text.isascii() and text.isdigit()
