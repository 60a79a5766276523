"""From a refused row to a field, a rule and a message that is safe to keep.

The vendor's texts are not published and could quote what was sent: all that is taken from them is which of
our columns they name.
"""

import re
from typing import Final

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.bamboohr.deduction_table import COLUMNS, TABLE
from benefits_sync.clients.bamboohr.refusals import MESSAGE_HEADERS
from benefits_sync.clients.errands import Refusal

UNKNOWN_EMPLOYEE: Final = Refusal(
    "employee.unknown",
    "BambooHR shows no employee with this employee number; correct the number there or in PlanSource, or "
    "let the API key's user see the employee",
    "employee",
)
SHARED_NUMBER: Final = Refusal(
    "employee.ambiguous",
    "two employees in BambooHR have this employee number; give each a number of its own",
    "employee",
)
LINE_GONE: Final = Refusal(
    "line.missing", "the line is no longer in the table; the next run reads it anew and adds it"
)
REPEATED_LINE: Final = Refusal(
    "line.repeated",
    f"another row of {TABLE} holds the same line and could not be deleted; delete it in BambooHR, or payroll "
    "takes the line twice",
)

_RULES: Final = {
    400: ("row.incomplete", "BambooHR misses a required column or cannot read the row"),
    406: (
        "column.value",
        "BambooHR does not accept a value; compare the column's type with the mapping",
    ),
    409: ("payroll.conflict", "BambooHR refuses the row: it conflicts with a rule or with a closed payroll"),
    412: ("pay_schedule.inactive", "BambooHR refuses the row: the employee has no active pay schedule"),
}


def refusal_of(answer: Answer) -> Refusal:
    """Return what a refused row means."""
    if answer.status == 404:
        return UNKNOWN_EMPLOYEE
    rule, message = _RULES[answer.status]
    return Refusal(rule, f"{message} (HTTP {answer.status})", _field(answer))


def _field(answer: Answer) -> str | None:
    """Return the one line field whose column the vendor's text names."""
    words = frozenset(re.findall(r"\w+", " ".join(answer.headers.get(name, "") for name in MESSAGE_HEADERS)))
    named = [field for field, column in COLUMNS.items() if column in words]
    return named[0] if len(named) == 1 else None
