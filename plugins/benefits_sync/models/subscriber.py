"""The PlanSource subscriber: its writable members, their kinds, and one spelling for comparing their values.

PlanSource answers ``2026/03/09`` and ``"65520.0"`` where it was sent ``2026-03-09`` and ``"65520.00"``. Both
sides are brought to one canonical text before they are compared, so that spelling is never a change.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType, NoneType
from typing import Final, cast

import pandas as pd

NO_DATE: Final = "0000-00-00"
"""How BambooHR spells an empty date."""

_TRUE: Final = frozenset({"true", "yes", "1"})
_FALSE: Final = frozenset({"false", "no", "0"})


class FieldKind(StrEnum):
    """What a subscriber member holds."""

    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"


_TEXT_MEMBERS: Final = (
    # identity
    "subscriber_code", "first_name", "middle_name", "last_name", "name_suffix", "ssn", "gender",
    "marital_status", "employee_number", "ee_code",
    # contact
    "address_1", "address_2", "city", "state", "zip_code", "county", "country", "home_phone",
    "work_phone", "cell_phone", "email", "email2", "written_language", "spoken_language",
    "preferred_locale",
    # employment and grouping
    "employment_level", "employment_status", "employee_type", "business_title", "division", "location",
    "org_class", "union_code", "benefit_company", "benefit_deduction_group",
    "eligible_org_population_ids",
    # pay
    "org_payroll_id", "pay_type", "bank_account_type",
    # health, system, carrier
    "is_smoker", "medicare_reason", "medicare_plan", "user_name", "locked_at", "anthem_hcid",
    "anthem_member_code", "anthem_sub_id", "anthem_emp_dept_code",
    *(f"udef_{number}" for number in range(1, 31)),
)  # fmt: skip

_DATE_MEMBERS: Final = (
    "birthdate", "hire_date", "original_hire_date", "seniority_date", "termination_date",
    "employment_status_starts_on", "employment_status_ends_on", "current_salary_effective_on",
    "status_changed_at", "status_starts_on", "status_ends_on", "status_ends_on_expected",
    "benefits_start_date", "benefits_end_date", "original_effective_date", "change_effective_date",
    "medicare_effective_date", "medicare_termination_date", "disabled_on",
)  # fmt: skip

_BOOLEAN_MEMBERS: Final = (
    "is_voluntary_termination", "highly_compensated", "shareholder", "owner", "vip", "fmla",
    "hide_from_payroll", "test_employee", "ssn_exported", "exclude_from_batch_import",
)  # fmt: skip

_DECIMAL_MEMBERS: Final = ("hours_per_week", "pay_rate", "current_salary")

_INTEGER_MEMBERS: Final = (
    "public_id", "parent_dependent_id", "termination_reason_id", "subscriber_status_id",
    "subscriber_status_subtype_id", "attempted_logon_count",
)  # fmt: skip


def _members(kind: FieldKind, names: Iterable[str]) -> dict[str, FieldKind]:
    return dict.fromkeys(names, kind)


SUBSCRIBER_FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(
    _members(FieldKind.TEXT, _TEXT_MEMBERS)
    | _members(FieldKind.DATE, _DATE_MEMBERS)
    | _members(FieldKind.BOOLEAN, _BOOLEAN_MEMBERS)
    | _members(FieldKind.DECIMAL, _DECIMAL_MEMBERS)
    | _members(FieldKind.INTEGER, _INTEGER_MEMBERS)
)
"""Every member that PlanSource lets us write on a subscriber, with its kind."""

USUALLY_REQUIRED: Final = (
    "ssn", "first_name", "last_name", "address_1", "city", "state", "zip_code", "gender", "marital_status",
    "employment_level", "hire_date", "birthdate",
)  # fmt: skip
"""Members that a PlanSource client usually requires of a new hire; each client configures its own."""


def canonical(kind: FieldKind, value: object) -> str | None:
    """Return the one spelling by which values of this kind are compared, or None for an empty value.

    A value that is not of the kind keeps its own text, so that it differs from every proper value;
    `conforms` tells the two apart.
    """
    text = _text(value)
    if not text or text == NO_DATE:
        return None
    return _SPELLINGS[kind](text)


def conforms(kind: FieldKind, text: str) -> bool:
    """Tell whether a canonical text really is a value of this kind."""
    match kind:
        case FieldKind.DATE:
            return _as_date(text) is not None
        case FieldKind.BOOLEAN:
            return text in {"true", "false"}
        case FieldKind.DECIMAL:
            return _as_number(text) is not None
        case FieldKind.INTEGER:
            return text.removeprefix("-").isdecimal() and text.isascii()
        case FieldKind.TEXT:
            return True


Spelled = dict[object, str | None]
"""Texts with their canonical spelling, all of one kind."""


def all_conform(kind: FieldKind, texts: Sequence[str | None]) -> bool:
    """Tell whether canonical texts really are values of this kind, all of them."""
    if kind is FieldKind.TEXT:
        return True
    return all(text is not None and conforms(kind, text) for text in set(texts))


def canonical_column(kind: FieldKind, column: pd.Series) -> pd.Series:
    """Return the canonical text of a whole column, as objects of text or None."""
    spelled = canonical_cells(kind, column.tolist())
    return pd.Series(spelled, index=column.index, dtype=object, name=column.name)


def canonical_cells(
    kind: FieldKind, values: Sequence[object], known: Spelled | None = None
) -> Sequence[str | None]:
    """Return the canonical text of many values; each distinct one is worked out once, a right one never.

    ``known`` keeps the texts that were spelled, for a column that comes in parts.
    """
    if kind is FieldKind.TEXT and _all_canonical(values):
        return cast("Sequence[str | None]", values)
    types = set(map(type, values)) - {NoneType}
    if types in ({str}, {bool}, {int}):
        spelled: Spelled = known if known is not None and types == {str} else {}
        spelled.update({value: canonical(kind, value) for value in set(values).difference(spelled)})
        return list(map(spelled.__getitem__, values))
    # True, 1 and 1.0 are one key to a dictionary and three spellings here, and so are 0.0 and -0.0.
    return [canonical(kind, value) for value in values]


def _all_canonical(values: Sequence[object]) -> bool:
    """Tell whether values are texts that stand for themselves, the rule for names and addresses, or None."""
    texts = list(filter(None, values))
    try:
        stripped = list(map(str.strip, cast("list[str]", texts)))
    except TypeError:
        return False
    return stripped == texts and NO_DATE not in texts and values.count(None) + len(texts) == len(values)


def wire(kind: FieldKind, text: str | None) -> str | bool | int | None:
    """Return what to send for a canonical text: booleans and integers as such, all else as text."""
    if text is None:
        return None
    match kind:
        case FieldKind.BOOLEAN if text in {"true", "false"}:
            return text == "true"
        case FieldKind.INTEGER if conforms(kind, text):
            return int(text)
        case _:
            return text


def _text(value: object) -> str:
    match value:
        case str():
            return value.strip()
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value != value:  # noqa: PLR0124 - the one float that is not itself is NaN
            return ""
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()


def _as_date(text: str) -> str | None:
    day = text[:10].replace("/", "-")
    if len(text) > 10 and text[10] not in "T ":
        return None
    try:
        return date.fromisoformat(day).isoformat() if len(day) == 10 else None
    except ValueError:
        return None


def _as_number(text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return None
    spelled = format(number, "f")
    if "." in spelled:
        spelled = spelled.rstrip("0").rstrip(".")
    return "0" if spelled in {"-0", ""} else spelled


def _as_boolean(text: str) -> str:
    word = text.lower()
    if word in _TRUE:
        return "true"
    return "false" if word in _FALSE else text


_SPELLINGS: Final[Mapping[FieldKind, Callable[[str], str]]] = {
    FieldKind.TEXT: lambda text: text,
    FieldKind.DATE: lambda text: _as_date(text) or text,
    FieldKind.BOOLEAN: _as_boolean,
    FieldKind.DECIMAL: lambda text: _as_number(text) or text,
    FieldKind.INTEGER: lambda text: _as_number(text) or text,
}
