"""What is asked of a source, and what it answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What to read from the source.

    ``since`` None means everyone. ``record_keys`` narrows to named people, whatever changed;
    ``source_ids`` narrows to people by the source's own ids; ``due_source_ids`` adds people whose
    future-dated change falls due. ``fields`` are source aliases; one with a dot (as in
    ``employmentStatus.comment``) is a column of a source table. ``options`` are the run's own, by name.
    """

    fields: tuple[str, ...]
    as_of: date
    since: datetime | None = None
    record_keys: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()
    due_source_ids: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)

    @property
    def everyone(self) -> bool:
        """Whether the answer is the whole roster."""
        return self.since is None and not self.named

    @property
    def named(self) -> bool:
        """Whether certain people are asked for, whatever changed."""
        return bool(self.record_keys or self.source_ids)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the source answered.

    ``frame`` has a ``source_id`` column and one column for each field the source returned; ``future`` has the
    columns ``source_id, kind, effective_date``; ``watermark`` is the moment up to which changes are included.
    ``withheld`` are fields asked for that did not come back; ``deleted`` are source ids that the source says
    were deleted, which is never a termination; ``hidden`` are source ids that were to be read (named, changed
    or due) but are not shown to us: the key's user may not see them, or they are gone. ``roster_size`` is how
    many people the source says it holds, where it says so. ``people`` are the keys of everyone the answer is
    about, where that is more than the people in ``frame``: one without benefits has no rows.
    """

    frame: pd.DataFrame = field(repr=False)
    future: pd.DataFrame = field(repr=False)
    watermark: datetime
    withheld: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    roster_size: int | None = None
    people: tuple[str, ...] | None = field(default=None, repr=False)
