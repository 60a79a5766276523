"""The page **Integration runs**: every run as a tile, and the progress of those at work."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from benefits_sync.ui.access import OpenLedger, SignedIn
from benefits_sync.ui.board import PAGE_SIZE, Board
from benefits_sync.ui.filters import Filters
from benefits_sync.ui.layout import render
from benefits_sync.ui.queries import Part
from benefits_sync.ui.tiles import Shown, Tile

MOST_FOLLOWED: Final = 100

router = APIRouter()


@router.get("/runs")
def integration_runs(request: Request, access: SignedIn, ledger: OpenLedger) -> Response:
    """Show the runs that a person may see, filtered and paged."""
    filters = Filters.of(request.query_params)
    board = Board.seen_by(access, ledger, datetime.now(UTC)).with_history()
    wanted = filters.run_filter(board.dag_ids)
    tally = board.tally(wanted)
    total = tally[filters.status] if filters.status else sum(tally.values())
    part = Part(filters.page, PAGE_SIZE, total)
    tiles = board.page(wanted, part.page)
    return render(
        request,
        "integration_runs.html",
        access,
        filters=filters,
        tally=tally,
        part=part,
        tiles=tiles,
        integrations=sorted((board.title(name), name) for name in board.integrations()),
        users=ledger.listing.users(board.dag_ids),
        statuses=list(Shown),
        followed=any(tile.lives for tile in tiles),
    )


@router.get("/progress")
def progress(
    access: SignedIn, ledger: OpenLedger, run: Annotated[list[str], Query(max_length=MOST_FOLLOWED)]
) -> Response:
    """Return how far the runs asked for have come; one that the person may not see is left out."""
    board = Board.seen_by(access, ledger, datetime.now(UTC))
    return JSONResponse({"runs": [_told(tile) for tile in board.at_work(run)]})


def _told(tile: Tile) -> dict[str, str | int]:
    at = tile.progress
    return {
        "id": tile.key,
        "state": tile.state,
        "stage": at.stage if at else "",
        "counts": at.counts if at else "",
        "steps_done": at.steps_done if at else 0,
        "steps": at.steps if at else 1,
    }
