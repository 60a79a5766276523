"""What can go wrong with what the HR system says: how it strikes, what is told, how it is put right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.pipeline.company import Company
from tests.pipeline.expected import current

Mend = Callable[[Company, dict[str, Any]], object]
"""Puts right what went wrong, given the people as they were."""


def hide(company: Company, people: list[str]) -> None:
    company.permissions(hidden_employees=[int(person) for person in people])


def swap_ssns(company: Company) -> None:
    """Give each of forty people the SSN of the next one; done twice, nothing has happened."""
    people = company.people()
    chosen = company.ordinary()[:40]
    for place, person in enumerate(chosen):
        company.drill(person, ssn=people[chosen[place ^ 1]]["fields"]["ssn"])


def rename_department(company: Company) -> None:
    company.drill("all", department="Money")


def terminate_everyone(company: Company) -> None:
    for person in company.ordinary():
        company.terminate(person)


def take_back_terminations(company: Company) -> None:
    today = company.day(0)
    for person, record in company.people().items():
        row = record["tables"]["employmentStatus"][-1]
        if (row["date"], row["employmentStatus"]) == (today, "Terminated"):
            company.withdraw(person, "employmentStatus")


COLUMNS = {
    "department": ("jobInfo", "department"),
    "employmentHistoryStatus": ("employmentStatus", "employmentStatus"),
}
"""Fields shown from a history table, with table and column."""


def restored(*names: str) -> Mend:
    """Return what puts these fields back as they were for everybody."""

    def restore(company: Company, before: dict[str, Any]) -> None:
        for number, person in before.items():
            company.drill(number, **{name: value_of(company, person, name) for name in names})

    return restore


def value_of(company: Company, person: dict[str, Any], name: str) -> str | None:
    if name not in COLUMNS:
        value: str | None = person["fields"].get(name)
        return value
    table, column = COLUMNS[name]
    rows = person["tables"][table]
    return (current(rows, "date", company.day(0)) or rows[-1]).get(column)


@dataclass(frozen=True)
class Disaster:
    """What goes wrong, what the guard says, and how it is put right."""

    strike: Callable[[Company], object]
    sentence: str
    mend: Mend


DISASTERS = {
    "an empty roster": Disaster(
        lambda company: hide(company, list(company.people())),
        r"the source returned nobody although \d+ people are known",
        lambda company, _: hide(company, []),
    ),
    "half a roster": Disaster(
        lambda company: hide(company, list(company.people())[::2]),
        r"only \d+ of \d+ known people are in the roster|the roster has 60 people",
        lambda company, _: hide(company, []),
    ),
    "a missing page": Disaster(
        lambda company: hide(company, list(company.people())[60:90]),
        r"the roster has 90 people; the last accepted one had 120",
        lambda company, _: hide(company, []),
    ),
    "the status column null": Disaster(
        lambda company: company.drill("all", status=""),
        r"status is filled for 0\.0% of people; it was for 100\.0%",
        lambda company, _: company.drill("all", status=None),
    ),
    "the employment status column null": Disaster(
        lambda company: company.drill("all", employmentHistoryStatus=None),
        r"employmentHistoryStatus is filled for 0\.0% of people; it was for 100\.0%",
        restored("employmentHistoryStatus"),
    ),
    "everyone inactive": Disaster(
        lambda company: company.drill("all", status="Inactive"),
        r"\d+ of 120 records are rejected; the limit is 6",
        lambda company, _: company.drill("all", status=None),
    ),
    "everyone terminated": Disaster(
        terminate_everyone,
        r"\d+ terminations; the limit is 5 for \d+ active people",
        lambda company, _: take_back_terminations(company),
    ),
    "all dates zero": Disaster(
        lambda company: company.drill("all", hireDate="0000-00-00", dateOfBirth="0000-00-00"),
        r"hireDate is filled for 0\.0% of people; it was for 100\.0%",
        restored("hireDate", "dateOfBirth"),
    ),
    "swapped SSNs": Disaster(
        swap_ssns, r"ssn changes for 40 of \d+ people; the limit is 3", lambda company, _: swap_ssns(company)
    ),
    "a permission lost on SSN": Disaster(
        lambda company: company.permissions(hidden_fields=["ssn"]),
        r"the source withheld 1 fields asked for: ssn",
        lambda company, _: company.permissions(hidden_fields=[]),
    ),
    "a department renamed for everyone": Disaster(
        rename_department,
        r"udef_1 changes for \d+ of \d+ people; the limit is 10",
        restored("department"),
    ),
}
