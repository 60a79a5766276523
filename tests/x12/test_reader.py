"""The reader: any delimiters, sloppy files, and errors that say where."""

import re
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits_sync.x12.envelope import Group, Interchange
from benefits_sync.x12.errors import X12Error, X12StructureError, X12SyntaxError, X12ValueError
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.reader import Trailer, TransactionStart, read_members, read_parts
from benefits_sync.x12.tokens import Tokens
from tests.x12.families import HEADER, dependent, subscriber, transaction
from tests.x12.files import Trickle, parsed, written
from tests.x12.test_writer import NEW_HIRE

FILE = NEW_HIRE.encode("ascii")
PEOPLE = [(HEADER, [subscriber()])]


def edited(old, new):
    assert old in FILE
    return FILE.replace(old, new)


def kinds(data):
    return [type(part) for part in read_parts(BytesIO(data))]


def test_a_file_comes_part_by_part():
    parts = [Interchange, Group, TransactionStart, Member, Trailer, Trailer, Trailer]
    assert kinds(FILE) == parts


def test_ids_come_without_the_blanks_of_their_fixed_width():
    interchange = next(read_parts(BytesIO(FILE)))
    assert (interchange.sender_id, interchange.receiver_id) == ("123456789", "EXAMPLEDENTAL")


def test_a_person_is_given_before_the_rest_of_the_file_is_read():
    stream = BytesIO(written(transaction(*(subscriber(f"{number:09}") for number in range(5000)))))
    next(read_members(stream))
    assert stream.tell() < len(stream.getvalue())


def test_a_stream_that_gives_single_bytes_reads_the_same():
    assert list(read_members(Trickle(FILE))) == [subscriber()]


def test_a_byte_order_mark_is_seen_in_a_stream_that_gives_single_bytes():
    tokens = Tokens(Trickle(b"\xef\xbb\xbf" + FILE))
    assert (next(iter(tokens))[0], tokens.had_byte_order_mark) == ("ISA", True)


# Tolerated


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + FILE,
        b"\r\n" + FILE,
        FILE.replace(b"\n", b""),
        FILE.replace(b"\n", b"\r\n"),
        FILE + b"\n\n\x1a",
        edited(b"SE*13*", b"SE*12*"),
        edited(b"GE*1*7", b"GE*9*9"),
        edited(b"REF*1L*GRP1~", b"REF*1L*GRP1**~"),
        edited(b"REF*1L*GRP1~", b"REF*1L*GRP1   ~"),
        edited(b"DTP*336*D8*20260201~\n", b"").replace(b"REF*0F", b"DTP*336*D8*20260201~\nREF*0F"),
        edited(b"GE*1*7~\n", b"GE*1*7~\nTA1*000000001*260301*0630*A*000~\n"),
        edited(b"*005010X220A1~\nBGN", b"~\nBGN"),
        edited(b"REF*1L", b"~\n~REF*1L"),
    ],
    ids=[
        "byte order mark",
        "leading line break",
        "no line breaks",
        "CRLF",
        "trailing blanks",
        "wrong SE count",
        "wrong GE count and number",
        "trailing separators",
        "trailing blanks in an element",
        "dates before references",
        "TA1 behind the group",
        "no ST03",
        "empty segments",
    ],
)
def test_what_real_files_get_wrong_is_tolerated(data):
    assert parsed(data) == PEOPLE


def test_a_wrong_count_is_handed_out_beside_the_true_one():
    trailers = [
        part for part in read_parts(BytesIO(edited(b"SE*13*", b"SE*12*"))) if isinstance(part, Trailer)
    ]
    assert (trailers[0].stated, trailers[0].counted) == ("12", 13)


def test_two_interchanges_may_have_different_delimiters():
    other = FILE.replace(b"\n", b"").replace(b"*", b"|").replace(b"~", b"\n")
    assert parsed(FILE + other) == PEOPLE * 2


def test_a_person_that_cannot_be_read_is_left_out_where_somebody_is_told():
    data = written(transaction(subscriber("1"), subscriber("2"))).replace(b"INS*Y*18", b"INS*Y*9X", 1)
    errors = []
    [(_, people)] = parsed(data, errors.append)
    assert ([person.subscriber_id for person in people], len(errors)) == (["2"], 1)


# Refused


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"hello", "the file does not begin with ISA"),
        (FILE[:50], "the file ends inside ISA"),
        (FILE.replace(b"*^*", b"*U*"), "must not be a letter"),
        (FILE.replace(b"*T*:", b"*T**"), "must differ"),
        (FILE.replace(b"EXAMPLEDENTAL  ", b"EXAMPLEDENTAL "), "ISA|delimiters|segment terminator"),
        (FILE[:-20], "the file ends inside a segment"),
        (FILE[: FILE.index(b"IEA")], "the file ends before IEA"),
        (FILE + b"REF*0F*1~", "nothing but another ISA can follow IEA"),
    ],
)
def test_bytes_that_are_no_interchange_are_refused(data, reason):
    with pytest.raises(X12SyntaxError, match=reason):
        parsed(data)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b"REF*0F*100000001~\n", b"", "loop 2000: REF\\*0F is missing"),
        (b"NM1*IL*1*MILLER*ANNA~\n", b"", "segment 11, loop 2100A: NM1\\*IL or 74 is missing"),
        (b"N1*IN**FI*987654321~\n", b"", "loop 1000B: N1\\*IN is missing"),
        (b"HD*021**DEN*DPPO1*EMP~\n", b"", "segment 13"),
        (b"SE*13*0001~\n", b"", "segment 15, loop envelope"),
        (b"GS*BE", b"GX*BE", "segment 2, loop envelope"),
        (b"ST*834*0001*005010X220A1", b"ST*834*0001*004010X095A1", "no 834 of guide 005010X220A1"),
        (b"ST*834", b"ST*820", "no 834 of guide 005010X220A1"),
        (b"BGN*00*EXD-20260301*20260301*063015****2~\n", b"", "loop header: BGN is missing"),
    ],
)
def test_a_segment_in_the_wrong_place_is_refused_where_it_stands(old, new, place):
    with pytest.raises(X12StructureError, match=place):
        parsed(edited(old, new))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b"INS*Y*18", b"INS*Y*9X", "segment 7, loop 2000, INS02: the guide does not know this code"),
        (b"INS*Y*18", b"INS*X*18", "segment 7, loop 2000, INS01: the element is neither Y nor N"),
        (b"19800517", b"19801317", "segment 12, loop 2100A, DMG02: the element is no day"),
        (b"HD*021**DEN", b"HD*021**XYZ", "segment 13, loop 2300, HD03"),
        (b"*063015*", b"*256199*", "segment 4, loop header, BGN04"),
        (b"NM1*IL*1*MILLER", b"NM1*IL*1*", "segment 11, loop 2100A, NM103"),
    ],
)
def test_an_element_that_the_guide_does_not_know_is_refused_by_its_name(old, new, place):
    with pytest.raises(X12ValueError, match=place):
        parsed(edited(old, new))


def test_no_error_repeats_what_was_read():
    with pytest.raises(X12Error) as refused:
        parsed(edited(b"19800517", b"CANARY17"))
    assert "CANARY" not in repr(refused.value) + repr(refused.value.__context__)


def test_a_segment_without_end_is_refused_before_it_fills_the_memory():
    endless = FILE[: FILE.index(b"GE*1")] + b"X" * 300_000
    with pytest.raises(X12SyntaxError, match="the segment has no terminator"):
        parsed(endless)


def test_a_person_without_end_is_refused_before_it_fills_the_memory():
    with pytest.raises(X12StructureError, match="more than 10000 segments"):
        parsed(edited(b"REF*1L*GRP1~\n", b"REF*ZZ*1~\n" * 20_000))


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, len(FILE)), position=st.integers(0, len(FILE) - 1), byte=st.binary(max_size=2))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(cut, position, byte):
    damaged = (FILE[:position] + byte + FILE[position + 1 :])[:cut]
    try:
        parsed(damaged)
    except X12Error as error:
        assert re.match(r"segment \d+|the file", str(error))  # noqa: PT017 - most damages are refused


def test_a_part_is_told_with_its_segment_and_its_position_in_the_transaction():
    parts = read_parts(BytesIO(FILE))
    places = [(type(part).__name__, parts.segment, parts.position) for part in parts]
    assert places == [
        ("Interchange", 1, None),
        ("Group", 2, None),
        ("TransactionStart", 3, 1),
        ("Member", 7, 5),
        ("Trailer", 15, None),
        ("Trailer", 16, None),
        ("Trailer", 17, None),
    ]


def test_segments_are_numbered_from_isa():
    tokens = Tokens(BytesIO(FILE))
    numbered = [(tokens.number, elements[0]) for elements in tokens]
    assert (numbered[0], numbered[-1]) == ((1, "ISA"), (17, "IEA"))


def test_a_dependent_keeps_the_link_to_the_subscriber():
    [(_, people)] = parsed(written(transaction(subscriber(), dependent())))
    assert [person.subscriber_id for person in people] == ["100000001", "100000001"]
