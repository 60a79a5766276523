"""The page **Carrier files**: every file with its state and its clock, what needs a person first."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from fastapi import APIRouter, Request, Response

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState, Usage
from benefits_sync.store.carriers.listing import NEEDS_A_PERSON, FileFilter
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.access import OpenLedger
from benefits_sync.ui.carriers.filters import CarrierFilters
from benefits_sync.ui.carriers.guards import SeesCarriers
from benefits_sync.ui.carriers.lines import FileLine
from benefits_sync.ui.carriers.wording import BUCKETS, KINDS, STATES, USAGES, carrier_title
from benefits_sync.ui.layout import render
from benefits_sync.ui.queries import Part

PAGE_SIZE: Final = 25
MOST_URGENT: Final = 50
"""So many files that need a person stand above all others; a tile leads to the rest of them."""

ON_ITS_WAY: Final = timedelta(hours=6)
"""A number that was taken so lately may still get its file, from a run that tries again."""

router = APIRouter()


@router.get("/carriers")
def carrier_files(request: Request, access: SeesCarriers, ledger: OpenLedger) -> Response:
    """Show the files, filtered and paged, with the alarms that belong to no file."""
    now = datetime.now(UTC)
    filters = CarrierFilters.of(request.query_params)
    tally = ledger.carriers.listing.tally(filters.wanted(None))
    states = _listed_states(filters)
    part = Part(filters.page, PAGE_SIZE, sum(tally[state] for state in states))
    listed = ledger.carriers.listing.page(filters.wanted(states), part.offset, PAGE_SIZE)
    return render(
        request,
        "carrier_files.html",
        access,
        here="carriers",
        filters=filters,
        tiles=_tiles(tally),
        urgent=_lines(ledger, _urgent(ledger, filters), now),
        lines=_lines(ledger, listed, now),
        part=part,
        carriers=[(carrier_title(name), name) for name in ledger.carriers.listing.carriers()],
        states=STATES,
        usages=USAGES,
        kinds=KINDS,
        refused=_nothing_sent(ledger),
        carrier_title=carrier_title,
        unmatched=ledger.carriers.strays.count(),
        aside=ledger.carriers.strays.count(aside=True),
        gaps=len(ledger.carriers.numbers.unexplained(now - ON_ITS_WAY)),
    )


def _listed_states(filters: CarrierFilters) -> Collection[FileState]:
    """Return the states in the list; those that need a person stand above it unless they are asked for."""
    return frozenset(FileState) - NEEDS_A_PERSON if filters.states is None else filters.states


def _urgent(ledger: Ledger, filters: CarrierFilters) -> list[FileRow]:
    if filters.states is not None or filters.page > 1:
        return []
    return ledger.carriers.listing.page(filters.wanted(NEEDS_A_PERSON), 0, MOST_URGENT)


def _nothing_sent(ledger: Ledger) -> list[FileRow]:
    """Return the files of production that were refused, where no later one took their place."""
    wanted = FileFilter(states={FileState.REFUSED}, usage=Usage.PRODUCTION)
    newest = {
        (file.carrier, file.group): file
        for file in reversed(ledger.carriers.listing.page(wanted, 0, MOST_URGENT))
    }
    return [file for file in newest.values() if _is_newest(ledger, file)]


def _is_newest(ledger: Ledger, file: FileRow) -> bool:
    of_same = FileFilter(carriers=[file.carrier], groups=[file.group], usage=file.usage)
    return [one.id for one in ledger.carriers.listing.page(of_same, 0, 1)] == [file.id]


def _lines(ledger: Ledger, files: Iterable[FileRow], now: datetime) -> list[FileLine]:
    return [FileLine.of(one, now) for one in ledger.carriers.listing.with_answers(files)]


def _tiles(tally: Counter[FileState]) -> list[tuple[str, str, str, int]]:
    """Return the tiles above the list: name, title, mark and number of files."""
    return [
        (bucket, title, tone, sum(tally[state] for state in states))
        for bucket, (title, tone, states) in BUCKETS.items()
    ]
