"""The page of one run: every field of its summary, its files, and how it compares with the runs before."""

from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request, Response

from benefits_sync.models.runs import RunSummary
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.listing import ListedRun
from benefits_sync.ui import trend
from benefits_sync.ui.access import Access, OpenLedger, SeesDag, SignedIn, VisibleRun
from benefits_sync.ui.board import Board
from benefits_sync.ui.layout import render
from benefits_sync.ui.summary_page import figures, groups

FILES: Final = (
    ("source", "Source", "what was read, with personal values"),
    ("output", "Output", "what became of each record"),
    ("errors", "Errors", "what was refused, by field and rule"),
    ("differences", "Differences", "what a reconciliation or a rehearsal found to differ, by employee"),
)

router = APIRouter()


@router.get("/runs/{reference_id}")
def run_summary(request: Request, run: VisibleRun, access: SignedIn, ledger: OpenLedger) -> Response:
    """Show one run's summary: counts, statuses and reasons, never a record."""
    return _page(request, access, ledger, run)


@router.get("/dags/{dag_id}/runs/{run_id}/summary")
def airflow_run_summary(
    request: Request, dag_id: str, run_id: str, access: SeesDag, ledger: OpenLedger
) -> Response:
    """Show the summary of an Airflow run, on that run's page in Airflow."""
    found = ledger.listing.of_airflow_runs([(dag_id, run_id)])
    if not found:
        return render(request, "no_summary.html", access)
    return _page(request, access, ledger, found[0])


def _page(request: Request, access: Access, ledger: Ledger, run: ListedRun) -> Response:
    summary = run.summary
    (tile,) = Board.seen_by(access, ledger, datetime.now(UTC)).tiles([run])
    return render(
        request,
        "run_summary.html",
        access,
        tile=tile,
        summary=summary,
        figures=figures(summary),
        groups=groups(summary),
        files=[file for file in FILES if _is_there(summary, file[0])],
        trend=trend.trend_of(ledger.listing.before(summary, trend.RUNS), summary.reference_id),
        chart=trend,
    )


def _is_there(summary: RunSummary, kind: str) -> bool:
    written = {
        "source": summary.source_file is not None,
        "output": summary.output_file is not None,
        "errors": summary.error_file is not None,
        "differences": bool(summary.differences),
    }
    return written[kind]
