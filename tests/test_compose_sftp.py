"""The composition's SFTP server lets payroll and carriers in with the keys of ``make env``, and no others.

Its script of keys is run here, moved into a folder, and OpenSSH's server is started on what it leaves.
"""

import asyncio
import getpass
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.hooks.carrier_sftp import CarrierSFTPHook
from benefits_sync.hooks.payroll_sftp import PayrollSFTPHook
from scripts.local_sshd import Programs, new_key
from scripts.processes import Processes, free_port, port_taken, wait_until
from tests.connections import define_connection
from tests.test_compose import CARRIER_CONNECTIONS, ROOT, connections, environment

SCRIPT = ROOT / "docker" / "sftp" / "10-keys.sh"
CONTENT = b"employee,code,amount\r\n"


@dataclass(frozen=True)
class Machine:
    """The server's machine as a folder, and how it is reached."""

    folder: Path
    connections: dict[str, dict[str, Any]]


def take_on_keys(folder: Path, values: dict[str, str]) -> None:
    """Run the script on a machine that is a folder, as the image leaves one: with a host key of its own."""
    for name in ("etc/ssh", "home/payroll/inbox"):
        (folder / name).mkdir(parents=True)
    new_key(folder / "etc/ssh/ssh_host_ed25519_key")
    moved = SCRIPT.read_text().replace(" /etc/", f" {folder}/etc/").replace(" /home/", f" {folder}/home/")
    own = moved.replace("1001:100", f"{os.getuid()}:{os.getgid()}")
    subprocess.run(["bash", "-c", own], check=True, env={**os.environ, **values})


def start_server(processes: Processes, folder: Path, user: str) -> int:
    """Start OpenSSH's server on the keys of a user below a folder, and tell its port."""
    programs = Programs.found()
    if programs is None:
        pytest.skip("OpenSSH's server is not installed (Debian: apt-get install openssh-server)")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port = free_port()
    settings = {
        "ListenAddress": f"127.0.0.1:{port}",
        "HostKey": folder / "etc/ssh/ssh_host_ed25519_key",
        "AuthorizedKeysFile": folder / "home" / user / ".ssh/authorized_keys",
        "AuthenticationMethods": "publickey",
        "StrictModes": "no",  # the folders above are the tests' own
        "PidFile": "none",
        "Subsystem": "sftp internal-sftp",
        "ForceCommand": "internal-sftp -u 0002",
    }
    options = [f"-o{name}={value}" for name, value in settings.items()]
    command = [programs.sshd, "-D", "-e", "-f", "/dev/null", *options]
    name = f"sshd-of-the-composition-{user}"
    processes.start(name, command, env=dict(os.environ), cwd=folder)
    assert wait_until(lambda: port_taken(port), seconds=15), processes.log(name).read_text()
    return port


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A folder with the server's files, and the connections that ``make env`` makes for it."""
    folder, values = tmp_path_factory.mktemp("composition"), environment()
    take_on_keys(folder, values)
    return Machine(folder, connections(values))


@pytest.fixture(scope="module")
def payroll(services: Processes, machine: Machine) -> dict[str, Any]:
    """The composition's connection, led to the server on this machine."""
    connection = machine.connections[PayrollSFTPHook.default_conn_name]
    inbox = machine.folder / "home/payroll" / connection["extra"]["folder"]
    port = start_server(services, machine.folder, "payroll")
    return led_here(connection, port, folder=str(inbox))


def led_here(connection: dict[str, Any], port: int, **extra: str) -> dict[str, Any]:
    """Return a connection with its keys, to a server on this machine."""
    here = {"host": "127.0.0.1", "port": port, "login": getpass.getuser()}
    return {**connection, **here, "extra": {**connection["extra"], **extra, "look_for_keys": "false"}}


def deliver() -> bytes:
    """Put a payroll file into the folder and read it back."""

    async def there_and_back() -> bytes:
        async with PayrollSFTPHook().folder() as folder:
            folder.replace("deductions.csv", CONTENT, None)
            return folder.read("deductions.csv").content

    return asyncio.run(there_and_back())


def test_a_payroll_file_arrives(payroll, monkeypatch):
    define_connection(monkeypatch, "payroll_sftp", **payroll)
    assert deliver() == CONTENT


def test_a_server_with_another_key_is_refused(payroll, monkeypatch):
    other = connections()["payroll_sftp"]["extra"]["host_key"]
    define_connection(
        monkeypatch, "payroll_sftp", **{**payroll, "extra": {**payroll["extra"], "host_key": other}}
    )
    with pytest.raises(ConnectionSettingsError, match="host key is not the one that the server shows"):
        deliver()


def test_a_client_with_another_key_is_refused(payroll, monkeypatch):
    other = connections()["payroll_sftp"]["extra"]["private_key"]
    extra = {**payroll["extra"], "private_key": other}
    define_connection(monkeypatch, "payroll_sftp", **{**payroll, "extra": extra})
    with pytest.raises(ConnectionSettingsError, match="user is refused by the server"):
        deliver()


def test_a_carrier_is_reached_by_its_connection(services, machine, monkeypatch):
    [name, *_] = CARRIER_CONNECTIONS
    connection = machine.connections[name]
    port = start_server(services, machine.folder, connection["login"])
    define_connection(monkeypatch, name, **led_here(connection, port))
    with CarrierSFTPHook(name, "carrier").session() as session:
        assert session.normalize(".")


def test_payrolls_key_opens_no_carriers_home_and_theirs_not_payrolls(machine):
    users = ["payroll", *(machine.connections[name]["login"] for name in CARRIER_CONNECTIONS)]
    homes = [machine.folder / "home" / user for user in users]
    payroll, *carriers = [(home / ".ssh/authorized_keys").read_text() for home in homes]
    assert (payroll in carriers, len(set(carriers))) == (False, 1)


def test_the_servers_keys_are_roots_alone(payroll):
    home = Path(payroll["extra"]["folder"]).parent
    modes = {
        path.name: path.stat().st_mode & 0o777
        for path in (home / ".ssh/authorized_keys", home.parents[1] / "etc/ssh/ssh_host_ed25519_key")
    }
    assert modes == {"authorized_keys": 0o644, "ssh_host_ed25519_key": 0o600}
