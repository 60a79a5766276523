"""node-bamboohr, unchanged from npm, does its work through a local gateway with the vendor's own address."""

import asyncio
import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from sandbox.server import running
from tests.sandbox.bamboohr.clients.gateway import Gateway

PACKAGE = "node-bamboohr@1.0.2"
WORK = Path(__file__).with_name("work.js")
pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the package in it, fetched from npm."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed")
    folder = tmp_path_factory.mktemp("node")
    command = [
        npm,
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
        str(folder),
        PACKAGE,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        pytest.skip(f"npm cannot fetch {PACKAGE}")
    return folder


@pytest.fixture(scope="module")
def seen(installed, tmp_path_factory):
    """What the client saw, and the tunnels it asked the gateway for."""
    return asyncio.run(_let_work(installed, tmp_path_factory.mktemp("ca") / "ca.pem"))


async def _let_work(installed: Path, authority: Path):
    async with running(60, 1, today=date(2026, 3, 4)) as box:
        port = int(box.url.rpartition(":")[2])
        async with Gateway(("127.0.0.1", port)) as gateway:
            gateway.authority.cert_pem.write_to_path(authority)
            environment = {
                "PATH": os.environ["PATH"],
                "HTTPS_PROXY": gateway.url,
                "NODE_EXTRA_CA_CERTS": str(authority),
                "NODE_PATH": str(installed / "node_modules"),
            }
            signed_in = box.credentials["bamboohr"]
            process = await asyncio.create_subprocess_exec(
                "node",
                str(WORK),
                signed_in["api_key"],
                signed_in["company"],
                env=environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            out, err = await asyncio.wait_for(process.communicate(), 60)
            assert process.returncode == 0, err.decode()
            return {**json.loads(out), "tunnels": gateway.tunnels}


def test_it_went_to_the_vendors_own_address(seen):
    assert set(seen["tunnels"]) == {"api.bamboohr.com:443"}


def test_it_reads_the_directory(seen):
    assert {"101", "102"} < set(seen["directory"])


def test_it_reads_an_employee(seen):
    assert (seen["chief"]["id"], seen["chief"]["employeeNumber"], seen["chief"]["status"]) == (
        "101",
        "E10001",
        "Active",
    )


def test_it_adds_an_employee(seen):
    assert seen["added"] == "161"


def test_it_updates_an_employee(seen):
    assert seen["updated"] == {"city": "Kuna", "fullName1": "Ines Roe"}


def test_it_adds_and_updates_a_row(seen):
    assert {"location": "Austin", "department": "Finance"}.items() <= dict(seen["job"]).items()


def test_it_writes_a_custom_table(seen):
    assert seen["equipment"] == 1


def test_it_is_told_when_an_employee_is_missing(seen):
    assert seen["missing"] == 404
