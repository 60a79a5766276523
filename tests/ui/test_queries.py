"""What the address of a list asks for, however it was typed."""

from datetime import UTC, date, datetime

import pytest

from benefits_sync.ui.queries import Part, day_in, page_number, query_of, span_of, whole_number


def test_what_has_no_value_is_left_out_of_an_address():
    assert query_of({"q": "a b", "state": "", "page": 2, "from": None}) == "?q=a+b&page=2"


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "٣", "9" * 5000])
def test_what_is_no_number_is_nought_and_the_first_page(text):
    assert (whole_number(text), page_number({"page": text})) == (0, 1)


@pytest.mark.parametrize(
    ("asked", "shown"), [(1, (1, 0, 25)), (2, (2, 25, 50)), (3, (3, 50, 51)), (99, (3, 50, 51))]
)
def test_a_page_beyond_the_last_is_the_last(asked, shown):
    part = Part(asked, 25, 51)
    assert (part.page, part.offset, part.end) == shown


def test_an_empty_list_has_one_page():
    assert (Part(4, 25, 0).pages, Part(4, 25, 0).offset) == (1, 0)


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30", "9999-12-31"])
def test_a_day_that_cannot_be_used_is_named(text):
    faults: list[str] = []
    assert (day_in({"to": text}, "to", faults), len(faults)) == (None, 1)


def test_a_span_ends_after_its_last_day():
    assert span_of(date(2026, 11, 20), date(2026, 11, 20)) == (
        datetime(2026, 11, 20, tzinfo=UTC),
        datetime(2026, 11, 21, tzinfo=UTC),
    )
    assert span_of(None, None) == (None, None)
