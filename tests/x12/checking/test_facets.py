"""Rules that can be broken in several ways are, one way at a time; and what only looks broken is not."""

from dataclasses import replace

import pytest

from benefits_sync.x12.checking.expected import ExpectedBroker, ExpectedReference, Presence
from benefits_sync.x12.checking.partner_references import MANY
from tests.x12.checking.broken_partner import EXPECTED, NAME, people, wanting
from tests.x12.checking.broken_people import AUDIT, SECOND, audit, changes, file_of
from tests.x12.checking.checked import checked, rules_of

HEALTH = EXPECTED.lines["HLT"]
SELF_SPELT = "HD*030**STD*S60*EMP~\nDTP*348*D8*20260101~\n"
TWO_PLANS = SELF_SPELT.replace("STD*S60", "LIF*BASIC") + SELF_SPELT.replace("STD*S60", "LIF*EXTRA")


def ending(day, begin="20260101"):
    """The valid file, of which the first coverage has another begin, and an end."""
    dates = f"DTP*348*D8*{begin}~\nDTP*349*D8*{day}~\nHD*030**STD"
    return audit("DTP*348*D8*20260101~\nHD*030**STD", dates)


WAYS = {
    "a group's number of zeros": (
        AUDIT.replace("*7*X*", "*000*X*").replace("GE*1*7", "GE*1*000"),
        {"control-number"},
    ),
    "a group of another version": (
        AUDIT.replace("X*005010X220A1", "X*004010X095A1"),
        {"versions-differ", "element-code"},
    ),
    "an hour of no day": (AUDIT.replace("260301*0630*^", "260301*2530*^"), {"isa-date"}),
    "a time without digits": (AUDIT.replace("260301*0630*^", "260301*AB30*^"), {"isa-date"}),
    "an action of no kind": (AUDIT.replace("***4~", "***5~"), {"element-code"}),
    "a repetition of nothing": (
        audit("HD*030**STD*S60*EMP~\nDTP*348*D8*20260101~", "HD*030**STD*S60*EMP~\nDTP*348*D8*20260101~\n"
              "COB*P**1*1^^35~"),
        {"element-missing"},
    ),
    "a code of the CDC": (audit("*F*M*C~", "*F*M*:RET:2106-3~"), set()),
    "a code that the CDC lacks": (audit("*F*M*C~", "*F*M*:RET:WHITE~"), {"ethnicity-unknown"}),
    "a birth before living memory": (audit("19900212", "18990212"), {"birth-date-unlikely"}),
    "coverage before birth": (
        audit("20150704*F~\nHD*030**HLT*SILVER*FAM~\nDTP*348*D8*20260101", "20150704*F~\n"
              "HD*030**HLT*SILVER*FAM~\nDTP*348*D8*20150703"),
        {"coverage-date-unlikely"},
    ),
    "an end years ago": (
        ending("20210101", "20200101"),
        {"coverage-date-unlikely", "dependent-alone-on-line"},
    ),
    "an end that was": (ending("20260228"), {"dependent-alone-on-line"}),
    "an end that is to come": (ending("20260301"), set()),
    "an end in years": (ending("20300101"), {"coverage-date-unlikely"}),
    "an end that means none": (ending("99991231"), set()),
    "two plans of life insurance": (audit(SELF_SPELT, TWO_PLANS), {"line-not-of-guide"}),
    "one plan of life insurance twice": (
        audit(SELF_SPELT, TWO_PLANS.replace("EXTRA", "BASIC")),
        {"line-not-of-guide", "coverages-overlap"},
    ),
    "coverage regained by who is terminated": (
        changes(
            "HD*024**HLT*SILVER*EMP~\nDTP*349*D8*20260228~", "HD*025**HLT*SILVER*EMP~\nDTP*348*D8*20260228~"
        ),
        {"coverage-contradicts-member"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_any_carrier_sees(way):
    file, rules = WAYS[way]
    assert rules_of(file) == rules


ONE = EXPECTED.codes
PARTNER_WAYS = {
    "a reason": wanting(codes=replace(ONE, reasons=frozenset({"28"}))),
    "a benefit status": wanting(codes=replace(ONE, benefit_status=frozenset({"C"}))),
    "an employment status": wanting(codes=replace(ONE, employment_status=frozenset({"PT"}))),
}
ELEMENTS = {"a reason": "INS04", "a benefit status": "INS05", "an employment status": "INS08"}


@pytest.mark.parametrize("way", PARTNER_WAYS)
def test_a_code_that_the_profile_lacks_is_told_by_its_element(way):
    findings = checked(*PARTNER_WAYS[way]).findings
    assert {(one.rule, one.element) for one in findings} == {("partner-code", ELEMENTS[way])}


BROKER = "N1*BO*LARKSPUR*FI*820987654~\nACT*LB-1~\n"
BROKERED = AUDIT.replace("INS*", f"{BROKER}INS*", 1).replace("SE*39*", "SE*41*")


@pytest.mark.parametrize(
    ("brokers", "found"),
    [
        (None, []),
        ({"BO": ExpectedBroker(id=("FI", "820987654"), account="LB-1")}, []),
        ({"BO": ExpectedBroker(id=("FI", "820987654"), account="LB-2")}, ["ACT01"]),
        ({}, ["N1*BO"]),
    ],
    ids=["any will do", "this one", "another account", "none is wanted"],
)
def test_a_broker_is_that_of_the_profile(brokers, found):
    findings = checked(BROKERED, replace(EXPECTED, brokers=brokers)).findings
    assert [one.element for one in findings] == found


def test_a_coverage_has_a_policy_number_of_its_plan():
    lines = {**EXPECTED.lines, "HLT": replace(HEALTH, policies=frozenset({"G-2"}))}
    file = audit("DTP*348*D8*20260101~\nHD*030**STD", "DTP*348*D8*20260101~\nREF*1L*G-3~\nHD*030**STD")
    found = [(one.rule, one.loop) for one in checked(file, replace(EXPECTED, lines=lines)).findings]
    assert ("partner-policy-number", "2300") in found


def test_what_somebody_declined_needs_neither_plan_nor_level():
    file = audit("HD*030**STD*S60*EMP~", "HD*032**STD~")
    carrier = replace(EXPECTED, members={**EXPECTED.members, "4": frozenset({"030", "001"})})
    assert rules_of(file, carrier) == set()


def test_a_name_that_is_too_long_is_none_of_the_carriers():
    spelling = replace(EXPECTED.spelling, longest_name=len(NAME) - 1)
    assert set(checked(AUDIT, replace(EXPECTED, spelling=spelling), name=NAME).counts) == {
        "partner-file-name"
    }


def test_a_category_that_nobody_has_is_told_once():
    categories = {("COST CENTER", "00"): ExpectedReference()}
    carrier = replace(EXPECTED, references={}, categories=categories)
    assert [one.element for one in checked(people(MANY), carrier).findings] == ["N1*75"]


def test_a_category_without_its_reference_misses_it():
    told = "LS*2700~\nLX*1~\nN1*75*COST CENTER~\nLE*2700~\n"
    categories = {("COST CENTER", "00"): ExpectedReference(presence=Presence.REQUIRED)}
    found = checked(file_of(SECOND + told, "4"), replace(EXPECTED, categories=categories)).findings
    assert [(one.rule, one.loop, one.element) for one in found] == [
        ("partner-reference-missing", "2750", "REF*00")
    ]


def test_any_characters_will_do_where_the_profile_says_none():
    spelling = replace(EXPECTED.spelling, characters=None)
    lower = audit("NM1*IL*1*OKAFOR*NOA", "NM1*IL*1*OKAFOR*Noa")
    assert rules_of(lower, replace(EXPECTED, spelling=spelling)) == set()
