"""10,000 random people, every scenario of an enrolment's life, with each profile: files in a row are right.

Families, their details and what happens to them come from a seeded generator. pyx12 knows no life insurance,
as the guide does not: what it says of just these lines is expected.
"""

import random

import pandas as pd
import pytest

from tests.domain.carriers.company import LAST_MONDAY, TODAY, Company, send_all
from tests.domain.carriers.judges import OUTSIDE_THE_GUIDE, own_findings, pyx12_findings, read_back
from tests.domain.carriers.scenarios import LATELY, SCENARIOS, couple, family, parent, single
from tests.mapping.carriers.profiles import PROFILE_OF

PEOPLE = 10_000
FIRST_NAMES = ("Ana", "José", "Zoë", "Søren", "O\u2019Neil", "Mary Ann", "Li", "Núria", "D'Arcy", "Jürgen*")
STREETS = ("12 Main St.", "Apt #4, 9 Elm", "Straße 7", "1/2 Oak Ave", "P.O. Box 88: rear")
SHAPES = (single, couple, parent, family)


def random_company(seed, people):
    """A company of at least so many people, and what is about to happen to each family."""
    chance = random.Random(seed)
    company, coming = Company(), {}
    for number in range(people):
        if len(company.people) >= people:
            break
        code = f"E{number:05}"
        scenario = chance.choice(list(SCENARIOS)) if number % 2 else "nothing"
        shape = chance.choice([shape for shape in SHAPES if shape in SCENARIOS[scenario][1]])
        begin = LATELY if scenario == "never effective" else "2026-01-01"
        shape(company, code, begin=begin, **details(chance, number))
        coming[code] = scenario
    return company, coming


def details(chance, number):
    """Details of an employee, with all that real data is short of."""
    return {
        "ssn": chance.choice(
            [f"{100 + number % 500}-{1 + number % 99:02}-{1 + number // 99 % 9999:04}", None]
        ),
        "first_name": chance.choice(FIRST_NAMES),
        "middle_name": chance.choice([None, "Q", "Étienne"]),
        "name_suffix": chance.choice([None, None, "Jr."]),
        "gender": chance.choice(["F", "M", None]),
        "address_1": chance.choice(STREETS),
        "zip_code": chance.choice(["83702", "83702-1234", "837021234", None]),
        "home_phone": chance.choice([None, "208.555.0133", "+1 (208) 555-0133", "555"]),
        "cell_phone": chance.choice([None, "2085550199"]),
        "email": chance.choice([None, f"p_{number}@juniper.example", "ünbeschreiblich@juniper.example"]),
        "org_class": chance.choice(["FT-HRLY", "FT-SAL", "EXEC", "PT"]),
        "division": chance.choice(["WEST", "EAST", "CENTRAL"]),
        "location": chance.choice(["BOI", "DEN", "AUS", "BOS", "REM"]),
        "employment_level": chance.choice(["F", "P"]),
        "medicare_plan": chance.choice([None, None, None, "AB"]),
        "medicare_reason": "DISABILITY",
        "business_title": chance.choice(["Analyst", "Küchenchef", None]),
    }


def three_files(carrier, company, coming):
    """Files of a carrier that knows everybody: of a quiet week, and of the week in which all happens."""
    kind = "full" if carrier == "cedarline_health" else None
    first = send_all(carrier, company, LAST_MONDAY, kind=kind)
    known = pd.concat([sent.built.picture for sent in first])
    quiet = send_all(carrier, company, TODAY, kind=kind, picture=known, previous=company)
    before = company.copy()
    for code, scenario in coming.items():
        SCENARIOS[scenario][0](company, code)
    known = pd.concat([sent.built.picture for sent in quiet])
    return quiet, [
        *send_all(carrier, company, TODAY, kind=kind, picture=known, previous=before),
        *(send_all(carrier, company, TODAY, picture=known, previous=before) if kind else []),
    ]


def records(files):
    """The people of some files, by file and subscriber code."""
    found = {}
    for sent in files:
        members = {one.header.reference: list(one.members) for one in sent.transactions}
        for row in sent.built.index:
            family = found.setdefault((sent.build.file, row.subscriber_code), [])
            family.append(members[row.transaction][row.order])
    return found


def refusals(sent):
    return {(refusal.subscriber_code, refusal.rule) for refusal in sent.built.refused}


def to_be_refused(carrier, company):
    """Families that a carrier cannot be told of: those without an SSN, where only that will do."""
    if carrier != "brightleaf_dental":
        return set()
    people = company.people.items()
    return {(code, "no_subscriber_id") for code, one in people if "/" not in code and not one["ssn"]}


@pytest.fixture(scope="module", params=[400, pytest.param(PEOPLE, marks=pytest.mark.slow)])
def company(request):
    return random_company(20260316, request.param)


@pytest.mark.parametrize("carrier", PROFILE_OF)
def test_files_of_everything_that_happens_are_right(carrier, company):
    people, coming = company
    quiet, eventful = three_files(carrier, people.copy(), coming)

    assert {refusal for sent in eventful for refusal in refusals(sent)} <= to_be_refused(carrier, people)
    assert {refusal for sent in quiet for refusal in refusals(sent)} == to_be_refused(carrier, people)
    for sent in (*quiet, *eventful):
        assert read_back(sent)
        assert own_findings(sent.data, PROFILE_OF[carrier]) == {}
    for sent in eventful:
        assert pyx12_findings(sent.data) <= (OUTSIDE_THE_GUIDE if carrier == "harborstone_life" else set())

    before, after = records(quiet), records(eventful[: len(quiet)])
    changed = {
        code
        for file, code in before.keys() | after.keys()
        if before.get((file, code)) != after.get((file, code))
    }
    assert {code for code in changed if coming[code.removesuffix("N")] == "nothing"} == set()
