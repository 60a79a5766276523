"""The one way a file gets into a folder on an SFTP server: written aside, measured, and renamed."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from posixpath import dirname, join
from typing import Final, Self

import paramiko

from benefits_sync.clients.sftp.limits import CHUNK
from benefits_sync.errors import ConnectionSettingsError, VendorUnavailableError

LOST: Final = (TimeoutError, ConnectionError, EOFError, paramiko.SSHException)
"""What a session raises that is no more."""

SILENT: Final = (OSError, EOFError, paramiko.SSHException)
"""All that a session raises."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How errors speak of a folder.

    Args:
        vendor: Whose folder it is.
        setting: Where its path is set, such as ``the connection's folder``.
        unreplaceable: What a server that cannot replace a file in one step means here, and the way out.
    """

    vendor: str
    setting: str
    unreplaceable: str

    def unavailable(self, doing: str, why: str) -> VendorUnavailableError:
        """Return the error of a server that does not do what it is asked now."""
        return VendorUnavailableError(why, vendor=self.vendor, operation=doing)


class RemoteFolder:
    """Writes files aside and renames them; its methods take paths, as `path` makes them.

    Args:
        sftp: An open session.
        folder: The folder, absolute or below the user's home.
        wording: How errors speak of it.
    """

    def __init__(self, sftp: paramiko.SFTPClient, folder: str, wording: Wording) -> None:
        self.sftp = sftp
        self.folder = folder
        self._wording = wording

    def path(self, name: str) -> str:
        """Return the path of a file in the folder."""
        return join(self.folder, name)

    def size_of(self, path: str) -> int | None:
        """Return the size of a file, or None when there is none."""
        try:
            size: int | None = self.sftp.stat(path).st_size
        except FileNotFoundError:
            return None
        return size

    def upload(self, path: str, chunks: Iterable[bytes], size: int) -> None:
        """Write a file that is not there yet, and measure it.

        Two that write at once can never mix: the second finds the name taken.

        Args:
            path: Where to.
            chunks: What; read once.
            size: How many bytes have to arrive.
        """
        with self.sftp.open(path, "wbx") as file:
            # Writing on before the server confirms hides a write that failed; the size shows it.
            file.set_pipelined(True)
            for chunk in chunks:
                file.write(chunk)
        arrived = self.size_of(path)
        if arrived != size:
            raise OSError(f"{arrived} of {size} bytes arrived")

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file in one go where nothing can be looked at; every write is confirmed by the server."""
        with self.sftp.open(path, "wb") as file:
            for chunk in chunks:
                file.write(chunk)

    def rename(
        self,
        draft: str,
        path: str,
        *,
        posix: bool = True,
        look: Callable[[], AbstractContextManager[Self]] | None = None,
    ) -> None:
        """Give a file that was written aside its name, once.

        When the answer is lost, the draft tells: where it is gone, the rename has happened. The final name
        cannot tell, since some inboxes are emptied within seconds.

        Args:
            draft: The file written aside.
            path: Its name from now on.
            posix: Whether to replace what is there, in one step; else the name must be free.
            look: Opens the folder anew, to look after a lost session; None looks in this one.
        """
        try:
            if posix:
                self.sftp.posix_rename(draft, path)
            else:
                self.sftp.rename(draft, path)
        except SILENT as error:
            if not self._lost(error):
                raise
            with look() if look is not None else nullcontext(self) as folder:
                if folder.size_of(draft) is not None:
                    raise

    def drop(self, path: str) -> None:
        """Remove a file of our own, if that can be done."""
        with suppress(*SILENT):
            self.sftp.remove(path)

    @contextmanager
    def failures(self, doing: str, path: str | None = None) -> Iterator[None]:
        """Raise our errors for what a server or the network does.

        Args:
            doing: What is being done, such as ``upload lines.csv``.
            path: The file it is done to, where its folder may be another.

        Raises:
            ConnectionSettingsError: The folder is not there, refuses access, or cannot rename as asked.
            VendorUnavailableError: The connection was lost, or the server does not take the data.
        """
        folder = dirname(path) if path is not None else self.folder
        try:
            yield
        except SILENT as error:
            raise self._explained(doing, folder or ".", error) from error

    def _explained(
        self, doing: str, folder: str, error: Exception
    ) -> ConnectionSettingsError | VendorUnavailableError:
        if self._lost(error):
            return self._wording.unavailable(doing, "the connection was lost; run the task again")
        if isinstance(error, FileNotFoundError):
            return self.wrong(
                doing, f"is not there; correct {self._wording.setting}, or have it made", folder
            )
        if isinstance(error, PermissionError):
            why = "refuses access; have the rights of the connection's user put right"
            return self.wrong(doing, why, folder)
        if "nsupported" in str(error):
            why = "is on a server that cannot replace a file in one step (posix-rename@openssh.com)"
            return self.wrong(doing, f"{why}{self._wording.unreplaceable}", folder)
        return self._wording.unavailable(
            doing,
            "the server does not take the data, as when its disk or quota is full; make room there, then run "
            "the task again",
        )

    def _lost(self, error: Exception) -> bool:
        channel = self.sftp.get_channel()
        return isinstance(error, LOST) or channel is None or bool(channel.closed)

    def wrong(self, doing: str, why: str, folder: str | None = None) -> ConnectionSettingsError:
        """Return the error of a folder that is not as it should be."""
        return ConnectionSettingsError(
            f"{self._wording.vendor}: {doing}: folder {folder or self.folder} {why}"
        )


def pieces(content: bytes) -> Iterator[bytes]:
    """Cut bytes as the protocol takes them."""
    return (content[at : at + CHUNK] for at in range(0, len(content), CHUNK))
