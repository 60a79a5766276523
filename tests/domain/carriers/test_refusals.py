"""A person who cannot be told keeps the whole family out of the file, and nobody else."""

from datetime import timedelta

import pandas as pd
import pytest

from benefits_sync.mapping.carriers.identifiers import SsnRule
from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import LAST_MONDAY, TODAY, Company, segments, send, send_all
from tests.mapping.carriers.profiles import LIFE, MEDICAL, VISION, changed


def refused(carrier, company, **options):
    return [
        (one.subscriber_code, one.field, one.rule)
        for one in send(carrier, company, TODAY, **options).built.refused
    ]


def two_families(**changes):
    company = Company()
    s.family(company, "E100", **changes)
    s.family(company, "E200")
    return company


@pytest.mark.parametrize(
    ("person", "changes", "field", "rule"),
    [
        ("E100/2", {"relationship_code": "grandchild"}, "relationship_code", "unknown_relationship"),
        ("E100", {"location": "NYC"}, "location", "structure_unknown"),
        ("E100", {"location": None}, "location", "structure_missing"),
        ("E100", {"division": None}, "division", "no_group"),
        ("E100", {"last_name": None}, "last_name", "missing"),
        ("E100/1", {"birthdate": None}, "birthdate", "missing"),
        ("E100", {"first_name": "李"}, "first_name", "text"),
        ("E100", {"last_name": "X" * 61}, "last_name", "text"),
        ("E100", {"address_1": "Y" * 56}, "address_1", "text"),
        ("E100", {"ssn": None, "employee_number": None}, "identifiers.subscriber", "no_subscriber_id"),
    ],
)
def test_what_no_file_can_hold_refuses_the_family(person, changes, field, rule):
    company = two_families()
    company.change(person, **changes)
    assert refused(MEDICAL, company) == [("E100", field, rule)]


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"org_plan_name": "Platinum"}, "coverages.lines.medical.plans", "unknown_plan"),
        ({"coverage_level_name": "Everybody"}, "coverages.lines.medical.levels", "unknown_level"),
        ({"change_effective_date": None, "original_effective_date": None, "election_effective_date": None},
         "change_effective_date", "no_begin"),
    ],
)  # fmt: skip
def test_an_election_that_the_profile_does_not_know_refuses_the_family(changes, field, rule):
    company = two_families()
    company.change_election("E100", "medical", **changes)
    assert refused(MEDICAL, company) == [("E100", field, rule)]


def test_the_other_families_go_on():
    company = two_families(last_name=None)
    assert {row.subscriber_code for row in send(MEDICAL, company, TODAY).built.index} == {"E200"}


def test_a_required_ssn_that_was_never_issued_refuses_the_family():
    profile = changed(MEDICAL, identifiers={"ssn": {"subscriber": SsnRule.REQUIRED}})
    assert refused(profile, two_families(ssn="000-12-3456")) == [("E100", "ssn", "ssn_required")]


def test_a_policy_that_no_rule_gives_refuses_the_family():
    line = MEDICAL.coverages.lines["medical"].model_copy(update={"policies": {}})
    profile = changed(MEDICAL, coverages={"lines": {"medical": line}})
    assert {rule for _, _, rule in refused(profile, two_families())} == {"no_policy"}


def test_a_value_that_is_too_long_for_its_reference_refuses_the_family():
    [structure] = LIFE.structure
    profile = changed(MEDICAL, structure=(structure,))
    assert refused(profile, two_families(business_title="T" * 31)) == [
        ("E100", "business_title", "structure_too_long")
    ]


def test_two_subscribers_with_one_identifier_are_both_refused():
    company = two_families(ssn="523-12-1234")
    company.change("E200", ssn="523121234")
    assert refused(MEDICAL, company) == [
        ("E100", "identifiers.subscriber", "shared_subscriber_id"),
        ("E200", "identifiers.subscriber", "shared_subscriber_id"),
    ]


@pytest.mark.parametrize("same", [("first_name", "birthdate"), ("ssn",)], ids=["name and birth date", "SSN"])
def test_a_child_who_was_entered_twice_refuses_the_family_and_not_the_file(same):
    company = two_families()
    company.change("E100/2", ssn="523-99-0002")
    company.change("E100/3", **{name: company.people["E100/2"][name] for name in same})
    assert refused(MEDICAL, company) == [("E100", "ssn", "person_twice")]


def test_a_dependent_without_the_subscriber_s_coverage_is_refused():
    company = two_families()
    company.rows["E100"] = [row for row in company.rows["E100"] if row["person"] != "E100"]
    assert refused(MEDICAL, company) == [("E100", "benefit_lookup_code", "dependent_without_subscriber")]


def test_the_people_of_a_refused_family_whom_the_carrier_covers_are_counted():
    company = two_families()
    first = send(VISION, company, LAST_MONDAY)
    company.change_election("E100", "vision", org_plan_name="Unknown")
    s.single(company, "E300")
    company.change("E300", last_name=None)
    measures = send(VISION, company, TODAY, picture=first.built.picture).built.measures
    assert (measures.refused, measures.covered_left_out, measures.totals.members_now) == (5, 4, 4)


def omission_after(previous=True, **changes):
    """A carrier's first file, and the next one, which cannot tell a family and must not leave it out."""
    company = two_families()
    first = send(VISION, company, LAST_MONDAY)
    before = company.copy() if previous else None
    company.change("E100", **changes)
    return first, send(VISION, company, TODAY, picture=first.built.picture, previous=before)


@pytest.mark.parametrize("changes", [{"last_name": None}, {"employee_number": None}, {"birthdate": None}])
def test_where_absence_ends_coverage_a_refused_family_is_told_as_the_carrier_knows_it(changes):
    first, sent = omission_after(**changes)
    assert [list(one.members) for one in sent.transactions] == [
        list(one.members) for one in first.transactions
    ]


def test_a_family_that_is_told_as_the_carrier_knows_it_keeps_its_coverage_and_holds_no_file():
    _, sent = omission_after(last_name=None)
    measures, known = sent.built.measures, sent.built.picture
    assert (measures.refused, measures.retold, measures.covered_left_out) == (4, 4, 0)
    assert known["end"].isna().all()


def test_an_election_that_cannot_be_told_is_told_as_the_carrier_knows_it_for_as_long_as_it_takes():
    company = two_families()
    first = send(VISION, company, LAST_MONDAY)
    company.change_election("E100", "vision", org_plan_name="Unknown")
    again = send(VISION, company, TODAY, picture=first.built.picture, previous=company)
    assert len(again.built.index) == len(first.built.index) == 8


def test_without_the_last_file_s_people_nobody_can_be_told_as_the_carrier_knows_them():
    _, sent = omission_after(previous=False, last_name=None)
    assert (sent.built.measures.covered_left_out, {row.subscriber_code for row in sent.built.index}) == (
        4,
        {"E200"},
    )


def test_amounts_are_told_again_where_they_are_as_they_were():
    company = two_families()
    first = send_all(LIFE, company, LAST_MONDAY)
    known, before = pd.concat([one.built.picture for one in first]), company.copy()
    company.change("E100", last_name=None)
    sent = send_all(LIFE, company, TODAY, picture=known, previous=before)
    told = [
        next(one for one in files if one.build.file == "basic_subscriber_life") for files in (first, sent)
    ]
    before, after = ([line for line in segments(one, "REF") if line[1] == "ZZ"] for one in told)
    assert before == after != []


def test_where_absence_ends_coverage_a_refused_family_has_none_after_the_file():
    company = two_families()
    first = send(VISION, company, LAST_MONDAY)
    company.change_election("E100", "vision", org_plan_name="Unknown")
    known = send(VISION, company, TODAY, picture=first.built.picture).built.picture
    assert set(known.loc[known["subscriber_code"] == "E100", "end"]) == {f"{TODAY - timedelta(days=1)}"}


def test_what_the_carrier_knows_of_a_refused_family_stays_as_it_is():
    company = two_families()
    first = send(MEDICAL, company, LAST_MONDAY)
    s.plan_change(company, "E100")
    company.change("E100", last_name=None)
    after = send(MEDICAL, company, TODAY, picture=first.built.picture).built.picture
    before = first.built.picture
    assert sorted(after["plan"]) == sorted(before["plan"])


def test_a_refusal_shows_nothing_of_the_person():
    company = two_families(last_name="Confidential" * 6, ssn="523-44-9876")
    [refusal] = send(MEDICAL, company, TODAY).built.refused
    assert not any(secret in repr(refusal) for secret in ("CONFIDENTIAL", "Confidential", "523", "9876"))


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"zip_code": None}, "address"),
        ({"home_phone": "555-0142"}, "home_phone"),
        ({"email": "ünbeschreiblich漢@juniper.example"}, "email"),
        ({"medicare_plan": "Plan Z"}, "medicare_plan"),
    ],
)
def test_what_nothing_depends_on_is_left_out_and_counted(changes, member):
    company = Company()
    s.single(company, "E100", **changes)
    built = send(MEDICAL, company, TODAY).built
    assert (built.refused, built.left_out) == ((), {member: 1})
