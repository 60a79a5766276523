"""An invented company of any size in a folder: frames, and the carrier's last file."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

import pandas as pd

from benefits_sync.domain.carriers.build import FileBuild, build_files
from benefits_sync.domain.carriers.built import BuildRequest
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.frames import none_for_missing
from tests.domain.carriers.company import LAST_MONDAY, TODAY, Company, request, send
from tests.domain.carriers.lives import ANYBODY, SCENARIOS
from tests.domain.carriers.scenarios import nothing
from tests.mapping.carriers.profiles import PROFILE_OF

CARRIER: Final = "cedarline_health"
"""Medical, with full files by group: the shipped profile with the most segments for each person."""

PROFILE: Final[CarrierProfile] = PROFILE_OF[CARRIER]
KIND: Final = "full"
QUIET: Final = date(2026, 3, 9)
AN_EVENT_IN: Final = 25
"""So many families, one of which something happens to between two files."""

OLD, NEW = "old.edi", "new.edi"

HAPPENINGS: Final = [one for one in SCENARIOS.values() if one.origin is one.earlier is nothing]
"""What can happen to a family of whose life before nothing has to be known."""

FIRST_NAMES: Final = (
    "Ana",
    "José",
    "Zoë",
    "Søren",
    "O\u2019Neil",
    "Mary Ann",
    "Li",
    "Núria",
    "D'Arcy",
    "Jürgen*",
)
STREETS: Final = ("12 Main St.", "Apt #4, 9 Elm", "Straße 7", "1/2 Oak Ave", "P.O. Box 88: rear")


def invent(folder: Path, people: int) -> None:
    """Let a carrier know a company, and then let a week pass in it."""
    company, chance = _company(people), random.Random(1)
    first = send(CARRIER, company, LAST_MONDAY, kind=KIND)
    known = {"picture": first.built.picture, "previous": company, "last_file": LAST_MONDAY}
    quiet = send(CARRIER, company, QUIET, kind=KIND, **known)
    (folder / OLD).write_bytes(quiet.data)
    quiet.built.picture.to_parquet(folder / "picture.parquet")
    company.frames[0].to_parquet(folder / "before.parquet")
    for code in chance.sample(list(company.rows), len(company.rows) // AN_EVENT_IN):
        scenario = chance.choice(HAPPENINGS)
        if company.shapes[code] in scenario.shapes:
            scenario.happens(company, code)
    for name, frame in zip(("people", "elections"), company.frames, strict=True):
        frame.to_parquet(folder / f"{name}.parquet")


@dataclass
class _Company(Company):
    """A company that knows of which shape each family is."""

    shapes: dict[str, Any] = field(default_factory=dict)


def _company(people: int) -> _Company:
    chance, company, number = random.Random(7), _Company(), 0
    shapes: Sequence[Callable[..., None]] = ANYBODY
    while len(company.people) < people:
        number += 1
        code, shape = f"E{number:06}", chance.choice(shapes)
        shape(company, code, **_details(chance, number))
        company.shapes[code] = shape
    return company


def _details(chance: random.Random, number: int) -> dict[str, str | None]:
    """Return details of an employee, with all that real data is short of."""
    return {
        "first_name": chance.choice(FIRST_NAMES),
        "middle_name": chance.choice([None, "Q", "Étienne"]),
        "name_suffix": chance.choice([None, None, "Jr."]),
        "gender": chance.choice(["F", "M", None]),
        "address_1": chance.choice(STREETS),
        "zip_code": chance.choice(["83702", "83702-1234", "837021234", None]),
        "home_phone": chance.choice([None, "208.555.0133", "+1 (208) 555-0133", "555"]),
        "cell_phone": chance.choice([None, "2085550199"]),
        "email": chance.choice([None, f"p_{number}@juniper.example", "ünbeschreiblich@juniper.example"]),
        "org_class": chance.choice(["FT-HRLY", "FT-SAL", "EXEC", "PT"]),
        "division": chance.choice(["WEST", "EAST", "CENTRAL"]),
        "location": chance.choice(["BOI", "DEN", "AUS", "BOS", "REM"]),
        "employment_level": chance.choice(["F", "P"]),
        "medicare_plan": chance.choice([None, None, None, "AB"]),
        "medicare_reason": "DISABILITY",
        "business_title": chance.choice(["Analyst", "Küchenchef", None]),
    }


@dataclass(frozen=True)
class Frames:
    """What a file is built from, as a stage has read it."""

    people: pd.DataFrame
    elections: pd.DataFrame
    picture: pd.DataFrame
    before: pd.DataFrame

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Read what `invent` left."""
        names = ("people", "elections", "picture", "before")
        return cls(*(none_for_missing(pd.read_parquet(folder / f"{name}.parquet")) for name in names))

    def build(self) -> FileBuild:
        """Return the file of the day, not made yet."""
        wanted = wanted_today()
        (build,) = build_files(PROFILE, wanted, self.people, self.elections, self.picture, self.before)
        return build


def wanted_today() -> BuildRequest:
    """Return what is asked for."""
    wanted: BuildRequest = request(KIND, TODAY, last_file=QUIET)
    return wanted
