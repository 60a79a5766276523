"""A file is read whatever its delimiters, line breaks and pieces, and refused where there is none to read."""

from dataclasses import replace
from io import BytesIO

import pytest

from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.errors import X12SyntaxError
from tests.x12.acknowledgments.answers import answer
from tests.x12.checking.broken_partner import ENVELOPE, EXPECTED
from tests.x12.checking.broken_people import AUDIT, CHANGES, audit
from tests.x12.checking.checked import checked, rules_of
from tests.x12.files import Trickle

BROKEN = audit("DMG*D8*20150704*F", "DMG*D8*20150704*X")


def respelt(file, delimiters):
    return file.translate(str.maketrans("*^:~", delimiters))


@pytest.mark.parametrize("ending", ["", "\r\n", "\n\n", "\r"])
def test_any_line_ending_will_do(ending):
    assert rules_of(AUDIT.replace("\n", ending)) == set()


@pytest.mark.parametrize("delimiters", ["|^:~", "\x1d\x1e\x1f\x1c", "+!@?", "*^:\n"])
def test_any_delimiters_will_do(delimiters):
    file = respelt(AUDIT.replace("\n", ""), delimiters)
    assert (rules_of(file), checked(file).checked.segments) == (set(), 43)


def test_each_interchange_has_its_own_delimiters():
    second = respelt(CHANGES.replace("000000042", "000000043"), "|!>'")
    assert (rules_of(AUDIT + second), checked(AUDIT + second).checked.transactions) == (set(), 2)


@pytest.mark.parametrize("file", [BROKEN, BROKEN.replace("\n", "\r\n"), "\ufeff" + BROKEN + BROKEN + "X"])
def test_a_file_in_small_pieces_is_the_same_file(file):
    whole, piecewise = (check_file(stream) for stream in (BytesIO(file.encode()), Trickle(file.encode())))
    assert whole == piecewise


@pytest.mark.parametrize(
    "data", [b"", b"\r\n \x1a", b"\xef\xbb\xbf", b"GS*BE~", b"PK\x03\x04", AUDIT[:105].encode(), b"isa" * 99]
)
def test_what_is_no_interchange_cannot_be_checked(data):
    with pytest.raises(X12SyntaxError):
        checked(data)


@pytest.mark.parametrize("length", [106, 107, 150, 400])
def test_a_file_that_ends_early_is_checked_as_far_as_it_goes(length):
    assert "trailer-missing" in rules_of(AUDIT[:length])


def test_only_the_last_terminator_is_missing():
    assert rules_of(AUDIT.rstrip("~\n")) == {"file-cut-off"}


def test_an_interchange_that_another_one_follows_is_not_closed():
    first = AUDIT[: AUDIT.index("IEA")]
    assert rules_of(first + CHANGES.replace("000000042", "000000043")) == {"trailer-missing"}


def test_a_separator_that_is_a_letter_does_not_hide_the_rest():
    file = BROKEN.replace("*^*00501", "*U*00501")
    assert rules_of(file) == {"delimiters", "element-code"}


def test_nothing_is_read_behind_a_terminator_that_is_a_letter():
    result = checked(respelt(AUDIT, "*^:Q"))
    assert (set(result.counts), result.checked.segments) == ({"delimiters"}, 0)


def test_an_isa_with_a_wrong_width_does_not_hide_the_rest():
    file = BROKEN.replace("*123456789      *", "*123456789       *")
    assert rules_of(file) == {"isa-width", "element-code"}


@pytest.mark.parametrize("segment", ["GS", "GE", "SE"])
def test_a_carriers_rules_hold_where_a_part_of_the_envelope_is_missing(segment):
    lines = [line for line in AUDIT.splitlines(keepends=True) if not line.startswith(f"{segment}*")]
    wanted = replace(EXPECTED, envelope=replace(ENVELOPE, usage="P", application_sender="OTHER"))
    assert "partner-usage" in rules_of("".join(lines), wanted)


def test_the_answer_of_a_carrier_is_told_for_what_it_is():
    text = answer("AK1*BE*7", "AK2*834*0001", "IK5*A", "AK9*A*1*1*1")
    assert "transaction-not-834" in rules_of(text)
    assert "segment-unknown" not in rules_of(text)


def test_a_segment_without_end_stops_the_check():
    file = AUDIT[: AUDIT.index("\nSE*") + 1] + "NTE*" + "X" * 200_000
    assert rules_of(file) == {"file-cut-off", "trailer-missing"}
