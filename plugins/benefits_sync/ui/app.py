"""The web application that Airflow's API server mounts under `PREFIX`.

Airflow does not authenticate plugin applications: each route names its own access rule, and a test walks all
routes to see that it does.
"""

from pathlib import Path
from typing import Final

from airflow.api_fastapi.core_api.security import requires_access_dag
from fastapi import Depends, FastAPI, Request, Response
from fastapi.templating import Jinja2Templates

from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.ui.summary_page import summary_rows

PREFIX: Final = "/benefits"

templates = Jinja2Templates(directory=Path(__file__).parent / "templates")
app = FastAPI(title="Benefits Sync", docs_url=None, redoc_url=None, openapi_url=None)


@app.get("/dags/{dag_id}/runs/{run_id}/summary", dependencies=[Depends(requires_access_dag(method="GET"))])
def run_summary(request: Request, dag_id: str, run_id: str) -> Response:
    """Show one run's summary: counts, statuses and reasons, never a record."""
    with LedgerHook().get_ledger() as ledger:
        summary = ledger.runs.of_airflow_run(dag_id, run_id)
    shown = None if summary is None else summary_rows(summary)
    return templates.TemplateResponse(request, "run_summary.html", {"summary": summary, "rows": shown})
