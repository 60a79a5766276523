"""Rules about people, coverages and carriers: each catches its break, and none sees one in a valid file."""

from dataclasses import replace
from io import BytesIO

import pytest

from benefits_sync.x12.checking import (
    chronology,
    code_sets,
    families,
    maintenance,
    partner,
    product,
    situational,
)
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.checking.findings import Severity
from tests.x12.checking import broken_partner, broken_people
from tests.x12.checking.broken_partner import EXPECTED
from tests.x12.checking.broken_people import AUDIT, CHANGES

MODULES = (situational, code_sets, product, partner, families, chronology, maintenance)


def rules_broken(text, expected=None):
    result = check_file(BytesIO(text.encode("ascii")), expected)
    return {finding.rule for finding in result.findings}


@pytest.mark.parametrize("text", [AUDIT, CHANGES], ids=["audit", "changes"])
@pytest.mark.parametrize("expected", [None, EXPECTED], ids=["any carrier", "one carrier"])
def test_a_valid_file_breaks_no_rule(text, expected):
    assert rules_broken(text, expected) == set()


@pytest.mark.parametrize("rule", broken_people.BROKEN, ids=lambda rule: rule.id)
def test_a_break_is_caught_by_its_rule(rule):
    assert rule.id in rules_broken(broken_people.BROKEN[rule])


@pytest.mark.parametrize("rule", broken_partner.BROKEN, ids=lambda rule: rule.id)
def test_what_a_carrier_does_not_take_is_caught_by_its_rule(rule):
    assert rules_broken(*broken_partner.BROKEN[rule]) == {rule.id}


def test_each_rule_about_meaning_has_a_break():
    rules = {rule for module in MODULES for rule in module.RULES}
    assert broken_people.BROKEN.keys() | broken_partner.BROKEN.keys() == rules


def test_a_finding_points_at_the_segment_that_is_to_be_corrected():
    text = broken_people.BROKEN[chronology.REVERSED]
    finding = next(
        each for each in check_file(BytesIO(text.encode())).findings if each.rule == chronology.REVERSED.id
    )
    assert (finding.segment, finding.position, finding.loop) == (16, 14, "2300")


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
    assert rules_broken(gold_told_as(maintenance, begin, end), EXPECTED) == set()


@pytest.mark.parametrize(
    ("maintenance", "begin", "end"),
    [("024", None, "20260301"), ("024", "20260101", "20260301"), ("001", "20260301", "20260301")],
    ids=["ended a day late", "ended a day late, begin told", "held for a day"],
)
def test_coverages_that_share_a_day_clash(maintenance, begin, end):
    assert rules_broken(gold_told_as(maintenance, begin, end), EXPECTED) == {chronology.OVERLAP.id}


@pytest.mark.parametrize(("end", "rules"), [("20260301", set()), ("20260302", {chronology.OVERLAP.id})])
def test_an_end_may_be_the_first_day_without_coverage(end, rules):
    carrier = replace(EXPECTED, end_is_covered=False)
    assert rules_broken(gold_told_as("024", None, end), carrier) == rules
