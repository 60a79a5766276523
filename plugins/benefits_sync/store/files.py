"""Files under one root, local or in any store fsspec knows: written whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from upath import UPath

from benefits_sync.errors import ConnectionSettingsError, StoreUnavailableError

_DISK_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def put(path: UPath, content: bytes, doing: str) -> None:
    """Write a file so that its name never stands for half of it; locally its owner alone may read it."""
    with file_failures(doing):
        if _is_local(path):
            _put_local(Path(path.path), content)
        else:
            # An object appears when it is complete, so no temporary name is needed.
            path.fs.makedirs(path.parent.path, exist_ok=True)
            path.fs.pipe_file(path.path, content)


@contextmanager
def put_in_parts(path: UPath, doing: str) -> Iterator[BinaryIO]:
    """Open a new file to write part by part; when the block fails, nothing of it stays."""
    with file_failures(doing):
        if _is_local(path):
            with _draft(Path(path.path)) as file:
                yield file
            return
        path.fs.makedirs(path.parent.path, exist_ok=True)
        try:
            with path.fs.open(path.path, "wb") as file:
                yield file
        except BaseException:
            if path.fs.exists(path.path):
                path.fs.rm_file(path.path)
            raise


def get_in_parts(path: UPath, doing: str) -> BinaryIO | None:
    """Open a file to read part by part, or return None when there is no such file."""
    with file_failures(doing):
        try:
            file: BinaryIO = path.fs.open(path.path, "rb")
        except FileNotFoundError:
            return None
        return file


def get(path: UPath, doing: str) -> bytes | None:
    """Return a file's bytes, or None when there is no such file."""
    with file_failures(doing):
        try:
            content: bytes = path.fs.cat_file(path.path)
        except FileNotFoundError:
            return None
        return content


def remove_folder(path: UPath, doing: str) -> None:
    """Remove a folder with all it holds."""
    with file_failures(doing):
        path.fs.rm(path.path, recursive=True)


def folders_in(path: UPath, doing: str) -> list[UPath]:
    """Return the folders in a folder, sorted by name; none when there is no such folder."""
    with file_failures(doing):
        try:
            entries = path.fs.ls(path.path, detail=True)
        except FileNotFoundError:
            return []
        names = sorted(
            entry["name"].rstrip("/").rpartition("/")[2] for entry in entries if entry["type"] == "directory"
        )
        return [path / name for name in names]


@contextmanager
def file_failures(doing: str) -> Iterator[None]:
    """Raise our errors for what a file system or an object store raises.

    Args:
        doing: What was being done, such as ``writing artifact plan``; begins the message.
    """
    try:
        yield
    except PermissionError as error:
        raise ConnectionSettingsError(f"{doing}: access is refused; check owner and permissions") from error
    except OSError as error:
        full = error.errno in _DISK_FULL
        why = "the disk is full; make room" if full else "the store does not answer; check it"
        raise StoreUnavailableError(f"{doing}: {why}, then run the task again") from error


def make_private(folder: Path) -> None:
    """Create a folder and those above it that are missing, each for its owner alone."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)


def _put_local(path: Path, content: bytes) -> None:
    with _draft(path) as file:
        file.write(content)


@contextmanager
def _draft(path: Path) -> Iterator[BinaryIO]:
    """Open a file under another name, which becomes its own once all of it is on the disk."""
    make_private(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _is_local(path: UPath) -> bool:
    return path.protocol in {"", "file", "local"}
