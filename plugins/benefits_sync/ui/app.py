"""The web application that Airflow's API server mounts under `PREFIX`.

Airflow does not authenticate plugin applications: each route names its own access rule, and a test walks all
routes to see that it does.
"""

from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from benefits_sync.errors import BenefitsSyncError, RetryableError
from benefits_sync.ui import assistant, carriers, downloads, run_summary, runs_page, static_files
from benefits_sync.ui.layout import HEADERS, PREFIX, airflow_path, render

__all__ = ["PREFIX", "app"]

HEADINGS: Final = {
    status.HTTP_403_FORBIDDEN: "Not allowed",
    status.HTTP_404_NOT_FOUND: "Not found",
    status.HTTP_409_CONFLICT: "Changed meanwhile",
    status.HTTP_503_SERVICE_UNAVAILABLE: "Not available right now",
}


class Headers:
    """Adds our headers to every answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and complete its answer."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, complete)


app = FastAPI(title="Benefits Sync", docs_url=None, redoc_url=None, openapi_url=None)
app.add_middleware(Headers)
for part in (static_files, runs_page, run_summary, downloads, assistant, carriers):
    app.include_router(part.router)


@app.exception_handler(HTTPException)
async def refused(request: Request, error: HTTPException) -> Response:
    """Answer a refusal."""
    return _answer(request, error.status_code, str(error.detail))


@app.exception_handler(BenefitsSyncError)
async def unavailable(request: Request, error: BenefitsSyncError) -> Response:
    """Answer trouble with the ledger or the artifacts; our errors carry no personal value."""
    again = isinstance(error, RetryableError)
    code = status.HTTP_503_SERVICE_UNAVAILABLE if again else status.HTTP_500_INTERNAL_SERVER_ERROR
    return _answer(request, code, str(error))


@app.exception_handler(RequestValidationError)
async def not_understood(request: Request, error: RequestValidationError) -> Response:
    """Answer an address or a form that no page of ours leads to; what was sent is not repeated."""
    if any(fault["loc"][0] == "path" for fault in error.errors()):
        return _answer(request, status.HTTP_404_NOT_FOUND, "There is no such page.")
    why = "What was sent is not what the page asks for; nothing was changed. Reload the page and try again."
    return _answer(request, status.HTTP_422_UNPROCESSABLE_CONTENT, why)


def _answer(request: Request, code: int, detail: str) -> Response:
    """Answer a person with a page, a program with JSON; who has not signed in is sent to do so."""
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": detail}, code)
    if code == status.HTTP_401_UNAUTHORIZED and request.method == "GET":
        log_in = airflow_path(request, "/api/v2/auth/login")
        return RedirectResponse(
            f"{log_in}?{urlencode({'next': str(request.url)})}", status.HTTP_303_SEE_OTHER
        )
    heading = HEADINGS.get(code, "This did not work")
    return render(request, "error.html", None, status_code=code, heading=heading, detail=detail)
