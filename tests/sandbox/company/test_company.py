"""The invented company is repeatable, and valid but for the people who are awkward on purpose."""

from datetime import date, timedelta

import pytest

from sandbox.company import Company, awkward, build_company
from sandbox.company.model import HISTORY_DATES, Person
from sandbox.company.vocabulary import PRIMARY_EIN, SECOND_EIN

TODAY = date(2026, 3, 4)


@pytest.fixture(scope="module")
def company() -> Company:
    return build_company(7, 1_000, TODAY)


def status_of(person: Person) -> str:
    rows = [row for row in person.rows("employmentStatus") if row["date"] <= TODAY.isoformat()]
    return max(rows, key=lambda row: (row["date"], int(row["id"])))["employmentStatus"] if rows else ""


def test_the_same_seed_size_and_date_give_the_same_people(company):
    assert build_company(7, 1_000, TODAY).people == company.people


def test_another_seed_gives_other_people(company):
    assert build_company(8, 1_000, TODAY).people != company.people


@pytest.mark.parametrize("size", [1, 2, 24, 25, 60])
def test_a_company_has_as_many_people_as_asked_for(size):
    assert len(build_company(3, size, TODAY).people) == size


def test_about_85_percent_are_active(company):
    active = sum(status_of(person) not in {"Terminated", ""} for person in company.people.values())
    assert 820 <= active <= 880


def test_leavers_left_within_two_years(company):
    days = [
        row["date"]
        for person in company.people.values()
        for row in person.rows("employmentStatus")
        if row["employmentStatus"] == "Terminated"
    ]
    assert min(days) >= (TODAY - timedelta(days=730)).isoformat()


def test_employee_numbers_run_from_e10001(company):
    numbers = [person.fields["employeeNumber"] for person in company.people.values()]
    assert numbers == [f"E{10_001 + place}" for place in range(1_000)]


def test_only_the_two_records_of_one_person_share_a_social_security_number(company):
    seen: dict[str, list[int]] = {}
    for person in company.people.values():
        seen.setdefault(person.fields.get("ssn", ""), []).append(person.id)
    shared = [ids for ids in seen.values() if len(ids) > 1]
    assert shared == [[awkward.TWO_EINS_PRIMARY, awkward.TWO_EINS_SECOND]]


def test_social_security_numbers_are_none_that_are_ever_given_out(company):
    numbers = [person.fields["ssn"] for person in company.people.values() if "ssn" in person.fields]
    assert all(number[0] == "9" and len(number) == 11 for number in numbers)


def test_work_emails_are_unique(company):
    mails = [person.fields["workEmail"] for person in company.people.values() if "workEmail" in person.fields]
    assert len(mails) == len(set(mails))


def test_everyone_was_an_adult_when_hired(company):
    ages = [
        (date.fromisoformat(p.fields["hireDate"]) - date.fromisoformat(p.fields["dateOfBirth"])).days
        for p in company.people.values()
    ]
    assert min(ages) >= 18 * 365


def test_nobody_is_their_own_superior_through_any_chain(company):
    leads = {p.id: int(p.rows("jobInfo")[-1].get("reportsTo", 0)) for p in company.people.values()}
    assert all(superior < person for person, superior in leads.items())


def test_supervisors_exist(company):
    leads = {int(p.rows("jobInfo")[-1].get("reportsTo", p.id)) for p in company.people.values()}
    assert leads <= company.people.keys()


def test_nothing_but_the_future_people_is_dated_after_today(company):
    ahead = {
        person.id
        for person in company.people.values()
        for table, column in HISTORY_DATES.items()
        for row in person.rows(table)
        if row[column] > TODAY.isoformat()
    }
    assert ahead == {awkward.FUTURE_HIRE, awkward.FUTURE_TERMINATION, awkward.FUTURE_TRANSFER}


def test_last_changes_are_past_and_not_before_the_newest_row(company):
    assert all(person.last_changed < TODAY.isoformat() for person in company.people.values())


def test_only_one_dependent_is_26_or_older_among_children(company):
    limit = TODAY.replace(year=TODAY.year - 26).isoformat()
    over = [
        person.id
        for person in company.people.values()
        for row in person.rows("dependents")
        if row["relationship"] == "child" and row["dateOfBirth"] <= limit
    ]
    assert over == [awkward.OVERAGE_DEPENDENT]


@pytest.mark.parametrize(
    ("who", "rule"),
    [
        (awkward.NAMESAKE, lambda p: (p.fields["firstName"], p.fields["lastName"]) == ("Maria", "Lopez")),
        (
            awkward.OTHER_NAMESAKE,
            lambda p: (p.fields["firstName"], p.fields["lastName"]) == ("Maria", "Lopez"),
        ),
        (awkward.REHIRE, lambda p: p.fields["originalHireDate"] < p.fields["hireDate"]),
        (awkward.FUTURE_HIRE, lambda p: p.fields["hireDate"] == "2026-03-24"),
        (awkward.NO_SSN, lambda p: "ssn" not in p.fields),
        (awkward.NON_ASCII_NAME, lambda p: not p.fields["lastName"].isascii()),
        (awkward.TEST_EMPLOYEE, lambda p: p.fields["customTestEmployee"] == "yes"),
        (awkward.SECOND_EIN_ONLY, lambda p: p.fields["customEin"] == SECOND_EIN),
        (awkward.TWO_EINS_PRIMARY, lambda p: p.fields["customEin"] == PRIMARY_EIN),
        (awkward.TWO_EINS_SECOND, lambda p: p.fields["customEin"] == SECOND_EIN),
        (awkward.CONTRACTOR, lambda p: status_of(p) == "Contractor"),
        (
            awkward.LEAVER_WITH_FAMILY,
            lambda p: status_of(p) == "Terminated" and len(p.rows("dependents")) == 2,
        ),
        (awkward.NO_ADDRESS, lambda p: not {"address1", "city", "state", "zipcode"} & p.fields.keys()),
        (awkward.FUTURE_TERMINATION, lambda p: p.rows("employmentStatus")[-1]["date"] == "2026-03-16"),
        (awkward.FUTURE_TRANSFER, lambda p: p.rows("jobInfo")[-1]["date"] == "2026-03-19"),
        (awkward.FURLOUGHED, lambda p: status_of(p) == "Furloughed"),
        (awkward.INTERN, lambda p: status_of(p) == "Intern"),
        (awkward.NON_BINARY, lambda p: p.fields["gender"] == "Non-Binary"),
        (awkward.PART_TIME, lambda p: status_of(p) == "Part-Time"),
    ],
)
@pytest.mark.parametrize("size", [25, 400])
def test_the_awkward_people_are_always_the_same_ones(who, rule, size):
    assert rule(build_company(11, size, TODAY).people[who])
