"""OpenSSH's own server with folders for files, and clients whose sessions fail in ways that real ones do."""

import getpass
import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import paramiko
import pytest

from scripts.errors import tail
from scripts.processes import Processes, free_port, port_taken, wait_until

SMALL_FILE_BLOCKS = 8
"""A limited client's files end after so many blocks of 512 bytes."""


@dataclass(frozen=True)
class SFTPServer:
    """A server on this machine and a fresh folder on it."""

    port: int
    folder: Path
    host_key: str
    keys: Path
    home: Path

    @classmethod
    def at(cls, sshd: tuple[int, Path], home: Path) -> Self:
        """The server of the session with a new folder below a home."""
        port, keys = sshd
        folder = home / "payroll"
        folder.mkdir()
        return cls(port, folder, _public(keys / "host"), keys, home)

    def connection(self, client: str = "writer", **extra: Any) -> dict[str, Any]:
        """Fields of an Airflow connection.

        Args:
            client: ``writer``; ``reader``, who may not write; ``limited``, to whom a file is refused at a few
                kilobytes as on a full disk; ``cut``, whose session breaks off there; ``stranger``, whom the
                server does not know.
            extra: More fields of the extra, or others in place of the usual ones.
        """
        usual = {
            "private_key": (self.keys / client).read_text(),
            "host_key": self.host_key,
            "folder": str(self.folder),
            "look_for_keys": "false",
        }
        return {
            "conn_type": "sftp",
            "host": "127.0.0.1",
            "port": self.port,
            "login": getpass.getuser(),
            "extra": {name: value for name, value in {**usual, **extra}.items() if value is not None},
        }

    @contextmanager
    def session(self, client: str = "writer") -> Iterator[paramiko.SFTPClient]:
        """An open session of a client, without Airflow."""
        with paramiko.SSHClient() as ssh:
            kind, key = self.host_key.split()
            ssh.get_host_keys().add(
                f"[127.0.0.1]:{self.port}", kind, paramiko.Ed25519Key(data=b64decode(key))
            )
            ssh.connect(
                "127.0.0.1",
                self.port,
                getpass.getuser(),
                key_filename=str(self.keys / client),
                look_for_keys=False,
                allow_agent=False,
            )
            with ssh.open_sftp() as sftp:
                yield sftp

    def another_host_key(self) -> str:
        """A key that is not the server's."""
        return _public(self.keys / "stranger")


@pytest.fixture(scope="session")
def sshd(services: Processes, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """Port and key folder of an OpenSSH server of our own, for this machine only."""
    server = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")
    sftp = next((path for path in map(Path, _SFTP_SERVERS) if path.exists()), None)
    if server is None or sftp is None:
        pytest.skip("OpenSSH's server is not installed (Debian: apt-get install openssh-server)")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # as Debian's start script makes it
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host", *_FORCED, "stranger"):
        _new_key(folder / name)
    port = free_port()
    (folder / "authorized_keys").write_text(_authorized(folder, sftp))
    (folder / "config").write_text(_config(folder, port, sftp))
    command = [server, "-D", "-e", "-f", str(folder / "config")]
    services.start("sshd", command, env=dict(os.environ), cwd=folder)
    assert wait_until(lambda: port_taken(port), seconds=15), tail(services.log("sshd"))
    return port, folder


@pytest.fixture
def sftp_server(sshd: tuple[int, Path], tmp_path: Path) -> Iterator[SFTPServer]:
    """The server with a fresh folder."""
    server = SFTPServer.at(sshd, tmp_path)
    yield server
    shutil.rmtree(server.folder, ignore_errors=True)


_SFTP_SERVERS = (
    "/usr/lib/openssh/sftp-server",
    "/usr/libexec/openssh/sftp-server",
    "/usr/libexec/sftp-server",
)

_FORCED = {
    "writer": "{sftp}",
    "reader": "{sftp} -R",
    # A write beyond the limit is refused, as a full disk refuses it, or ends the session.
    "limited": "trap '' XFSZ; ulimit -f {blocks}; exec {sftp}",
    "cut": "ulimit -f {blocks}; exec {sftp}",
}
"""Client -> what its session runs."""


def _new_key(path: Path) -> None:
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", path.name, "-f", str(path)]
    subprocess.run(command, check=True)


def _public(path: Path) -> str:
    return " ".join(path.with_suffix(".pub").read_text().split()[:2])


def _authorized(folder: Path, sftp: Path) -> str:
    lines = []
    for client, command in _FORCED.items():
        forced = command.format(sftp=sftp, blocks=SMALL_FILE_BLOCKS)
        lines.append(f'restrict,command="/bin/sh -c \\"{forced}\\"" {_public(folder / client)}')
    return "\n".join(lines) + "\n"


def _config(folder: Path, port: int, sftp: Path) -> str:
    return f"""
ListenAddress 127.0.0.1:{port}
HostKey {folder / "host"}
AuthorizedKeysFile {folder / "authorized_keys"}
AuthenticationMethods publickey
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
PidFile none
LogLevel VERBOSE
Subsystem sftp {sftp}
"""
