"""What a plan writes, spelled for its artifact, and how a created record is known again."""

import numpy as np
import orjson
import pandas as pd
import pytest

from benefits_sync.domain.changes import Changes, as_json, created_as_wanted, member_names
from benefits_sync.domain.outstanding import outstanding_writes
from benefits_sync.models.frames import records_of
from benefits_sync.models.plans import Action

FOUND = Changes(("city", "address_2"), np.array([[True, True], [False, True], [False, False], [True, False]]))
PAYLOAD = pd.DataFrame(
    {"city": ["Boston", "Denver", "Austin", "Reno"], "address_2": [None, "Flat 2", None, None]}, dtype=object
)
ROWS = np.array([True, True, True, False])


def planned(action: str = Action.CREATE) -> pd.DataFrame:
    changes = {"city": "Boston", "address_2": None}
    row = {"record_key": "7", "action": action, "members": "address_2 city"}
    return pd.DataFrame([row | {"changes": orjson.dumps(changes, option=orjson.OPT_SORT_KEYS).decode()}])


def held(**members: str | None) -> pd.DataFrame:
    return pd.DataFrame([{"record_key": "7", "city": "Boston", "address_2": None} | members], dtype=object)


def test_each_row_is_spelled_with_the_members_that_differ_in_it() -> None:
    texts = as_json(FOUND, PAYLOAD, ROWS)
    assert [text and orjson.loads(text) for text in texts] == [
        {"city": "Boston", "address_2": None},
        {"address_2": "Flat 2"},
        None,
        None,
    ]


def test_members_are_named_in_the_order_in_which_they_are_spelled() -> None:
    spelled = [text and " ".join(orjson.loads(text)) for text in as_json(FOUND, PAYLOAD, ROWS)]
    assert list(member_names(FOUND, ROWS)) == spelled == ["address_2 city", "address_2", None, None]


def test_nothing_to_write_has_no_members() -> None:
    assert list(member_names(FOUND, np.zeros(4, dtype=np.bool_))) == [None] * 4


@pytest.mark.parametrize(
    ("current", "done"),
    [
        (held(), True),
        (held(state="MA"), True),
        (held(city="Denver"), False),
        (held(address_2="Flat 2"), False),
        (held(record_key="8"), False),
        (held().drop(columns="city"), False),
        (held().iloc[:0], False),
    ],
)
def test_a_created_record_is_done_when_all_its_members_are_as_wanted(
    current: pd.DataFrame, done: bool
) -> None:
    assert list(created_as_wanted(planned(), current)) == [done]


@pytest.mark.parametrize("action", [Action.UPDATE, Action.TERMINATE, Action.REHIRE, Action.UNCHANGED])
def test_only_a_creation_is_done_by_having_its_members(action: str) -> None:
    assert list(created_as_wanted(planned(action), held())) == [False]


def test_a_created_record_that_is_done_needs_no_further_write() -> None:
    assert outstanding_writes(records_of(planned())[0], records_of(held())[0]) == []
