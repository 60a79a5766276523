"""Coverages, dependents and subscribers as the two frames of people and elections."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import pandas as pd

from benefits_sync.clients.columns import Columns, joined
from benefits_sync.clients.plansource.elections_wire import Composite, owner_ids
from benefits_sync.models.elections import (
    DEPENDENT_FIELDS,
    ELECTION_FIELDS,
    PERSON_FIELDS,
    SELF,
    person_of,
)
from benefits_sync.models.frames import text_frame
from benefits_sync.models.subscriber import FieldKind, Spelled, canonical_cells

Cells = Sequence[str | None]
Codes = Mapping[str | None, str | None]
"""The code of each subscriber by PlanSource's number, as text."""

OWNER: Final = "subscriber_id"
"""Cell of a spelled coverage: PlanSource's number of the subscriber."""

_SHARED_AT_MOST: Final = 20_000
"""A field with more different texts than this repeats them too seldom to look for equal ones."""

_DECLINE: Final = "decline"
_RENAMED: Final = {"pcp_name": "pcp_name1", "pcp_existing_patient": "pcp_existing_patient1"}
_OF_SUBSCRIBER: Final = {**_RENAMED, "coverage_id": "id", "pcp_code": "pcpcode1"}
_OF_DEPENDENT: Final = {**_RENAMED, "dependent_coverage_id": "id", "pcp_code": "pcp_code1"}
_KEYS: Final = ("person", "subscriber_code")


class ElectionFrames:
    """Spells lists page by page, so that equal values of a field become one object, and joins them.

    Args:
        reasons: The lookup code of each reason of a termination by its number.
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self._reasons = reasons
        self._known: dict[str, Spelled] = {}

    def subscribers(self, found: Columns) -> Columns:
        """Spell a page of subscribers as people; ``id`` is kept as text."""
        cells = self._people(found, PERSON_FIELDS)
        cells |= {"person": cells["subscriber_code"], "relationship_code": [SELF] * found.size}
        return Columns(found.size, cells | {"id": _texts(found.cells["id"])}, found.told)

    def dependents(self, found: Columns, codes: Codes) -> Columns:
        """Spell dependents as people."""
        owners = [codes.get(owner) for owner in owner_ids(found.cells["links"])]
        cells = self._people(found, (*DEPENDENT_FIELDS, "relationship_code"))
        persons = _persons(owners, found.cells["id"])
        return Columns(found.size, cells | {"subscriber_code": owners, "person": persons}, found.told)

    def composite(self, page: Composite) -> Composite:
        """Spell a page of coverages; whose they are is told by `OWNER` until codes are known."""
        own, parts = page.coverages, page.dependents
        cells = self._elected(own, _OF_SUBSCRIBER)
        terms = zip(cells["org_plan_name"], cells["coverage_level_name"], strict=True)
        cells |= {"waived": ["true" if _declined(*each) else "false" for each in terms]}
        cells |= {OWNER: _texts(own.cells[OWNER])}
        covered = self._elected(parts, _OF_DEPENDENT)
        covered |= {"waived": ["false"] * parts.size, "dependent_id": _texts(parts.cells["dependent_id"])}
        return Composite(Columns(own.size, cells, own.told), Columns(parts.size, covered, parts.told))

    def _people(self, found: Columns, fields: Collection[str]) -> dict[str, Cells]:
        """Return every field of people: those that are read, in canonical text, and None for the others."""
        cells = {
            name: self._spelled(name, kind, found.cells.get(name) if name in fields else None, found.size)
            for name, kind in PERSON_FIELDS.items()
        }
        return cells | {"termination_reason": self._why(found)}

    def _elected(self, found: Columns, renamed: Mapping[str, str]) -> dict[str, Cells]:
        cells = {
            name: self._spelled(name, kind, found.cells.get(renamed.get(name, name)), found.size)
            for name, kind in ELECTION_FIELDS.items()
            if name not in _KEYS
        }
        return cells | {"termination_reason": self._why(found)}

    def _spelled(self, name: str, kind: FieldKind, values: Sequence[Any] | None, size: int) -> Cells:
        if values is None:
            return [None] * size
        known = self._known.setdefault(name, {})
        texts = canonical_cells(kind, values, known)
        if len(known) > _SHARED_AT_MOST:
            return [known.get(text, text) for text in texts]
        return [known.setdefault(text, text) for text in texts]

    def _why(self, found: Columns) -> Cells:
        numbers = canonical_cells(FieldKind.INTEGER, found.cells["termination_reason_id"])
        return [None if number is None else self._reasons.get(number, number) for number in numbers]


def people_frame(parts: Sequence[Columns]) -> pd.DataFrame:
    """Return people as one frame, in order; one without a reference is left out."""
    whole = joined(parts, tuple(PERSON_FIELDS))
    return text_frame(whole.where([person is not None for person in whole.cells["person"]]).cells)


def elections_frame(years: Iterable[Sequence[Composite]], codes: Codes) -> pd.DataFrame:
    """Return the coverages of some plan years as one frame, a subscriber's own before the dependents' parts.

    Coverages of a subscriber whose code is not known are left out.
    """
    return text_frame(
        joined(
            list(chain.from_iterable(_of_year(year, codes) for year in years)), tuple(ELECTION_FIELDS)
        ).cells
    )


def _of_year(pages: Sequence[Composite], codes: Codes) -> list[Columns]:
    own = joined([page.coverages for page in pages], (*_FIELDS, OWNER))
    parts = joined([page.dependents for page in pages], (*_FIELDS, "dependent_id"))
    owners = [codes.get(owner) for owner in own.cells[OWNER]]
    of_coverage = dict(zip(own.cells["coverage_id"], owners, strict=True))
    covering = [of_coverage.get(coverage) for coverage in parts.cells["coverage_id"]]
    persons = _persons(covering, parts.cells["dependent_id"])
    return [_known(own, owners, owners), _known(parts, persons, covering)]


_FIELDS: Final = tuple(name for name in ELECTION_FIELDS if name not in _KEYS)


def _known(rows: Columns, persons: Cells, owners: Cells) -> Columns:
    cells = {**rows.cells, "person": persons, "subscriber_code": owners}
    return Columns(rows.size, cells, rows.told).where([person is not None for person in persons])


def _texts(values: Sequence[Any]) -> Cells:
    return canonical_cells(FieldKind.TEXT, values)


def _persons(owners: Cells, dependents: Sequence[Any]) -> Cells:
    pairs = zip(owners, dependents, strict=True)
    return [None if owner is None else person_of(owner, str(number)) for owner, number in pairs]


def _declined(plan: str | None, level: str | None) -> bool:
    return _DECLINE in ((plan or "").strip().lower(), (level or "").strip().lower())
