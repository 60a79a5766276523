"""An invented company, the mapping that exports it, and a simple target that does what a plan says."""

import json
from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from datetime import date

import pandas as pd

from benefits_sync.domain.planning import Plan, PlanRequest, plan_demographics
from benefits_sync.mapping.frame import map_frame
from benefits_sync.mapping.grammar import Mapping
from benefits_sync.models.plans import STATE_COLUMNS, TARGET_COLUMNS

TODAY = date(2026, 6, 15)
KEY = b"a key for tests"
Person = dict[str, str | None]

MAPPING = Mapping.model_validate(
    {
        "name": "demographic_export",
        "version": 3,
        "source": "bamboohr.employee",
        "target": "plansource.subscriber",
        "key": "subscriber_code",
        "settings": {"hire_horizon_days": 60, "ssn_allow_900_area": True},
        "scope": [
            {"reason": "test_employee", "when": {"customTestEmployee": "yes"}},
            {"reason": "other_ein", "when": {"customEin": {"not_in": ["84-1234567"]}}},
            {"reason": "future_hire", "when": {"hireDate": {"more_than_days_ahead": 60}}},
        ],
        "fields": {
            "subscriber_code": {"from": "employeeNumber", "required": True},
            "first_name": {"from": "firstName", "required": True},
            "last_name": {"from": "lastName", "required": True},
            "ssn": {"from": "ssn", "transforms": ["digits_only", "exactly_9"], "required": True},
            "birthdate": {"from": "dateOfBirth", "transforms": ["iso_date"], "required": True},
            "hire_date": {"from": "hireDate", "transforms": ["iso_date"], "required": True},
            "location": {"from": "location", "lookup": "location"},
            "org_class": {"rules": "org_class", "required": True},
            "union_code": {"from": "customUnion"},
            "current_salary": {"from": "payRate"},
            "udef_1": {"from": "department", "when_empty": "clear"},
        },
        "lookups": {"location": {"Boise": "BOI", "Denver": "DEN"}},
        "rules": {
            "org_class": [
                {
                    "name": "full_time",
                    "when": {"employmentHistoryStatus": ["Full-Time", "Terminated"]},
                    "value": "FT",
                },
                {
                    "name": "part_time_after_a_year",
                    "when": {
                        "employmentHistoryStatus": "Part-Time",
                        "hireDate": {"tenure_at_least_days": 365},
                    },
                    "value": "PT-1Y",
                },
                {"name": "part_time", "when": {"employmentHistoryStatus": "Part-Time"}, "value": "PT"},
            ],
            "reason": [
                {"name": "layoff", "when": {"terminationReason": "Layoff"}, "value": "layoff"},
                {
                    "name": "other",
                    "when": {"terminationReason": "Performance"},
                    "value": "employment_termination",
                },
            ],
            "voluntary": [{"name": "dismissed", "otherwise": "false"}],
        },
        "termination": {
            "when": {"employmentHistoryStatus": "Terminated"},
            "date": "terminationDate",
            "reason": "reason",
            "voluntary": "voluntary",
            "keep": ["org_class"],
        },
    },
    by_alias=True,
)


def person(number: int, **facts: str | None) -> Person:
    """Invent one employee; ``facts`` override BambooHR fields."""
    return {
        "source_id": str(number),
        "employeeNumber": f"E{10000 + number}",
        "firstName": f"First{number}",
        "lastName": f"Last{number}",
        "ssn": f"9{number:08d}",
        "dateOfBirth": "1990-02-03",
        "hireDate": "2020-01-06",
        "status": "Active",
        "employmentHistoryStatus": "Full-Time",
        "terminationDate": None,
        "terminationReason": None,
        "location": "Boise",
        "customUnion": None,
        "customEin": "84-1234567",
        "customTestEmployee": None,
        "payRate": "65520.00",
        "department": "Finance",
    } | facts


def people(count: int) -> list[Person]:
    return [person(number) for number in range(1, count + 1)]


def leaver(
    number: int, on: str | None = "2026-06-01", reason: str | None = "Layoff", **facts: str | None
) -> Person:
    ended = {"status": "Inactive", "employmentHistoryStatus": "Terminated"}
    return person(number, **ended, terminationDate=on, terminationReason=reason, **facts)


def frame(rows: Iterable[Lookup[str, object]], columns: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)


def source_frame(rows: Iterable[Person]) -> pd.DataFrame:
    return frame(rows, person(0))


class Target:
    """A target that applies plans at once and never fails; it knows nothing of how plans are made."""

    def __init__(self) -> None:
        self.records: dict[str, Person] = {}
        self.states: dict[str, Person] = {}

    def apply(self, plan: Plan) -> None:
        for row in plan.items.to_dict("records"):
            if row["action"] in ("create", "update", "terminate", "rehire", "unchanged"):
                self._apply(row)

    def _apply(self, row: dict) -> None:
        key = row["record_key"]
        if row["action"] == "create":
            assert key not in self.records
            self.records[key] = {
                "record_key": key,
                "remote_id": f"R{len(self.records)}",
                "test_employee": "false",
            }
        record = self.records[key]
        if row["action"] == "rehire":
            record |= {
                "termination_date": None,
                "termination_reason_id": None,
                "hire_date": row["rehire_date"],
            }
        record |= json.loads(row["changes"] or "{}")
        if row["action"] == "terminate":
            assert record.get("termination_date") is None
            record |= {"termination_date": row["termination_date"], "termination_reason_id": "1"}
        self.states[key] = {
            "record_key": key,
            "source_id": row["source_id"],
            "remote_id": record["remote_id"],
            "payload_hash": row["after"],
        }

    def snapshot(self) -> pd.DataFrame:
        columns = dict.fromkeys([*TARGET_COLUMNS, *MAPPING.target_fields])
        rows = [dict.fromkeys(columns) | record for record in self.records.values()]
        return frame(rows, columns)

    def known(self) -> pd.DataFrame:
        return frame(self.states.values(), STATE_COLUMNS)


def request(
    source: pd.DataFrame | Iterable[Person],
    target: Target | None = None,
    *,
    everyone: bool = True,
    as_of: date = TODAY,
    **facts: object,
) -> PlanRequest[Mapping]:
    rows = source if isinstance(source, pd.DataFrame) else source_frame(source)
    target = target or Target()
    given = {
        "target": target.snapshot(),
        "known": target.known(),
        "future": frame([], ["source_id", "kind", "effective_date"]),
        "allowed": {},
    } | facts
    mapped = map_frame(MAPPING, rows, as_of)
    return PlanRequest(
        mapping=MAPPING, source=rows, mapped=mapped, as_of=as_of, everyone=everyone, key=KEY, **given
    )


def plan(source: Iterable[Person], target: Target | None = None, **facts: object) -> Plan:
    return plan_demographics(request(source, target, **facts))


def exported(source: Iterable[Person], as_of: date = TODAY) -> Target:
    """Return a target that holds these people already."""
    target = Target()
    target.apply(plan(source, target, as_of=as_of))
    return target


def action(outcome: Plan, row: int = 0) -> str:
    return outcome.items["action"].iloc[row]


def reason(outcome: Plan, row: int = 0) -> str | None:
    return outcome.items["reason"].iloc[row]


def written(outcome: Plan, row: int = 0) -> Person | None:
    changes = outcome.items["changes"].iloc[row]
    return changes and json.loads(changes)
