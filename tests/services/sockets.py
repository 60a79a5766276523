"""Where the processes of a stack listen, as the operating system sees it."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from scripts.sessions import members


def listening(folder: Path) -> dict[str, set[str]]:
    """Return the addresses on which each component of the stack in a folder, and what it started, listens."""
    leaders = {file.stem: json.loads(file.read_text())["pid"] for file in (folder / "pids").glob("*.json")}
    return {
        name: {address for pid in members(leader) for address in _of(pid)} for name, leader in leaders.items()
    }


def _of(pid: int) -> Iterator[str]:
    with suppress(psutil.NoSuchProcess):
        for socket in psutil.Process(pid).net_connections("inet"):
            if socket.status == psutil.CONN_LISTEN:
                yield socket.laddr.ip
