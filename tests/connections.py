"""Connections that lead Airflow to a test's vendors and stores, defined as a deployment defines them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

import pytest

from benefits_sync.store.ledger import Ledger
from scripts.connections import as_environment
from scripts.local_sandbox import LocalSandbox
from scripts.storage import Storage
from tests.ledgers import new_ledger


class Vendors(Protocol):
    """A sandbox that listens, in this process or in another one."""

    url: str
    credentials: Mapping[str, Any]


def define_connection(environment: pytest.MonkeyPatch, conn_id: str, **fields: Any) -> None:
    """Define a connection by its id and fields."""
    define_connections(environment, {conn_id: fields})


def define_connections(environment: pytest.MonkeyPatch, connections: Mapping[str, Mapping[str, Any]]) -> None:
    """Define connections given by id."""
    for name, value in as_environment(connections).items():
        environment.setenv(name, value)


def vendor_connections(vendors: Vendors) -> dict[str, dict[str, Any]]:
    """Return the connections, by id, that lead to both vendors of a sandbox."""
    return LocalSandbox(vendors.url, vendors.credentials).connections()


@contextmanager
def connected_ledger(environment: pytest.MonkeyPatch, storage: Storage) -> Iterator[Ledger]:
    """Open a new ledger that its connection leads to."""
    define_connection(environment, "benefits_ledger", **storage.connections()["benefits_ledger"])
    new_ledger(storage.folder / "ledger.db")
    with storage.open_ledger() as ledger:
        yield ledger
