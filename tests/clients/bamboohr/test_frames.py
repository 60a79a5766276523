"""Frames of text or None."""

import pandas as pd

from benefits_sync.clients.bamboohr import frames


def test_a_state_is_a_code_whichever_way_it_was_read() -> None:
    rows = [{"id": str(n), "state": state} for n, state in enumerate(["Oregon", "OR", "Bavaria", None])]

    assert frames.people(rows, ["state"])["state"].tolist() == ["OR", "OR", "Bavaria", None]


def test_a_repeated_id_is_kept() -> None:
    rows = [{"id": "317", "lastName": "Roe"}, {"id": "317", "lastName": "Roe"}]

    assert frames.people(rows, ["lastName"])["source_id"].tolist() == ["317", "317"]


def test_a_column_holds_text_or_none_and_nothing_else() -> None:
    rows = [{"id": "1", "x": 3}, {"id": "2", "x": None}, {"id": "3", "x": True}, {"id": "4"}]

    assert frames.people(rows, ["x"])["x"].tolist() == ["3", None, "true", None]


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
