"""Known personal values in every spelling they could leak in, who gets them, and the search for them."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

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


PEOPLE = [
    Canary("Zephyrantha", "Quillfeather", "987-65-4329", date(1951, 2, 27), "487654.31", "Year",
           "208-555-7391", "7391 Birdsong Lane", "Xanthippeville", "83799-4417", "zq.secret@example.test"),
    Canary("Peregrinus", "Thistlewick", "986-54-3218", date(1949, 11, 3), "613.77", "Hour",
           "303-555-8264", "8264 Mockingbird Yard", "Wrenhaven Heights", "80299-6638", "pt.hid@example.test"),
    Canary("Ophidiana", "Marblethwaite", "985-43-2107", date(1953, 7, 19), "598321.17", "Year",
           "512-555-6173", "6173 Kestrel Gardens", "Bitternborough", "78799-5529", "om.private@example.test"),
    Canary("Balthazarine", "Featherstonhaugh", "984-32-1096", date(1947, 5, 13), "731.29", "Hour",
           "617-555-9482", "9482 Nightjar Parade", "Lapwingchester", "02199-8846", "bf.quiet@example.test"),
]  # fmt: skip
"""Who they are at first; the values are nobody else's."""


@dataclass(frozen=True)
class Elected:
    """What one person elected and what it costs, in values that stand nowhere else in the world."""

    plan: str
    level: str
    reason: str
    premium: str
    employer: str
    volume: str

    def fields(self) -> dict[str, str]:
        """Return the election as a payroll row's members; the employee pays before tax."""
        return {
            "plan_name": self.plan,
            "coverage_level": self.level,
            "termination_reason": self.reason,
            "subscriber_premium": self.premium,
            "subscriber_pretax_premium": self.premium,
            "subscriber_posttax_premium": "0.0",
            "org_premium": self.employer,
            "volume": self.volume,
        }

    def spellings(self) -> Spelt:
        """Return what to look for, kind by kind."""
        texts = {"plan": self.plan, "coverage": self.level, "reason": self.reason}
        amounts = {"premium": self.premium, "employer's premium": self.employer, "volume": self.volume}
        return {kind: written(text) for kind, text in texts.items()} | {
            kind: paid(amount) for kind, amount in amounts.items()
        }


def ordinary(people: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """Return people who are exported: full-time, active, of the primary employer, long there."""
    last_year = str(datetime.now(UTC).year - 1)

    def exported(person: dict[str, Any]) -> bool:
        fields, tables = person["fields"], person["tables"]
        statuses = [row["employmentStatus"] for row in tables.get("employmentStatus", [])]
        ours = fields.get("customEin") == "84-1234567" and fields.get("customTestEmployee") != "yes"
        whole = {"ssn", "address1", "gender", "employeeNumber"} <= fields.keys()
        return ours and whole and statuses == ["Full-Time"] and fields["hireDate"] < last_year

    found = [person for person in people if exported(person)][:number]
    assert len(found) == number, f"the company has only {len(found)} ordinary people"
    return found


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


def paid(amount: str) -> set[str]:
    """Spell an amount that is a few digits long only with its point: a count could look like the rest."""
    return {spelt for spelt in money(amount) if len(spelt) >= SHORTEST}


def written(text: str) -> set[str]:
    """Spell a text as it is and as it would stand in a URL; the search ignores case."""
    return {text, text.replace(" ", "+"), text.replace(" ", "%20"), text.replace("@", "%40")}


class Search:
    """Looks for canaries in texts, files and databases; what it reports never holds a value."""

    def __init__(self, spelt: Mapping[str, Spelt]) -> None:
        self._wanted = {
            f"{kind} of {person}": ([value.encode().lower() for value in values], _pattern(values))
            for person, kinds in spelt.items()
            for kind, values in kinds.items()
        }
        self.places: list[str] = []

    def found(self, text: str | bytes) -> list[str]:
        """Return which kinds of which person's values stand in a text."""
        raw = text.encode() if isinstance(text, str) else text
        lowered = raw.lower()  # a plain look for each value is much quicker than the pattern that decides
        return [
            label
            for label, (values, pattern) in self._wanted.items()
            if any(value in lowered for value in values) and pattern.search(raw)
        ]

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


SHORTEST = 6
"""Characters of an amount that is looked for."""

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
