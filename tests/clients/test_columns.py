"""Lists of records are decoded straight into columns; what is no such list is left as it is."""

from typing import Any, Literal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.clients.columns import ColumnDecoder, Columns, joined

VALUES = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=5), st.just([1]))
RECORDS = st.lists(st.dictionaries(st.sampled_from(["id", "a.b", "other"]), VALUES))


def decoded(decoder: ColumnDecoder, raw: bytes) -> Columns:
    found = decoder(raw)
    assert isinstance(found, Columns)
    return found


@given(RECORDS)
def test_columns_are_the_same_whether_decoded_at_once_or_taken_out_of_records(records: list[dict[str, Any]]):
    decoder = ColumnDecoder(["id", "a.b"])
    assert decoded(decoder, orjson.dumps(records)) == Columns.of(records, decoder.names)


def test_a_long_list_keeps_its_order():
    records = [{"id": number} for number in range(2_500)]
    assert decoded(ColumnDecoder(["id"]), orjson.dumps(records)).cells["id"] == list(range(2_500))


def test_a_member_that_no_record_has_is_not_told():
    assert decoded(ColumnDecoder(["id", "ssn"]), b'[{"id": 1}]').told == {"id"}


def test_a_member_that_is_null_is_told():
    assert decoded(ColumnDecoder(["id", "ssn"]), b'[{"id": 1, "ssn": null}]').told == {"id", "ssn"}


def test_a_list_inside_an_envelope_keeps_what_stands_around_it():
    decoder = ColumnDecoder(["id"], envelope={"status": Literal["success"]}, rows="data")
    body = decoder(b'{"status": "success", "data": [{"id": 1}]}')
    assert (body["status"], body["data"].cells) == ("success", {"id": [1]})


@pytest.mark.parametrize(
    "raw",
    [
        b'{"status": "failure", "data": [{"id": 1}]}',
        b'{"status": "success", "data": {"id": 1}}',
        b'{"status": "success", "data": [{"name": "x"}]}',
        b'{"status": "success", "data": [17]}',
        b'{"status": "success"}',
        b"[]",
        b"17",
    ],
)
def test_an_answer_of_another_shape_is_left_to_whoever_explains_it(raw: bytes):
    decoder = ColumnDecoder(["id"], ["id"], envelope={"status": Literal["success"]}, rows="data")
    assert decoder(raw) == orjson.loads(raw)


@pytest.mark.parametrize("raw", [b'[{"id": 1', b"", b"<html>", b'[{"id": "\xff"}]', b'[{"id": NaN}]'])
def test_what_is_no_json_is_an_error_as_with_the_ordinary_decoder(raw: bytes):
    with pytest.raises(orjson.JSONDecodeError):
        ColumnDecoder(["id"])(raw)


def test_records_that_were_decoded_already_become_columns_too():
    assert ColumnDecoder(["id"]).of([{"id": 1, "x": 2}]) == Columns(1, {"id": [1]}, frozenset({"id"}))


@pytest.mark.parametrize("body", [None, {"id": 1}, [17]])
def test_what_is_no_list_of_records_has_no_columns(body: object):
    assert ColumnDecoder(["id"]).of(body) is None


def test_records_are_chosen_in_all_columns_alike():
    found = Columns.of([{"id": 1, "x": "a"}, {"id": 2, "x": "b"}], ["id", "x"]).where([False, True])
    assert found == Columns(1, {"id": [2], "x": ["b"]}, frozenset({"id", "x"}))


def test_lists_are_put_behind_one_another():
    parts = [Columns.of([{"id": 1}], ["id", "x"]), Columns.of([{"id": 2, "x": 3}], ["id", "x"])]
    assert joined(parts, ["id", "x"]) == Columns(2, {"id": [1, 2], "x": [None, 3]}, frozenset({"id", "x"}))


def test_a_text_that_comes_again_and_again_is_kept_once():
    states = decoded(ColumnDecoder(["state"]), orjson.dumps([{"state": "MA"}] * 2_500)).cells["state"]
    assert len(set(map(id, states))) == 1


def test_a_value_that_equals_another_of_another_type_stays_itself():
    rows = [{"x": value} for value in (True, 1, 1.0, "1")]
    assert list(map(repr, decoded(ColumnDecoder(["x"]), orjson.dumps(rows)).cells["x"])) == [
        "True",
        "1",
        "1.0",
        "'1'",
    ]
