"""Each segment has its place in the guide's loops; what has none, or comes late or too often, is told."""

import pytest

from tests.x12.checking.broken_people import FAMILY, audit, file_of
from tests.x12.checking.checked import checked

HD = "HD*030**HLT*SILVER*FAM~\n"
BEGIN = "DTP*348*D8*20260101~\n"
STREET = "N3*18 JUNIPER WAY~\n"
TOWN = "N4*BOISE*ID*83702~\n"
DIRECTORY = "LX*1~\nNM1*P3*1*LANE*JO****XX*1234567893*25~\n"
OTHER = "COB*P*77*1~\nREF*6P*G~\nNM1*IN*2*OTHER~\n"
NOTES = "LS*2700~\nLX*1~\nN1*75*DIVISION~\nREF*19*WEST~\nDTP*007*D8*20260101~\nLX*2~\nN1*75*SITE~\nLE*2700~\n"


def found(file):
    """Rule, number of the segment in the transaction, loop and element of each finding."""
    return [
        (finding.rule, finding.position, finding.loop, finding.element) for finding in checked(file).findings
    ]


def first_coverage(text):
    """The valid file with another first coverage; its HD is the 14th segment of the transaction."""
    return audit(HD + BEGIN, text)


def test_every_loop_of_the_guide_has_its_place():
    everything = (
        "PER*IP**HP*2085550100~\n" + STREET + TOWN + "DMG*D8*19911130*F~\nEC*01~\nICM*7*50000~\nAMT*P3*1~\n"
        "HLH*N~\nLUI*LE*EN~\nNM1*31*1~\nN3*BOX 1~\n" + TOWN + "NM1*36*2*ACME~\nPER*EP**TE*2085550100~\n"
        "NM1*M8*2*STATE COLLEGE~\nNM1*S3*1*OKAFOR*ZOE~\nNM1*GD*1*OKAFOR*LEA~\nNM1*X4*1*OKAFOR*SAM~\n"
        "NM1*45*1~\nDSB*1******DX*1~\nDTP*360*D8*20260101~\nDSB*2~\n"
    )
    coverage = (
        HD
        + BEGIN
        + "AMT*P3*1~\nREF*1L*G~\nREF*QQ*6~\nIDC*CARD*H~\n"
        + DIRECTORY
        + "N3*1 MAIN~\n"
        + TOWN
        + OTHER
    )
    start = FAMILY.index(STREET)
    person = FAMILY[:start] + everything + coverage + FAMILY[FAMILY.index("HD*030**STD") :]
    short_term = "HD*030**STD*S60*EMP~\n" + BEGIN
    assert found(file_of(person.replace(short_term, short_term + NOTES), "4")) == []


@pytest.mark.parametrize(
    ("coverage", "finding"),
    [
        (HD, ("segment-missing", 14, "2300", "DTP")),
        (HD + BEGIN * 7, ("segment-too-often", 21, "2300", "DTP*348")),
        (HD + "REF*1L*G~\n" + BEGIN, ("segment-out-of-order", 16, "2300", "DTP*348")),
        (HD + BEGIN + "REF*SY*1~\n", ("element-code", 16, "2300", "REF01")),
        (HD + BEGIN + "DTP*336*D8*20200106~\n", ("segment-out-of-order", 16, "2000", "DTP*336")),
        (HD + BEGIN + DIRECTORY[6:], ("segment-misplaced", 16, "2300", "NM1*P3")),
        (HD + BEGIN + "LX*1~\n", ("segment-missing", 16, "2310", "NM1")),
        (HD + BEGIN + DIRECTORY * 31, ("loop-too-often", 76, "2310", "LX")),
        (HD + BEGIN + OTHER + "IDC*CARD*H~\n", ("segment-out-of-order", 19, "2300", "IDC")),
        (HD + BEGIN + OTHER + "REF*ZZ*1~\n" * 4, ("segment-out-of-order", 19, "2320", "REF*ZZ")),
        (HD + BEGIN + "NM1*QQ*1*LANE~\n", ("segment-misplaced", 16, "2300", "NM1")),
        (HD + BEGIN + "BGN*00~\n", ("segment-misplaced", 16, "2300", "BGN")),
        (HD + BEGIN + "hd*030~\n", ("segment-unknown", 16, "2300", "")),
    ],
)
def test_what_is_wrong_in_a_coverage_is_told_where_it_is(coverage, finding):
    assert finding in found(first_coverage(coverage))


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("NM1*IL*1*OKAFOR*NOA~\nDMG*D8*20150704*F~\n", "", ("loop-missing", 25, "2100A", "NM1")),
        ("NM1*IL*1*OKAFOR*NOA", "NM1*QQ*1*OKAFOR*NOA", ("element-code", 28, "2100A", "NM101")),
        ("REF*1L*G-1~\nDTP*336", "REF*1L*G-1~\nREF*SY*1~\nDTP*336", ("element-code", 8, "2000", "REF01")),
        ("REF*1L*G-1~\nDTP*336", "REF*1L*G-1~\nDTP*348", ("element-code", 8, "2000", "DTP01")),
        (STREET + TOWN, TOWN + STREET, ("segment-out-of-order", 11, "2100A", "N3")),
        (TOWN, TOWN[:-2] + "**CY*ADA~\n", None),
    ],
)
def test_what_is_wrong_with_a_person_is_told_where_it_is(old, new, finding):
    assert (found(audit(old, new)) == []) if finding is None else (finding in found(audit(old, new)))


def test_an_area_stands_in_the_members_own_address_only():
    file = first_coverage(HD + BEGIN + DIRECTORY + "N3*1 MAIN~\nN4*BOISE*ID*83702**CY*ADA~\n")
    assert [entry[0] for entry in found(file)] == ["element-unused", "element-unused"]


def test_references_may_stand_in_any_order():
    assert found(audit("REF*0F*E1001~\nREF*1L*G-1~\nDTP", "REF*1L*G-1~\nREF*DX*W~\nREF*0F*E1001~\nDTP")) == []


def test_a_reporting_category_needs_its_name():
    assert ("loop-missing", 40, "2750", "N1*75") in found(
        audit("HLT*SILVER*EMP~\n" + BEGIN, "HLT*SILVER*EMP~\n" + BEGIN + "LS*2700~\nLX*1~\nLE*2700~\n")
    )


def test_a_transaction_without_people_lacks_a_loop():
    assert found(file_of("", "4")) == [("loop-missing", 1, "2000", "INS")]


def test_a_control_total_stands_once():
    file = file_of(FAMILY, "4").replace("N1*P5", "QTY*TO*4~\nQTY*TO*4~\nN1*P5").replace("SE*39", "SE*41")
    assert found(file) == [("segment-too-often", 4, "header", "QTY*TO")]


def test_segments_before_the_first_group_have_no_place():
    file = file_of(FAMILY, "4").replace("GS*BE", "REF*38*1~\nGS*BE")
    assert found(file) == [("segment-misplaced", None, "", "REF*38")]


def test_people_outside_a_transaction_are_told():
    file = file_of(FAMILY, "4").replace("GE*1*7~", "INS*Y*18*030*XN*A***FT~\nGE*1*7~")
    assert ("envelope-nesting", None, "", "INS") in found(file)
