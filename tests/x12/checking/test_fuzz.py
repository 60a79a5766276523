"""Whatever bytes come, a check ends, with findings or with the error that there is no interchange."""

import random
from io import BytesIO

import pytest

from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.errors import X12SyntaxError
from tests.x12.checking.broken_people import AUDIT, CHANGES
from tests.x12.families import transaction
from tests.x12.files import written
from tests.x12.scenarios import SCENARIOS, family_of

VALID = [written(transaction(*family_of(name, "100000001"))) for name in SCENARIOS]
PARTS = 8
BROKEN_FILES = 24_000
"""How many are checked here, over all parts; the command line's tests have more."""

MOST_AT_ONCE = 5
LIVELY = b"*~^:\n IEASTGHD0129\x00\xff"


def flip(data, at, dice):
    data[at : at + 1] = bytes([dice.randrange(256)])


def insert(data, at, dice):
    data[at:at] = bytes(dice.choice(LIVELY) for _ in range(dice.randint(1, 8)))


def delete(data, at, dice):
    del data[at : at + dice.randint(1, 30)]


def truncate(data, at, dice):
    del data[at + dice.randrange(200) :]


def with_segments(change):
    def mutate(data, at, dice):
        segments = data.split(b"~\n")
        change(segments, at % len(segments), dice)
        data[:] = b"~\n".join(segments)

    return mutate


@with_segments
def swap(segments, at, dice):
    other = dice.randrange(len(segments))
    segments[at], segments[other] = segments[other], segments[at]


@with_segments
def repeat(segments, at, dice):
    segments[at:at] = [segments[dice.randrange(len(segments))]] * dice.randint(1, 3)


@with_segments
def drop(segments, at, dice):
    del segments[at]


WAYS = (flip, insert, delete, truncate, swap, repeat, drop)


def mutated(dice):
    """A valid file broken a few times, and never left as it was."""
    file = dice.choice(VALID)
    data = bytearray(file)
    while data == file:
        for _ in range(dice.randint(1, MOST_AT_ONCE)):
            dice.choice(WAYS)(data, dice.randrange(len(data) + 1), dice)
    return bytes(data)


def outcome(data):
    """What came of a check; anything but these is an error of ours."""
    try:
        return "findings" if check_file(BytesIO(data)).counts else "clean"
    except X12SyntaxError:
        return "unreadable"


@pytest.mark.parametrize("part", range(PARTS))
def test_a_mutated_file_is_checked_or_unreadable(part):
    dice = random.Random(part)
    outcomes = {outcome(mutated(dice)) for _ in range(BROKEN_FILES // PARTS)}
    assert outcomes == {"clean", "findings", "unreadable"}


@pytest.mark.parametrize("file", [AUDIT, CHANGES], ids=["audit", "changes"])
def test_a_file_cut_off_anywhere_is_found_broken(file):
    data = file.rstrip().encode()
    assert [length for length in range(len(data)) if outcome(data[:length]) == "clean"] == []


def test_random_bytes_are_unreadable_or_found_broken():
    dice = random.Random(0)
    heads = (b"", b"ISA", AUDIT[:106].encode(), AUDIT[:200].encode())
    outcomes = {outcome(dice.choice(heads) + dice.randbytes(dice.randrange(3000))) for _ in range(2000)}
    assert outcomes == {"findings", "unreadable"}


def test_a_file_of_terminators_only_ends_soon():
    assert outcome(AUDIT[:107].encode() + b"~" * 300_000) == "findings"
