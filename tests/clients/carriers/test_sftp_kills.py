"""A delivery that is killed shows the carrier the whole file or none, and the next try leaves exactly it."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from benefits_sync.clients.carriers.dropbox import Step
from benefits_sync.errors import VendorUnavailableError
from tests.clients.carriers.conftest import Carrier, content_of, file_of
from tests.clients.carriers.dying import SIZE

ROOT = Path(__file__).parents[3]
CONTENT = content_of(size=SIZE)
FILE = file_of(content=CONTENT)


def killed_at(carrier: Carrier, point: str) -> Step | None:
    """Deliver in a process that dies there, and return the last step that it reported."""
    server = carrier.server
    where = json.dumps([server.port, str(server.sshd.keys), str(server.folder)])
    command = [sys.executable, "-m", "tests.clients.carriers.dying", where, point]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'plugins'}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr
    steps = done.stdout.split()
    return Step(steps[-1]) if steps else None


@pytest.mark.parametrize("point", ["uploading", "0", "1", "3", "6", "renaming", "end"])
def test_killed_anywhere_the_file_is_whole_or_absent_and_then_delivered(carrier: Carrier, point: str) -> None:
    last = killed_at(carrier, point)
    shown = carrier.inbox.get(FILE.name)
    receipt = carrier.deliver(FILE, after=last)

    assert shown in ({CONTENT} if point == "end" else {None})
    assert (receipt.verified, carrier.inbox) == (True, {FILE.name: CONTENT})


def test_a_killed_one_whose_file_the_carrier_has_taken_is_not_sent_again(carrier: Carrier) -> None:
    last = killed_at(carrier, "end")
    (carrier.server.folder / "inbound" / FILE.name).unlink()

    assert (carrier.deliver(FILE, after=last).verified, carrier.inbox) == (False, {})


def test_two_tries_at_once_leave_one_whole_file(carrier: Carrier) -> None:
    def deliver(_number: int) -> None:
        with suppress(VendorUnavailableError):  # the other one was in the way
            carrier.dropbox().deliver(FILE)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deliver, range(8)))
    carrier.deliver(FILE)

    assert carrier.inbox == {FILE.name: CONTENT}
