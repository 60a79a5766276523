"""PostgreSQL, Redis and Chromium, skipped with a reason where they cannot be had."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from scripts.errors import tail
from scripts.processes import Processes, free_port, port_taken, wait_until


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """Keep the servers of this test session; none of them outlives it, even if it is killed."""
    processes = Processes(tmp_path_factory.mktemp("services"))
    processes.guard()
    yield processes
    processes.stop()


def _postgres_program(name: str) -> str | None:
    """Return the path of a PostgreSQL server program, which Debian keeps off the PATH."""
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return shutil.which(name) or next((str(path) for path in packaged), None)


def _new_cluster(folder: Path, initdb: str, user: str | None) -> str:
    """Create a database cluster whose superuser is ``airflow``, and return the password."""
    password = secrets.token_urlsafe(16)
    password_file = folder / "password"
    password_file.write_text(password)
    if user:
        for path in (folder, password_file):
            shutil.chown(path, user)
    options = [
        "-U",
        "airflow",
        "--auth=scram-sha-256",
        f"--pwfile={password_file}",
        "--no-sync",
        "-E",
        "UTF8",
    ]
    command = [initdb, "-D", str(folder / "data"), *options]
    subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder)
    return password


def _answers(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


@pytest.fixture(scope="session")
def postgres_url(services: Processes) -> Iterator[str]:
    """Address of an empty database ``airflow`` in a PostgreSQL cluster of our own."""
    initdb, server = _postgres_program("initdb"), _postgres_program("postgres")
    if initdb is None or server is None:
        pytest.skip("PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)")
    # PostgreSQL refuses to run as root, and its user must be able to reach the folder.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="benefits-postgres-"))
    port = free_port()
    password = _new_cluster(folder, initdb, user)
    settings = ["listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=", "fsync=off"]
    command = [server, "-D", str(folder / "data"), *(word for one in settings for word in ("-c", one))]
    services.start("postgres", command, env=dict(os.environ), cwd=folder, user=user)
    address = f"postgresql://airflow:{password}@127.0.0.1:{port}"
    assert wait_until(lambda: _answers(f"{address}/postgres"), seconds=30), services.log(
        "postgres"
    ).read_text()
    _create_database(address, "airflow")
    yield f"{address}/airflow"
    services.stop_one("postgres", signal.SIGINT)
    shutil.rmtree(folder, ignore_errors=True)


def _create_database(address: str, name: str) -> None:
    connection = psycopg2.connect(f"{address}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


@pytest.fixture
def postgres_database(postgres_url: str) -> str:
    """Address of a fresh, empty database in the session's PostgreSQL cluster."""
    name = f"t_{secrets.token_hex(6)}"
    address = postgres_url.rpartition("/")[0]
    _create_database(address, name)
    return f"{address}/{name}"


@pytest.fixture(scope="session")
def redis_url(services: Processes) -> str:
    """Address of an empty Redis database."""
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("redis-server is not installed (Debian: apt-get install redis-server)")
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    services.start("redis", [server, *options], env=dict(os.environ), cwd=services.folder)
    assert wait_until(lambda: port_taken(port), seconds=15), tail(services.log("redis"))
    return f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of a Chromium that Playwright can drive."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    return found
