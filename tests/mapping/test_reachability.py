"""Rules that can never hold are found, and no other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benefits_sync.mapping import load_mapping
from benefits_sync.mapping.reachability import unreachable_rules

Write = Callable[[str], Path]


@pytest.fixture
def found(write: Write) -> Callable[..., list[str]]:
    """Return the messages for a rule table, after a scope."""

    def found(*rules: str, scope: str = "") -> list[str]:
        lines = "".join(f"    - {rule}\n" for rule in rules)
        text = f"fields: {{subscriber_code: {{from: employeeNumber, required: true}}}}\nscope: [{scope}]\n"
        mapping = load_mapping(write(f"{text}rules:\n  class:\n{lines}"))
        return [problem.message for problem in unreachable_rules(mapping)]

    return found


def rule(name: str, when: str) -> str:
    return f"{{name: {name}, when: {{{when}}}, value: X}}"


@pytest.mark.parametrize(
    "rules",
    [
        (rule("a", "city: Boise"), rule("b", "city: Boise")),
        (rule("a", "city: [Boise, Denver]"), rule("b", "city: Denver")),
        (rule("a", "city: Boise"), rule("b", "city: Boise, state: Idaho")),
        (rule("a", "city: {not_in: [Boise]}"), rule("b", "city: Denver")),
        (rule("a", "age: {at_least: 30}"), rule("b", "age: {at_least: 40}")),
        (rule("a", "age: {below: 40}"), rule("b", "age: {below: 30}")),
        (
            rule("a", "hireDate: {tenure_at_least_days: 30}"),
            rule("b", "hireDate: {tenure_at_least_days: 31}"),
        ),
        (rule("a", "city: {present: true}"), rule("b", "city: Boise")),
        ("{name: a, otherwise: X}", rule("b", "city: Boise")),
    ],
)
def test_a_rule_that_an_earlier_one_covers_can_never_hold(found, rules):
    assert found(*rules) == ["rule `b` can never hold: every case of it is covered before, by rule `a`"]


def test_a_rule_that_two_earlier_ones_cover_together_can_never_hold(found):
    rules = (
        rule("a", "age: {at_least: 30}"),
        rule("b", "age: {below: 30}"),
        rule("c", "age: {at_least: 10}"),
    )
    assert found(*rules) == [
        "rule `c` can never hold: every case of it is covered before, by rule `a`, rule `b`"
    ]


def test_a_rule_for_people_whom_the_scope_leaves_out_can_never_hold(found):
    scope = "{reason: contractor, when: {status: Contractor}}"
    messages = found(rule("a", "status: Contractor"), scope=scope)
    assert messages == [
        "rule `a` can never hold: every case of it is covered before, by exclusion `contractor`"
    ]


@pytest.mark.parametrize(
    "when",
    [
        "age: {at_least: 40, below: 30}",
        "city: {in: [Boise], not_in: [Boise]}",
        "city: {equals: Boise, absent: true}",
        "hireDate: {tenure_at_least_days: 30, tenure_below_days: 30}",
        "age: {equals: Boise, at_least: 3}",
    ],
)
def test_a_rule_that_contradicts_itself_can_never_hold(found, when):
    (message,) = found(rule("a", when))
    assert message.startswith("rule `a` can never hold: its conditions on")


@pytest.mark.parametrize(
    "rules",
    [
        (rule("a", "city: Boise"), rule("b", "city: Denver")),
        (rule("a", "city: Denver"), rule("b", "city: [Boise, Denver]")),
        (rule("a", "city: Boise, state: Idaho"), rule("b", "city: Boise")),
        (rule("a", "age: {at_least: 40}"), rule("b", "age: {at_least: 30}")),
        (rule("a", "age: {at_least: 30}"), rule("b", "age: {below: 30}"), "{name: c, otherwise: X}"),
        (rule("a", "age: {at_least: 30}"), rule("b", "age: {present: true}")),
        (rule("a", "city: {present: true}"), rule("b", "city: {absent: true}")),
        (
            rule("a", "hireDate: {tenure_at_least_days: 31}"),
            rule("b", "hireDate: {tenure_at_least_days: 30}"),
        ),
    ],
)
def test_a_rule_with_a_case_of_its_own_is_left_in_peace(found, rules):
    assert found(*rules) == []


def test_the_problem_stands_on_the_line_of_the_rule(write: Write):
    head = "fields: {subscriber_code: {from: employeeNumber, required: true}}\nrules:\n  class:\n"
    text = f"{head}    - {rule('a', 'city: Boise')}\n    - {rule('b', 'city: Boise')}\n"
    (problem,) = unreachable_rules(load_mapping(write(text)))
    assert problem.place == ("rules", "class", 1)
