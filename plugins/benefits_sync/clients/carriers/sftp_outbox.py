"""A directory in which a carrier leaves its answers: only whole files are taken, and all stay there."""

import stat
import time
from collections.abc import Callable, Container, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import paramiko

from benefits_sync.clients.carriers.dropbox import (
    MOST_ANSWER_BYTES,
    AnswerFile,
    is_wanted,
    too_large,
    utc_now,
)
from benefits_sync.clients.sftp.folder import RemoteFolder, Wording

SETTLED: Final = timedelta(minutes=1)
"""A file that nobody has written to for so long is complete."""

SECOND_LOOK: Final = 2.0
"""Seconds until a younger file is looked at again; one that has not grown by then is complete."""


class SftpOutbox:
    """Reads what is new in a directory.

    Args:
        sftp: An open session.
        directory: The directory, absolute or below the user's home.
        carrier: Name of the carrier's profile.
        clock: Tells the time.
        sleep: Waits for a number of seconds.
    """

    def __init__(
        self,
        sftp: paramiko.SFTPClient,
        directory: str,
        carrier: str,
        *,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        wording = Wording(carrier, setting="`answers.directory` in the carrier's profile", unreplaceable="")
        self._folder = RemoteFolder(sftp, directory, wording)
        self._carrier = carrier
        self._clock = clock
        self._sleep = sleep

    def new(self, patterns: Sequence[str], seen: Container[str]) -> Iterator[AnswerFile]:
        """Read the files that are complete and not seen yet, by name; see `CarrierDropbox.collect`."""
        found = [entry for entry in self._list(patterns) if mark_of(entry) not in seen]
        large = [entry for entry in found if (entry.st_size or 0) > MOST_ANSWER_BYTES]
        for entry in self._complete([entry for entry in found if entry not in large], patterns):
            content = self._read(entry.filename)
            if content is not None and len(content) == entry.st_size:
                yield AnswerFile(entry.filename, content, _modified(entry), mark_of(entry))
        if large:
            raise too_large(large[0].st_size or 0, self._carrier)

    def _list(self, patterns: Sequence[str]) -> list[paramiko.SFTPAttributes]:
        with self._folder.failures("list answers"):
            entries = self._folder.sftp.listdir_attr(self._folder.folder)
        files = [entry for entry in entries if stat.S_ISREG(entry.st_mode or stat.S_IFREG)]
        return sorted(
            (entry for entry in files if is_wanted(entry.filename, patterns)),
            key=lambda entry: entry.filename,
        )

    def _complete(
        self, found: Sequence[paramiko.SFTPAttributes], patterns: Sequence[str]
    ) -> list[paramiko.SFTPAttributes]:
        """Leave out what may still be being written: young files that grow between two looks."""
        now = self._clock()
        if all(_is_settled(entry, now) for entry in found):
            return list(found)
        self._sleep(SECOND_LOOK)
        unchanged = {mark_of(entry) for entry in self._list(patterns)}
        return [entry for entry in found if _is_settled(entry, now) or mark_of(entry) in unchanged]

    def _read(self, name: str) -> bytes | None:
        """Return a file's bytes, or None when the carrier has removed it meanwhile."""
        with self._folder.failures("read an answer"):
            try:
                with self._folder.sftp.open(self._folder.path(name), "rb") as file:
                    file.prefetch()
                    return bytes(file.read(MOST_ANSWER_BYTES + 1))
            except FileNotFoundError:
                return None


def mark_of(entry: paramiko.SFTPAttributes) -> str:
    """Return what tells a file from others, a later one of its name included."""
    return f"{entry.filename}|{entry.st_size}|{entry.st_mtime}"


def _modified(entry: paramiko.SFTPAttributes) -> datetime | None:
    return datetime.fromtimestamp(entry.st_mtime, UTC) if entry.st_mtime is not None else None


def _is_settled(entry: paramiko.SFTPAttributes, now: datetime) -> bool:
    modified = _modified(entry)
    return modified is not None and now - modified > SETTLED
