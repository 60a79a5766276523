"""What the checks find in mappings, by themselves and against live accounts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benefits_sync.mapping import load_mapping
from benefits_sync.mapping.checks import LiveFacts, check_mapping, missing_members
from benefits_sync.mapping.document import Document, Problem
from benefits_sync.mapping.loading import read_mapping
from benefits_sync.models.subscriber import USUALLY_REQUIRED

Write = Callable[[str], Path]

BASE = """\
fields:
  subscriber_code: {from: employeeNumber, required: true}
  division: {from: division, lookup: division}
  org_class: {rules: class}
lookups:
  division: {West: WEST, East: EAST}
rules:
  class:
  - {name: remote, when: {location: Remote}, value: R}
  - {name: others, otherwise: O}
"""


def told(document: Document, problems: list[Problem]) -> list[tuple[int, str, str | None]]:
    return [(document.line_of(problem.place), problem.message, problem.suggestion) for problem in problems]


@pytest.fixture
def check(write: Write) -> Callable[..., list[tuple[int, str, str | None]]]:
    """Check a mapping and return line, message and suggestion of each problem."""

    def check(text: str = BASE, **facts: object) -> list[tuple[int, str, str | None]]:
        mapping, document = read_mapping(write(text))
        live = LiveFacts(**({"required_members": frozenset()} | facts))
        return told(document, check_mapping(mapping, live))

    return check


def test_a_good_mapping_has_no_problem(check):
    assert check() == []


def test_the_shipped_mapping_has_no_problem(demographic_export):
    assert check_mapping(demographic_export) == []


def test_members_that_plansource_usually_requires_are_missed(write):
    mapping = load_mapping(write(BASE))
    messages = [problem.message for problem in missing_members(mapping, frozenset(USUALLY_REQUIRED))]
    assert messages[0] == "`address_1` is not mapped, and PlanSource requires it of a new subscriber"
    assert len(messages) == 12


def test_tables_that_nothing_uses_are_found(check):
    text = BASE.replace("lookup: division", "transforms: [trim]").replace("rules: class", "constant: X")
    assert check(text) == [
        (11, "lookup `division` is not used by any field", None),
        (13, "rule table `class` is not used", None),
    ]


def test_a_value_not_of_its_members_kind_is_found(check):
    text = BASE.replace("  org_class:", "  vip: {constant: perhaps}\n  org_class:")
    assert check(text) == [(9, "`perhaps` is not a boolean, which `vip` has to be", None)]


def test_codes_that_plansource_does_not_accept_are_found_on_their_lines(check):
    allowed = {"division": {"WEST", "EST"}, "org_class": {"R", "O"}}
    assert check(allowed_values=allowed) == [
        (11, "PlanSource does not accept `EAST` for `division`", "EST"),
    ]


def test_rule_values_that_plansource_does_not_accept_are_found_on_their_lines(check):
    assert check(allowed_values={"org_class": {"R"}}) == [
        (15, "PlanSource does not accept `O` for `org_class`", None),
    ]


def test_termination_reasons_are_compared_with_the_targets_list(check):
    text = (
        f"{BASE}  why: [{{name: any, otherwise: deth}}]\n  own: [{{name: any, otherwise: 'true'}}]\n"
        "termination: {when: {status: Inactive}, date: terminationDate, reason: why, voluntary: own}\n"
    )
    assert check(text, allowed_values={"termination_reason": {"death", "layoff"}}) == [
        (16, "PlanSource does not accept `deth` for `termination_reason`", "death"),
    ]


def test_an_option_of_the_source_without_a_code_is_found(check):
    assert check(source_options={"division": {"West", "East", "Central"}}) == [
        (11, "`Central` of division has no code here, and `division` needs one", None),
    ]


def test_an_option_that_the_scope_leaves_out_needs_no_code(check):
    text = f"scope: [{{reason: sold, when: {{division: Central}}}}]\n{BASE}"
    assert check(text, source_options={"division": {"West", "East", "Central"}}) == []


def test_an_option_that_may_be_left_out_needs_no_code(check):
    text = BASE.replace("lookup: division}", "lookup: division, unlisted: leave_out}")
    assert check(text, source_options={"division": {"West", "East", "Central"}}) == []


def test_a_value_that_the_source_never_holds_is_found(check):
    assert check(source_options={"location": {"Remotely", "Boise"}}) == [
        (14, "location has no option `Remote` in BambooHR", "Remotely"),
    ]


def test_an_archived_option_still_stands_in_history(check):
    options = {"source_options": {"location": {"Boise"}}, "archived_options": {"location": {"Remote"}}}
    assert check(**options) == []


def test_fields_are_compared_with_those_of_the_account(check):
    assert check(source_aliases={"employeeNumber", "division", "locations"}) == [
        (14, "`location` is not a field of the BambooHR employee", "locations"),
    ]
