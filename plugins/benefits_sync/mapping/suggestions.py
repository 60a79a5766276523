"""Other ways to write a value that a rule refuses, the likeliest first."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Final

_US_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_NEAR: Final = 0.4


def respelled(value: str) -> Iterator[str]:
    """Yield the value without stray blanks and signs, in other letters, and a date in the order of ISO."""
    text = " ".join(value.split())
    digits = re.sub(r"\D", "", text)
    candidates = (text, *_days(text), digits, text.upper(), text.title(), text.lower())
    seen = {value, ""}
    for candidate in candidates:
        if candidate not in seen:
            seen.add(candidate)
            yield candidate


def nearest(value: str, known: Iterable[str]) -> list[str]:
    """Return known values that are written much like this one, the nearest first."""
    by_letters = {one.casefold(): one for one in known}
    return [by_letters[near] for near in get_close_matches(value.casefold(), list(by_letters), cutoff=_NEAR)]


def _days(text: str) -> Iterator[str]:
    found = _US_DAY.fullmatch(text)
    if found is None:
        return
    month, day, year = map(int, found.groups())
    try:
        yield date(year, month, day).isoformat()
    except ValueError:
        return
