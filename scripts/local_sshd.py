"""Starts OpenSSH's own server on this machine; each client has a key and a command of its own."""

import getpass
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from scripts.errors import StackError
from scripts.processes import Processes, free_port, port_taken, wait_until

_SFTP_SERVERS = (
    "/usr/lib/openssh/sftp-server",
    "/usr/libexec/openssh/sftp-server",
    "/usr/libexec/sftp-server",
)


@dataclass(frozen=True, slots=True)
class Programs:
    """The two programs of OpenSSH that are needed."""

    sshd: str
    sftp: str

    @classmethod
    def found(cls) -> Self | None:
        """Return them, or None where they are not installed."""
        sshd = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")
        sftp = next((path for path in _SFTP_SERVERS if Path(path).exists()), None)
        return cls(sshd, sftp) if sshd is not None and sftp is not None else None


@dataclass(frozen=True, slots=True)
class LocalSSHD:
    """A running server that only this machine reaches.

    Args:
        port: Where it listens on 127.0.0.1.
        keys: Folder with its host key and each client's key.
    """

    port: int
    keys: Path

    @classmethod
    def start(cls, processes: Processes, folder: Path, clients: Mapping[str, str]) -> Self:
        """Start one and wait until it listens; keys that are there already are kept.

        Args:
            processes: Keeps it as ``sshd``.
            folder: Where its keys and configuration are put.
            clients: Client -> what its session runs; ``{sftp}`` stands for OpenSSH's SFTP server.

        Raises:
            StackError: OpenSSH's server is not installed, or does not start.
        """
        programs = Programs.found()
        if programs is None:
            raise StackError(
                "OpenSSH's server is not installed; install it (Debian: apt-get install openssh-server) and "
                "start again. It runs as a program of your own and opens no port to the network."
            )
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # as Debian's start script makes it
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("host", *clients):
            new_key(folder / name)
        port = free_port()
        (folder / "authorized_keys").write_text(_authorized(folder, clients, programs.sftp))
        (folder / "config").write_text(_config(folder, port, programs.sftp))
        command = [programs.sshd, "-D", "-e", "-f", str(folder / "config")]
        processes.start("sshd", command, env=dict(os.environ), cwd=folder)
        if not wait_until(lambda: port_taken(port), seconds=15):
            raise StackError("sshd does not listen after 15 s", processes.log("sshd"))
        return cls(port, folder)

    @property
    def host_key(self) -> str:
        """The server's public key, to be pinned."""
        return public_key(self.keys / "host")

    def connection(self, client: str, **extra: Any) -> dict[str, Any]:
        """Return the fields of an Airflow connection.

        Args:
            client: Whose key it holds.
            extra: More fields of the extra, or others in place of the usual ones; None leaves one out.
        """
        usual = {
            "private_key": (self.keys / client).read_text(),
            "host_key": self.host_key,
            "look_for_keys": "false",
        }
        return {
            "conn_type": "sftp",
            "host": "127.0.0.1",
            "port": self.port,
            "login": getpass.getuser(),
            "extra": {name: value for name, value in {**usual, **extra}.items() if value is not None},
        }


def new_key(path: Path) -> None:
    """Make a key pair, unless there is one."""
    if not path.exists():
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", path.name, "-f", str(path)]
        subprocess.run(command, check=True)  # noqa: S603


def public_key(path: Path) -> str:
    """Return the public half of a key pair: its kind and the key."""
    return " ".join(path.with_suffix(".pub").read_text().split()[:2])


def _authorized(folder: Path, clients: Mapping[str, str], sftp: str) -> str:
    lines = []
    for client, command in clients.items():
        forced = command.format(sftp=sftp)
        lines.append(f'restrict,command="/bin/sh -c \\"{forced}\\"" {public_key(folder / client)}')
    return "\n".join(lines) + "\n"


def _config(folder: Path, port: int, sftp: str) -> str:
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
