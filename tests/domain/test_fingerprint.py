"""Fingerprints tell records apart without keeping what is in them."""

import pandas as pd
import pytest

from benefits_sync.domain.fingerprint import digest_of, fingerprints

KEY = b"a key for tests"
COLUMNS = ("first_name", "ssn")


def frame(*rows: tuple[str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def test_equal_rows_have_equal_fingerprints():
    prints = fingerprints(frame(("Maya", "900-11-2222"), ("Maya", "900-11-2222")), COLUMNS, KEY)
    assert prints[0] == prints[1]


def test_a_fingerprint_is_32_hex_digits():
    prints = fingerprints(frame(("Zoë", None)), COLUMNS, KEY)
    assert prints.str.fullmatch("[0-9a-f]{32}").all()


def test_none_differs_from_the_empty_text():
    prints = fingerprints(frame((None, "900-11-2222"), ("", "900-11-2222")), COLUMNS, KEY)
    assert prints[0] != prints[1]


def test_a_value_moved_to_the_next_column_changes_the_fingerprint():
    prints = fingerprints(frame(("ab", "c"), ("a", "bc")), COLUMNS, KEY)
    assert prints[0] != prints[1]


def test_the_order_of_columns_does_not_matter():
    rows = frame(("Maya", "900-11-2222"))
    assert fingerprints(rows, COLUMNS, KEY)[0] == fingerprints(rows, COLUMNS[::-1], KEY)[0]


def test_another_key_gives_another_fingerprint():
    rows = frame(("Maya", "900-11-2222"))
    assert fingerprints(rows, COLUMNS, KEY)[0] != fingerprints(rows, COLUMNS, b"another key")[0]


def test_a_missing_column_counts_as_none():
    rows = frame(("Maya", None))
    assert fingerprints(rows.drop(columns="ssn"), COLUMNS, KEY)[0] == fingerprints(rows, COLUMNS, KEY)[0]


def test_the_index_is_kept():
    rows = frame(("Maya", None), ("Noor", None)).set_index(pd.Index([7, 3]))
    assert fingerprints(rows, COLUMNS, KEY).index.tolist() == [7, 3]


@pytest.mark.parametrize("columns", [COLUMNS, ()])
def test_an_empty_frame_has_no_fingerprints(columns):
    assert fingerprints(frame(), columns, KEY).empty


def of_all(frame: pd.DataFrame) -> str:
    return digest_of(fingerprints(frame, list(frame.columns), KEY), KEY)


def test_a_snapshot_is_the_same_in_another_order():
    rows = frame(("Maya", "900-11-2222"), ("Noor", None))
    assert of_all(rows) == of_all(rows.iloc[::-1, ::-1])


def test_a_snapshot_differs_when_a_row_is_doubled():
    rows = frame(("Maya", "900-11-2222"))
    assert of_all(rows) != of_all(pd.concat([rows, rows]))
