"""How the end of coverage is told, as each dimension of a profile's `terminations` has it."""

from datetime import timedelta

import pytest

from benefits_sync.domain.carriers.picture import with_ends_confirmed
from benefits_sync.domain.carriers.terminations import REASON_EVENTS, ending_event
from benefits_sync.mapping.carriers.members import Event
from benefits_sync.mapping.carriers.terminations import Ending, NeverEffective
from sandbox.plansource.vocabulary import REASONS
from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import (
    LAST_MONDAY,
    SUBSCRIBER,
    TODAY,
    Company,
    ins,
    of,
    send,
    told_of,
)
from tests.mapping.carriers.profiles import DENTAL, MEDICAL, VISION, changed


def after_the_end(profile, shape=s.single, scenario=s.termination, **options):
    """The company, and the file in which the end of the only family is told first."""
    company = Company()
    shape(company, "E100", **options)
    first = send(profile, company, LAST_MONDAY)
    scenario(company, "E100")
    return company, send(profile, company, TODAY, picture=first.built.picture)


def later(profile, company, sent, days, picture=None):
    picture = sent.built.picture if picture is None else picture
    return send(profile, company, TODAY + timedelta(days=days), picture=picture)


def test_an_end_is_told_once():
    company, sent = after_the_end(MEDICAL)
    assert (ins(sent, SUBSCRIBER), later(MEDICAL, company, sent, 1).transactions) == ("024/08", [])


@pytest.mark.parametrize(("days", "told"), [(44, "024/08"), (45, None)])
def test_an_end_is_repeated_for_the_days_of_the_profile(days, told):
    company, sent = after_the_end(DENTAL)
    assert ins(later(DENTAL, company, sent, days), SUBSCRIBER) == told


def test_a_repeated_end_is_told_in_the_same_words():
    company, sent = after_the_end(DENTAL)
    assert told_of(later(DENTAL, company, sent, 7), SUBSCRIBER) == told_of(sent, SUBSCRIBER)


def until_confirmed():
    return changed(MEDICAL, terminations={"repeat": "until_confirmed"})


def test_an_end_is_repeated_until_the_carrier_confirms_it():
    company, sent = after_the_end(until_confirmed())
    assert ins(later(until_confirmed(), company, sent, 90), SUBSCRIBER) == "024/08"


def test_a_confirmed_end_is_told_no_more():
    company, sent = after_the_end(until_confirmed())
    picture = with_ends_confirmed(sent.built.picture)
    assert later(until_confirmed(), company, sent, 1, picture).transactions == []


def test_an_end_that_the_carrier_found_fault_with_goes_on():
    company, sent = after_the_end(until_confirmed())
    picture = with_ends_confirmed(sent.built.picture, but={"E100"})
    assert ins(later(until_confirmed(), company, sent, 1, picture), SUBSCRIBER) == "024/08"


def test_by_omission_a_person_is_just_missing():
    _, sent = after_the_end(VISION)
    assert (told_of(sent, SUBSCRIBER), sent.built.measures.totals.terminations) == (None, 1)


def test_by_omission_a_person_stays_until_the_last_day_covered():
    company = Company()
    s.single(company, "E100")
    company.leave("E100", f"{TODAY}", f"{TODAY}", "layoff")
    days = [send(VISION, company, TODAY + timedelta(days=days)) for days in (0, 1)]
    assert [len(sent.built.index) for sent in days] == [1, 0]


def test_the_end_is_the_last_day_covered():
    _, sent = after_the_end(MEDICAL)
    assert of(sent, SUBSCRIBER, "DTP*349") == ["DTP*349*D8*20260228"]


def test_the_end_is_the_first_day_not_covered_where_the_carrier_reads_it_so():
    _, sent = after_the_end(changed(MEDICAL, terminations={"end_date": "first_day_not_covered"}))
    assert of(sent, SUBSCRIBER, "DTP*349") == ["DTP*349*D8*20260301"]


def test_dependents_end_with_the_subscriber():
    _, sent = after_the_end(MEDICAL, s.family)
    assert [row.event for row in sent.built.index] == ["termination"] * 4


def test_a_cascading_carrier_is_told_of_the_subscriber_only():
    profile = changed(MEDICAL, terminations={"dependents": "cascaded"})
    company, sent = after_the_end(profile, s.family)
    assert (len(sent.built.index), later(profile, company, sent, 1).transactions) == (1, [])


def test_a_termination_lists_no_coverages_where_the_carrier_wants_none():
    _, sent = after_the_end(changed(MEDICAL, terminations={"coverages": False}))
    assert of(sent, SUBSCRIBER, "DTP*357", "HD") == ["DTP*357*D8*20260228"]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            NeverEffective.END_ON_START,
            ["HD*024**HLT*SPPO-25*EMP", "DTP*348*D8*20260215", "DTP*349*D8*20260215"],
        ),
        (
            NeverEffective.END_DAY_BEFORE,
            ["HD*024**HLT*SPPO-25*EMP", "DTP*348*D8*20260215", "DTP*349*D8*20260214"],
        ),
        (NeverEffective.DELETE, ["HD*002**HLT*SPPO-25*EMP", "DTP*348*D8*20260215", "DTP*349*D8*20260215"]),
    ],
)
def test_coverage_that_never_took_effect_is_taken_back(rule, told):
    profile = changed(MEDICAL, terminations={"never_effective": rule})
    _, sent = after_the_end(profile, scenario=s.never_effective, begin=s.LATELY)
    assert of(sent, SUBSCRIBER, "HD", "DTP*348", "DTP*349") == told


LINE = MEDICAL.coverages.lines["medical"].model_copy(update={"code": "LIF"})
SEVERAL = changed(MEDICAL, coverages={"lines": {"medical": LINE}, "non_guide_lines": True})
"""A carrier of a line of which people may hold several plans."""


def two_plans(company, code):
    """An employee who holds two plans of one benefit at once."""
    company.employee(code)
    for plan in ("Silver PPO", "Gold PPO"):
        company.elect(code, "medical", plan, coverage_id=plan)


def one_plan_ends(company, code):
    company.of(code)[0].update(termination_date=s.LAST, termination_reason="voluntary_waive")


def test_each_plan_s_end_is_told():
    _, sent = after_the_end(SEVERAL, two_plans, one_plan_ends)
    assert of(sent, SUBSCRIBER, "INS", "HD") == ["INS*Y*18*001*14*A***FT", "HD*024**LIF*SPPO-25*EMP"]


def test_only_the_last_plan_s_end_is_told_where_the_carrier_wants_it_so():
    _, sent = after_the_end(changed(SEVERAL, terminations={"report": "last_plan"}), two_plans, one_plan_ends)
    assert sent.transactions == []


def test_an_end_beyond_the_carrier_s_limit_refuses_the_family():
    _, sent = after_the_end(VISION_EXPLICIT, s.family)
    assert [refusal.rule for refusal in sent.built.refused] == []
    _, sent = after_the_end(changed(VISION_EXPLICIT, terminations={"retro_days": 15}), s.family)
    assert ([refusal.rule for refusal in sent.built.refused], sent.transactions) == (["retro_limit"], [])


VISION_EXPLICIT = changed(MEDICAL, terminations={"mode": Ending.EXPLICIT, "retro_days": 16})


def test_a_corrected_end_is_told_again():
    company, sent = after_the_end(MEDICAL)
    company.end_family("E100", "2026-03-31", "employment_termination")
    assert of(later(MEDICAL, company, sent, 1), SUBSCRIBER, "DTP*349") == ["DTP*349*D8*20260331"]


def test_an_end_too_far_ahead_waits():
    company = Company()
    s.single(company, "E100")
    first = send(MEDICAL, company, LAST_MONDAY)
    company.leave("E100", "2026-04-20", "2026-04-30", "layoff")
    days = [
        send(MEDICAL, company, TODAY + timedelta(days=days), picture=first.built.picture) for days in (14, 15)
    ]
    assert [len(sent.built.index) for sent in days] == [0, 1]


def test_who_disappears_without_an_end_is_counted_and_not_told():
    company = Company()
    s.single(company, "E100")
    first = send(MEDICAL, company, LAST_MONDAY)
    company.rows["E100"].clear()
    sent = send(MEDICAL, company, TODAY, picture=first.built.picture)
    assert (sent.transactions, sent.built.measures.totals.vanished) == ([], 1)


def test_who_has_no_election_in_the_new_year_ended_with_the_old_one():
    company = Company()
    s.single(company, "E100")
    first = send(MEDICAL, company, LAST_MONDAY)
    company.rows["E100"].clear()
    sent = send(MEDICAL, company, TODAY.replace(year=2027, month=1, day=4), picture=first.built.picture)
    assert of(sent, SUBSCRIBER, "INS", "DTP*349") == ["INS*Y*18*024*07*A***FT", "DTP*349*D8*20261231"]


def test_every_reason_of_the_vendor_is_told_as_some_end():
    told = {ending_event(reason.lookup_code) for reason in REASONS}
    assert told == set(REASON_EVENTS.values()) | {Event.BENEFITS_ENDED}
