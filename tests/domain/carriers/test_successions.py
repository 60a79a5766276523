"""One plan follows another: no day is told with both, whatever days PlanSource has for the change."""

from datetime import timedelta

import pytest

from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import LAST_MONDAY, SUBSCRIBER, TODAY, Company, of, send
from tests.domain.carriers.judges import own_findings, pyx12_findings
from tests.mapping.carriers.profiles import MEDICAL, changed

OLD, NEW = s.PLANS[s.MEDICAL], s.OTHER_PLANS[s.MEDICAL]
TOMORROW = TODAY + timedelta(days=1)
DAYS = ("DTP*348", "DTP*349")


def company_of(begin="2026-01-01"):
    company = Company()
    s.family(company, "E100", begin=begin)
    return company


def follow(company, last_day, first_day):
    """End everybody's plan and begin another one, each as a coverage of its own."""
    for person in company.people:
        level = company.of(person, s.MEDICAL)[0]["coverage_level_name"]
        company.end(person, last_day, "voluntary_waive", s.MEDICAL)
        company.elect(person, s.MEDICAL, NEW, level, first_day, coverage_id="next", billing_premium="700.10")


def told(profile=MEDICAL, *, last_day, first_day, **options):
    """The file in which the change is told to a carrier that knows the old plan."""
    company = company_of()
    first = send(profile, company, LAST_MONDAY)
    follow(company, last_day, first_day)
    return company, send(profile, company, TODAY, picture=first.built.picture, **options)


@pytest.mark.parametrize("last_day", ["2026-02-28", "2026-03-01"], ids=["day before", "same day"])
@pytest.mark.parametrize(
    ("end_date", "end"), [("last_day_covered", "20260228"), ("first_day_not_covered", "20260301")]
)
def test_the_old_plan_ends_the_day_before_the_next_one_in_the_carrier_s_own_reading(last_day, end_date, end):
    profile = changed(MEDICAL, terminations={"end_date": end_date})
    _, sent = told(profile, last_day=last_day, first_day="2026-03-01")
    assert of(sent, SUBSCRIBER, "HD", *DAYS) == [
        "HD*021**HLT*GPPO-10*FAM",
        "DTP*348*D8*20260301",
        "HD*024**HLT*SPPO-25*FAM",
        f"DTP*349*D8*{end}",
    ]
    assert (own_findings(sent.data, profile), pyx12_findings(sent.data)) == ({}, set())


def test_a_change_that_both_plans_have_on_one_day_is_told_once():
    company, sent = told(last_day="2026-03-01", first_day="2026-03-01")
    assert send(MEDICAL, company, TOMORROW, picture=sent.built.picture).transactions == []


def test_a_plan_that_ended_on_its_first_day_as_the_next_one_began_never_held_a_day():
    company = company_of(begin=s.LATELY)
    first = send(MEDICAL, company, LAST_MONDAY)
    follow(company, s.LATELY, s.LATELY)
    sent = send(MEDICAL, company, TODAY, picture=first.built.picture)
    known = sent.built.picture
    assert set(known.loc[known["plan"] == OLD, "end"]) == {"2026-02-14"}
    assert own_findings(sent.data, MEDICAL) == {}


def test_plans_that_overlap_by_more_than_a_day_refuse_the_family_and_not_the_file():
    _, sent = told(last_day="2026-03-10", first_day="2026-03-01")
    assert [refusal.rule for refusal in sent.built.refused] == ["overlapping_plans"]


def test_a_second_plan_of_a_benefit_beside_the_first_refuses_the_family():
    company = company_of()
    first = send(MEDICAL, company, LAST_MONDAY)
    company.elect("E100", s.MEDICAL, NEW, "Employee + Family", "2026-03-01", coverage_id="second")
    sent = send(MEDICAL, company, TODAY, picture=first.built.picture)
    assert [refusal.rule for refusal in sent.built.refused] == ["overlapping_plans"]


@pytest.mark.parametrize("last_day", ["2026-03-31", "2026-04-01"], ids=["day before", "same day"])
@pytest.mark.parametrize("kind", ["change", "full"])
def test_a_carrier_that_knows_neither_plan_meets_the_one_that_holds_and_then_the_next(last_day, kind):
    company = company_of()
    follow(company, last_day, "2026-04-01")
    first = send(MEDICAL, company, TODAY, kind=kind)
    second = send(MEDICAL, company, TOMORROW, picture=first.built.picture)
    assert [of(sent, SUBSCRIBER, "HD", *DAYS) for sent in (first, second)] == [
        ["HD*021**HLT*SPPO-25*FAM", "DTP*348*D8*20260101"],
        [
            "HD*021**HLT*GPPO-10*FAM",
            "DTP*348*D8*20260401",
            "HD*024**HLT*SPPO-25*FAM",
            "DTP*349*D8*20260331",
        ],
    ]
    assert [own_findings(sent.data, MEDICAL) for sent in (first, second)] == [{}, {}]
