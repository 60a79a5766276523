"""A process killed in the middle of a write leaves all of it or nothing, and the next one carries on."""

import signal
import sqlite3
import subprocess
import sys

import pytest

from benefits_sync.store.ledger import Ledger
from tests.store.samples import EXPORT, KEY, begin, hours, keys, states
from tests.store.victim import RECORDS, act

KILLED_MIDWAY = ("1", "40", "before commit")


def kill(url, run, what, when):
    process = subprocess.run([sys.executable, "-m", "tests.store.victim", url, run, what, when], check=False)
    assert process.returncode == -signal.SIGKILL


@pytest.fixture
def prepared(sqlite_url):
    """Open a ledger with every write sent and every state old."""
    with Ledger.open(sqlite_url, KEY) as ledger:
        run = begin(ledger)
        ledger.writes.sending(run, [(key, "update", "h", ["ssn"]) for key in keys(RECORDS)], hours(1))
        ledger.states.confirm(
            EXPORT, run, states(*((key, key, None, "old") for key in keys(RECORDS))), hours(1)
        )
        yield ledger, run, sqlite_url


def seen(ledger, run, what):
    if what == "settle":
        return set(ledger.writes.of_run(run)["status"])
    return set(ledger.states.lookup(EXPORT, None)["payload_hash"])


OLD, NEW = {"settle": {"sent"}, "confirm": {"old"}}, {"settle": {"confirmed"}, "confirm": {"new"}}


@pytest.mark.parametrize("what", ["settle", "confirm"])
@pytest.mark.parametrize("when", KILLED_MIDWAY)
def test_killed_before_the_commit_nothing_was_written(prepared, what, when):
    ledger, run, url = prepared
    kill(url, run, what, when)
    assert seen(ledger, run, what) == OLD[what]


@pytest.mark.parametrize("what", ["settle", "confirm"])
def test_killed_after_the_commit_everything_was_written(prepared, what):
    ledger, run, url = prepared
    kill(url, run, what, "after commit")
    assert seen(ledger, run, what) == NEW[what]


@pytest.mark.parametrize("what", ["settle", "confirm"])
def test_the_next_process_carries_on_where_a_killed_one_was(prepared, what):
    ledger, run, url = prepared
    kill(url, run, what, "40")
    act(ledger, run, what)
    assert seen(ledger, run, what) == NEW[what]


def test_the_file_is_sound_after_a_kill(prepared):
    _, run, url = prepared
    kill(url, run, "settle", "40")
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
