"""A policy number that the carrier replaces: who is covered is told anew, what has ended keeps its number."""

from datetime import timedelta

import pytest

from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import LAST_MONDAY, SUBSCRIBER, TODAY, Company, of, send
from tests.domain.carriers.judges import own_findings
from tests.mapping.carriers.profiles import MEDICAL, changed

PLAN = s.PLANS[s.MEDICAL]
TOMORROW = TODAY + timedelta(days=1)


def numbered(number, **terminations):
    """The carrier's profile with this number for every plan, or with none."""
    line = MEDICAL.coverages.lines[s.MEDICAL]
    policies = dict.fromkeys(line.plans, number) if number else {}
    lines = {s.MEDICAL: line.model_copy(update={"policies": policies})}
    identifiers = {"policy": {"at": "coverage", "rules": (), "value": None}}
    return changed(MEDICAL, coverages={"lines": lines}, identifiers=identifiers, terminations=terminations)


@pytest.fixture
def company():
    company = Company()
    s.single(company, "E100")
    return company


@pytest.fixture
def known(company):
    """What the carrier knows, with the old number."""
    return send(numbered("OLD-1"), company, LAST_MONDAY).built.picture


def told(sent):
    return of(sent, SUBSCRIBER, "HD", "REF*1L")


def test_a_running_coverage_is_told_under_its_new_number(company, known):
    sent = send(numbered("NEW-1"), company, TODAY, picture=known)
    assert (told(sent), own_findings(sent.data, numbered("NEW-1"))) == (
        ["HD*001**HLT*SPPO-25*EMP", "REF*1L*NEW-1"],
        {},
    )


def test_so_is_one_whose_election_changes_only_later(company, known):
    company.change_election("E100", s.MEDICAL, org_plan_name="Gold PPO", change_effective_date="2026-06-01")
    sent = send(numbered("NEW-1"), company, TODAY, picture=known)
    assert told(sent) == ["HD*001**HLT*SPPO-25*EMP", "REF*1L*NEW-1"]


def test_the_new_number_is_told_once(company, known):
    sent = send(numbered("NEW-1"), company, TODAY, picture=known)
    assert send(numbered("NEW-1"), company, TOMORROW, picture=sent.built.picture).transactions == []


@pytest.mark.parametrize("day", [TODAY, TOMORROW], ids=["told", "repeated"])
def test_an_end_is_told_under_the_number_that_the_carrier_knows(company, known, day):
    company.end("E100", s.LAST, "voluntary_waive", s.MEDICAL)
    repeating = {"repeat": "until_confirmed"}
    sent = send(numbered("NEW-1", **repeating), company, TODAY, picture=known)
    if day is TOMORROW:
        sent = send(numbered("NEW-1", **repeating), company, day, picture=sent.built.picture)
    assert (told(sent), own_findings(sent.data, numbered("NEW-1"))) == (
        ["HD*024**HLT*SPPO-25*EMP", "REF*1L*OLD-1"],
        {},
    )


@pytest.mark.parametrize("later", [False, True])
def test_without_any_number_the_family_is_left_out_and_told_what_to_do(company, known, later):
    if later:
        company.change_election("E100", s.MEDICAL, change_effective_date="2026-06-01")
    (refusal,) = send(numbered(None), company, TODAY, picture=known, kind="full").built.refused
    assert (refusal.rule, refusal.message) == (
        "no_policy",
        "no policy number holds for a coverage; add its plan, class or location to the profile",
    )
