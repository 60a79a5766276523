"""What is written to a payroll file is read back as it was, and a file that was tampered with is refused."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from benefits_sync.clients.payroll_file.formats import AMOUNT_FORMATS, DATE_FORMATS
from benefits_sync.clients.payroll_file.layout import Layout
from benefits_sync.clients.payroll_file.text import read, unfit, written
from benefits_sync.errors import VendorContractError
from benefits_sync.models.deductions import LINE_FIELDS, amount_text
from tests.clients.payroll_file.conftest import frame, layout_of
from tests.deduction_lines import line

words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
dates = st.dates().filter(lambda day: day.year >= 1000).map(lambda day: day.isoformat())
amounts = st.integers(-10_000_000, 10_000_000).map(amount_text)
lines = st.fixed_dictionaries(
    {
        "employee": words,
        "plan_year": dates,
        "benefit": words,
        "code": words,
        "kind": st.sampled_from(["pretax", "posttax", "employer", "earning"]),
        "start_date": dates,
        "end_date": dates,
        "amount": amounts,
        "annual_amount": st.none() | amounts,
        "frequency": words,
    }
)
layouts = st.builds(
    layout_of,
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
    delimiter=st.sampled_from([",", ";", "|", "\t"]),
    header=st.booleans(),
    dates=st.sampled_from(sorted(DATE_FORMATS)),
    amounts=st.sampled_from(sorted(AMOUNT_FORMATS)),
)


def ordered(*some: dict[str, str | None]) -> Any:
    found = frame(*some)
    return found.sort_values(["employee", "plan_year", "benefit", "code", "start_date"], ignore_index=True)


@settings(max_examples=60, deadline=None)
@given(layouts, st.lists(lines, max_size=5, unique_by=lambda one: one["employee"]))
def test_what_is_written_is_read_back_as_it_was(layout: Layout, some: list[dict[str, str | None]]) -> None:
    found = read(layout, written(layout, frame(*some)))
    assert_frame_equal(found, ordered(*some), check_index_type=False)


@settings(max_examples=20, deadline=None)
@given(st.permutations([line("E1"), line("E2"), line("E2", code="DEN"), line("E2", start_date="2026-04-01")]))
def test_the_same_lines_in_any_order_give_the_same_bytes(some: list[dict[str, str | None]]) -> None:
    assert written(layout_of(), frame(*some)) == written(layout_of(), ordered(*some))


def test_the_standard_file_looks_as_its_readers_expect(standard: Layout) -> None:
    assert written(standard, frame(line(), line("E10001", annual_amount="1250.00"))).decode() == (
        "Record Type,Employee Number,Plan Year Start,Benefit,Deduction Code,Kind,Start Date,End Date,"
        "Amount Per Pay,Annual Amount,Pay Frequency\n"
        "DED,E10001,2026-01-01,medical,MED125,pretax,2026-01-01,2026-12-31,52.10,1250.00,Biweekly\n"
        "DED,E10002,2026-01-01,medical,MED125,pretax,2026-01-01,2026-12-31,52.10,,Biweekly\n"
    )


def test_a_column_may_have_a_format_of_its_own() -> None:
    columns = [{"header": name, "from": name} for name in LINE_FIELDS]
    columns[5] |= {"format": "MM/DD/YYYY"}
    columns[7] |= {"format": "cents"}
    text = written(layout_of(columns=columns, header=False), frame(line())).decode()

    assert text == "E10002,2026-01-01,medical,MED125,pretax,01/01/2026,2026-12-31,5210,,Biweekly\n"


def test_a_file_of_no_lines_is_its_header(standard: Layout) -> None:
    assert read(standard, written(standard, frame())).empty


def spoiled(layout: Layout, old: str, new: str) -> bytes:
    return written(layout, frame(line(), line("E10003"))).replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Record Type", "Type", "its first line is not the header of the layout"),
        ("52.10", "52,10", "line 2 has 12 cells, the layout 11 columns"),
        ("52.10", "much", "line 2, column Amount Per Pay: the cell is not decimal"),
        ("52.10", "52.1", "line 2, column Amount Per Pay: the cell is not decimal"),
        ("2026-12-31", "31/12/2026", "line 2, column End Date: the cell is not YYYY-MM-DD"),
        ("Biweekly\n", 'Biweekly\n"cut', "line 3 is cut off or quoted wrongly"),
        ("medical", "m\x80dical", "it is not utf-8 text"),
    ],
)
def test_a_spoiled_file_is_refused_by_its_place(standard: Layout, old: str, new: str, words: str) -> None:
    content = spoiled(standard, old, new).replace("\x80".encode(), b"\x80")

    with pytest.raises(VendorContractError, match=re.escape(words)) as caught:
        read(standard, content)
    assert "Delta off" in str(caught.value)


def test_a_refused_file_is_never_quoted(standard: Layout) -> None:
    with pytest.raises(VendorContractError) as caught:
        read(standard, spoiled(standard, "52.10", "777.7x"))
    assert "777" not in str(caught.value)


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ({"code": "MÉD"}, "file.encoding"),
        ({"code": "MED\n125"}, "file.format"),
        ({"amount": "much"}, "file.format"),
        ({"end_date": "2026-02-30"}, "file.format"),
    ],
)
def test_a_line_that_the_file_cannot_hold_is_named_by_its_field(other: dict[str, str], rule: str) -> None:
    refusal = unfit(layout_of(encoding="ascii"), line(**other))

    assert refusal is not None
    assert (refusal.field, refusal.rule) == (next(iter(other)), rule)


def test_a_line_in_order_is_fit() -> None:
    assert unfit(layout_of(encoding="ascii"), line()) is None
