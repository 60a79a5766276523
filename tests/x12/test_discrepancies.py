"""A carrier's report is read as its profile says, or refused with the line and the way out."""

import csv
from contextlib import suppress
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.x12.discrepancies import CarrierReportError, ReportLayout, read_report

COMMAS = ReportLayout(
    delimiter=",",
    encoding="utf-8",
    subscriber="Subscriber ID",
    code="Error Code",
    message="Error Text",
    severity="Level",
)
BARS = ReportLayout(
    delimiter="|", encoding="cp1252", subscriber="SSN", member="Name", code="Msg", message="Description"
)
HEAD = "Subscriber ID,Error Code,Error Text,Level\n"


def read(text, layout=COMMAS):
    return read_report(BytesIO(text.encode(layout.encoding)), layout)


def refusal(text, layout=COMMAS):
    with pytest.raises(CarrierReportError) as refused:
        read_report(BytesIO(text if isinstance(text, bytes) else text.encode(layout.encoding)), layout)
    return str(refused.value)


def test_each_line_is_read_with_its_number():
    [first, second] = read(f"{HEAD}E1,E101,No such plan,Error\nE2,W300,Late,Warning\n").lines
    assert (first.number, first.code, second.number, second.severity) == (2, "E101", 3, "Warning")


def test_columns_may_stand_in_any_order_and_case():
    [line] = read("Extra,error code,LEVEL,subscriber id,Error Text \nx,E101,E,E1,No\n").lines
    assert (line.subscriber, line.code, line.message) == ("E1", "E101", "No")


def test_another_delimiter_and_encoding_are_those_of_the_profile():
    [line] = read("SSN|Name|Msg|Description\r\n123456789|José Núñez|D1|No\r\n", BARS).lines
    assert (line.member, line.code) == ("José Núñez", "D1")


def test_a_line_shows_nothing_of_itself():
    [line] = read(f"{HEAD}123456789,E101,ANNA,Error\n").lines
    assert repr(line) == "<ReportLine>"


def test_a_byte_order_mark_does_not_matter():
    assert len(read(f"\ufeff{HEAD}E1,E101,No,Error\n").lines) == 1


def test_quoted_text_may_hold_delimiters_and_line_breaks():
    lines = read(f'{HEAD}E1,E101,"No, not\nso",Error\nE2,E101,No,Error\n').lines
    assert [(line.number, line.message) for line in lines] == [(2, "No, not\nso"), (4, "No")]


def test_headings_alone_are_a_clean_report():
    assert read(HEAD).is_clean


def test_blank_lines_are_nothing_and_a_total_is_skipped():
    report = read(f"{HEAD}\n,,,\nE1,E101,No,Error\nTOTAL: 1\n")
    assert (len(report.lines), report.skipped) == (1, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "line 1: the file is empty, without even headings; ask the carrier for it again"),
        (b"ISA*00*", "line 1: the file is X12 and no report; compare the patterns of `answers`"),
        (
            "Subscriber ID,Level\n",
            "line 1: no column is called `Error Code`, `Error Text`; compare `report.columns`",
        ),
        (
            HEAD.replace(",", ";"),
            (
                "line 1: no column is called `Subscriber ID`, `Error Code`, `Error Text`, `Level`; "
                "compare `report.columns`; the delimiter may be a semicolon"
            ),
        ),
        (
            f"{HEAD}E1,E101,No,Error\nE2,E101,No, not so,Error\n",
            "line 3: the line has more columns than headings: the delimiter may stand in the text",
        ),
        (f'{HEAD}E1,E101,"No,Error\n', "line 2: a quotation mark does not end, or a column is endless"),
        (
            HEAD.encode() + b"E1,E101,Jos\xe9,Error\n",
            "line 2: the text is not utf-8; compare `report.encoding`",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_the_way_out(text, said):
    assert refusal(text) == said


def test_data_in_place_of_headings_is_not_repeated():
    assert "123456789" not in refusal("123456789,ANNA,E101,No\n")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    with suppress(CarrierReportError):
        read_report(BytesIO(HEAD.encode() + data), COMMAS)


CELL = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=5))
def test_what_another_program_writes_is_read(rows):
    out = StringIO(newline="")
    csv.writer(out).writerows([HEAD.strip().split(","), *rows])
    assert [line.message for line in read(out.getvalue()).lines] == [row[2].strip() for row in rows]
