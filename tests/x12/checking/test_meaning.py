"""Rules about people, coverages and carriers catch what they are for, and nothing beside it."""

from dataclasses import replace
from io import BytesIO

import pytest

from benefits_sync.x12.checking import (
    chronology,
    families,
    maintenance,
    partner_file,
    partner_references,
    product,
)
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.checking.expected import (
    ExpectedDate,
    ExpectedReference,
    ExpectedSpelling,
    Presence,
)
from benefits_sync.x12.checking.findings import Severity
from tests.x12.checking import broken_partner, broken_people
from tests.x12.checking.broken_partner import EXPECTED
from tests.x12.checking.broken_people import AUDIT, CHANGES
from tests.x12.checking.checked import checked, result_of, rules_of
from tests.x12.files import Trickle


@pytest.mark.parametrize("rule", broken_partner.BROKEN, ids=lambda rule: rule.id)
def test_what_a_carrier_does_not_take_is_caught_by_its_rule(rule):
    assert set(result_of(broken_partner.BROKEN[rule]).counts) == {rule.id}


def test_a_finding_points_at_the_segment_that_is_to_be_corrected():
    text = broken_people.BROKEN[chronology.REVERSED]
    finding = next(
        each for each in check_file(BytesIO(text.encode())).findings if each.rule == chronology.REVERSED.id
    )
    assert (finding.segment, finding.position, finding.element) == (18, 16, "DTP*349")


@pytest.mark.parametrize(
    ("rule", "changes"),
    [(chronology.BIRTH, {"dates_are_errors": True}), (maintenance.OF_FILE, {"maintenance_is_error": False})],
    ids=lambda value: getattr(value, "id", ""),
)
def test_a_carrier_says_how_much_a_finding_matters(rule, changes):
    text = broken_people.BROKEN[rule]
    result = check_file(BytesIO(text.encode()), replace(EXPECTED, **changes))
    severities = {finding.severity for finding in result.findings if finding.rule == rule.id}
    assert severities == {Severity.ERROR if "dates_are_errors" in changes else Severity.WARNING}


def test_an_envelope_is_compared_once_and_at_its_own_segments():
    wanted = replace(broken_partner.ENVELOPE, receiver="EXAMPLEVISION", application_receiver="EXV834")
    begin, end = AUDIT.index("ST*"), AUDIT.index("GE*")
    second = AUDIT[begin:end].replace("*0001~", "*0002~").replace("*0001*", "*0002*")
    file = AUDIT[:end] + second + AUDIT[end:].replace("GE*1*", "GE*2*")
    findings = checked(file, replace(EXPECTED, envelope=wanted)).findings
    assert [(one.segment, one.position, one.element) for one in findings] == [
        (1, None, "ISA08"),
        (2, None, "GS03"),
    ]


def test_without_a_profile_mixed_kinds_of_maintenance_keep_no_file_back():
    result = result_of(broken_people.BROKEN[maintenance.OF_FILE])
    assert (set(result.counts), result.is_clean) == ({maintenance.OF_FILE.id}, True)


CHILD = broken_people.CHILD
TWINS = CHILD.replace("NOA~", "NOA****34*999999999~") + CHILD.replace("NOA~", "ADA****34*999999999~")


@pytest.mark.parametrize(("pseudo", "rules"), [(None, {families.TWICE.id}), ("999999999", set())])
def test_two_people_without_an_ssn_are_not_one_person(pseudo, rules):
    carrier = replace(EXPECTED, pseudo_ssn=pseudo)
    found = rules_of(broken_people.audit(CHILD, TWINS), carrier)
    assert found & {families.TWICE.id} == rules


@pytest.mark.parametrize(
    ("level", "fits"),
    [
        *(("FAM", True), ("ECH", True), ("SPC", True), ("E2D", True), ("E5D", True), ("E6D", True)),
        *(("EMP", False), ("IND", False), ("ESP", False), ("TWO", False)),
        *(("E1D", False), ("E3D", False), ("E7D", False)),
    ],
)
def test_a_level_fits_a_spouse_and_a_child(level, fits):
    found = rules_of(broken_people.audit("HLT*SILVER*FAM", f"HLT*SILVER*{level}"))
    assert (families.LEVEL_OF_FAMILY.id not in found) is fits


GOLD_ENDS = "HD*024**HLT*GOLD*EMP~\nDTP*349*D8*20260228~"
"""What `CHANGES` says of the plan that another one replaces on the first of March."""


def gold_told_as(maintenance, begin, end):
    """The events, with other words about the replaced plan."""
    dates = "".join(f"\nDTP*{code}*D8*{day}~" for code, day in (("348", begin), ("349", end)) if day)
    told = f"HD*{maintenance}**HLT*GOLD*EMP~{dates}"
    text = broken_people.changes(GOLD_ENDS, told)
    count = CHANGES.count("~") - 4
    return text.replace(f"SE*{count}*", f"SE*{text.count('~') - 4}*")


@pytest.mark.parametrize(
    ("maintenance", "begin", "end"),
    [
        ("024", "20260301", "20260301"),
        ("024", "20260301", "20260228"),
        ("024", "20260310", "20260309"),
        ("002", "20260301", "20260301"),
    ],
    ids=["ended on its first day", "ended the day before", "replaced from an earlier day", "deleted"],
)
def test_coverage_that_is_taken_back_clashes_with_none(maintenance, begin, end):
    assert rules_of(gold_told_as(maintenance, begin, end), EXPECTED) == set()


@pytest.mark.parametrize(
    ("maintenance", "begin", "end"),
    [("024", None, "20260301"), ("024", "20260101", "20260301"), ("001", "20260301", "20260301")],
    ids=["ended a day late", "ended a day late, begin told", "held for a day"],
)
def test_coverages_that_share_a_day_clash(maintenance, begin, end):
    assert rules_of(gold_told_as(maintenance, begin, end), EXPECTED) == {chronology.OVERLAP.id}


@pytest.mark.parametrize(("end", "rules"), [("20260301", set()), ("20260302", {chronology.OVERLAP.id})])
def test_an_end_may_be_the_first_day_without_coverage(end, rules):
    carrier = replace(EXPECTED, end_is_covered=False)
    assert rules_of(gold_told_as("024", None, end), carrier) == rules


def test_a_few_people_may_all_lack_what_is_optional():
    assert rules_of(broken_partner.people(partner_references.MANY - 1), EXPECTED) == set()


COBRA_TOLD = "DTP*340*D8*20260301~\n"


def told_under_cobra(maintenance, *, begin):
    """The audit file, of whose first subscriber it says that COBRA covers them."""
    file = broken_people.audit("INS*Y*18*030*XN*A***FT", f"INS*Y*18*{maintenance}*XN*C**1*FT")
    told = file.replace("DTP*336*D8*20200106~\n", f"DTP*336*D8*20200106~\n{COBRA_TOLD if begin else ''}")
    return told.replace("SE*39*", f"SE*{39 + begin}*")


@pytest.mark.parametrize(
    ("maintenance", "begin", "rules"),
    [
        ("030", True, set()),
        ("030", False, {product.COBRA_BEGIN.id}),
        ("001", False, {product.COBRA_BEGIN.id}),
        ("024", False, set()),
    ],
    ids=["told", "not told in a full file", "not told in a change file", "ended"],
)
def test_whoever_is_covered_under_cobra_has_its_first_day(maintenance, begin, rules):
    assert rules_of(told_under_cobra(maintenance, begin=begin)) & {product.COBRA_BEGIN.id} == rules


def test_a_carrier_that_takes_no_first_day_of_cobra_does_not_miss_it():
    carrier = replace(EXPECTED, dates=(ExpectedDate(qualifier="336"),))
    assert rules_of(told_under_cobra("030", begin=False), carrier) == set()


NORTH = ExpectedReference(presence=Presence.USUAL, values=frozenset({"NORTH"}))


@pytest.mark.parametrize(
    ("name", "value", "rules"),
    [
        ("CENTER", "NORTH", set()),
        ("CENTER", "SOUTH", {partner_references.REFERENCE_VALUE.id}),
        (
            "MIDDLE",
            "NORTH",
            {partner_references.REFERENCE_MISSING.id, partner_references.REFERENCE_UNWANTED.id},
        ),
    ],
)
def test_reporting_categories_are_those_of_the_profile(name, value, rules):
    told = f"LS*2700~\nLX*1~\nN1*75*{name}~\nREF*00*{value}~\nLE*2700~\n"
    file = broken_people.file_of(broken_people.SECOND + told, "4")
    assert rules_of(file, replace(EXPECTED, categories={("CENTER", "00"): NORTH})) == rules


def test_an_end_is_told_under_the_policy_that_the_coverage_began_under():
    file = broken_people.changes("REF*0F*E1002~\nREF*1L*G-1", "REF*0F*E1002~\nREF*1L*G-0")
    assert rules_of(file, EXPECTED) == set()


def test_no_amounts_are_missed_of_coverages_that_end():
    health = replace(EXPECTED.lines["HLT"], usual={"SILVER": frozenset({"AMT*P3"})})
    carrier = replace(EXPECTED, lines={**EXPECTED.lines, "HLT": health})
    begun = [at for at, segment in enumerate(CHANGES.splitlines(), 1) if segment.startswith("HD*021")]
    assert [found.segment for found in checked(CHANGES, carrier).findings] == begun


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
@pytest.mark.parametrize("wanted", ["", "\n", "\r\n"])
def test_line_breaks_are_told_apart_in_pieces_of_any_size(ending, wanted):
    carrier = replace(EXPECTED, spelling=ExpectedSpelling(line_ending=wanted))
    data = CHANGES.replace("\n", ending).encode()
    whole, piecewise = (check_file(stream, carrier).counts for stream in (BytesIO(data), Trickle(data)))
    assert whole == piecewise == ({} if ending == wanted else {partner_file.LINE_ENDINGS.id: 1})


@pytest.mark.parametrize("break_", ["~\r", "~\n\n", "~\n\r\n"])
def test_one_line_break_too_many_or_of_another_kind_is_found(break_):
    file = CHANGES.replace("~\n", break_, 1)
    assert rules_of(file, EXPECTED) == {partner_file.LINE_ENDINGS.id}
