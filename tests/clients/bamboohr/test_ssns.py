"""SSNs are read for everyone by two calls, and a right that was lost is told."""

import pytest

from benefits_sync.clients.bamboohr.ssns import SsnReader
from benefits_sync.models.elections import HeldSsns
from benefits_sync.models.frames import records_of
from tests.clients.bamboohr.conftest import Company


async def read(company: Company) -> HeldSsns:
    company.counted = len(company.journal)
    return await SsnReader(company.client).read()


async def test_a_report_and_the_table_of_dependents_are_all(company: Company) -> None:
    await read(company)
    assert sorted(company.routes) == ["GET employees/all/tables/dependents", "POST reports/custom"]


async def test_an_employees_ssn_is_told_in_clear(company: Company) -> None:
    person = company.running.sandbox.vendors["bamboohr"].state.company.people[103]
    known = dict(records_of_pairs(await read(company)))
    assert known["E10003"] == person.fields["ssn"]


async def test_a_dependent_is_told_with_employee_name_birth_date_and_relationship(company: Company) -> None:
    row = company.running.sandbox.vendors["bamboohr"].state.company.people[114].rows("dependents")[1]
    wanted = {
        "subscriber_code": "E10014",
        "relationship": "child",
        "first_name": row["firstName"],
        "birthdate": row["dateOfBirth"],
        "ssn": row["ssn"],
    }
    assert wanted in records_of((await read(company)).dependents)


@pytest.mark.parametrize("field", ["ssn", "dependents.ssn", "employeeNumber"])
async def test_a_field_that_does_not_come_back_is_told(company: Company, field: str) -> None:
    company.rights.hidden_fields.add(field)
    assert (await read(company)).withheld == (field,)


def records_of_pairs(held: HeldSsns) -> list[tuple[str | None, str | None]]:
    return [(one["subscriber_code"], one["ssn"]) for one in records_of(held.employees)]
