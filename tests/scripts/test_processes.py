"""Tests for the keeper of background processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import sessions
from scripts.errors import StackError
from scripts.processes import Processes, free_port, port_taken, wait_until

ROOT = Path(__file__).parents[2]
# A leader that ignores SIGTERM and a grandchild in a process group of its own whose parent is gone.
STUBBORN = "trap '' TERM; (setsid -f true; sh -c 'trap \"\" TERM; sleep 300' &) ; sleep 300"
STARTER = """
import os, sys, time
from pathlib import Path
from scripts.processes import Processes
processes = Processes(Path(sys.argv[1]))
processes.guard()
processes.start("sleeper", ["sleep", "300"], env=dict(os.environ), cwd=Path("/"))
time.sleep(300)
"""


@pytest.fixture
def processes(tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.processes.GRACE_SECONDS", 0.3)
    keeper = Processes(tmp_path)
    yield keeper
    keeper.stop()


def start(processes: Processes, name: str, *command: str) -> None:
    processes.start(name, command, env=dict(os.environ), cwd=Path("/"))


def leader(folder: Path, name: str) -> int:
    return int((folder / "pids" / f"{name}.json").read_text().split('"pid": ')[1].split(",")[0])


def test_stop_ends_what_ignores_being_asked_and_all_it_left_behind(processes, tmp_path):
    start(processes, "stubborn", "sh", "-c", STUBBORN)
    session = leader(tmp_path, "stubborn")
    assert wait_until(lambda: len(sessions.members(session)) >= 3, seconds=10)
    processes.stop()
    assert sessions.members(session) == []


def test_what_one_keeper_started_another_can_stop(processes, tmp_path):
    start(processes, "sleeper", "sleep", "300")
    session = leader(tmp_path, "sleeper")
    Processes(tmp_path).stop()
    assert sessions.members(session) == []


def test_a_process_that_took_over_an_old_id_is_left_alone(processes, tmp_path):
    start(processes, "stranger", "sleep", "300")
    session = leader(tmp_path, "stranger")
    stale = tmp_path / "stale"
    (stale / "pids").mkdir(parents=True)
    (stale / "pids" / "ours.json").write_text(f'{{"pid": {session}, "birth": "1"}}')
    Processes(stale).stop()
    assert sessions.members(session) == [session]


def test_a_process_that_ends_by_itself_is_reported_with_its_last_words(processes):
    start(processes, "talker", "sh", "-c", "echo could not go on; exit 3")
    assert wait_until(lambda: processes.dead() == ["talker"], seconds=10)
    with pytest.raises(StackError) as caught:
        processes.check()
    assert "could not go on" in caught.value.report()


def test_a_killed_starter_leaves_no_process_behind(tmp_path):
    starter = subprocess.Popen([sys.executable, "-c", STARTER, str(tmp_path)], cwd=ROOT)
    pid_file = tmp_path / "pids" / "sleeper.json"
    assert wait_until(lambda: pid_file.exists() and "birth" in pid_file.read_text(), seconds=20)
    session = leader(tmp_path, "sleeper")
    os.kill(starter.pid, signal.SIGKILL)
    starter.wait()
    assert wait_until(lambda: not sessions.members(session), seconds=20)


def test_a_free_port_is_not_taken():
    assert not port_taken(free_port())
