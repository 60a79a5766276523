"""Connections as deployments give them: environment variables with JSON."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from benefits_sync.store.keys import generate_key
from sandbox.server import Running, running

Define = Callable[..., None]


@pytest.fixture
def define(monkeypatch: pytest.MonkeyPatch) -> Define:
    """Define a connection by its id and fields."""

    def one(conn_id: str, **fields: Any) -> None:
        monkeypatch.setenv(f"AIRFLOW_CONN_{conn_id.upper()}", json.dumps(fields))

    return one


@pytest.fixture
def key() -> str:
    """A key of the stores."""
    return generate_key()


@pytest.fixture(scope="session")
def vendors() -> Iterator[Running]:
    """Both vendors, serving from a thread because a Test button runs an event loop of its own."""
    with running(employees=12, seed=7) as sandbox:
        yield sandbox
