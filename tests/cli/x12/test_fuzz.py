"""Whatever the bytes, the commands end with 0, 1 or 2: never with a stack trace, never without an end."""

import io
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
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

FILES_OF_EACH = 12_000
CHECKED = 3_000  # the checker has more of its own
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
    path = tmp_path / "old.834"
    path.write_bytes(FILES[0])
    return lambda stream: diff(str(path), stream)


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


def endings(command, files, count=FILES_OF_EACH):
    """Every way in which a command ended, and the longest time one took; an exception names its seed."""
    codes, longest = set(), 0.0
    for seed in range(count):
        try:
            code, seconds = ending(command, broken(seed, files[seed % len(files)]))
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
        codes.add(code)
        longest = max(longest, seconds)
    return codes, longest


def test_check_ends_on_any_bytes():
    codes, seconds = endings(check, FILES, CHECKED)
    assert (codes, seconds < PATIENCE) == (ENDS, True)


@pytest.mark.parametrize("carrier", PROFILES)
def test_no_carriers_rules_break_on_any_bytes(carrier):
    expected = expected_of(load_profile(PROFILES[carrier]), Usage.TEST)

    def hold(path):
        with reading(path) as [stream]:
            check_file(stream, expected)

    assert endings(hold, FILES, CHECKED // len(PROFILES))[0] == {0, 2}


def test_show_ends_on_any_bytes():
    codes, seconds = endings(show, FILES)
    assert (codes, seconds < PATIENCE) == (ENDS, True)


def test_diff_ends_on_any_bytes(diff_with_good):
    codes, seconds = endings(diff_with_good, FILES[:1])
    assert (codes, seconds < PATIENCE) == (ENDS, True)


def test_ack_ends_on_any_bytes():
    codes, seconds = endings(ack, ANSWERS)
    assert (codes, seconds < PATIENCE) == (ENDS, True)
