"""OpenSSH's own server with folders for files, and clients whose sessions fail in ways that real ones do."""

import getpass
import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import paramiko
import pytest

from scripts.local_sshd import LocalSSHD, Programs, new_key, public_key
from scripts.processes import Processes

SMALL_FILE_BLOCKS = 8
"""A limited client's files end after so many blocks of 512 bytes."""


@dataclass(frozen=True)
class SFTPServer:
    """A server on this machine and a fresh folder on it."""

    sshd: LocalSSHD
    folder: Path
    home: Path

    @classmethod
    def at(cls, sshd: LocalSSHD, home: Path) -> Self:
        """The server of the session with a new folder below a home."""
        folder = home / "payroll"
        folder.mkdir()
        return cls(sshd, folder, home)

    @property
    def port(self) -> int:
        return self.sshd.port

    @property
    def host_key(self) -> str:
        return self.sshd.host_key

    def connection(self, client: str = "writer", **extra: Any) -> dict[str, Any]:
        """Fields of an Airflow connection.

        Args:
            client: ``writer``; ``reader``, who may not write; ``limited``, to whom a file is refused at a few
                kilobytes as on a full disk; ``cut``, whose session breaks off there; ``dropper``, who may
                only write; ``plain``, whose server has no posix-rename; ``stranger``, whom nobody knows.
            extra: More fields of the extra, or others in place of the usual ones.
        """
        return self.sshd.connection(client, **{"folder": str(self.folder), **extra})

    def session(self, client: str = "writer") -> AbstractContextManager[paramiko.SFTPClient]:
        """An open session of a client, without Airflow."""
        return session_of(self.sshd, client)

    def another_host_key(self) -> str:
        """A key that is not the server's."""
        return public_key(self.sshd.keys / "stranger")


@contextmanager
def session_of(sshd: LocalSSHD, client: str) -> Iterator[paramiko.SFTPClient]:
    """A session of a client of a server, open while it is needed."""
    with paramiko.SSHClient() as ssh:
        kind, key = sshd.host_key.split()
        ssh.get_host_keys().add(f"[127.0.0.1]:{sshd.port}", kind, paramiko.Ed25519Key(data=b64decode(key)))
        ssh.connect(
            "127.0.0.1",
            sshd.port,
            getpass.getuser(),
            key_filename=str(sshd.keys / client),
            look_for_keys=False,
            allow_agent=False,
        )
        with ssh.open_sftp() as sftp:
            yield sftp


@pytest.fixture(scope="session")
def sshd(services: Processes, tmp_path_factory: pytest.TempPathFactory) -> LocalSSHD:
    """An OpenSSH server of our own, for this machine only."""
    if Programs.found() is None:
        pytest.skip("OpenSSH's server is not installed (Debian: apt-get install openssh-server)")
    folder = tmp_path_factory.mktemp("sshd")
    new_key(folder / "stranger")
    return LocalSSHD.start(services, folder, _FORCED)


@pytest.fixture
def sftp_server(sshd: LocalSSHD, tmp_path: Path) -> Iterator[SFTPServer]:
    """The server with a fresh folder."""
    server = SFTPServer.at(sshd, tmp_path)
    yield server
    shutil.rmtree(server.folder, ignore_errors=True)


_LOOKS = "opendir,readdir,stat,lstat,fstat,read,remove,rename,posix-rename,setstat,fsetstat"

_FORCED = {
    "writer": "{sftp}",
    "reader": "{sftp} -R",
    # A write beyond the limit is refused, as a full disk refuses it, or ends the session.
    "limited": f"trap '' XFSZ; ulimit -f {SMALL_FILE_BLOCKS}; exec {{sftp}}",
    "cut": f"ulimit -f {SMALL_FILE_BLOCKS}; exec {{sftp}}",
    "dropper": f"exec {{sftp}} -P {_LOOKS}",
    "plain": "exec {sftp} -P posix-rename",
}
"""Client -> what its session runs."""
