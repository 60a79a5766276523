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
