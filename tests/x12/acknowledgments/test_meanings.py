"""Every code of an answer has a meaning and a way out."""

from enum import StrEnum

import pytest

from benefits_sync.x12.acknowledgments import meanings
from benefits_sync.x12.codes import acknowledgments as codes

LISTS = {
    codes.InterchangeNote: meanings.INTERCHANGE,
    codes.GroupFault: meanings.GROUP,
    codes.TransactionFault: meanings.TRANSACTION,
    codes.SegmentFault: meanings.SEGMENT,
    codes.ElementFault: meanings.ELEMENT,
}


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_each_code_is_explained(kind: type[StrEnum]):
    assert set(LISTS[kind]) == set(kind)


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_no_two_codes_say_the_same(kind: type[StrEnum]):
    texts = [meaning.text for meaning in LISTS[kind].values()]
    assert len(set(texts)) == len(texts)


def test_ta1_notes_run_from_000_to_031():
    assert [note.value for note in codes.InterchangeNote] == [f"{number:03}" for number in range(32)]
