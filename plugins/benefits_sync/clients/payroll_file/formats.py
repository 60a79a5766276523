"""How dates and amounts are spelled in a payroll file, both ways."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from benefits_sync.models.deductions import amount_text, cents_of


class Format(NamedTuple):
    """Two functions between a canonical text and a cell; a text that does not fit gives None."""

    write: Callable[[str], str | None]
    read: Callable[[str], str | None]


DATE_FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "YYYY-MM-DD": "%Y-%m-%d",
        "YYYYMMDD": "%Y%m%d",
        "MM/DD/YYYY": "%m/%d/%Y",
        "DD/MM/YYYY": "%d/%m/%Y",
        "DD.MM.YYYY": "%d.%m.%Y",
    }
)
"""Name of a date format -> its pattern."""


def _date_format(pattern: str) -> Format:
    return Format(lambda text: _written_date(text, pattern), lambda cell: _read_date(cell, pattern))


def _written_date(text: str, pattern: str) -> str | None:
    try:
        return date.fromisoformat(text).strftime(pattern)
    except ValueError:
        return None


def _read_date(cell: str, pattern: str) -> str | None:
    try:
        found = datetime.strptime(cell, pattern).date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        return None
    # Padding is part of the format: a cell is only right as it would be written.
    return found.isoformat() if found.strftime(pattern) == cell else None


def _amount_format(mark: str) -> Format:
    return Format(lambda text: _written_amount(text, mark), lambda cell: _read_amount(cell, mark))


def _written_amount(text: str, mark: str) -> str | None:
    cents = cents_of(text)
    return None if cents is None else amount_text(cents).replace(".", mark)


def _read_amount(cell: str, mark: str) -> str | None:
    cents = cents_of(cell.replace(mark, "."))
    read = None if cents is None else amount_text(cents)
    return read if read is not None and read.replace(".", mark) == cell else None


def _written_cents(text: str) -> str | None:
    cents = cents_of(text)
    return None if cents is None else str(cents)


def _read_cents(cell: str) -> str | None:
    try:
        cents = int(cell)
    except ValueError:
        return None
    return amount_text(cents) if str(cents) == cell else None


AMOUNT_FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "decimal": _amount_format("."),
        "decimal_comma": _amount_format(","),
        "cents": Format(_written_cents, _read_cents),
    }
)
"""Name of a format of amounts -> the format: 52.10, 52,10 or 5210."""

_PLAIN: Final = Format(lambda text: text, lambda cell: cell)
_DATES: Final = {name: _date_format(pattern) for name, pattern in DATE_FORMATS.items()}


def format_named(name: str | None) -> Format:
    """Return a format by its name; None is plain text."""
    if name is None:
        return _PLAIN
    return AMOUNT_FORMATS.get(name) or _DATES[name]
