"""Whatever the bytes, the commands end with 0, 1 or 2: never with a stack trace, never without an end.

Over 100,000 broken files are given to them, each one another than the valid file that it was.
"""

import io
import sys
import time
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from itertools import count
from types import SimpleNamespace

import pytest
import typer

from benefits_sync.cli.x12.ack import ack
from benefits_sync.cli.x12.check import check
from benefits_sync.cli.x12.diff import diff
from benefits_sync.cli.x12.files import reading
from benefits_sync.cli.x12.show import show
from benefits_sync.domain.carriers.expectations import expected_of
from benefits_sync.mapping.carriers import load_profile
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.codes.envelope import Usage
from tests.cli.x12.mutations import broken
from tests.mapping.carriers.conftest import PROFILES
from tests.x12.acknowledgments.answers import answer, ta1
from tests.x12.families import transaction
from tests.x12.files import written
from tests.x12.scenarios import SCENARIOS, family_of

TIMES = {"check": 30_000, "show": 25_000, "diff": 25_000, "ack": 25_000}
"""How many broken files each command is given."""

PARTS = 5
"""Parts that the files of the slowest command, ``check``, come in; all but the first are for long runs."""

BY_PROFILE = 3_000
"""How many more are held against the carriers' profiles, over all of them."""

PATIENCE = 10.0
ENDS = {0, 1, 2}

FILES = [written(transaction(*family_of(name, "100000001"))) for name in SCENARIOS]
REJECTION = ("IK3*REF*6*2000*8", "CTX*SITUATIONAL TRIGGER*NM1*6", "IK4*6:2*127*7*123456789", "IK5*R*5")
ANSWERS = [
    text.encode("latin-1")
    for text in (
        answer("AK1*BE*7", "AK2*834*0001", "IK5*A", "AK9*A*1*1*1"),
        answer("AK1*BE*7", "AK2*834*0001", *REJECTION, "AK2*834*0002", "IK5*A", "AK9*P*2*2*1"),
        ta1("000000042", "260301", "0630", "R", "025"),
    )
]


@pytest.fixture
def diff_with_good(tmp_path):
    """Compares a file with valid ones in turn, and with them the other way round."""
    for number, file in enumerate(FILES):
        (tmp_path / f"{number}.834").write_bytes(file)
    turn = count()

    def compare(stream):
        number = next(turn)
        good = str(tmp_path / f"{number % len(FILES)}.834")
        diff(*((good, stream) if number // len(FILES) % 2 else (stream, good)))

    return compare


def ending(command, data):
    """How a command ends on these bytes, and how long it takes."""
    stdin = sys.stdin
    sys.stdin = SimpleNamespace(buffer=io.BytesIO(data))
    began = time.perf_counter()
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            command("-")
    except typer.Exit as ended:
        code = ended.exit_code
    else:
        code = 0
    finally:
        sys.stdin = stdin
    return code, time.perf_counter() - began


def endings(command, files, seeds):
    """How often a command ended in which way, and whether each time soon; an exception names its seed."""
    codes, longest = Counter(), 0.0
    for seed in seeds:
        file = files[seed % len(files)]
        data = broken(seed, file)
        assert data != file
        try:
            code, seconds = ending(command, data)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
        codes[code] += 1
        longest = max(longest, seconds)
    return codes, longest < PATIENCE


def told(command, files, number, part=0, parts=1):
    """What is asserted of each command: as many files as are said, every ending, and each time soon."""
    codes, soon = endings(command, files, range(part, number, parts))
    return codes.total(), set(codes), soon


def test_the_commands_are_given_a_hundred_thousand_files_and_check_its_share():
    assert sum(TIMES.values()) >= 100_000
    assert TIMES["check"] >= sum(TIMES.values()) / len(TIMES)


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS))]
)
def test_check_ends_on_any_bytes(part):
    assert told(check, FILES, TIMES["check"], part, PARTS) == (TIMES["check"] // PARTS, ENDS, True)


@pytest.mark.parametrize("carrier", PROFILES)
def test_no_carriers_rules_break_on_any_bytes(carrier):
    expected = expected_of(load_profile(PROFILES[carrier]), Usage.TEST)

    def hold(path):
        with reading(path) as [stream]:
            check_file(stream, expected)

    number = BY_PROFILE // len(PROFILES)
    assert told(hold, FILES, number) == (number, {0, 2}, True)


def test_show_ends_on_any_bytes():
    assert told(show, FILES, TIMES["show"]) == (TIMES["show"], ENDS, True)


def test_diff_ends_on_any_bytes(diff_with_good):
    assert told(diff_with_good, FILES, TIMES["diff"]) == (TIMES["diff"], ENDS, True)


def test_ack_ends_on_any_bytes():
    assert told(ack, ANSWERS, TIMES["ack"]) == (TIMES["ack"], ENDS, True)
