"""A folder on an SFTP server, in which a file is always the old one or the new one and never half of one."""

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from posixpath import join
from typing import Final

import paramiko

from benefits_sync.clients.payroll_file.text import VENDOR
from benefits_sync.errors import ConnectionSettingsError, VendorUnavailableError

STALE_SECONDS: Final = 3600
"""An unfinished upload of this age belongs to nobody any more."""

_SUFFIX: Final = ".part"
_LOST: Final = (TimeoutError, ConnectionError, EOFError, paramiko.SSHException)


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
        self._folder = folder
        self.calls = 0

    def read(self, name: str) -> Stored | None:
        """Return a file, or None when there is none.

        Raises:
            ConnectionSettingsError: The folder is not there or may not be read.
            VendorUnavailableError: The connection was lost.
        """
        with self._failures(f"read {name}"):
            self.calls += 1
            try:
                with self._sftp.open(self._path(name), "rb") as file:
                    attributes = file.stat()
                    file.prefetch(attributes.st_size)
                    content = file.read()
            except FileNotFoundError:
                self._sftp.stat(self._folder)
                return None
            return Stored(content, _stamp(attributes))

    def replace(self, name: str, content: bytes, seen: Stored | None) -> None:
        """Put a file in the place of the one that was seen (None: none was there), in one step.

        Raises:
            OvertakenError: Another file stands there by now; nothing was changed.
            ConnectionSettingsError: The folder may not be written, or the server cannot replace files.
            VendorUnavailableError: The connection was lost or the disk is full; the old file is still there.
        """
        draft = f".{name}.{secrets.token_hex(8)}{_SUFFIX}"
        moved = False
        try:
            with self._failures(f"upload {name}"):
                self._upload(draft, content)
            with self._failures(f"replace {name}"):
                self._must_be(name, seen)
                self.calls += 1
                self._sftp.posix_rename(self._path(draft), self._path(name))
                moved = True
        finally:
            if not moved:
                self._drop(draft)
        self._sweep(name)

    def _upload(self, draft: str, content: bytes) -> None:
        self.calls += 1
        self._sftp.putfo(io.BytesIO(content), self._path(draft), file_size=len(content), confirm=False)
        size = self._sftp.stat(self._path(draft)).st_size
        if size != len(content):
            raise OSError(f"{size} of {len(content)} bytes arrived")

    def _must_be(self, name: str, seen: Stored | None) -> None:
        try:
            stamp = _stamp(self._sftp.stat(self._path(name)))
        except FileNotFoundError:
            stamp = None
        if stamp != (seen.stamp if seen is not None else None):
            raise OvertakenError

    def _drop(self, draft: str) -> None:
        with suppress(OSError, EOFError, paramiko.SSHException):
            self._sftp.remove(self._path(draft))

    def _sweep(self, name: str) -> None:
        """Remove what killed uploads of this file left behind, by the server's own clock."""
        with suppress(OSError, EOFError, paramiko.SSHException):
            now = self._sftp.stat(self._path(name)).st_mtime or 0
            for entry in self._sftp.listdir_attr(self._folder):
                ours = entry.filename.startswith(f".{name}.") and entry.filename.endswith(_SUFFIX)
                if ours and (entry.st_mtime or now) < now - STALE_SECONDS:
                    self._drop(entry.filename)

    def _path(self, name: str) -> str:
        return join(self._folder, name)

    @contextmanager
    def _failures(self, doing: str) -> Iterator[None]:
        """Raise our errors for what a server or the network does."""
        try:
            yield
        except _LOST as error:
            raise unavailable(doing, "the connection was lost; run the task again") from error
        except FileNotFoundError as error:
            raise self._wrong(
                doing, "is not there; correct the connection's folder, or have it made"
            ) from error
        except PermissionError as error:
            why = "refuses access; let the connection's user read, write and rename there"
            raise self._wrong(doing, why) from error
        except OSError as error:
            raise self._refused(doing, error) from error

    def _refused(self, doing: str, error: OSError) -> ConnectionSettingsError | VendorUnavailableError:
        if "nsupported" in str(error):
            return self._wrong(
                doing,
                "is on a server that cannot replace a file in one step (posix-rename@openssh.com), so that "
                "payroll could meet half a file; use an OpenSSH server",
            )
        if self._sftp.get_channel() is None or self._sftp.get_channel().closed:
            return unavailable(doing, "the connection was lost; run the task again")
        return unavailable(
            doing,
            "the server does not take the data, as when its disk or quota is full; the file that was there "
            "before is untouched. Make room there, then run the task again",
        )

    def _wrong(self, doing: str, why: str) -> ConnectionSettingsError:
        return ConnectionSettingsError(f"{VENDOR}: {doing}: folder {self._folder} {why}")


def unavailable(doing: str, why: str) -> VendorUnavailableError:
    """Return the error of a server that does not do what it is asked now."""
    return VendorUnavailableError(why, vendor=VENDOR, operation=doing)


def _stamp(attributes: paramiko.SFTPAttributes) -> tuple[int | None, int | None]:
    return attributes.st_mtime, attributes.st_size
