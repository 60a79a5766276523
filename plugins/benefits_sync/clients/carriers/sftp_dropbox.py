"""A carrier's SFTP server: a file appears in an open inbox whole or not at all."""

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from hashlib import sha256
from posixpath import join
from typing import Final

import paramiko

from benefits_sync.clients.carriers.dropbox import AnswerFile, Reached, Receipt, Step, unrecorded, utc_now
from benefits_sync.clients.carriers.outgoing import OutgoingFile
from benefits_sync.clients.carriers.sftp_outbox import SftpOutbox
from benefits_sync.clients.sftp.folder import RemoteFolder, Wording
from benefits_sync.mapping.carriers.delivery import Sftp
from benefits_sync.models.carriers import Usage

Sessions = Callable[[], AbstractContextManager[paramiko.SFTPClient]]
"""Opens a session with the carrier's server, which is closed at the end."""

TAKEN: Final = (
    "the carrier's folder holds another file of this name, which is not ours to replace; "
    "build the file anew, so that it gets a number and a name of its own"
)


DRAFT_GONE: Final = "another try of the same file is under way, and took this one's place; run the task again"

UNRENAMED: Final = (
    "refuses to rename; let the connection's user rename there, or set `rename: plain` in the carrier's "
    "profile, where the server has no posix-rename"
)


class SftpDropbox:
    """Puts files into the inbox of one carrier, and takes answers from its outbox.

    In an open inbox a file is written under its temporary name, measured, and renamed. A file that is there
    already with the same bytes counts as delivered. In a write-only inbox it is written to its name in one
    go; a broken connection leaves half of it there, which the next try writes anew.

    Args:
        carrier: Name of the carrier's profile.
        way: How its profile says that files are put there.
        usage: Whether this is the carrier's side for test or for production.
        sessions: Opens a session.
        answers: Directory of the carrier's answers; None when it gives none over SFTP.
        clock: Tells the time.
    """

    def __init__(
        self,
        carrier: str,
        way: Sftp,
        usage: Usage,
        sessions: Sessions,
        *,
        answers: str | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.usage = usage
        self._carrier = carrier
        self._way = way
        self._sessions = sessions
        self._answers = answers
        self._clock = clock
        self._inbox = way.directory_of(test=usage is Usage.TEST)

    def deliver(
        self, file: OutgoingFile, *, after: Step | None = None, reached: Reached = unrecorded
    ) -> Receipt:
        """Put a file into the inbox; see `CarrierDropbox.deliver`.

        A file that an earlier try was about to rename, and of which nothing is left, was renamed and taken
        away by the carrier: its delivery stays unverified, and nothing is sent again.
        """
        file.check_usage(self.usage, self._carrier)
        with self._folder() as inbox:
            if self._way.inbox == "write_only":
                return self._put(inbox, file, reached)
            return self._place(inbox, file, after, reached)

    def collect(self, patterns: Sequence[str], seen: Container[str]) -> Iterator[AnswerFile]:
        """Take the carrier's answers; see `CarrierDropbox.collect`."""
        if self._answers is None:
            return
        with self._sessions() as sftp:
            yield from SftpOutbox(sftp, self._answers, self._carrier, clock=self._clock).new(patterns, seen)

    def _put(self, inbox: RemoteFolder, file: OutgoingFile, reached: Reached) -> Receipt:
        reached(Step.UPLOADING)
        with inbox.failures(f"write {file.name}"):
            inbox.put(inbox.path(file.name), file.chunks(self._carrier))
        return self._receipt(file, verified=False)

    def _place(
        self, inbox: RemoteFolder, file: OutgoingFile, after: Step | None, reached: Reached
    ) -> Receipt:
        draft, path = self._draft(inbox, file), inbox.path(file.name)
        with inbox.failures(f"look for {file.name}"):
            if self._is_there(inbox, path, file):
                return self._receipt(file, verified=True)
        left = self._left(inbox, draft, after)
        if after is Step.RENAMING and left is None:
            return self._receipt(file, verified=False)
        if left != file.size:
            reached(Step.UPLOADING)
            self._upload(inbox, draft, file)
        reached(Step.RENAMING)
        self._publish(inbox, draft, file, reached)
        return self._receipt(file, verified=True)

    def _left(self, inbox: RemoteFolder, draft: str, after: Step | None) -> int | None:
        """Return the size of what an earlier try has written completely, if that is still there."""
        if after is not Step.RENAMING:
            return None
        with inbox.failures("look for an earlier try", draft):
            return inbox.size_of(draft)

    def _upload(self, inbox: RemoteFolder, draft: str, file: OutgoingFile) -> None:
        arrived = False
        inbox.drop(draft)
        try:
            with inbox.failures(f"upload {file.name}", draft):
                inbox.upload(draft, file.chunks(self._carrier), file.size)
                arrived = True
        finally:
            if not arrived:
                inbox.drop(draft)

    def _publish(self, inbox: RemoteFolder, draft: str, file: OutgoingFile, reached: Reached) -> None:
        """Rename; a draft that could not be renamed stays, and the next try goes on from it."""
        path = inbox.path(file.name)
        with inbox.failures(f"rename {file.name}"):
            try:
                inbox.rename(draft, path, posix=self._way.rename == "posix", look=self._folder)
            except OSError as error:
                if self._is_there(inbox, path, file):
                    return  # another try was faster
                if isinstance(error, PermissionError):
                    raise inbox.wrong(f"rename {file.name}", UNRENAMED) from error
                if isinstance(error, FileNotFoundError) and inbox.size_of(draft) is None:
                    reached(Step.UPLOADING)  # or a later try takes it for renamed
                    raise file.unavailable(DRAFT_GONE, self._carrier) from error
                raise

    def _is_there(self, inbox: RemoteFolder, path: str, file: OutgoingFile) -> bool:
        size = inbox.size_of(path)
        if size is None:
            return False
        if size != file.size or self._digest(inbox, path) not in {None, file.digest}:
            raise file.refused(TAKEN, self._carrier)
        return True

    def _digest(self, inbox: RemoteFolder, path: str) -> str | None:
        """Return the digest of a file in the inbox, or None where it may not be read."""
        digest = sha256()
        try:
            with inbox.sftp.open(path, "rb") as stored:
                stored.prefetch()
                for chunk in iter(lambda: stored.read(65_536), b""):
                    digest.update(chunk)
        except (PermissionError, FileNotFoundError):  # or the carrier has just taken it
            return None
        return digest.hexdigest()

    def _draft(self, inbox: RemoteFolder, file: OutgoingFile) -> str:
        temporary = self._way.temporary
        if temporary is not None and temporary.directory is not None:
            return join(temporary.directory, file.name)
        return inbox.path(f"{file.name}{temporary.suffix if temporary is not None else ''}")

    def _receipt(self, file: OutgoingFile, *, verified: bool) -> Receipt:
        return Receipt(file.name, file.size, verified, None, self._clock())

    @contextmanager
    def _folder(self) -> Iterator[RemoteFolder]:
        wording = Wording(
            self._carrier,
            setting="`directory` in the carrier's profile",
            unreplaceable="; set `rename: plain` in the carrier's profile",
        )
        with self._sessions() as sftp:
            yield RemoteFolder(sftp, self._inbox, wording)
