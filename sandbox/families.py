"""Employees enter at PlanSource the family members whom the HR system knows, under /__sandbox/families.

The vendors know nothing of each other; what joins them in real life is the people who fill in both.
"""

from typing import Final, cast

from aiohttp import web

from sandbox.bamboohr.vendor import BambooHR
from sandbox.company import Row
from sandbox.core.state import Sandbox
from sandbox.core.vendors import BAMBOOHR, CONTROL, PLANSOURCE
from sandbox.core.wire import json_answer
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

_GENDERS: Final = {"Male": "M", "Female": "F"}
_RELATIONSHIPS: Final = {
    "spouse": "spouse",
    "child": "child",
    "step child": "child",
    "foster child": "child",
    "domestic partner": "domestic_partner",
}


def enter_families(hr: BambooHR, benefits: PlanSource) -> int:
    """Enter the dependents of everyone who has entered nobody yet, and return how many."""
    entered = 0
    for person in hr.state.company.people.values():
        record = benefits.roster.lookup(person.fields.get("employeeNumber", ""), custom=True)
        if record is None or benefits.dependents_of(record):
            continue
        for row in person.rows("dependents"):
            benefits.add_dependent(record, _members(row))
            entered += 1
    return entered


def _members(row: Row) -> Record:
    members = {
        "first_name": row.get("firstName"),
        "middle_name": row.get("middleName"),
        "last_name": row.get("lastName"),
        "birthdate": row.get("dateOfBirth", "").replace("-", "/"),
        "gender": _GENDERS.get(row.get("gender", "")),
        "relationship_code": _RELATIONSHIPS.get(row.get("relationship", ""), "other"),
        "ssn": row.get("ssn", "").replace("-", ""),
    }
    return {name: value for name, value in members.items() if value}


def add_routes(app: web.Application, sandbox: Sandbox) -> None:
    """Register the control route; both vendors must have joined the sandbox."""
    hr = cast("BambooHR", sandbox.vendors[BAMBOOHR])
    benefits = cast("PlanSource", sandbox.vendors[PLANSOURCE])

    async def families(_request: web.Request) -> web.Response:
        return json_answer({"entered": enter_families(hr, benefits)})

    app.router.add_post(f"{CONTROL}/families", families)
