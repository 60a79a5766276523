"""The meta documents, and the checks that follow from them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from sandbox.core.wire import Json
from sandbox.plansource import vocabulary as words
from sandbox.plansource.errors import ApiError, invalid_value

USUALLY_REQUIRED = (
    "ssn", "first_name", "last_name", "address_1", "city", "state", "zip_code", "marital_status",
    "employment_level", "hire_date", "birthdate",
)  # fmt: skip
"""The attributes a new hire needs here. Gender is not among them: the lists know no third value for it."""

REQUIRED_OF_DEPENDENTS = ("first_name", "last_name", "birthdate", "relationship_code")


@dataclass(frozen=True)
class ValueList:
    """The values one member may take, as pairs of shown label and value to send."""

    caption: str
    pairs: tuple[tuple[str, str | int], ...]
    blank: bool = True
    kind: str = "STRING"

    @classmethod
    def of(cls, caption: str, pairs: Mapping[str, str], *, blank: bool = True) -> "ValueList":
        """Make a list of texts; `blank` tells whether the member may be sent empty."""
        return cls(caption, tuple(pairs.items()), blank)

    def check(self, field: str, raw: Json) -> None:
        """Refuse a value that is not listed; the comparison is exact."""
        if raw is None or (raw == "" and self.blank):
            return
        if str(raw) not in self.codes:
            raise self.refusal(field)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The values to send, as text."""
        return frozenset(str(value) for _, value in self.pairs)

    def refusal(self, field: str) -> ApiError:
        """Return the published refusal for `field` with the values of this list."""
        return invalid_value(field, [*([""] if self.blank else []), *(value for _, value in self.pairs)])

    def describe(self, *, required: bool) -> dict[str, Any]:
        """Return the meta entry of the member."""
        return {
            "update": True,
            "required": required,
            "caption": self.caption,
            "data_type": self.kind,
            "validation_data": [list(pair) for pair in self.pairs],
        }


Lists = dict[str, ValueList]

STATE = ValueList.of("State", words.STATES, blank=False)
_COUNTRY = ValueList("Country", tuple((name, name) for name in words.COUNTRIES))
_GENDER = ValueList.of("Gender", words.GENDERS, blank=False)
_SMOKER = ValueList.of("Tobacco User", words.YES_NO)
_MEDICARE_REASON = ValueList.of("Medicare Reason", words.MEDICARE_REASONS)
_MEDICARE_PLAN = ValueList.of("Medicare Plan", words.MEDICARE_PLANS)

SUBSCRIBER_LISTS: Lists = {
    "gender": _GENDER,
    "marital_status": ValueList.of("Marital Status", words.MARITAL_STATUSES, blank=False),
    "country": _COUNTRY,
    "employment_level": ValueList.of("Employment Level", words.LEVELS, blank=False),
    "org_class": ValueList.of("Class", words.CLASSES),
    "division": ValueList.of("Division", words.DIVISIONS),
    "location": ValueList.of("Location", words.LOCATIONS),
    "union_code": ValueList.of("Union", words.UNIONS),
    "org_payroll_id": ValueList(
        "Payroll Schedule", tuple((one.name, one.id) for one in words.SCHEDULES), kind="NUMBER"
    ),
    "is_smoker": _SMOKER,
    "written_language": ValueList.of("Written Language", words.LANGUAGES),
    "spoken_language": ValueList.of("Spoken Language", words.LANGUAGES),
    "medicare_reason": _MEDICARE_REASON,
    "medicare_plan": _MEDICARE_PLAN,
}

DEPENDENT_LISTS: Lists = {
    "gender": _GENDER,
    "relationship_code": ValueList.of("Relationship", words.RELATIONSHIPS, blank=False),
    "country": _COUNTRY,
    "is_smoker": _SMOKER,
    "medicare_reason": _MEDICARE_REASON,
    "medicare_plan": _MEDICARE_PLAN,
}

PRIMARY = ValueList.of("Primary Beneficiary", words.YES_NO, blank=False)


def reason_list(reasons: Iterable[words.Reason]) -> ValueList:
    """Make the list that a termination reason is checked against."""
    return ValueList("Termination Reason", tuple((r.name, r.lookup_code) for r in reasons), blank=False)


def subscriber_meta(lists: Lists, required: Iterable[str]) -> dict[str, Any]:
    """Return the document of GET /subscriber/meta."""
    needed = set(required)
    return {
        "payroll_schedules": [asdict(schedule) for schedule in words.SCHEDULES],
        **{name: lists[name].describe(required=name in needed) for name in lists},
        "state": STATE.describe(required="state" in needed),
        "termination_reason": _reasons(words.REASONS),
    }


def dependent_meta() -> dict[str, Any]:
    """Return the document of GET /dependent/meta; its lists are called ``validation``."""
    described = {
        **{
            name: one.describe(required=name in REQUIRED_OF_DEPENDENTS)
            for name, one in DEPENDENT_LISTS.items()
        },
        "state": STATE.describe(required=False),
        "hide_dependent_on_termination": {
            "update": True,
            "required": False,
            "caption": "Hide Dependent On Termination",
            "data_type": "BOOLEAN",
            "validation_data": [],
        },
        "termination_reason": _reasons(words.DEPENDENT_REASONS),
    }
    for member in described.values():
        member["validation"] = member.pop("validation_data")
    return described


def beneficiary_meta() -> dict[str, Any]:
    """Return the document of GET /beneficiaries/meta."""
    allocation = {
        "update": True,
        "required": True,
        "caption": "Allocation",
        "data_type": "NUMBER",
        "validation_data": [],
    }
    return {
        "allocation": allocation,
        "primary_beneficiary": PRIMARY.describe(required=True),
        "termination_reason": _reasons(words.REASONS),
    }


def _reasons(reasons: Iterable[words.Reason]) -> dict[str, Any]:
    return {
        "update": True,
        "required": False,
        "caption": "Termination Reason",
        "data_type": "STRING",
        "validation_data": [
            {"lookup_code": r.lookup_code, "name": r.name, "description": r.description} for r in reasons
        ],
    }
