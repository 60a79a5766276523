"""Tests for waiting until something has been read."""

import pytest

from benefits_sync.pipeline.awaiting import result_of


class Spoken:
    """Tells when somebody has it spelled out."""

    times = 0

    def __repr__(self) -> str:
        self.times += 1
        return "a frame of people"


async def read(result: object) -> object:
    if isinstance(result, Exception):
        raise result
    return result


def test_what_was_read_is_returned_without_being_spelled_out() -> None:
    spoken = Spoken()
    assert (result_of(read(spoken)) is spoken, spoken.times) == (True, 0)


def test_what_goes_wrong_while_reading_is_raised() -> None:
    with pytest.raises(LookupError, match="nobody"):
        result_of(read(LookupError("nobody")))
