"""Every route of our application with an address to ask it at, so that a new one is tested without a word."""

from collections.abc import Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from benefits_sync.store.run_rows import reference_id_of
from benefits_sync.ui.access import sees_personal_values
from benefits_sync.ui.app import PREFIX, app
from tests.store.samples import EXPORT, NOW

RUN = "manual__2026-11-20T09:00:00+00:00"
REFERENCE_ID = reference_id_of(EXPORT, RUN, NOW)
VALUES = {
    "dag_id": EXPORT,
    "run_id": RUN,
    "reference_id": REFERENCE_ID,
    "name": "benefits.css",
    "kind": "output",
    "rejection_id": "1",
    "addition_id": "1",
    "resubmission_id": "1",
    "file_id": "1",
    "answer_id": "1",
    "form": "clear",
}
"""What stands for each parameter of a path."""

READING = frozenset({"GET", "HEAD"})


QUERIES = {"/progress": f"?run={EXPORT}/{RUN}"}
"""What a route asks for in its query, where it must."""


def address(route: APIRoute) -> str:
    """Return where a route answers, its parameters filled in."""
    return PREFIX + route.path_format.format(**VALUES) + QUERIES.get(route.path, "")


def calls(dependant: Dependant) -> Iterator[object]:
    """Yield every dependency of a route, those of its dependencies too."""
    for inner in dependant.dependencies:
        yield inner.call
        yield from calls(inner)


def routes() -> list[APIRoute]:
    """Return all routes."""
    return [route for route in app.routes if isinstance(route, APIRoute)]


def is_write(route: APIRoute) -> bool:
    """Tell whether a route changes something."""
    return bool(route.methods - READING)


def shows_personal_values(route: APIRoute) -> bool:
    """Tell whether a route is for those alone who may see personal values."""
    return sees_personal_values in calls(route.dependant)


def each_route(wanted=lambda _route: True):
    """Parametrise a test over the routes wanted: ``method`` and ``url``."""
    cases = [
        pytest.param(method, address(route), id=f"{method} {route.path}")
        for route in routes()
        if wanted(route)
        for method in sorted(route.methods)
    ]
    return pytest.mark.parametrize(("method", "url"), cases)
