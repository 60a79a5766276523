"""Renders our pages: one frame, one style sheet, links that work wherever Airflow is mounted."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import pass_context
from jinja2.runtime import Context

from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.models.runs import RunSummary
from benefits_sync.ui.access import Access
from benefits_sync.ui.csrf import FIELD, token_for

PREFIX: Final = "/benefits"
"""Where Airflow mounts our application."""

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
TEMPLATES: Final = (
    FOLDER / "templates",
    FOLDER / "assistant" / "templates",
    FOLDER / "carriers" / "templates",
)

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer: nothing is cached, nothing foreign is loaded, nobody else frames our pages."""


def render(
    request: Request, template: str, access: Access | None, *, status_code: int = 200, **content: object
) -> Response:
    """Return a page made from a template that extends ``layout.html``; without ``access`` it has no forms.

    Templates have ``access``; ``csrf_field`` (its name) and ``csrf_token()`` for forms;
    ``path(route, **values)`` for our own routes by function name; ``airflow(path)`` for pages of Airflow;
    ``assistant(reference_id)`` for the refused records of a run, which ``mendable(summary)`` says are there;
    ``asset(file)``; the filters ``number``, ``moment``, ``duration`` and ``slug``. A page
    of the assistant sets ``here`` to ``assistant``, one of carrier files to ``carriers``.
    """
    shared: dict[str, object] = {"access": access, "csrf_field": FIELD}
    if access is not None:
        shared["csrf_token"] = lambda: token_for(access.user_id)
    return _templates().TemplateResponse(request, template, {**shared, **content}, status_code=status_code)


def path_to(request: Request, route: str, /, **values: str) -> str:
    """Return the path of one of our routes, named by its function, wherever Airflow is mounted."""
    return str(request.scope.get("root_path", "")) + str(request.app.url_path_for(route, **values))


def airflow_path(request: Request, path: str) -> str:
    """Return the path of a page of Airflow's own UI."""
    return str(request.scope.get("root_path", "")).removesuffix(PREFIX) + path


def assistant_path(request: Request, reference_id: str = "") -> str:
    """Return the path of the transaction assistant: of all refused records, or those of one run."""
    query = f"?{urlencode({'run': reference_id})}" if reference_id else ""
    return f"{request.scope.get('root_path', '')}/assistant{query}"


def mendable(summary: RunSummary) -> bool:
    """Tell whether a run's refused records wait in the assistant: a reconciliation has none of its own."""
    return summary.counts.rejected > 0 and summary.integration in DAG_IDS


def number(value: float) -> str:
    """Write a number with thousands apart."""
    return f"{value:,}"


def moment(value: datetime | None) -> str:
    """Write a moment for people; empty for None."""
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else ""


def duration(value: timedelta | None) -> str:
    """Write a duration in its two largest units; empty for None."""
    if value is None:
        return ""
    seconds = max(0, round(value.total_seconds()))
    days, hours, minutes = seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds % 60, "s"))
    first = next((place for place, (amount, _) in enumerate(parts) if amount), len(parts) - 1)
    return " ".join(f"{amount} {unit}" for amount, unit in parts[first : first + 2] if amount) or "0 s"


def slug(value: str) -> str:
    """Write a status or the like as a class name."""
    return "-".join(value.lower().split())


@cache
def asset_version(name: str) -> str:
    """Return a digest of a static file, so that a browser keeps it until it changes."""
    return hashlib.blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()


@cache
def _templates() -> Jinja2Templates:
    templates = Jinja2Templates(directory=TEMPLATES)
    environment = templates.env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters |= {"number": number, "moment": moment, "duration": duration, "slug": slug}
    environment.globals |= {
        "path": _with_request(path_to),
        "airflow": _with_request(airflow_path),
        "assistant": _with_request(assistant_path),
        "asset": _with_request(_asset_path),
        "mendable": mendable,
    }
    return templates


def _asset_path(request: Request, name: str) -> str:
    return f"{path_to(request, 'static_file', name=name)}?v={asset_version(name)}"


def _with_request(function: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def called(context: Context, *arguments: Any, **values: Any) -> str:
        return function(context["request"], *arguments, **values)

    return called
