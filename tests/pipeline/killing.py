"""Kill a run at the n-th thing it does: a request, an answer, a statement, a commit, a file, a step of SFTP.

The child process counts its own events and sends itself SIGKILL at the chosen one, so that nothing of it is
caught, flushed or rolled back by Python.
"""

import json
import os
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import paramiko
from sqlalchemy import Engine, event

from benefits_sync.pipeline.journal import WriteJournal


class KilledError(Exception):
    """Stands for the end of the process where a real one would take the test with it."""


@contextmanager
def killed_at(outcome: int) -> Iterator[None]:
    """End the process, as it were, when it is about to note its n-th outcome."""
    settled, seen = WriteJournal.settled, []

    def dying(journal: WriteJournal, *outcomes: Any) -> None:
        seen.append(1)
        if len(seen) == outcome:
            raise KilledError
        settled(journal, *outcomes)

    WriteJournal.settled = dying  # type: ignore[method-assign]
    try:
        yield
    finally:
        WriteJournal.settled = settled  # type: ignore[method-assign]


Place = int | tuple[str, int] | tuple[str, str, int]
"""An event: its number of all, of its stage, or of those of its stage that are of one kind."""


@dataclass
class Events:
    """Counts what the process does and kills it at ``kill_at``."""

    folder: Path
    kill_at: Place | None = None
    stage: str = ""
    count: int = 0
    log: list[tuple[str, str]] | None = None
    in_stage: Counter[str] = field(default_factory=Counter)
    of_kind: Counter[tuple[str, str]] = field(default_factory=Counter)

    def happened(self, what: str) -> None:
        if not self.stage:
            return
        self.count += 1
        self.in_stage[self.stage] += 1
        self.of_kind[self.stage, what] += 1
        if self.log is not None:
            self.log.append((self.stage, what))
        if self.kill_at in (
            self.count,
            (self.stage, self.in_stage[self.stage]),
            (self.stage, what, self.of_kind[self.stage, what]),
        ):
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Hook into requests, statements, commits and files of this process."""
        request = aiohttp.ClientSession._request

        async def watched(session: aiohttp.ClientSession, method: str, url: Any, **options: Any) -> Any:
            self.happened(f"before {method}")
            answer = await request(session, method, url, **options)
            self.happened(f"after {method}")
            return answer

        aiohttp.ClientSession._request = watched  # type: ignore[method-assign]
        self._watch_sftp()
        event.listen(Engine, "before_cursor_execute", lambda *_: self.happened("before statement"))
        event.listen(Engine, "commit", lambda *_: self.happened("before commit"))
        sys.addaudithook(self._audit)

    def _watch_sftp(self) -> None:
        sent, heard = paramiko.SFTPClient._async_request, paramiko.SFTPClient._read_response

        def sending(session: Any, file: Any, kind: Any, *arguments: Any) -> Any:
            name = paramiko.sftp.CMD_NAMES.get(kind, str(kind))
            self.happened(f"before sftp {name}")
            return sent(session, file, kind, *arguments)

        def hearing(session: Any, *arguments: Any) -> Any:
            answer = heard(session, *arguments)
            self.happened("after sftp")
            return answer

        paramiko.SFTPClient._async_request = sending
        paramiko.SFTPClient._read_response = hearing

    def _audit(self, name: str, arguments: tuple[Any, ...]) -> None:
        if (
            name == "open"
            and isinstance(arguments[1], str)
            and "w" in arguments[1]
            and self._ours(arguments[0])
        ):
            self.happened("before file")
        elif name == "os.rename" and self._ours(arguments[0]):
            self.happened("before rename")

    def _ours(self, path: object) -> bool:
        return isinstance(path, str) and path.startswith(str(self.folder))


def in_child(
    work: Callable[[Events], None], folder: Path, kill_at: Place | None = None
) -> list[tuple[str, str]] | None:
    """Do the work in a child; return its events, or None when it was killed."""
    record = folder / "events.json"
    child = os.fork()
    if child == 0:
        code = 1
        try:
            events = Events(folder, kill_at, log=[])
            events.watch()
            work(events)
            record.write_text(json.dumps(events.log))
            code = 0
        except BaseException:  # noqa: BLE001 - the parent only sees the exit code
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    assert os.WEXITSTATUS(status) == 0, "the child failed; its traceback is above"
    return [(stage, what) for stage, what in json.loads(record.read_text())]


def spread(events: list[tuple[str, str]], stage: str, number: int) -> list[int]:
    """Choose up to ``number`` event positions of a stage, evenly spread, the first and the last included."""
    places = [place for place, (at, _) in enumerate(events, 1) if at == stage]
    if len(places) <= number:
        return places
    step = (len(places) - 1) / (number - 1)
    return sorted({places[round(position * step)] for position in range(number)})
