"""The people every real company has and every export stumbles over.

They are the second to the twenty-first person of every company of 25 people or more, so that a test, a
demonstration or a reader of a log can name them:

======  =======  =========================  ==========================================================
id      number   constant                   what is awkward
======  =======  =========================  ==========================================================
102     E10002   ``NAMESAKE``               shares first and last name with the next
103     E10003   ``OTHER_NAMESAKE``         shares first and last name with the one before
104     E10004   ``REHIRE``                 left and came back: ``originalHireDate`` is set
105     E10005   ``FUTURE_HIRE``            starts in 20 days; every history row is dated then
106     E10006   ``NO_SSN``                 has no social security number
107     E10007   ``NON_ASCII_NAME``         name and street with letters outside ASCII
108     E10008   ``TEST_EMPLOYEE``          ``customTestEmployee`` is yes
109     E10009   ``SECOND_EIN_ONLY``        employed by the second EIN and nowhere else
110     E10010   ``TWO_EINS_PRIMARY``       the primary-EIN record of somebody with two records
111     E10011   ``TWO_EINS_SECOND``        the second-EIN record of the same person, another number
112     E10012   ``CONTRACTOR``             a contractor
113     E10013   ``OVERAGE_DEPENDENT``      has a child aged 26
114     E10014   ``LEAVER_WITH_FAMILY``     left last month, with a spouse and a child
115     E10015   ``NO_ADDRESS``             has no address
116     E10016   ``FUTURE_TERMINATION``     leaves in 12 days, already entered
117     E10017   ``FUTURE_TRANSFER``        moves to Denver in 15 days, already entered
118     E10018   ``FURLOUGHED``             furloughed
119     E10019   ``INTERN``                 an intern
120     E10020   ``NON_BINARY``             gender Non-Binary
121     E10021   ``PART_TIME``              works part-time
======  =======  =========================  ==========================================================
"""

from collections.abc import Callable
from random import Random

from sandbox.company import vocabulary as words
from sandbox.company.history import add_dependent, departure, touch
from sandbox.company.model import HISTORY_DATES, Company, Person, iso

SMALLEST = 25
"""From this size on a company has all of them."""

CHIEF = 101
NAMESAKE = 102
OTHER_NAMESAKE = 103
REHIRE = 104
FUTURE_HIRE = 105
NO_SSN = 106
NON_ASCII_NAME = 107
TEST_EMPLOYEE = 108
SECOND_EIN_ONLY = 109
TWO_EINS_PRIMARY = 110
TWO_EINS_SECOND = 111
CONTRACTOR = 112
OVERAGE_DEPENDENT = 113
LEAVER_WITH_FAMILY = 114
NO_ADDRESS = 115
FUTURE_TERMINATION = 116
FUTURE_TRANSFER = 117
FURLOUGHED = 118
INTERN = 119
NON_BINARY = 120
PART_TIME = 121
LAST_AWKWARD = PART_TIME

EMPLOYED_AS = {CONTRACTOR: "Contractor", FURLOUGHED: "Furloughed", INTERN: "Intern", PART_TIME: "Part-Time"}
"""How the ones are employed whose employment is what is awkward; all others are full-time."""

_ADDRESS = ("address1", "address2", "city", "state", "zipcode", "country")


def make_awkward(rng: Random, company: Company) -> None:
    """Turn the second to the twenty-first person into the awkward ones of the module's table.

    Args:
        rng: Where chance comes from.
        company: A company of at least `SMALLEST` people, as drawn.
    """
    for number, change in _CHANGES.items():
        person = company.people[number]
        change(rng, company, person)
        touch(rng, company, person)


def _namesake(_rng: Random, _company: Company, person: Person) -> None:
    person.fields.update(
        firstName="Maria", lastName="Lopez", workEmail=f"maria.lopez.{person.id}@example.test"
    )
    person.fields.pop("middleName", None)
    person.fields.pop("preferredName", None)


def _rehire(_rng: Random, company: Company, person: Person) -> None:
    today = company.today.toordinal()
    first, left, back = iso(today - 2_000), iso(today - 700), iso(today - 90)
    status = person.tables["employmentStatus"][0]["employmentStatus"]
    person.tables["employmentStatus"] = []
    company.add_row(person, "employmentStatus", {"date": first, "employmentStatus": status})
    leaving = departure(left, "Resignation (Voluntary)", "Relocation")
    company.add_row(person, "employmentStatus", leaving)
    company.add_row(person, "employmentStatus", {"date": back, "employmentStatus": status})
    for table in ("jobInfo", "compensation"):
        newest = person.tables[table][-1]
        column = HISTORY_DATES[table]
        person.tables[table] = [{**newest, column: first}]
        company.add_row(person, table, {**_without_id(newest), column: back})
    person.fields.update(hireDate=back, originalHireDate=first, customSeniorityDate=first)
    person.fields["dateOfBirth"] = iso(today - 40 * 365)


def _future_hire(_rng: Random, company: Company, person: Person) -> None:
    start = iso(company.today.toordinal() + 20)
    for table, column in HISTORY_DATES.items():
        person.tables[table] = [{**person.tables[table][-1], column: start}]
    person.fields.update(hireDate=start, customSeniorityDate=start)
    person.tables.pop("customEquipment", None)


def _no_ssn(_rng: Random, _company: Company, person: Person) -> None:
    del person.fields["ssn"]


def _non_ascii(_rng: Random, _company: Company, person: Person) -> None:
    person.fields.update(
        firstName="Zoë",
        middleName="Søs",
        lastName="Ångström-Nuñez",
        preferredName="Zoë",
        address1="12 Peña Blanca Rd",
        workEmail="zoe.angstrom-nunez@example.test",
    )


def _test_employee(_rng: Random, _company: Company, person: Person) -> None:
    person.fields.update(firstName="Test", lastName="Employee", customTestEmployee="yes")


def _second_ein(_rng: Random, _company: Company, person: Person) -> None:
    person.fields["customEin"] = words.SECOND_EIN


def _primary_record(_rng: Random, company: Company, person: Person) -> None:
    person.fields["dateOfBirth"] = iso(company.today.toordinal() - 45 * 365)


def _second_record(_rng: Random, company: Company, person: Person) -> None:
    primary = company.people[TWO_EINS_PRIMARY].fields
    own = {name: person.fields[name] for name in ("employeeNumber", "customBadge", "hireDate")}
    person.fields.clear()
    person.fields.update(primary)
    person.fields.update(own)
    person.fields.update(customEin=words.SECOND_EIN, customSeniorityDate=own["hireDate"])
    del person.fields["workEmail"]


def _overage_dependent(rng: Random, company: Company, person: Person) -> None:
    person.fields["dateOfBirth"] = iso(company.today.toordinal() - 55 * 365)
    add_dependent(rng, company, person, "child", company.today.toordinal() - 26 * 366)


def _leaver_with_family(rng: Random, company: Company, person: Person) -> None:
    today = company.today.toordinal()
    person.tables["dependents"] = []
    add_dependent(rng, company, person, "spouse", today - 38 * 365)
    add_dependent(rng, company, person, "child", today - 7 * 365)
    person.fields["maritalStatus"] = "Married"
    leaving = departure(iso(today - 25), "Resignation (Voluntary)", "Better Opportunity")
    company.add_row(person, "employmentStatus", leaving)


def _no_address(_rng: Random, _company: Company, person: Person) -> None:
    for name in _ADDRESS:
        person.fields.pop(name, None)


def _future_termination(_rng: Random, company: Company, person: Person) -> None:
    day = iso(company.today.toordinal() + 12)
    leaving = departure(day, "Resignation (Voluntary)", "Relocation")
    company.add_row(person, "employmentStatus", leaving)


def _future_transfer(_rng: Random, company: Company, person: Person) -> None:
    job = {**_without_id(person.tables["jobInfo"][-1]), "location": "Boise", "division": "West"}
    person.tables["jobInfo"] = [{"id": person.tables["jobInfo"][-1]["id"], **job}]
    moved = {
        **job,
        "date": iso(company.today.toordinal() + 15),
        "location": "Denver",
        "department": "Finance",
    }
    company.add_row(person, "jobInfo", moved)


def _non_binary(_rng: Random, _company: Company, person: Person) -> None:
    person.fields["gender"] = "Non-Binary"


def _without_id(row: dict[str, str]) -> dict[str, str]:
    return {column: value for column, value in row.items() if column != "id"}


_CHANGES: dict[int, Callable[[Random, Company, Person], None]] = {
    NAMESAKE: _namesake,
    OTHER_NAMESAKE: _namesake,
    REHIRE: _rehire,
    FUTURE_HIRE: _future_hire,
    NO_SSN: _no_ssn,
    NON_ASCII_NAME: _non_ascii,
    TEST_EMPLOYEE: _test_employee,
    SECOND_EIN_ONLY: _second_ein,
    TWO_EINS_PRIMARY: _primary_record,
    TWO_EINS_SECOND: _second_record,
    OVERAGE_DEPENDENT: _overage_dependent,
    LEAVER_WITH_FAMILY: _leaver_with_family,
    NO_ADDRESS: _no_address,
    FUTURE_TERMINATION: _future_termination,
    FUTURE_TRANSFER: _future_transfer,
    NON_BINARY: _non_binary,
}
