"""What is asked of a source, and what it answered."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What to read from the source.

    ``since`` None means everyone. ``record_keys`` narrows to named people, whatever changed;
    ``due_source_ids`` adds people whose future-dated change falls due. ``fields`` are source aliases; one
    with a dot (``employmentStatus.comment``) is a column of a source table.
    """

    fields: tuple[str, ...]
    as_of: date
    since: datetime | None = None
    record_keys: tuple[str, ...] = ()
    due_source_ids: tuple[str, ...] = ()

    @property
    def everyone(self) -> bool:
        """Whether the answer is the whole roster."""
        return self.since is None and not self.record_keys


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the source answered.

    ``frame`` has a ``source_id`` column and one column for each field the source returned; ``future`` has the
    columns ``source_id, kind, effective_date``; ``watermark`` is the moment up to which changes are included.
    ``withheld`` are fields asked for that did not come back; ``deleted`` are source ids that the source says
    were deleted, which is never a termination; ``hidden`` are source ids that were to be read (named, changed
    or due) but are not shown to us: the key's user may not see them, or they are gone. ``roster_size`` is how
    many people the source says it holds, where it says so.
    """

    frame: pd.DataFrame = field(repr=False)
    future: pd.DataFrame = field(repr=False)
    watermark: datetime
    withheld: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    roster_size: int | None = None
