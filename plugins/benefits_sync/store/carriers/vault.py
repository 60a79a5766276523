"""The vault: the bytes of carrier files and of answers, sealed, for as long as the law asks for them.

``{root}/carrier_files/{carrier}/{YYYY-MM-DD}/{name}.{token}.sealed`` under the artifacts' root. Nothing is
ever overwritten: each file that is put in has a place of its own.
"""

import hashlib
import io
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import BinaryIO, Final

from upath import UPath

from benefits_sync.errors import ConnectionSettingsError, ParameterError, RunError
from benefits_sync.store.carriers.sealing import SealingWriter, UnsealingReader
from benefits_sync.store.files import file_failures, folders_in, get_in_parts, put_in_parts, remove_folder
from benefits_sync.store.parquet import DamagedError, WrongKeyError

FOLDER: Final = "carrier_files"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_URI: Final = re.compile(rf"{FOLDER}/[a-z0-9_]+/{_DAY.pattern}/{_NAME.pattern}")


class Deposit:
    """A file on its way into the vault: write its bytes in clear; they are sealed, counted and digested.

    ``uri``, relative to the root, is where it is once the block that opened it has ended well.
    """

    def __init__(self, uri: str, sealing: SealingWriter) -> None:
        self.uri = uri
        self.size = 0
        self._sealing = sealing
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Digest of the bytes so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, data: bytes, /) -> int:
        """Take bytes in clear."""
        self._digest.update(data)
        self.size += len(data)
        return self._sealing.write(data)


class Vault:
    """Puts files in and takes them out.

    Args:
        root: The root of the artifacts.
        key: The key that everything here is sealed with.
    """

    def __init__(self, root: UPath, key: bytes) -> None:
        self._root = root
        self._key = key

    @contextmanager
    def put(self, carrier: str, name: str, at: datetime) -> Iterator[Deposit]:
        """Open a new file to write to; when the block fails, nothing of it stays.

        Args:
            carrier: The carrier's name.
            name: What the file is called, for people who look; it needs not be unique.
            at: The moment, whose day (UTC) says when the file is old.

        Raises:
            StoreUnavailableError: If it cannot be written.
        """
        uri = f"{FOLDER}/{carrier}/{at.astimezone(UTC).date()}/{name}.{secrets.token_hex(8)}.sealed"
        with put_in_parts(self._path(uri), f"writing carrier file {name}") as file:
            sealing = SealingWriter(file, self._key, uri)
            yield Deposit(uri, sealing)
            sealing.close()

    def open(self, uri: str, sha256: str) -> BinaryIO:
        """Return a file in clear, to be read once from its beginning; the caller closes it.

        Whoever reads to the end has the bytes of this digest, or an error before the end.

        Raises:
            ConnectionSettingsError: If it was sealed with another key.
            RunError: If it was purged, is damaged, or is another file; also while reading.
        """
        doing = "reading a carrier file"
        file = get_in_parts(self._path(uri), doing)
        if file is None:
            raise RunError(f"there is no {uri} in the vault: it was purged, or the root is another one")
        try:
            with _readable(uri):
                clear = UnsealingReader(file, self._key, uri)
        except BaseException:
            file.close()
            raise
        return io.BufferedReader(_Checked(clear, uri, sha256))

    def purge(self, older_than: datetime) -> int:
        """Remove all files put in on a day (UTC) before this moment's; return how many."""
        limit = older_than.astimezone(UTC).date().isoformat()
        removed = 0
        doing = "purging carrier files"
        for carrier in folders_in(self._root / FOLDER, doing):
            for day in folders_in(carrier, doing):
                if _DAY.fullmatch(day.name) and day.name < limit:
                    with file_failures(doing):
                        removed += len(day.fs.ls(day.path, detail=False))
                    remove_folder(day, doing)
        return removed

    def _path(self, uri: str) -> UPath:
        if not _URI.fullmatch(uri):
            raise ParameterError(f"{uri!r} is no place in the vault: take the one that the ledger has")
        path: UPath = self._root / uri
        return path


class _Checked(io.RawIOBase):
    """Reads a file and compares its digest before it says that the end is reached."""

    def __init__(self, clear: UnsealingReader, uri: str, sha256: str) -> None:
        super().__init__()
        self._clear, self._uri, self._expected = clear, uri, sha256
        self._digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what BufferedReader gives
        with _readable(self._uri):
            taken = self._clear.readinto(buffer)
        self._digest.update(buffer[:taken])
        if not taken and self._digest.hexdigest() != self._expected:
            raise RunError(f"{self._uri} in the vault has other bytes than the ledger says: do not send them")
        return taken

    def close(self) -> None:
        self._clear.close()
        super().close()


@contextmanager
def _readable(uri: str) -> Iterator[None]:
    try:
        yield
    except WrongKeyError as error:
        raise ConnectionSettingsError(
            f"{uri} in the vault was sealed with another key: give the key that was in use then "
            "(BENEFITS_KEY or the password of the connection)"
        ) from error
    except DamagedError as error:
        raise RunError(
            f"{uri} in the vault is damaged: restore it from a backup, or build it anew"
        ) from error
