"""Subscribers whose code in PlanSource is another one by now, while the carrier's identifier is the same."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from benefits_sync.domain.carriers.identity import id_members, subscriber_id
from benefits_sync.domain.carriers.picture import UNKNOWN
from benefits_sync.domain.columns import among, cells_of, present
from benefits_sync.mapping.carriers.identifiers import Identifiers

_UNKNOWN: Final = {"identity": None, "name": None, "address": None, "amounts": UNKNOWN}
_CHANGED: Final = "recoded"
"""In place of a digest, so that the person's records are told once more with the new code."""


def under_codes_of_now(
    picture: pd.DataFrame, people: pd.DataFrame, previous: pd.DataFrame | None, identifiers: Identifiers
) -> pd.DataFrame:
    """Return a picture in which families stand under the codes that PlanSource has by now.

    Told as two families, the old one would vanish without an end, and the new one be added a second time.

    Args:
        picture: What the carrier believes.
        people: The people frame.
        previous: That of the last good file; without it nobody can be recognized.
        identifiers: By which the carrier knows families.
    """
    codes = cells_of(picture, "subscriber_code")
    gone = set(codes[~present(cells_of(picture, "end"))]) - set(cells_of(people, "subscriber_code"))
    if previous is None or not gone:
        return picture
    before = _by_identifier(previous, gone, identifiers)
    coming = set(cells_of(people, "subscriber_code")) - set(codes)
    after = _by_identifier(people, coming, identifiers)
    moved = {before[known]: after[known] for known in before.keys() & after.keys()}
    return _renamed(picture, moved) if moved else picture


def _by_identifier(people: pd.DataFrame, codes: set[str], identifiers: Identifiers) -> dict[str, str]:
    """Return the codes of subscribers by the identifier that each of them alone has."""
    names = (*id_members(identifiers), "subscriber_code")
    own = cells_of(people, "person") == cells_of(people, "subscriber_code")
    rows = np.flatnonzero(own & among(cells_of(people, "subscriber_code"), codes))
    columns = [cells_of(people, name)[rows].tolist() for name in names]
    found: dict[str, str] = {}
    twice: set[str] = set()
    for row in zip(*columns, strict=True):
        known = subscriber_id(dict(zip(names, row, strict=True)), identifiers)
        if known is not None:
            twice |= {known} & found.keys()
            found[known] = row[-1]
    return {known: code for known, code in found.items() if known not in twice}


def _renamed(picture: pd.DataFrame, moved: Mapping[str, str]) -> pd.DataFrame:
    codes, persons = (cells_of(picture, name).copy() for name in ("subscriber_code", "person"))
    recoded = among(codes, set(moved))
    for at in np.flatnonzero(recoded).tolist():
        before, codes[at] = codes[at], moved[codes[at]]
        persons[at] = codes[at] + persons[at].removeprefix(before)
    found = picture.copy()
    found["subscriber_code"], found["person"] = codes, persons
    for name, value in {**_UNKNOWN, "personnel": _CHANGED}.items():
        found[name] = picture[name].mask(recoded, value)
    return found
