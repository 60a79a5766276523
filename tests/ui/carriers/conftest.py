"""Carrier files on a shelf, and people of several roles who look at them and act."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from benefits_sync.ui.carriers.guards import DAG_ID
from tests.ui.carriers.shelf import Shelf
from tests.ui.pages import Page
from tests.ui.person import Person


class CarrierDesk(Person):
    """Somebody who acts on carrier files."""

    def act(self, number: int, name: str, reason: str = "the carrier says so", **changed: str) -> Page:
        """Open a file, fill in the form of an act and send it."""
        path = f"/carriers/files/{number}/{name}"
        form = self.get(f"/carriers/files/{number}").fields(f"/{name}")
        return self.post(path, {**form, "reason": reason, "sure": "yes", **changed})


@pytest.fixture
def kind_of_person() -> type[Person]:
    return CarrierDesk


@pytest.fixture
def shelf(ledger, artifacts) -> Shelf:
    return Shelf(ledger, artifacts)


@pytest.fixture
def runs(server: TestClient, olga: Person) -> Callable[[], list[dict[str, Any]]]:
    """Return the runs of the DAG, as Airflow's own API tells them."""

    def listed() -> list[dict[str, Any]]:
        return server.get(f"/api/v2/dags/{DAG_ID}/dagRuns", headers=olga.header).json()["dag_runs"]

    return listed
