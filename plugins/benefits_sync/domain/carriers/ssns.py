"""Whose SSN is whose: masked ones are replaced by what the HR system shows of surely the same person.

A wrong SSN on a carrier's file enrolls somebody else. So an SSN is taken over only where nothing else can be
meant: an employee by the employee number, a dependent by employee, first name, birth date and kind of
relationship together; one whose last four digits differ from a masked one is never taken.
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from benefits_sync.models.elections import SELF, HeldSsns
from benefits_sync.models.frames import as_cells

_NINE_DIGITS: Final = re.compile(r"[0-9]{9}")
_LAST_FOUR: Final = re.compile(r"[Xx*•-]+([0-9]{4})")
_KINDS: Final = {
    "step child": "child",
    "foster child": "child",
    "dp child": "child",
    "partner": "domestic partner",
}
"""Relationships in the words of one system that another calls otherwise."""


def with_clear_ssns(people: pd.DataFrame, held: HeldSsns | None) -> pd.DataFrame:
    """Return people with SSNs of nine digits, or None where no system shows one that is surely theirs.

    Args:
        people: A frame of people, whose SSNs may be masked.
        held: What the HR system shows; None where it is not asked.
    """
    shown = people["ssn"].tolist()
    clear = [_digits(text) for text in shown]
    if held is not None:
        found = _held(people, held)
        clear = [own or _agreeing(other, text) for own, other, text in zip(clear, found, shown, strict=True)]
    return people.assign(ssn=as_cells(clear))


def _held(people: pd.DataFrame, held: HeldSsns) -> Sequence[str | None]:
    """Return what the HR system holds of each person; None where it has nobody, or more than one SSN."""
    own = people["relationship_code"].eq(SELF).to_numpy()
    of_employee = people["subscriber_code"].map(
        _unmistakable(held.employees["subscriber_code"], held.employees)
    )
    keys = _keys(people, "relationship_code")
    of_dependent = keys.map(_unmistakable(_keys(held.dependents, "relationship"), held.dependents))
    found: npt.NDArray[np.object_] = np.where(own, of_employee, of_dependent)
    return [text if isinstance(text, str) else None for text in found]


def _unmistakable(keys: "pd.Series[str]", held: pd.DataFrame) -> dict[str, str]:
    """Return the SSN of each key that stands for one SSN only."""
    digits = pd.Series([_digits(text) for text in held["ssn"]], index=held.index, dtype=object)
    known = pd.DataFrame({"key": keys, "ssn": digits}).dropna().drop_duplicates()
    single = known[~known["key"].duplicated(keep=False)]
    return dict(zip(single["key"], single["ssn"], strict=True))


def _keys(people: pd.DataFrame, relationship: str) -> "pd.Series[str]":
    """Return who a person is, as both systems say it; None where any part is missing."""
    parts = [people["subscriber_code"].tolist(), people["birthdate"].tolist()]
    parts += [[_folded(text) for text in people["first_name"]]]
    parts += [[_kind(text) for text in people[relationship]]]
    keys = ["|".join(part) if all(part) else None for part in zip(*parts, strict=True)]
    return pd.Series(keys, index=people.index, dtype=object)


def _folded(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def _kind(relationship: str | None) -> str:
    word = _folded((relationship or "").replace("_", " "))
    return _KINDS.get(word, word)


def _digits(text: str | None) -> str | None:
    """Return the nine digits of a clear SSN; None for a masked one."""
    digits = (text or "").replace("-", "")
    return digits if _NINE_DIGITS.fullmatch(digits) else None


def _agreeing(ssn: str | None, masked: str | None) -> str | None:
    """Return an SSN unless the masked one has other last digits."""
    tail = _LAST_FOUR.fullmatch(masked or "")
    return None if ssn is None or (tail and not ssn.endswith(tail[1])) else ssn
