"""The composition's SFTP server takes payroll files with the keys of ``make env``, and no others.

Its script of keys is run here, moved into a folder, and OpenSSH's server is started on what it leaves.
"""

import asyncio
import getpass
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.hooks.payroll_sftp import PayrollSFTPHook
from scripts.local_sshd import Programs, new_key
from scripts.processes import Processes, free_port, port_taken, wait_until
from tests.connections import define_connection
from tests.test_compose import ROOT, connections, environment

SCRIPT = ROOT / "docker" / "sftp" / "10-keys.sh"
CONTENT = b"employee,code,amount\r\n"


def take_on_keys(folder: Path, values: dict[str, str]) -> None:
    """Run the script on a machine that is a folder, as the image leaves one: with a host key of its own."""
    for name in ("etc/ssh", "home/payroll/inbox"):
        (folder / name).mkdir(parents=True)
    new_key(folder / "etc/ssh/ssh_host_ed25519_key")
    moved = SCRIPT.read_text().replace(" /etc/", f" {folder}/etc/").replace(" /home/", f" {folder}/home/")
    own = moved.replace("1001:100", f"{os.getuid()}:{os.getgid()}")
    subprocess.run(["bash", "-c", own], check=True, env={**os.environ, **values})


def start_server(processes: Processes, folder: Path) -> int:
    """Start OpenSSH's server on the keys below a folder, and tell its port."""
    programs = Programs.found()
    if programs is None:
        pytest.skip("OpenSSH's server is not installed (Debian: apt-get install openssh-server)")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port = free_port()
    settings = {
        "ListenAddress": f"127.0.0.1:{port}",
        "HostKey": folder / "etc/ssh/ssh_host_ed25519_key",
        "AuthorizedKeysFile": folder / "home/payroll/.ssh/authorized_keys",
        "AuthenticationMethods": "publickey",
        "StrictModes": "no",  # the folders above are the tests' own
        "PidFile": "none",
        "Subsystem": "sftp internal-sftp",
        "ForceCommand": "internal-sftp -u 0002",
    }
    options = [f"-o{name}={value}" for name, value in settings.items()]
    command = [programs.sshd, "-D", "-e", "-f", "/dev/null", *options]
    processes.start("sshd-of-the-composition", command, env=dict(os.environ), cwd=folder)
    assert wait_until(lambda: port_taken(port), seconds=15), processes.log(
        "sshd-of-the-composition"
    ).read_text()
    return port


@pytest.fixture(scope="module")
def payroll(services: Processes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The composition's connection, led to the server on this machine."""
    folder, values = tmp_path_factory.mktemp("composition"), environment()
    take_on_keys(folder, values)
    connection = connections(values)[PayrollSFTPHook.default_conn_name]
    inbox = {"folder": str(folder / "home/payroll" / connection["extra"]["folder"])}
    return {
        **connection,
        "host": "127.0.0.1",
        "port": start_server(services, folder),
        "login": getpass.getuser(),
        "extra": {**connection["extra"], **inbox, "look_for_keys": "false"},
    }


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


def test_the_servers_keys_are_roots_alone(payroll):
    home = Path(payroll["extra"]["folder"]).parent
    modes = {
        path.name: path.stat().st_mode & 0o777
        for path in (home / ".ssh/authorized_keys", home.parents[1] / "etc/ssh/ssh_host_ed25519_key")
    }
    assert modes == {"authorized_keys": 0o644, "ssh_host_ed25519_key": 0o600}
