"""Rules that refuse one record while a plan is made: name, member at fault, and the way out.

``docs/reference/decisions-per-employee.md`` explains each; a test keeps the two together. A message holds no
value of a record, because messages end up in logs, chats and pages.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to refuse a record."""

    name: str
    field: str
    message: str


KEY_DUPLICATE: Final = Rule(
    "key.duplicate",
    "subscriber_code",
    "two people in the HR system have this employee number; neither is sent until one has another number",
)
TARGET_DUPLICATE: Final = Rule(
    "target.duplicate",
    "subscriber_code",
    "PlanSource holds two subscribers with this code; have PlanSource remove one of them",
)
TARGET_MISSING: Final = Rule(
    "target.missing",
    "subscriber_code",
    "PlanSource confirmed this subscriber before and does not show it now; it is not created again: "
    "look it up in PlanSource, and if it was removed on purpose, forget its sync state",
)
TARGET_TEST_EMPLOYEE: Final = Rule(
    "target.test_employee",
    "test_employee",
    "PlanSource holds a test employee under this code; give the test employee another code",
)
NUMBER_CHANGED: Final = Rule(
    "employee_number.changed",
    "subscriber_code",
    "the employee number was changed in the HR system; change the subscriber code in PlanSource to the new "
    "number, then start a run that includes this employee",
)
NUMBER_REUSED: Final = Rule(
    "employee_number.reused",
    "subscriber_code",
    "this employee number belonged to somebody else; give this person a number that was never used",
)
SSN_IN_USE: Final = Rule(
    "ssn.in_use",
    "ssn",
    "another person of this run or another subscriber in PlanSource has this SSN; correct the wrong one",
)
STATUS_MISSING: Final = Rule(
    "status.missing", "status", "the HR system gives no status (Active or Inactive) for this person"
)
STATUS_INACTIVE: Final = Rule(
    "status.inactive_without_termination",
    "status",
    "the person is Inactive without a termination; enter the termination with its date and reason",
)
TERMINATION_NO_DATE: Final = Rule(
    "termination.date_missing",
    "termination_date",
    "the person is terminated without an effective date; enter the date in the HR system",
)
TERMINATION_BEFORE_HIRE: Final = Rule(
    "termination.before_hire",
    "termination_date",
    "the termination is dated before the hire date; correct one of the two in the HR system",
)
TERMINATION_DATE_DIFFERS: Final = Rule(
    "termination.date_differs",
    "termination_date",
    "PlanSource has the person terminated on another date; rehire and terminate the person in PlanSource, "
    "or correct the date in the HR system",
)
REHIRE_DATE: Final = Rule(
    "rehire.date",
    "hire_date",
    "the person works again but the hire date is not after the termination in PlanSource; enter the rehire "
    "with its date in the HR system",
)
LIST_VALUE: Final = Rule(
    "list.value",
    "",
    "PlanSource does not list this value; add it under Configure in PlanSource, or correct the mapping",
)

RULES: Final = (
    KEY_DUPLICATE, TARGET_DUPLICATE, TARGET_MISSING, TARGET_TEST_EMPLOYEE, NUMBER_CHANGED, NUMBER_REUSED,
    SSN_IN_USE, STATUS_MISSING, STATUS_INACTIVE, TERMINATION_NO_DATE, TERMINATION_BEFORE_HIRE,
    TERMINATION_DATE_DIFFERS, REHIRE_DATE, LIST_VALUE,
)  # fmt: skip
"""Every rule of the planner.

The mapping has its own besides: a record without a key, or to be terminated for no reason, never gets here.
"""
