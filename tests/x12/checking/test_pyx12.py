"""pyx12, which others use and we did not write, agrees about valid files and about broken segments."""

from dataclasses import fields, replace
from datetime import date
from io import StringIO

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyx12.params import params
from pyx12.x12n_document import x12n_document

from benefits_sync.x12.checking import guide_rules, syntax
from benefits_sync.x12.checking.findings import Severity, Snip
from benefits_sync.x12.model.coverage import Coverage
from benefits_sync.x12.model.member import Member
from tests.x12.checking import broken_guide, broken_syntax
from tests.x12.checking.broken_people import AUDIT, CHANGES
from tests.x12.checking.checked import checked, rules_of
from tests.x12.families import coverage, coverages, members, subscriber, transaction
from tests.x12.files import written
from tests.x12.scenarios import SCENARIOS, family_of

UNSEEN = {
    syntax.SEGMENT_EMPTY,
    syntax.LS_WITHOUT_LE,
    syntax.TOO_MANY_COMPONENTS,
    syntax.TOO_MANY_REPETITIONS,
    syntax.DELIMITER_IN_DATA,
    syntax.OUTER_BLANKS,
}
"""What pyx12 lets pass, or stumbles over."""
TOLD_BY_BOTH = {
    rule: file
    for table in (broken_syntax, broken_guide)
    for rule, file in table.BROKEN.items()
    if rule in {*syntax.RULES, *guide_rules.RULES} - UNSEEN
}


def is_accepted(text):
    """Tell whether pyx12 accepts a file; it reports on its logger only."""
    return x12n_document(params(), StringIO(text), None, None, None)


@pytest.mark.parametrize("file", [AUDIT, CHANGES], ids=["audit", "changes"])
def test_both_accept_a_valid_file(file):
    assert (is_accepted(file), rules_of(file)) == (True, set())


def test_both_accept_what_the_writer_writes():
    people = [
        person
        for number, name in enumerate(SCENARIOS)
        for person in family_of(name, f"{100000000 + number}")
        if name not in {"divorce", "dependent ages out", "verify"}
    ]
    file = written(transaction(*people)).decode()
    assert (is_accepted(file), rules_of(file)) == (True, set())


@pytest.mark.parametrize("rule", TOLD_BY_BOTH, ids=lambda rule: rule.id)
def test_both_refuse_a_broken_segment(rule):
    assert (is_accepted(TOLD_BY_BOTH[rule]), rule.id in rules_of(TOLD_BY_BOTH[rule])) == (False, True)


def has_errors_of_the_guide(text):
    return any(
        finding.severity is Severity.ERROR and finding.snip <= Snip.GUIDE
        for finding in checked(text).findings
    )


@st.composite
def people_with_any_part(draw):
    """A valid subscriber with one part, or with one part of a coverage, that may be anything."""
    if draw(st.booleans()):
        part = draw(st.sampled_from([field.name for field in fields(Member)]))
        return subscriber(**{part: getattr(draw(members), part)})
    part = draw(st.sampled_from([field.name for field in fields(Coverage)]))
    valid = coverage(benefit_begin=date(2026, 3, 1))
    return subscriber(coverages=(replace(valid, **{part: getattr(draw(coverages), part)}),))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(person=people_with_any_part())
def test_both_are_of_one_opinion_about_any_part_of_a_person(person):
    # Of the references of a reporting category pyx12's guide takes one, others take 16.
    assume(all(len(category.references) < 2 for category in person.categories))
    text = written(transaction(person)).decode()
    assume("^" not in text.split("~", 1)[1])  # pyx12 knows no repeated elements
    assert is_accepted(text) is not has_errors_of_the_guide(text)
