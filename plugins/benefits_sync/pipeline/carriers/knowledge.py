"""What a carrier goes by before a new file: the pictures and people of its last good files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pandas as pd

from benefits_sync.domain.carriers.identity import person_reference
from benefits_sync.domain.carriers.picture import with_ends_confirmed
from benefits_sync.errors import RunError
from benefits_sync.models.carrier_files import FileRow, MessageState
from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.bench import INTEGRATION, CarrierBench, CarrierOrder
from benefits_sync.pipeline.carriers.pictures import picture_after
from benefits_sync.pipeline.carriers.snapshot import Snapshot
from benefits_sync.store.carriers.messages import MessageFilter

CONFIRMED: Final = frozenset({FileState.REPORT_CLEAN, FileState.CLOSED})
"""States of a file whose people the carrier has taken over."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a carrier goes by.

    Args:
        files: Its last good files, one of each group, oldest first.
        picture: What it believes after them; None for a carrier that knows nobody.
        people: The people as of the newest of them; None where they were purged.
    """

    files: tuple[FileRow, ...] = ()
    picture: pd.DataFrame | None = field(default=None, repr=False)
    people: pd.DataFrame | None = field(default=None, repr=False)

    @property
    def last_file(self) -> date | None:
        """The day that the newest file was true for."""
        return self.files[-1].as_of if self.files else None

    def file_of(self, group: str) -> FileRow | None:
        """Return the last good file of a group."""
        return next((file for file in self.files if file.group == group), None)


def knowledge_of(bench: CarrierBench, order: CarrierOrder, plan_year: date | None) -> Knowledge:
    """Read what a carrier believes before a file about a plan year.

    Args:
        bench: The carrier and the stores.
        order: What is wanted.
        plan_year: First day of the plan year that the file tells, where it is known.

    Raises:
        RunError: If the picture of its last good file was purged; the message says what to do.
    """
    newest = bench.ledger.files.last_good_of_each(bench.profile.name, order.usage)
    files = sorted(_of_year(newest, plan_year), key=lambda file: file.id)
    if not files:
        return Knowledge()
    pictures = [_picture(bench, file) for file in files]
    return Knowledge(tuple(files), pd.concat(pictures, ignore_index=True), _people(bench, files[-1]))


def _of_year(newest: Iterable[FileRow], plan_year: date | None) -> list[FileRow]:
    """Return the file of each group that tells the plan year, or else of the latest one before it."""
    chosen: dict[str, FileRow] = {}
    for file in sorted(newest, key=lambda file: (file.plan_year or date.min, file.id)):
        if plan_year is None or file.plan_year is None or file.plan_year <= plan_year:
            chosen[file.group] = file
    return list(chosen.values())


def _picture(bench: CarrierBench, file: FileRow) -> pd.DataFrame:
    picture = picture_after(bench.vault, file)
    if file.state not in CONFIRMED:
        return picture
    wanted = MessageFilter(file=file.id, state=MessageState.OPEN)
    doubtful = {message.person_ref for message in bench.ledger.messages.page(wanted)} - {None}
    if not doubtful:
        return with_ends_confirmed(picture)
    people = [one for one in picture["person"].unique() if person_reference(one, bench.key) in doubtful]
    return with_ends_confirmed(picture, but=people)


def _people(bench: CarrierBench, file: FileRow) -> pd.DataFrame | None:
    try:
        return Snapshot.of(bench.artifacts, INTEGRATION, file.run_id).people(bench.artifacts)
    except RunError:  # purged: the old values of a correction are then left out
        return None
