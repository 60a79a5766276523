"""A folder on an SFTP server, in which a file is always the old one or the new one and never half of one."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import paramiko

from benefits_sync.clients.payroll_file.text import VENDOR
from benefits_sync.clients.sftp.folder import SILENT, RemoteFolder, Wording, pieces

STALE_SECONDS: Final = 3600
"""An unfinished upload of this age belongs to nobody any more."""

WORDING: Final = Wording(
    VENDOR,
    setting="the connection's folder",
    unreplaceable=", so that payroll could meet half a file; use an OpenSSH server",
)

_SUFFIX: Final = ".part"


class OvertakenError(Exception):
    """Somebody else replaced the file since it was read."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it was read, and the time and size by which a later one is told from it."""

    content: bytes = field(repr=False)
    stamp: tuple[int | None, int | None]


class SFTPFolder:
    """Reads and replaces files of one folder.

    Args:
        sftp: An open session.
        folder: The folder, absolute or below the user's home.
    """

    def __init__(self, sftp: paramiko.SFTPClient, folder: str) -> None:
        self._sftp = sftp
        self._remote = RemoteFolder(sftp, folder, WORDING)
        self.calls = 0

    def read(self, name: str) -> Stored | None:
        """Return a file, or None when there is none.

        Raises:
            ConnectionSettingsError: The folder is not there or may not be read.
            VendorUnavailableError: The connection was lost.
        """
        with self._remote.failures(f"read {name}"):
            self.calls += 1
            try:
                with self._sftp.open(self._remote.path(name), "rb") as file:
                    attributes = file.stat()
                    file.prefetch(attributes.st_size)
                    content = file.read()
            except FileNotFoundError:
                self._sftp.stat(self._remote.folder)
                return None
            return Stored(content, _stamp(attributes))

    def replace(self, name: str, content: bytes, seen: Stored | None) -> None:
        """Put a file in the place of the one that was seen (None: none was there), in one step.

        Raises:
            OvertakenError: Another file stands there by now; nothing was changed.
            ConnectionSettingsError: The folder may not be written, or the server cannot replace files.
            VendorUnavailableError: The connection was lost or the disk is full; the old file is still there.
        """
        draft = self._remote.path(f".{name}.{secrets.token_hex(8)}{_SUFFIX}")
        moved = False
        try:
            with self._remote.failures(f"upload {name}"):
                self.calls += 1
                self._remote.upload(draft, pieces(content), len(content))
            with self._remote.failures(f"replace {name}"):
                self._must_be(name, seen)
                self.calls += 1
                self._remote.rename(draft, self._remote.path(name))
                moved = True
        finally:
            if not moved:
                self._remote.drop(draft)
        self._sweep(name)

    def _must_be(self, name: str, seen: Stored | None) -> None:
        try:
            stamp = _stamp(self._sftp.stat(self._remote.path(name)))
        except FileNotFoundError:
            stamp = None
        if stamp != (seen.stamp if seen is not None else None):
            raise OvertakenError

    def _sweep(self, name: str) -> None:
        """Remove what killed uploads of this file left behind, by the server's own clock."""
        with suppress(*SILENT):
            now = self._sftp.stat(self._remote.path(name)).st_mtime or 0
            for entry in self._sftp.listdir_attr(self._remote.folder):
                ours = entry.filename.startswith(f".{name}.") and entry.filename.endswith(_SUFFIX)
                if ours and (entry.st_mtime or now) < now - STALE_SECONDS:
                    self._remote.drop(self._remote.path(entry.filename))


def _stamp(attributes: paramiko.SFTPAttributes) -> tuple[int | None, int | None]:
    return attributes.st_mtime, attributes.st_size
