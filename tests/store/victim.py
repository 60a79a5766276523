"""A process killed in the middle of a transaction: ``python -m tests.store.victim URL RUN WHAT WHEN``.

``WHEN`` is a number of SQLite's own instructions (in thousands), ``before commit`` or ``after commit``.
"""

import os
import signal
import sys

from sqlalchemy import event

from benefits_sync.store.ledger import Ledger
from tests.store.samples import EXPORT, KEY, confirmed, hours, keys, states

RECORDS = 4_000


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(ledger: Ledger, when: str) -> None:
    """Make the next transaction that writes the last thing this process does."""
    if when == "before commit":
        event.listen(ledger._engine, "commit", die)
    elif when != "after commit":
        left = int(when)

        def count_down() -> int:
            nonlocal left
            left -= 1
            return die() or 0 if left <= 0 else 0

        @event.listens_for(ledger._engine, "begin")
        def watch(connection) -> None:
            connection.connection.driver_connection.set_progress_handler(count_down, 1_000)


def act(ledger: Ledger, reference_id: str, what: str) -> None:
    if what == "settle":
        ledger.writes.settle(reference_id, [confirmed(key) for key in keys(RECORDS)], hours(2))
    else:
        rows = [(key, key, None, "new") for key in keys(RECORDS)]
        ledger.states.confirm(EXPORT, reference_id, states(*rows), hours(2))


if __name__ == "__main__":
    url, run, what, when = sys.argv[1:]
    with Ledger.open(url, KEY) as opened:
        arm(opened, when)
        act(opened, run, what)
        die()
