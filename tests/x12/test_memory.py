"""Memory stays flat: a file of any size needs that of one family."""

import tracemalloc
from io import RawIOBase

import pytest

from benefits_sync.x12.reader import read_members
from benefits_sync.x12.writer import write_file
from tests.x12.families import ENVELOPE, HEADER, NUMBERS, Transaction, subscriber, transaction
from tests.x12.files import written

ONE_PERSON = written(transaction(subscriber())).split(b"INS")[1].split(b"SE*")[0]
HEAD, TAIL = written(transaction(subscriber())).split(b"INS" + ONE_PERSON)


class Nowhere(RawIOBase):
    """A stream that forgets what it takes."""

    def write(self, data):
        return len(data)


class Repeated:
    """A file of so many people that is never in memory as a whole."""

    def __init__(self, people):
        self._pieces = iter([HEAD, *[b"INS" + ONE_PERSON] * people, TAIL])

    def read(self, size):
        return next(self._pieces, b"")


def peak_of(action):
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def write(people):
    members = (subscriber(f"{number:09}") for number in range(people))
    write_file(Nowhere(), [Transaction(HEADER, members)], envelope=ENVELOPE, numbers=NUMBERS)


def read(people):
    assert sum(1 for _ in read_members(Repeated(people))) == people


@pytest.mark.parametrize("action", [write, read])
def test_ten_times_the_people_need_no_more_memory(action):
    action(10)
    few, many = (peak_of(lambda people=people: action(people)) for people in (400, 4000))
    assert many < few * 1.5 + 100_000
