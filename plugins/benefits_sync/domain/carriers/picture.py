"""What a carrier believes after a file: a row per person and coverage, without a personal value in clear.

What is compared and must not be shown (SSN, birth date, name, address, pay) is kept as keyed digests; plans,
coverage levels and days are kept as they are, because an end has to be told in the same words.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import Cells
from benefits_sync.models.frames import as_cells, text_frame

KEPT_AFTER_END: Final = timedelta(days=400)
"""How long an ended coverage is remembered, so that who comes back is known as such."""

YES: Final = "true"
UNKNOWN: Final = "unknown"
"""In place of a digest of amounts that cannot be compared, and counts as the same."""


class Known(NamedTuple):
    """One coverage of one person as the carrier knows it; all days are ISO texts.

    Args:
        file: Key of the file that tells it: a group or benefit, empty where one file tells everything.
        group: The carrier's group that the family is told under, empty without groups.
        person: Whom it covers, as in the people frame.
        subscriber_code: Whose family that is.
        relationship: PlanSource's relationship code.
        benefit: Benefit lookup code.
        plan: The plan's name in PlanSource.
        level: The coverage level's name in PlanSource.
        policy: Policy number that it goes under, where coverages have their own.
        begin: First day of this coverage, as told.
        elected: First day that the election had then, where another one was told.
        end: Last day covered, as told; None while it has none.
        year_ends: Last day of the plan year it was elected for.
        ended_by: Event that its end was told as.
        ended_on: As-of day of the file that told the end first.
        confirmed: ``true`` when the carrier confirmed the end, which is then repeated no more.
        right: On what ground the person is covered, such as ``active`` or ``cobra``.
        employment: How the subscriber stood to the employer.
        identity: Digest of SSN and birth date.
        name: Digest of the name, gender and subscriber identifier.
        address: Digest of address, phones and e-mail address.
        personnel: Digest of everything else that a file tells of a person.
        amounts: Digest of the amounts and volume that the file tells of the coverage.
    """

    file: str
    group: str
    person: str
    subscriber_code: str
    relationship: str
    benefit: str
    plan: str
    level: str | None
    policy: str | None
    begin: str
    elected: str | None = None
    end: str | None = None
    year_ends: str | None = None
    ended_by: str | None = None
    ended_on: str | None = None
    confirmed: str | None = None
    right: str | None = None
    employment: str | None = None
    identity: str | None = None
    name: str | None = None
    address: str | None = None
    personnel: str | None = None
    amounts: str | None = None

    @property
    def active(self) -> bool:
        """Whether the carrier knows of no end."""
        return self.end is None


PICTURE_FIELDS: Final = Known._fields
"""The columns of a picture."""

_AT_A_TIME: Final = 4096


def picture_of(rows: Iterable[Known]) -> pd.DataFrame:
    """Return known coverages as a picture."""
    held = list(rows)
    return text_frame({name: as_cells([row[at] for row in held]) for at, name in enumerate(PICTURE_FIELDS)})


class GrowingPicture:
    """A picture that learns some coverages at a time, and needs little more memory than its cells."""

    def __init__(self) -> None:
        self._coming: list[Known] = []
        self._columns: dict[str, list[Cells]] = {name: [] for name in PICTURE_FIELDS}

    def learn(self, rows: Iterable[Known]) -> None:
        """Add known coverages."""
        self._coming += rows
        if len(self._coming) >= _AT_A_TIME:
            self._settle()

    def taken(self) -> pd.DataFrame:
        """Return the picture as it is by now."""
        self._settle()
        for name, parts in self._columns.items():
            self._columns[name] = [np.concatenate(parts)]
        return text_frame({name: parts[0] for name, parts in self._columns.items()})

    def _settle(self) -> None:
        for at, name in enumerate(PICTURE_FIELDS):
            self._columns[name].append(as_cells([row[at] for row in self._coming]))
        self._coming.clear()


def empty_picture() -> pd.DataFrame:
    """Return the picture of a carrier that knows nobody."""
    return picture_of(())


def with_ends_confirmed(picture: pd.DataFrame, *, but: Collection[str] = ()) -> pd.DataFrame:
    """Return the picture with every end confirmed, but for people whom the carrier found fault with."""
    ended = picture["end"].notna() & ~picture["person"].isin(list(but))
    return picture.assign(confirmed=picture["confirmed"].mask(ended, YES))


def is_remembered(known: Known, as_of: date) -> bool:
    """Tell whether a known coverage stays in the picture: ended ones do for a while."""
    return known.end is None or known.end >= (as_of - KEPT_AFTER_END).isoformat()
