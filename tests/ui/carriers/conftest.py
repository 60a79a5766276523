"""Carrier files on a shelf, and people of several roles who look at them and act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient

from benefits_sync.ui.app import PREFIX
from benefits_sync.ui.carriers.guards import DAG_ID
from benefits_sync.ui.csrf import FIELD, token_for
from tests.ui.assistant.pages import Page
from tests.ui.carriers.shelf import Shelf

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


@dataclass
class Person:
    """Somebody at the pages, in a browser that runs no script."""

    server: TestClient
    header: dict[str, str]
    user: str

    def get(self, path: str) -> Page:
        return Page(self.server.get(PREFIX + path, headers={**self.header, **OURS}))

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> Page:
        """Send a form, with the token that a page of ours would have given it."""
        form = {FIELD: token_for(self.user), **(data or {})}
        sent = {**self.header, **OURS, **headers}
        return Page(self.server.post(PREFIX + path, data=form, headers=sent))

    def act(self, number: int, name: str, reason: str = "the carrier says so", **changed: str) -> Page:
        """Open a file, fill in the form of an act and send it."""
        path = f"/carriers/files/{number}/{name}"
        form = self.get(f"/carriers/files/{number}").fields(f"/{name}")
        return self.post(path, {**form, "reason": reason, "sure": "yes", **changed})


@pytest.fixture
def people(server: TestClient, token: Callable[[str], dict[str, str]]) -> Callable[[str], Person]:
    """Sign people in: vera may look, uma may act, olga may see personal values too."""
    return lambda name: Person(server, token(name), name)


@pytest.fixture
def vera(people) -> Person:
    return people("vera")


@pytest.fixture
def uma(people) -> Person:
    return people("uma")


@pytest.fixture
def olga(people) -> Person:
    return people("olga")


@pytest.fixture
def shelf(ledger, artifacts) -> Shelf:
    return Shelf(ledger, artifacts)


@pytest.fixture
def runs(server: TestClient, olga: Person) -> Callable[[], list[dict[str, Any]]]:
    """Return the runs of the DAG, as Airflow's own API tells them."""

    def listed() -> list[dict[str, Any]]:
        return server.get(f"/api/v2/dags/{DAG_ID}/dagRuns", headers=olga.header).json()["dag_runs"]

    return listed
