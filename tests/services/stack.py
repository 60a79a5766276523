"""A local Airflow, alone or with the sandbox, the ledger and the connections between them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.airflow_settings import AirflowSettings
from scripts.local_airflow import LocalAirflow
from scripts.local_sandbox import SandboxSettings
from scripts.processes import Processes, free_port
from scripts.stack import Stack

StartAirflow = Callable[..., LocalAirflow]
StartStack = Callable[..., Stack]


def _settings(folder: Path, **settings: Any) -> AirflowSettings:
    return AirflowSettings(**{"home": folder / "airflow", "port": free_port(), "schedule": False} | settings)


@pytest.fixture
def local_airflow(tmp_path: Path) -> Iterator[StartAirflow]:
    """Start Airflows that end with the test; takes the fields of `AirflowSettings`."""
    started: list[Processes] = []

    def start(**settings: Any) -> LocalAirflow:
        folder = tmp_path / f"stack-{len(started)}"
        started.append(Processes(folder))
        started[-1].guard()
        airflow = LocalAirflow(_settings(folder, **settings), started[-1])
        airflow.start()
        airflow.wait_healthy()
        return airflow

    yield start
    for processes in started:
        processes.stop()


@pytest.fixture
def start_stack(tmp_path: Path) -> Iterator[StartStack]:
    """Start whole stacks that end with the test; takes also the fields of `AirflowSettings`."""
    started: list[Stack] = []

    def start(employees: int = 150, seed: int = 1, ledger_server: str = "", **settings: Any) -> Stack:
        folder = tmp_path / f"stack-{len(started)}"
        sandbox = SandboxSettings(employees, seed)
        stack = Stack(folder, _settings(folder, **settings), sandbox, ledger_server)
        started.append(stack)
        stack.processes.guard()
        stack.start()
        return stack

    yield start
    for stack in started:
        stack.processes.stop()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One stack with 150 employees for all tests that only add runs to it."""
    folder = tmp_path_factory.mktemp("stack")
    running = Stack(folder, _settings(folder), SandboxSettings(150, seed=1))
    running.processes.guard()
    try:
        running.start()
        yield running
    finally:
        running.processes.stop()
