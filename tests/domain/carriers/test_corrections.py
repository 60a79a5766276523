"""Corrections of who somebody is: what was told before comes along, and under which identifier."""

from datetime import timedelta

from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import (
    LAST_MONDAY,
    SPOUSE,
    SUBSCRIBER,
    TODAY,
    Company,
    ins,
    of,
    send,
)
from tests.domain.carriers.judges import own_findings, pyx12_findings
from tests.mapping.carriers.profiles import DENTAL, LIFE, MEDICAL, changed

OTHER_SSN = {"ssn": "523-22-4444"}
FORMER, CORRECTED = "523111001", "523224444"


def a_week(profile, happens):
    """A company whose carrier knows a couple, and the file after something happened to it."""
    company = Company()
    s.couple(company, "E100")
    first = send(profile, company, LAST_MONDAY)
    before = company.copy()
    happens(company)
    return company, send(profile, company, TODAY, picture=first.built.picture, previous=before)


def corrected(profile=MEDICAL, person="E100", **values):
    return a_week(profile, lambda company: company.change(person, **values))


def test_a_corrected_ssn_tells_the_former_identifier_of_the_whole_family():
    _, sent = corrected(**OTHER_SSN)
    assert [of(sent, name, "REF*0F", "REF*Q4") for name in (SUBSCRIBER, SPOUSE)] == [
        [f"REF*0F*{CORRECTED}", f"REF*Q4*{FORMER}"]
    ] * 2


def test_the_former_identifier_is_left_to_the_profile():
    _, sent = corrected(changed(MEDICAL, identifiers={"prior": False}), **OTHER_SSN)
    assert of(sent, SUBSCRIBER, "REF*Q4") == []


def test_dependents_are_told_under_the_new_identifier_without_a_correction_of_their_own():
    _, sent = corrected(**OTHER_SSN)
    assert (ins(sent, SPOUSE), [line[:6] for line in of(sent, SPOUSE, "NM1")]) == ("001/25", ["NM1*IL"])


def test_a_new_identifier_is_told_once():
    company, sent = corrected(**OTHER_SSN)
    again = send(MEDICAL, company, TODAY + timedelta(days=1), picture=sent.built.picture, previous=company)
    assert again.transactions == []


def test_a_file_with_a_former_identifier_is_accepted():
    _, sent = corrected(**OTHER_SSN)
    assert (own_findings(sent.data, MEDICAL), pyx12_findings(sent.data)) == ({}, set())


def test_who_is_corrected_and_leaves_is_found_by_the_old_values():
    def happens(company):
        company.change("E100", **OTHER_SSN)
        s.termination(company, "E100")

    _, sent = a_week(MEDICAL, happens)
    assert (ins(sent, SUBSCRIBER), of(sent, SUBSCRIBER, "REF*Q4", "NM1*74", "NM1*70")) == (
        "024/08",
        [
            f"REF*Q4*{FORMER}",
            f"NM1*74*1*LARKSPURB*ROBIN****34*{CORRECTED}",
            f"NM1*70*1*LARKSPURB*ROBIN****34*{FORMER}",
        ],
    )


def test_a_correction_is_not_repeated_with_the_end():
    company, sent = a_week(DENTAL, lambda company: s.termination(company, "E100"))
    before = company.copy()
    company.change("E100", **OTHER_SSN)
    days = (TODAY + timedelta(days=7), TODAY + timedelta(days=14))
    told = send(DENTAL, company, days[0], picture=sent.built.picture, previous=before)
    again = send(DENTAL, company, days[1], picture=told.built.picture, previous=company)
    assert [[line[:6] for line in of(one, SUBSCRIBER, "NM1")] for one in (told, again)] == [
        ["NM1*74", "NM1*70"],
        ["NM1*IL"],
    ]


def test_an_ssn_that_is_shown_no_more_is_no_correction():
    company, sent = corrected(person="E100/1", ssn=None)
    later = company.copy()
    later.change("E100/1", ssn="523-77-1234")
    back = send(MEDICAL, later, TODAY + timedelta(days=1), picture=sent.built.picture, previous=company)
    assert (sent.transactions, back.transactions) == ([], [])


def test_a_birth_date_is_corrected_though_the_ssn_is_shown_no_more():
    _, sent = corrected(person="E100/1", ssn=None, birthdate="1985-03-03")
    assert ins(sent, SPOUSE) == "001/25"


def test_a_family_that_is_known_by_an_ssn_is_not_told_under_another_identifier_when_it_is_lost():
    company, sent = corrected(ssn=None)
    later = send(MEDICAL, company, TODAY + timedelta(days=1), picture=sent.built.picture, previous=company)
    rules = [[refusal.rule for refusal in one.built.refused] for one in (sent, later)]
    assert rules == [["ssn_lost"], ["ssn_lost"]]


def test_a_carrier_that_knows_the_family_by_another_identifier_is_told_without_the_ssn():
    company = Company()
    s.couple(company, "E100")
    profile = changed(MEDICAL, identifiers={"subscriber": LIFE.identifiers.subscriber})
    first = send(profile, company, LAST_MONDAY)
    before = company.copy()
    company.change("E100", ssn=None)
    sent = send(profile, company, TODAY, picture=first.built.picture, previous=before)
    assert (sent.built.refused, sent.transactions) == ((), [])
