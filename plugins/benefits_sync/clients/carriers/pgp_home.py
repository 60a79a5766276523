"""A home for gpg that lives for one use: nobody else can read it, and nothing of it stays."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from benefits_sync.errors import ConfigurationError

PREFIX: Final = "benefits-pgp-"
"""Names of these homes begin so, followed by the id of the process that made them."""


@contextmanager
def gpg_home() -> Iterator[Path]:
    """Make a home, and remove it with the agent that gpg starts in it.

    Homes of processes that were killed are removed too.

    Raises:
        ConfigurationError: gpg is not installed.
    """
    if shutil.which("gpg") is None or shutil.which("gpgconf") is None:
        raise ConfigurationError(
            "gpg is not installed on this worker, and the carrier's files are encrypted by it; install it "
            "(Debian: apt-get install gnupg)"
        )
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))  # mode 0700
    try:
        yield home
    finally:
        _remove(home)


def _remove(home: Path) -> None:
    command = ["gpgconf", "--homedir", str(home), "--kill", "all"]
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, check=False, capture_output=True, timeout=30)  # noqa: S603
    shutil.rmtree(home, ignore_errors=True)


def _sweep() -> None:
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = home.name.removeprefix(PREFIX).partition("-")[0]
        with suppress(FileNotFoundError):  # another process was faster
            if pid.isdigit() and home.stat().st_uid == os.geteuid() and not _lives(int(pid)):
                _remove(home)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
