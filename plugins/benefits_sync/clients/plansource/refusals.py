"""From the vendor's words to a field, a rule and a message that is safe to keep.

PlanSource publishes its messages; each is known here by its pattern. Any other text could quote what was
sent, so all that is kept of it is that the record was refused.
"""

import re
from collections.abc import Callable
from typing import Final

from benefits_sync.clients.errands import Refusal
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS

REQUIRED: Final = "required"
LIST_VALUE: Final = "list.value"
DATE_FORMAT: Final = "date.format"
STATE: Final = "state"
TAKEN: Final = "taken"
FORMAT: Final = "format"
NOT_FOUND: Final = "not_found"
TERMINATED: Final = "employee.terminated"
NOT_TERMINATED: Final = "employee.not_terminated"
REFUSED: Final = "vendor.refused"
NOT_KEPT: Final = "not.kept"

_FIELDS: Final = frozenset(SUBSCRIBER_FIELDS) | {"termination_reason", "rehire_date", "voluntary"}
_LISTED: Final = frozenset(
    {
        "is_smoker", "division", "org_class", "location", "employment_level", "union_code", "state",
        "country", "gender", "marital_status", "org_payroll_id", "termination_reason",
    }
)  # fmt: skip
"""Members whose lists of accepted values are codes of the plan set-up, never of a person."""

_LONGEST_LIST: Final = 200


def refusal_of(text: str, status: int) -> Refusal:
    """Return what a vendor's message means, without any value it may quote."""
    for pattern, read in _PUBLISHED:
        found = pattern.fullmatch(text.strip())
        refusal = read(found) if found else None
        if refusal is not None:
            return refusal
    return Refusal(REFUSED, f"PlanSource refused the record (HTTP {status})", published=False)


def _fixed(rule: str, field: str | None, message: str) -> Callable[[re.Match[str]], Refusal | None]:
    return lambda _found: Refusal(rule, message, field)


def _listed(found: re.Match[str]) -> Refusal | None:
    field, values = _field(found["field"]), found["values"]
    if field is None:
        return None
    shown = f": {values}" if field in _LISTED and len(values) <= _LONGEST_LIST else ""
    return Refusal(LIST_VALUE, f"{field} is not one of the values PlanSource accepts{shown}", field)


def _required(found: re.Match[str]) -> Refusal | None:
    fields = [_field(name) for name in found["fields"].split(",")]
    known = [field for field in fields if field]
    if not known or len(known) < len(fields):
        return None
    return Refusal(REQUIRED, f"PlanSource requires {', '.join(known)}", known[0])


def _dated(found: re.Match[str]) -> Refusal | None:
    field = _field(found["field"])
    return None if field is None else Refusal(DATE_FORMAT, f"{field} is not a valid YYYY-MM-DD date", field)


def _taken(found: re.Match[str]) -> Refusal | None:
    field = _field(found["field"])
    return None if field is None else Refusal(TAKEN, f"another PlanSource record has this {field}", field)


def _misformed(found: re.Match[str]) -> Refusal | None:
    field = _field(found["field"])
    return (
        None
        if field is None
        else Refusal(FORMAT, f"{field} does not have the form PlanSource asks for", field)
    )


def _field(name: str) -> str | None:
    """Return the member a message speaks of, or None when the text is no member and so could be a value."""
    member = name.strip().lower().replace(" ", "_")
    return member if member in _FIELDS else None


_PUBLISHED: Final = tuple(
    (re.compile(pattern, re.DOTALL), read)
    for pattern, read in (
        (r"Invalid value for (?P<field>\w+)\.\s+The valid values are (?P<values>.*)\.", _listed),
        (r"Invalid Attributes: (?P<fields>[\w, ]+) is/are required\.", _required),
        (r"Missing required attribute: (?P<fields>\w+)", _required),
        (r"A (?P<fields>termination_reason) is required\..*", _required),
        (r"(?P<field>[\w ]+?)(?: date)? is not a valid YYYY-MM-DD date format\.", _dated),
        (r"(?P<field>Termination date) is empty or not valid format\.", _dated),
        (r"(?P<field>[\w ]+) has already been taken\.?", _taken),
        (r"(?P<field>[\w ]+) is (?:invalid|not a number|too long .*|the wrong length .*)", _misformed),
        (
            r"A user_name or first_name and last_name is required\.",
            _fixed(REQUIRED, "first_name", "PlanSource requires user_name, or first_name and last_name"),
        ),
        (
            r"State must be a valid State abbreviation\.",
            _fixed(STATE, "state", "state is not a two-letter abbreviation that PlanSource knows"),
        ),
        (
            r"Cannot perform action as the employee is terminated",
            _fixed(TERMINATED, "termination_date", "the employee is already terminated in PlanSource"),
        ),
        (
            r"Cannot perform action as the employee is not terminated",
            _fixed(NOT_TERMINATED, "termination_date", "the employee is not terminated in PlanSource"),
        ),
        (
            r"No employee with id: .* found|Employee not found|Invalid employee\..*",
            _fixed(NOT_FOUND, "subscriber_code", "PlanSource has no employee with this subscriber code"),
        ),
    )
)
