"""Each rule of the catalogue is broken by one small file of the tables, and by none of the valid files."""

import pytest

from benefits_sync.x12.checking.catalogue import CATALOGUE, MODULES
from tests.x12.checking import broken_envelope, broken_guide, broken_partner, broken_people, broken_syntax
from tests.x12.checking.broken_partner import EXPECTED
from tests.x12.checking.broken_people import AUDIT, CHANGES
from tests.x12.checking.checked import result_of, rules_of

TABLES = (broken_envelope, broken_syntax, broken_guide, broken_people, broken_partner)
BROKEN = {rule: broken for table in TABLES for rule, broken in table.BROKEN.items()}


def test_each_rule_is_in_a_table():
    assert {rule.id for rule in BROKEN} == set(CATALOGUE)


def test_no_two_rules_have_one_name():
    assert len(CATALOGUE) == sum(len(module.RULES) for module in MODULES)


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.id)
def test_a_broken_rule_is_found(rule):
    assert rule.id in result_of(BROKEN[rule]).counts


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.id)
def test_a_finding_says_what_its_rule_says(rule):
    found = next(each for each in result_of(BROKEN[rule]).findings if each.rule == rule.id)
    assert (found.snip, found.fix) == (rule.snip, rule.fix)


@pytest.mark.parametrize("expected", [None, EXPECTED], ids=["any carrier", "one carrier"])
@pytest.mark.parametrize("file", [AUDIT, CHANGES], ids=["audit", "changes"])
def test_a_valid_file_breaks_no_rule(file, expected):
    assert rules_of(file, expected) == set()


FILLED_BY_NOBODY = {
    *("segment-unknown", "segment-empty", "segment-misplaced", "loop-too-often", "ls-without-le"),
    *("too-many-repetitions", "element-unused"),
    *("citizenship-of-dependent", "ethnicity-unknown", "language-unknown"),
    *("partner-reference-missing", "partner-reference-unwanted", "partner-reference-value"),
}
"""Rules whose broken file breaks what we never send, or what only a profile gives a source."""


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.id)
def test_a_finding_about_a_person_names_where_the_element_comes_from(rule):
    found = next(each for each in result_of(BROKEN[rule]).findings if each.rule == rule.id)
    assert bool(found.source) is (rule.id not in FILLED_BY_NOBODY) or not found.member
