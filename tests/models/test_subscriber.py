"""One spelling for comparing subscriber values, whatever either side writes."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.models.subscriber import (
    SUBSCRIBER_FIELDS,
    USUALLY_REQUIRED,
    FieldKind,
    canonical,
    canonical_column,
    conforms,
    wire,
)

ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes(), st.decimals()
)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (FieldKind.DATE, "2026/03/09", "2026-03-09"),
        (FieldKind.DATE, "2026-03-09", "2026-03-09"),
        (FieldKind.DATE, "2026-03-09T00:00:00.000Z", "2026-03-09"),
        (FieldKind.DATE, date(2026, 3, 9), "2026-03-09"),
        (FieldKind.DATE, "0000-00-00", None),
        (FieldKind.DECIMAL, "65520", "65520"),
        (FieldKind.DECIMAL, "65520.00", "65520"),
        (FieldKind.DECIMAL, 65520.0, "65520"),
        (FieldKind.DECIMAL, "31.50", "31.5"),
        (FieldKind.DECIMAL, "-0.00", "0"),
        (FieldKind.DECIMAL, float("nan"), None),
        (FieldKind.BOOLEAN, True, "true"),
        (FieldKind.BOOLEAN, "False", "false"),
        (FieldKind.BOOLEAN, "YES", "true"),
        (FieldKind.INTEGER, 15, "15"),
        (FieldKind.TEXT, "  Boise ", "Boise"),
        (FieldKind.TEXT, "", None),
        (FieldKind.TEXT, 7712, "7712"),
    ],
)
def test_values_that_mean_the_same_are_spelled_the_same(kind, value, expected):
    assert canonical(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [(FieldKind.DATE, "09.03.2026"), (FieldKind.DECIMAL, "12,5"), (FieldKind.BOOLEAN, "maybe")],
)
def test_a_value_not_of_its_kind_keeps_its_text_and_does_not_conform(kind, text):
    assert (canonical(kind, text), conforms(kind, text)) == (text, False)


@given(kind=st.sampled_from(FieldKind), value=ANYTHING)
def test_the_canonical_spelling_is_its_own_canonical_spelling(kind, value):
    once = canonical(kind, value)
    assert canonical(kind, once) == once


@given(kind=st.sampled_from(FieldKind), values=st.lists(ANYTHING))
def test_a_column_is_spelled_as_its_values_are(kind, values):
    column = pd.Series(values, dtype=object)
    assert canonical_column(kind, column).tolist() == [canonical(kind, value) for value in values]


@pytest.mark.parametrize(
    ("kind", "text", "sent"),
    [
        (FieldKind.BOOLEAN, "true", True),
        (FieldKind.BOOLEAN, "false", False),
        (FieldKind.INTEGER, "15", 15),
        (FieldKind.DECIMAL, "65520", "65520"),
        (FieldKind.DATE, "2026-03-09", "2026-03-09"),
        (FieldKind.TEXT, None, None),
    ],
)
def test_booleans_and_integers_travel_as_such_and_all_else_as_text(kind, text, sent):
    assert wire(kind, text) is sent or wire(kind, text) == sent


def test_all_thirty_custom_members_are_writable():
    assert {f"udef_{number}" for number in range(1, 31)} <= set(SUBSCRIBER_FIELDS)


def test_the_usually_required_members_are_writable():
    assert set(USUALLY_REQUIRED) <= set(SUBSCRIBER_FIELDS)
