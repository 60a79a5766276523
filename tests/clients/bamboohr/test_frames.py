"""Frames of text or None."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.clients.bamboohr import frames
from benefits_sync.clients.bamboohr.shapes import Row, plain_value
from benefits_sync.clients.columns import Columns


def people(rows: list[Row], field: str) -> pd.DataFrame:
    return frames.people(Columns.of(rows, ["id", field]), [field])


def test_a_state_is_a_code_whichever_way_it_was_read() -> None:
    rows = [{"id": str(n), "state": state} for n, state in enumerate(["Oregon", "OR", "Bavaria", None])]

    assert people(rows, "state")["state"].tolist() == ["OR", "OR", "Bavaria", None]


def test_a_repeated_id_is_kept() -> None:
    rows = [{"id": "317", "lastName": "Roe"}, {"id": "317", "lastName": "Roe"}]

    assert people(rows, "lastName")["source_id"].tolist() == ["317", "317"]


def test_a_column_holds_text_or_none_and_nothing_else() -> None:
    rows = [{"id": "1", "x": 3}, {"id": "2", "x": None}, {"id": "3", "x": True}, {"id": "4"}]

    assert people(rows, "x")["x"].tolist() == ["3", None, "true", None]


def test_parts_of_a_wide_report_meet_by_id_whatever_their_order() -> None:
    one = pd.DataFrame({"source_id": ["1", "2", "2"], "a": ["x", "y", "z"]})
    other = pd.DataFrame({"source_id": ["2", "1", "2"], "b": ["q", "p", "r"]})

    assert frames.joined([one, other]).to_dict("split")["data"] == [
        ["1", "x", "p"],
        ["2", "y", "q"],
        ["2", "z", "r"],
    ]


def test_somebody_in_only_one_part_of_a_wide_report_waits_for_the_next_run() -> None:
    one = pd.DataFrame({"source_id": ["1", "2"], "a": ["x", "y"]})
    other = pd.DataFrame({"source_id": ["1"], "b": ["p"]})

    assert frames.joined([one, other])["source_id"].tolist() == ["1"]


VALUES = st.lists(
    st.one_of(
        st.none(),
        st.text(max_size=3),
        st.sampled_from(["0000-00-00", " USD", "  CAD", " x", "Roe", ""]),
        st.integers(),
        st.booleans(),
        st.just({"value": "20", "currency": "USD"}),
    )
)


@given(VALUES)
def test_a_column_reads_as_its_values_do(values: list[object]) -> None:
    assert list(frames.texts(values)) == [plain_value(value) for value in values]
