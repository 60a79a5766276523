"""Known personal values in every spelling they could leak in, and the search for them."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise
from pathlib import Path

Spelt = dict[str, set[str]]
"""Kind of value -> every spelling looked for."""


@dataclass(frozen=True)
class Canary:
    """Values of one person that stand nowhere else in the world."""

    first_name: str
    last_name: str
    ssn: str
    born: date
    rate: str
    per: str
    phone: str
    street: str
    city: str
    zip_code: str
    email: str

    def fields(self) -> dict[str, str]:
        """Return the person as BambooHR's fields."""
        return {
            "firstName": self.first_name,
            "lastName": self.last_name,
            "ssn": self.ssn,
            "dateOfBirth": self.born.isoformat(),
            "payRate": self.rate,
            "payType": "Salary" if self.per == "Year" else "Hourly",
            "payPer": self.per,
            "standardHoursPerWeek": "40",
            "mobilePhone": self.phone,
            "address1": self.street,
            "city": self.city,
            "zipcode": self.zip_code,
            "homeEmail": self.email,
        }

    def spellings(self) -> Spelt:
        """Return what to look for, kind by kind."""
        texts = {
            "name": [self.first_name, self.last_name],
            "address": [self.street, self.city],
            "e-mail": [self.email],
        }
        amounts = [self.rate, f"{float(self.rate) * 2080:.2f}"] if self.per == "Hour" else [self.rate]
        return {
            "SSN": separated(self.ssn, (3, 5)),
            "birth date": dated(self.born),
            "pay": set(chain.from_iterable(money(amount) for amount in amounts)),
            "phone": separated(self.phone, (3, 6)) | {"({}) {}-{}".format(*parts(self.phone, (3, 6)))},
            "ZIP code": separated(self.zip_code, (5,)),
        } | {kind: set(chain.from_iterable(map(written, values))) for kind, values in texts.items()}


def parts(number: str, cuts: tuple[int, ...]) -> list[str]:
    digits = re.sub(r"\D", "", number)
    edges = [0, *cuts, len(digits)]
    return [digits[start:stop] for start, stop in pairwise(edges)]


def separated(number: str, cuts: tuple[int, ...]) -> set[str]:
    """Spell a number as it is, without separators, and with dashes, dots and blanks."""
    return {number} | {separator.join(parts(number, cuts)) for separator in ("", "-", ".", " ")}


def dated(day: date) -> set[str]:
    return {day.strftime(form) for form in ("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d")}


def money(amount: str) -> set[str]:
    """Spell an amount with and without decimals, commas and point."""
    value = float(amount)
    return {amount, f"{value:.2f}", f"{value:,.2f}", f"{value:g}", f"{value:.2f}".replace(".", "")} | (
        {f"{int(value)}", f"{int(value):,}"} if value >= 10_000 else set()
    )


def written(text: str) -> set[str]:
    """Spell a text as it is and as it would stand in a URL; the search ignores case."""
    return {text, text.replace(" ", "+"), text.replace(" ", "%20"), text.replace("@", "%40")}


class Search:
    """Looks for canaries in texts, files and databases; what it reports never holds a value."""

    def __init__(self, spelt: Mapping[str, Spelt]) -> None:
        self._patterns = {
            f"{kind} of {person}": _pattern(values)
            for person, kinds in spelt.items()
            for kind, values in kinds.items()
        }
        self.places: list[str] = []

    def found(self, text: str | bytes) -> list[str]:
        """Return which kinds of which person's values stand in a text."""
        raw = text.encode() if isinstance(text, str) else text
        return [label for label, pattern in self._patterns.items() if pattern.search(raw)]

    def place(self, name: str, text: str | bytes) -> list[str]:
        """Search one place and remember that it was searched."""
        self.places.append(name)
        return [f"{name}: {label}" for label in self.found(text)]

    def files(self, folder: Path) -> Iterator[str]:
        """Search every file below a folder, whatever it holds."""
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield from self.place(str(file.relative_to(folder)), file.read_bytes())

    def database(self, file: Path) -> Iterator[str]:
        """Search every row of every table of a SQLite file, what is still in its log included."""
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            connection.text_factory = bytes
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                rows = connection.execute(f'SELECT * FROM "{table.decode()}"')  # noqa: S608 - its own table
                cells = chain.from_iterable(rows.fetchall())
                text = b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)
                yield from self.place(f"{file.name}:{table.decode()}", text)


LONG = 9
"""Characters of a value that no id, hash or fraction of a second holds by chance."""


def _pattern(values: set[str]) -> re.Pattern[bytes]:
    """Match long values wherever they stand, and short ones only where they stand alone."""
    ordered = sorted(values, key=len, reverse=True)
    long = "|".join(re.escape(value) for value in ordered if len(value) >= LONG)
    short = "|".join(re.escape(value) for value in ordered if len(value) < LONG)
    alone = rf"(?:(?<=\\n)|(?<![\w.]))(?:{short})(?!\w)"
    anywhere = rf"(?<!\d)(?:{long})(?!\d)"
    wanted = [pattern for pattern, given in ((anywhere, long), (alone, short)) if given]
    return re.compile("|".join(wanted).encode(), re.IGNORECASE)
