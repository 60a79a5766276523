"""Reads the operating system's process table: who lives, since when, in which session.

Every component is started as the leader of a session of its own. What it starts may move to another process
group, or lose its parent, but stays in that session, so a session is what gets stopped.
"""

import os
import subprocess
from pathlib import Path

_PROC = Path("/proc")


def _stat_fields(pid: int) -> list[str]:
    """Return the fields of ``/proc/<pid>/stat`` after the command name, which may itself hold blanks."""
    return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def _ps(*arguments: str) -> str:
    answer = subprocess.run(["ps", *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return answer.stdout.strip()


def birth(pid: int) -> str:
    """Return a text that tells this process from a later one with the same id, empty when it is dead."""
    if not _PROC.is_dir():
        return (
            ""
            if _ps("-o", "state=", "-p", str(pid)).startswith("Z")
            else _ps("-o", "lstart=", "-p", str(pid))
        )
    try:
        fields = _stat_fields(pid)
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def _all_pids() -> list[int]:
    if _PROC.is_dir():
        return [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()]
    return [int(pid) for pid in _ps("-A", "-o", "pid=").split()]


def members(session: int) -> list[int]:
    """Return the living processes of a session."""
    found = []
    for pid in _all_pids():
        try:
            inside = os.getsid(pid) == session
        except OSError:
            continue
        if inside and birth(pid):
            found.append(pid)
    return found
