"""Families, one after another, out of frames that hold everybody.

Rows are taken out of the frames some hundred families at a time, so that a build needs the memory of those.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from benefits_sync.domain.carriers.picture import PICTURE_FIELDS, Known
from benefits_sync.domain.columns import Places, cells_of
from benefits_sync.domain.fingerprint import column_fingerprints
from benefits_sync.models.frames import TextRecord

AT_A_TIME: Final = 256
SUBSCRIBER_KEYS: Final = ("person", "subscriber_code", "relationship_code")
ELECTION_MEMBERS: Final = (
    "person", "coverage_id", "benefit_lookup_code", "org_plan_name", "coverage_level_name",
    "plan_year_starts_on", "plan_year_ends_on", "original_effective_date", "change_effective_date",
    "election_effective_date", "signature_date", "termination_date", "termination_reason",
    "subscriber_premium", "org_premium", "billing_premium", "volume", "waived", "waiting_for_eoi",
)  # fmt: skip
"""What a file needs of an election."""


class Digests(NamedTuple):
    """What of a person is compared and not kept."""

    identity: str | None = None
    name: str | None = None
    address: str | None = None
    personnel: str | None = None


NO_DIGESTS: Final = Digests()


@dataclass(slots=True, repr=False)
class Person:
    """One person with everything that the frames have of them; without a record, gone from PlanSource."""

    person: str
    record: TextRecord
    digests: Digests = NO_DIGESTS
    present: bool = True
    elections: list[TextRecord] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)


@dataclass(slots=True, repr=False)
class Family:
    """A subscriber with all dependents, the subscriber first."""

    code: str
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def subscriber(self) -> Person | None:
        """The subscriber, None where PlanSource shows dependents only."""
        person = self.people.get(self.code)
        return person if person is not None and person.present else None

    @property
    def dependents(self) -> list[Person]:
        """Everybody else."""
        return [person for person in self.people.values() if person.person != self.code]


class _Rows:
    """A frame's rows by the place of their family, some members of each."""

    def __init__(self, frame: pd.DataFrame, names: Sequence[str], owners: Places, families: int) -> None:
        self.names = [name for name in dict.fromkeys(names) if name in frame.columns]
        self._cells = [cells_of(frame, name) for name in self.names]
        order = np.argsort(owners, kind="stable")
        self._order = order[np.searchsorted(owners[order], 0) :]
        self._starts = np.searchsorted(owners[self._order], np.arange(families + 1))
        self._owners = owners

    def between(self, first: int, last: int) -> tuple[list[int], dict[str, list[str | None]]]:
        """Return the rows of families from place to place: the place of each, and their columns."""
        rows = self._order[self._starts[first] : self._starts[last]]
        columns = {name: cells[rows].tolist() for name, cells in zip(self.names, self._cells, strict=True)}
        return self._owners[rows].tolist(), columns


class Roster:
    """The families of one file.

    Args:
        people: The people frame.
        elections: Elections of the file's benefits.
        picture: What the carrier knows of this file.
        members: Members that the file needs of a person.
        digested: Which members each digest of a person covers.
        key: Key of the digests.
    """

    def __init__(
        self,
        people: pd.DataFrame,
        elections: pd.DataFrame,
        picture: pd.DataFrame,
        *,
        members: Sequence[str],
        digested: Mapping[str, Sequence[str]],
        key: bytes,
    ) -> None:
        self._people = people
        self._elections = elections
        self._picture = picture
        self._members = (*SUBSCRIBER_KEYS, *members)
        self._digested = digested
        self._key = key
        codes = set(cells_of(elections, "subscriber_code")) | set(cells_of(picture, "subscriber_code"))
        self.codes: list[str] = sorted(code for code in codes if code is not None)

    def subscribers(self, members: Sequence[str]) -> dict[str, TextRecord]:
        """Return some members of each family's subscriber, by subscriber code."""
        wanted = set(self.codes)
        codes = cells_of(self._people, "subscriber_code")
        own = codes == cells_of(self._people, "person")
        rows = [at for at in np.flatnonzero(own).tolist() if codes[at] in wanted]
        columns = [cells_of(self._people, name)[rows].tolist() for name in members]
        records = (dict(zip(members, row, strict=True)) for row in zip(*columns, strict=True))
        return dict(zip(codes[rows].tolist(), records, strict=True))

    def families(self, order: Sequence[str]) -> Iterator[Family]:
        """Yield the families in this order of their subscriber codes."""
        places = {code: at for at, code in enumerate(order)}
        frames = (self._people, self._elections, self._picture)
        names = (self._members, ELECTION_MEMBERS, PICTURE_FIELDS)
        rows = [
            _Rows(frame, columns, _owners(frame, places), len(order))
            for frame, columns in zip(frames, names, strict=True)
        ]
        for first in range(0, len(order), AT_A_TIME):
            last = min(first + AT_A_TIME, len(order))
            some = [Family(code) for code in order[first:last]]
            self._fill(some, first, last, *rows)
            yield from some

    def _fill(
        self, some: list[Family], first: int, last: int, people: _Rows, elections: _Rows, picture: _Rows
    ) -> None:
        owners, columns = people.between(first, last)
        digests = self._digests(columns, len(owners))
        for at, record, digest in zip(owners, _records(columns), digests, strict=True):
            person = record["person"] or ""
            some[at - first].people[person] = Person(person, record, digest)
        for family in some:
            if family.code in family.people:
                family.people = {family.code: family.people.pop(family.code), **family.people}
        owners, columns = elections.between(first, last)
        for at, record in zip(owners, _records(columns), strict=True):
            _person(some[at - first], record["person"] or "").elections.append(record)
        owners, columns = picture.between(first, last)
        known = map(Known._make, zip(*(columns[name] for name in PICTURE_FIELDS), strict=True))
        for at, row in zip(owners, known, strict=True):
            _person(some[at - first], row.person).known.append(row)

    def _digests(self, columns: Mapping[str, list[str | None]], rows: int) -> Iterator[Digests]:
        nothing: list[str | None] = [None] * rows
        parts = [
            column_fingerprints(
                {name: columns.get(name, nothing) for name in ("person", *self._digested[part])},
                rows,
                self._key,
            )
            for part in Digests._fields
        ]
        return map(Digests._make, zip(*parts, strict=True))


def _owners(frame: pd.DataFrame, places: Mapping[str, int]) -> Places:
    codes = cells_of(frame, "subscriber_code")
    return np.fromiter((places.get(code, -1) for code in codes), dtype=np.intp, count=len(codes))


def _records(columns: Mapping[str, list[str | None]]) -> Iterator[TextRecord]:
    names = list(columns)
    return (dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _person(family: Family, person: str) -> Person:
    found = family.people.get(person)
    if found is None:
        found = family.people[person] = Person(person, {"person": person}, present=False)
    return found
