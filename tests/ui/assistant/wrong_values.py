"""What the mapping of employees can refuse, and a wrong value of the source for each of its rules."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from benefits_sync.mapping import Mapping, load_mapping
from benefits_sync.mapping.frame import map_frame
from benefits_sync.mapping.grammar import TransformCall
from benefits_sync.mapping.transforms import BrokenRuleError, Facts
from tests.pipeline.site import MAPPING

Refusal = tuple[str, str]
"""A member of the target, and the rule by which it was refused."""

NO_RULE: Final = "no_rule"
AS_OF: Final = date(2026, 3, 4)
PROBES: Final = (
    None, "x", "0", "-1", "17", "9999-12-31", "2024-06-01", "000-12-3456", "12345678", "1.00 EUR", "a@b",
)  # fmt: skip
"""Values of which each rule of the mapping refuses one; `test_causes` sees to it that they are enough."""

GOOD: Final = {
    "status": "Active",
    "employmentHistoryStatus": "Full-Time",
    "employeeNumber": "E1",
    "customEin": "84-1234567",
    "customTestEmployee": "no",
    "hireDate": "2020-01-06",
    "terminationDate": "2026-03-01",
    "payType": "Hourly",
    "payPer": "Hour",
    "payRate": "25.00 USD",
    "standardHoursPerWeek": "40",
    "ssn": "955-44-1234",
    "dateOfBirth": "1990-05-17",
    "employmentStatus.terminationTypeId": "Resignation (Voluntary)",
}
"""An employee whom the mapping sends; what is not here does not matter."""


@dataclass(frozen=True)
class WrongValue:
    """A refusal by one rule: what is wrong in BambooHR, and what is typed into the page against it.

    A name in braces stands for what that field held before.
    """

    member: str
    rule: str
    source: dict[str, str]
    typed: dict[str, str]

    @property
    def refusal(self) -> Refusal:
        return self.member, self.rule


def wrong(member: str, rule: str, value: str, *, of: str, typed: str | None = None) -> WrongValue:
    return WrongValue(member, rule, {of: value}, {of: f"{{{of}}}" if typed is None else typed})


WRONG_VALUES: Final = {
    "an SSN of eight digits": wrong("ssn", "exactly_9", "955-44-200", of="ssn"),
    "an SSN with a letter": wrong("ssn", "digits_only", "955-44-200O", of="ssn"),
    "an SSN that is never issued": wrong("ssn", "ssn", "000-12-3456", of="ssn"),
    "a birth date in words": wrong("birthdate", "iso_date", "17 May 1990", of="dateOfBirth"),
    "a birth date of last year": wrong("birthdate", "plausible_birth_date", "2025-05-17", of="dateOfBirth"),
    "a gender that nobody mapped": wrong("gender", "unlisted", "Undisclosed", of="gender"),
    "no street": wrong("address_1", "required", "", of="address1"),
    "a state that does not exist": wrong("state", "state_code", "Jefferson", of="state"),
    "a phone number of seven digits": wrong("home_phone", "phone_10", "555-0142", of="homePhone"),
    "an address without its host": wrong("email", "email", "nora.at.home", of="workEmail"),
    "an answer that is neither yes nor no": wrong(
        "shareholder", "yes_no_to_boolean", "perhaps", of="customShareholder", typed="no"
    ),
    "hours in words": wrong("hours_per_week", "decimal", "full-time", of="standardHoursPerWeek"),
    "pay in words": wrong("pay_rate", "money_amount", "by agreement", of="payRate", typed="52000.00 USD"),
    "pay of nothing": wrong("pay_rate", "positive_amount", "0.00", of="payRate", typed="52000.00 USD"),
    "a pay period that nobody knows": wrong(
        "current_salary", "annual_salary", "Fortnight", of="payPer", typed="Year"
    ),
    "a pay type that no class has": wrong("org_class", NO_RULE, "Piecework", of="payType", typed="Salary"),
}
"""What is wrong with somebody's record, one rule of the mapping after the other."""


def shipped() -> Mapping:
    return load_mapping(MAPPING)


def can_refuse(call: TransformCall) -> bool:
    """Tell whether a transform has a rule that one of the probes breaks, whatever comes before it."""
    arguments = {**call.arguments, **dict.fromkeys(call.companions)}
    for probe in filter(None, PROBES):
        try:
            call.transform.function(probe, Facts(AS_OF), arguments)
        except BrokenRuleError:
            return True
    return False


def refusals_of(mapping: Mapping) -> set[Refusal]:
    """Return what a mapping refuses of somebody at work and of a leaver, each field in turn being wrong."""
    people = [GOOD, GOOD | {"employmentHistoryStatus": "Terminated"}]
    rows = [
        {**dict.fromkeys(mapping.source_fields), **person, name: probe}
        for person in people
        for name in mapping.source_fields
        for probe in PROBES
    ]
    issues = map_frame(mapping, pd.DataFrame(rows, dtype=object), AS_OF).issues
    return {(str(field), str(rule)) for field, rule in zip(issues["field"], issues["rule"], strict=True)}
