"""Two processes that write the same records at once, one upwards and one downwards."""

import subprocess
import sys

from tests.store.rival import RECORDS
from tests.store.samples import begin


def test_two_processes_lose_nothing_and_do_not_lock_each_other_out(ledger, ledger_url):
    run = begin(ledger)
    rivals = [
        subprocess.Popen([sys.executable, "-m", "tests.store.rival", ledger_url, run, direction])
        for direction in ("up", "down")
    ]
    assert [rival.wait(timeout=120) for rival in rivals] == [0, 0]
    writes = ledger.writes.of_run(run)
    assert (len(writes), set(writes["status"])) == (RECORDS, {"confirmed"})
