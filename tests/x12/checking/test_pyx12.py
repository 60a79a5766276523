"""pyx12, which others use and we did not write, agrees about valid files and about broken segments."""

from io import StringIO

import pytest
from pyx12.params import params
from pyx12.x12n_document import x12n_document

from benefits_sync.x12.checking import guide_rules, syntax
from tests.x12.checking import broken_guide, broken_syntax
from tests.x12.checking.broken_people import AUDIT, CHANGES
from tests.x12.checking.checked import rules_of
from tests.x12.families import transaction
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
