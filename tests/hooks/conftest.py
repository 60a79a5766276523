"""Connections as deployments give them: environment variables with JSON."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from benefits_sync.store.keys import generate_key
from sandbox.server import Running, running
from tests.connections import define_connection

Define = Callable[..., None]


@pytest.fixture
def define(monkeypatch: pytest.MonkeyPatch) -> Define:
    """Define a connection by its id and fields."""
    return partial(define_connection, monkeypatch)


@pytest.fixture
def key() -> str:
    """A key of the stores."""
    return generate_key()


@pytest.fixture(scope="session")
def vendors() -> Iterator[Running]:
    """Both vendors, serving from a thread because a Test button runs an event loop of its own."""
    with running(employees=12, seed=7) as sandbox:
        yield sandbox
