"""Keeps a set of background processes: one log and one PID file each, stopped together, none left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import sessions
from scripts.errors import StackError

GRACE_SECONDS = 3.0


def free_port() -> int:
    """Return a TCP port on 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_taken(port: int) -> bool:
    """Tell whether something listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(ready: Callable[[], bool], *, seconds: float, every: float = 0.2) -> bool:
    """Ask again and again until the answer is yes; False when the time is up first."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


@dataclass(frozen=True, slots=True)
class _Entry:
    """A started process as its PID file remembers it."""

    name: str
    pid: int
    birth: str

    @property
    def running(self) -> bool:
        return bool(self.birth) and sessions.birth(self.pid) == self.birth

    @property
    def sessions(self) -> list[int]:
        """Return what still lives of it; nothing when its id now belongs to a stranger."""
        current = sessions.birth(self.pid)
        return [] if current and current != self.birth else sessions.members(self.pid)


class Processes:
    """The processes whose PID files and logs lie in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pids = folder / "pids"
        self._logs = folder / "logs"
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._guardian: subprocess.Popen[bytes] | None = None

    def start(
        self, name: str, command: Sequence[str], *, env: Mapping[str, str], cwd: Path, user: str | None = None
    ) -> None:
        """Start a command in a session of its own, its output going to its log."""
        self._pids.mkdir(parents=True, exist_ok=True)
        self._logs.mkdir(parents=True, exist_ok=True)
        with self.log(name).open("wb") as log:
            child = subprocess.Popen(  # noqa: S603
                list(command),
                env=dict(env),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
                extra_groups=[] if user else None,
            )
        self._children[name] = child
        record = {"pid": child.pid, "birth": sessions.birth(child.pid)}
        (self._pids / f"{name}.json").write_text(json.dumps(record))

    def guard(self) -> None:
        """Have everything here stopped when this process ends, however it ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._guardian = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "scripts.guardian", str(self.folder)],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def log(self, name: str) -> Path:
        """Return where a process writes its output."""
        return self._logs / f"{name}.log"

    def started(self) -> list[str]:
        """Return the names with a PID file."""
        return [entry.name for entry in self._entries()]

    def dead(self) -> list[str]:
        """Return the names of those that were started and have ended since."""
        self._reap()
        return [entry.name for entry in self._entries() if not entry.running]

    def check(self) -> None:
        """Raise a `StackError` with the right log when a process has ended by itself."""
        for name in self.dead():
            raise StackError(f"{name} has ended by itself", self.log(name))

    def kill(self, name: str) -> None:
        """End one process and all it started at once, as a crash would."""
        for entry in self._entries():
            if entry.name == name:
                _signal(entry.sessions, signal.SIGKILL)
        self._reap()
        (self._pids / f"{name}.json").unlink(missing_ok=True)

    def stop(self) -> None:
        """Ask all to end, then make them."""
        self._end(self._entries(), signal.SIGTERM)
        self._dismiss_guardian()

    def stop_one(self, name: str, request: signal.Signals = signal.SIGTERM) -> None:
        """Ask one to end, by the signal it wants, then make it."""
        self._end([entry for entry in self._entries() if entry.name == name], request)

    def _end(self, entries: Sequence[_Entry], request: signal.Signals) -> None:
        _signal([entry.pid for entry in entries if entry.running], request)
        wait_until(lambda: not self._living(entries), seconds=GRACE_SECONDS, every=0.1)
        while survivors := self._living(entries):
            _signal(survivors, signal.SIGKILL)
            time.sleep(0.05)
        for entry in entries:
            (self._pids / f"{entry.name}.json").unlink(missing_ok=True)

    def _living(self, entries: Sequence[_Entry]) -> list[int]:
        self._reap()
        return [pid for entry in entries for pid in entry.sessions]

    def _entries(self) -> list[_Entry]:
        files = sorted(self._pids.glob("*.json"))
        return [_Entry(file.stem, **json.loads(file.read_text())) for file in files]

    def _reap(self) -> None:
        for child in self._children.values():
            child.poll()

    def _dismiss_guardian(self) -> None:
        if self._guardian is not None and self._guardian.stdin is not None:
            self._guardian.stdin.close()
            self._guardian.wait()
            self._guardian = None


def _signal(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
