"""Who was given a second subscriber code is told under one after the other, never under both at once."""

from datetime import timedelta

import pytest

from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import LAST_MONDAY, SUBSCRIBER, TODAY, Company, ins, of, send
from tests.domain.carriers.judges import own_findings
from tests.mapping.carriers.profiles import DENTAL, MEDICAL, VISION, changed

BY_SSN = {"subscriber": MEDICAL.identifiers.subscriber}
OMISSION = changed(VISION, identifiers=BY_SSN)


def files_after(profile, days=(0, 1)):
    """The files after somebody left as E100 and went on as E900."""
    company = Company()
    s.couple(company, "E100", ssn="523-11-1001")
    known = send(profile, company, LAST_MONDAY).built.picture
    s.termination(company, "E100")
    s.couple(company, "E900", begin=s.FIRST, ssn="523-11-1001")
    for after in days:
        sent = send(profile, company, TODAY + timedelta(days=after), picture=known)
        known = sent.built.picture
        yield sent


def codes(sent):
    return {row.subscriber_code for row in sent.built.index}


def refusals(sent):
    return [(refusal.subscriber_code, refusal.rule) for refusal in sent.built.refused]


@pytest.mark.parametrize("profile", [MEDICAL, DENTAL], ids=["once", "repeated"])
def test_the_first_code_s_end_is_told_before_the_second_code_begins(profile):
    first, second = files_after(profile)
    assert [codes(first), refusals(first), codes(second), refusals(second)] == [
        {"E100"},
        [("E900", "shared_subscriber_id")],
        {"E900"},
        [],
    ]


@pytest.mark.parametrize("profile", [MEDICAL, DENTAL, OMISSION], ids=["once", "repeated", "omission"])
def test_no_file_has_both(profile):
    assert [own_findings(sent.data, profile) for sent in files_after(profile) if sent.transactions] == [
        {},
        {},
    ]


def test_where_absence_tells_ends_the_second_code_takes_the_place_of_the_first_at_once():
    first, second = files_after(OMISSION)
    assert [codes(first), codes(second)] == [{"E900"}, {"E900"}]


def test_who_goes_on_under_the_first_code_is_not_told_under_the_second():
    company = Company()
    s.couple(company, "E100", ssn="523-11-1001")
    known = send(MEDICAL, company, LAST_MONDAY).built.picture
    s.couple(company, "E900", begin=s.FIRST, ssn="523-11-1001")
    sent = send(MEDICAL, company, TODAY, picture=known)
    assert (sent.transactions, refusals(sent)) == ([], [("E900", "shared_subscriber_id")])


def test_an_employee_number_that_is_used_again_makes_nobody_of_the_one_before():
    company = Company()
    s.single(company, "E100")
    first = send(MEDICAL, company, LAST_MONDAY)
    s.termination(company, "E100")
    ended = send(MEDICAL, company, TODAY, picture=first.built.picture, previous=company)
    before = company.copy()
    company.rows.clear()
    s.single(company, "E100", begin="2026-04-01", ssn="600-10-1111", hire_date="2026-04-01", last_name="Ash")
    day = TODAY.replace(month=4)
    sent = send(MEDICAL, company, day, picture=ended.built.picture, previous=before)
    assert (ins(sent, SUBSCRIBER), of(sent, SUBSCRIBER, "NM1")) == (
        "021/28",
        ["NM1*IL*1*ASH*ROBIN****34*600101111"],
    )


def recoded(profile):
    """The files after PlanSource gave a couple another subscriber code."""
    company = Company()
    s.couple(company, "E100", ssn="523-11-1001")
    first = send(profile, company, LAST_MONDAY)
    before = company.copy()
    company.people = {
        person.replace("E100", "E900"): {
            name: "E900" + value[4:] if value and value.startswith("E100") else value
            for name, value in record.items()
        }
        for person, record in company.people.items()
    }
    company.rows = {
        "E900": [
            row | {"person": row["person"].replace("E100", "E900"), "subscriber_code": "E900"}
            for row in company.rows["E100"]
        ]
    }
    second = send(profile, company, TODAY, picture=first.built.picture, previous=before)
    later = TODAY + timedelta(days=1)
    return second, send(profile, company, later, picture=second.built.picture, previous=company)


def test_another_code_of_the_same_subscriber_is_told_as_a_change_of_the_record():
    sent, later = recoded(MEDICAL)
    assert (ins(sent, SUBSCRIBER), of(sent, SUBSCRIBER, "REF*ZZ", "HD"), later.transactions) == (
        "001/33",
        ["REF*ZZ*E900"],
        [],
    )


def test_nobody_vanishes_with_the_code_before():
    assert [sent.built.measures.totals.vanished for sent in recoded(MEDICAL)] == [0, 0]


def test_where_the_code_is_the_identifier_another_one_is_another_family():
    sent, _ = recoded(VISION)
    assert (sent.built.events, sent.built.measures.totals.vanished) == ({"new_hire": 2}, 2)
