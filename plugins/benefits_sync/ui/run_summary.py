"""The page of one run: every field of its summary, its files, and how it compares with the runs before."""

from fastapi import APIRouter, Request, Response

from benefits_sync.store.listing import ListedRun
from benefits_sync.ui.access import Access, OpenLedger, SeesDag, SignedIn, VisibleRun
from benefits_sync.ui.layout import render
from benefits_sync.ui.summary_page import summary_rows

router = APIRouter()


@router.get("/runs/{reference_id}")
def run_summary(request: Request, run: VisibleRun, access: SignedIn) -> Response:
    """Show one run's summary: counts, statuses and reasons, never a record."""
    return _page(request, access, run)


@router.get("/dags/{dag_id}/runs/{run_id}/summary")
def airflow_run_summary(
    request: Request, dag_id: str, run_id: str, access: SeesDag, ledger: OpenLedger
) -> Response:
    """Show the summary of an Airflow run, on that run's page in Airflow."""
    found = ledger.listing.of_airflow_runs([(dag_id, run_id)])
    return _page(request, access, found[0] if found else None)


def _page(request: Request, access: Access, run: ListedRun | None) -> Response:
    summary = None if run is None else run.summary
    rows = None if summary is None else summary_rows(summary)
    return render(request, "run_summary.html", access, run=run, summary=summary, rows=rows)
