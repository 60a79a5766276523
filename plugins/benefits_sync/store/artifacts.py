"""The artifact store: one encrypted folder of files for each run.

``{root}/{integration}/{YYYY}/{MM}/{DD}/{reference id}/``, the day being the one the reference id begins with.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
from upath import UPath

from benefits_sync.errors import ConnectionSettingsError, ParameterError, RunError
from benefits_sync.redaction import is_sensitive
from benefits_sync.store.carriers.vault import Vault
from benefits_sync.store.csv_file import csv_of
from benefits_sync.store.files import folders_in, get, put, remove_folder
from benefits_sync.store.keys import derive_key
from benefits_sync.store.parquet import DamagedError, WrongKeyError, decode, decode_parts, encode
from benefits_sync.store.sealed import seal, unseal

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_REFERENCE_ID: Final = re.compile(r"(\d{4})(\d{2})(\d{2})-[0-9a-f]+")


class ArtifactStore:
    """Writes and reads a run's files; what one call wrote is whole, and a second call replaces it.

    Args:
        root: A local folder or any URL that fsspec knows.
        key: The stores' key; files are encrypted with keys derived from it.
        storage_options: What fsspec needs to reach the root.
    """

    def __init__(
        self, root: str | UPath, key: bytes, storage_options: Mapping[str, Any] | None = None
    ) -> None:
        self._root = UPath(root, **(storage_options or {}))
        if self._root.protocol in {"", "file", "local"}:
            self._root = UPath(Path(self._root.path).absolute())
        self._frame_key = derive_key(key, "artifacts/parquet")
        self._json_key = derive_key(key, "artifacts/json")
        self.vault = Vault(self._root, derive_key(key, "artifacts/vault"))

    def folder(self, integration: str, reference_id: str) -> str:
        """Return a run's folder, relative to the root."""
        day = _REFERENCE_ID.fullmatch(reference_id)
        if day is None or not _NAME.fullmatch(integration):
            raise ParameterError(
                f"{integration!r}, {reference_id!r} is no run: a reference id is a day and a digest"
            )
        return "/".join((integration, *day.groups(), reference_id))

    def uri(self, folder: str, name: str) -> str:
        """Return where a frame is: a path, or a URL for a remote store."""
        return str(self._path(folder, name, "parquet"))

    def write_frame(self, folder: str, name: str, frame: pd.DataFrame) -> str:
        """Write a frame of text and None, without its index, and return where it is.

        Raises:
            StoreUnavailableError: If it cannot be written; an earlier file of the name stays as it was.
            TypeError: If a column holds anything else; the message names the column.
        """
        path = self._path(folder, name, "parquet")
        put(path, encode(frame, self._frame_key), f"writing artifact {name}")
        return str(path)

    def read_frame(self, folder: str, name: str) -> pd.DataFrame:
        """Return a frame with object columns of text and None.

        Raises:
            ConnectionSettingsError: If it was written with another key.
            RunError: If it is damaged, or was purged.
        """
        with _readable(folder, name):
            return decode(self._content(self._path(folder, name, "parquet"), name), self._frame_key)

    def read_frame_parts(self, folder: str, name: str, rows: int) -> Iterator[pd.DataFrame]:
        """Return a frame in parts of so many rows, so that a large one need not be in memory at once.

        Raises:
            ConnectionSettingsError: If it was written with another key.
            RunError: If it is damaged, or was purged.
        """
        with _readable(folder, name):
            content = self._content(self._path(folder, name, "parquet"), name)
            return decode_parts(content, self._frame_key, rows)

    def write_json(self, folder: str, name: str, value: object) -> str:
        """Write a JSON value, encrypted, and return where it is."""
        path = self._path(folder, name, "json")
        put(path, seal(value, self._json_key, f"{folder}/{name}"), f"writing artifact {name}")
        return str(path)

    def read_json(self, folder: str, name: str) -> Any:  # noqa: ANN401 - whatever was written
        """Return a JSON value.

        Raises:
            ConnectionSettingsError: If it was written with another key, or was changed.
            RunError: If it was purged.
        """
        content = self._content(self._path(folder, name, "json"), name)
        try:
            return unseal(content, self._json_key, f"{folder}/{name}")
        except WrongKeyError as error:
            raise _wrong_key(name) from error

    def write_csv(self, folder: str, name: str, frame: pd.DataFrame, sensitive: Collection[str] = ()) -> str:
        """Write a CSV file for people, in the clear, and return where it is.

        Columns that are sensitive by name, or named in ``sensitive``, are masked wholly.
        """
        path = self._path(folder, name, "csv")
        hidden = [column for column in frame.columns if is_sensitive(column, sensitive)]
        put(path, csv_of(frame, hidden), f"writing file {name}")
        return str(path)

    def read_csv(self, folder: str, name: str) -> bytes:
        """Return a CSV file that `write_csv` wrote.

        Raises:
            RunError: If it was purged.
        """
        return self._content(self._path(folder, name, "csv"), name)

    def purge(self, older_than: datetime) -> int:
        """Remove the folders of all runs that began on a day (UTC) before this moment's; return how many."""
        limit = older_than.astimezone(UTC).date()
        removed = 0
        doing = "purging artifacts"
        for integration in folders_in(self._root, doing):
            for year in folders_in(integration, doing):
                for month in folders_in(year, doing):
                    for day in folders_in(month, doing):
                        if not _before(f"{year.name}-{month.name}-{day.name}", limit):
                            continue
                        removed += len(folders_in(day, doing))
                        remove_folder(day, doing)
        return removed

    def __repr__(self) -> str:
        return f"ArtifactStore({str(self._root)!r})"

    def _path(self, folder: str, name: str, ending: str) -> UPath:
        if not _NAME.fullmatch(name) or not all(_NAME.fullmatch(part) for part in folder.split("/")):
            raise ParameterError(
                f"{folder!r}, {name!r} is no artifact: take the folder from ArtifactStore.folder"
            )
        path: UPath = self._root / folder / f"{name}.{ending}"
        return path

    def _content(self, path: UPath, name: str) -> bytes:
        content = get(path, f"reading artifact {name}")
        if content is None:
            raise RunError(
                f"there is no artifact {name} in {path.parent}: it was never written, or it was purged"
            )
        return content


@contextmanager
def _readable(folder: str, name: str) -> Iterator[None]:
    """Raise our errors for a frame that cannot be decoded."""
    try:
        yield
    except WrongKeyError as error:
        raise _wrong_key(name) from error
    except DamagedError as error:
        raise RunError(
            f"artifact {name} in {folder} is damaged: clear the task that wrote it, or start a new run"
        ) from error


def _wrong_key(name: str) -> ConnectionSettingsError:
    return ConnectionSettingsError(
        f"artifact {name} was written with another key: give the key that was in use then (BENEFITS_KEY or "
        "the password of the connection), or start a new run"
    )


def _before(day: str, limit: date) -> bool:
    try:
        return date.fromisoformat(day) < limit
    except ValueError:
        return False  # not a folder of ours
