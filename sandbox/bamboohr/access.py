"""Who is calling, and what they may see: API keys, bearer tokens and the rights behind them."""

import hashlib
from dataclasses import asdict, dataclass, field

from sandbox.bamboohr.catalog import ADDRESS, PROTECTED, Field
from sandbox.bamboohr.tables import field_of
from sandbox.core.wire import Json

PAY = frozenset(
    {"payRate", "payType", "payPer", "paySchedule", "payChangeReason", "payRateEffectiveDate", "overtimeRate"}
)
_BIRTH = frozenset({"dateOfBirth", "birthday", "age"})
_SCOPE_HIDES = {
    "sensitive_employee:protected_info": PROTECTED | _BIRTH,
    "sensitive_employee:address": ADDRESS,
    "employee:compensation": PAY,
    "employee:dependent:ssn": frozenset({"dependents.ssn", "dependents.sin"}),
}
"""What a bearer token does not show unless it has the scope."""


@dataclass(slots=True)
class Rights:
    """What the user behind a key may see and do.

    Attributes:
        user: The user's number in ``meta/users``.
        employee: The employee the user is, 0 for none.
        hidden_fields: Aliases of fields, or ``table.column``, the user may not see.
        hidden_employees: Employees the user may not see.
        benefit_admin: Whether the user administers benefits.
        may_write: Whether the user may change anything.
        scopes: The scopes of a bearer token, or None for an API key, which has no such limits.
    """

    user: int
    employee: int = 0
    hidden_fields: set[str] = field(default_factory=set)
    hidden_employees: set[int] = field(default_factory=set)
    benefit_admin: bool = True
    may_write: bool = True
    scopes: frozenset[str] | None = None

    def sees_field(self, what: Field) -> bool:
        """Tell whether the user may see a field."""
        return not {what.alias, what.id, what.source} & self.hidden_fields

    def sees_column(self, table: str, column: str) -> bool:
        """Tell whether the user may see a table's column."""
        what = field_of(table, column)
        return f"{table}.{column}" not in self.hidden_fields and (what is None or self.sees_field(what))

    def sees_employee(self, number: int) -> bool:
        """Tell whether the user may see an employee."""
        return number not in self.hidden_employees

    def with_scopes(self, scopes: frozenset[str]) -> "Rights":
        """Return the rights left to a token of this user with these scopes."""
        stems = {scope.removesuffix(".write") for scope in scopes}
        hidden = set(self.hidden_fields)
        for scope, names in _SCOPE_HIDES.items():
            if scope not in stems:
                hidden |= names
        return Rights(
            self.user,
            self.employee,
            hidden,
            self.hidden_employees,
            self.benefit_admin and "benefit" in stems,
            self.may_write,
            scopes,
        )

    def to_json(self) -> dict[str, Json]:
        """Describe the rights for the control route and a saved state."""
        described = asdict(self)
        described.pop("scopes")
        return {
            **described,
            "hidden_fields": sorted(self.hidden_fields),
            "hidden_employees": sorted(self.hidden_employees),
        }

    @classmethod
    def from_json(cls, saved: dict[str, Json]) -> "Rights":
        """Take the rights from a saved state."""
        return cls(
            **{
                **saved,
                "hidden_fields": set(saved["hidden_fields"]),
                "hidden_employees": set(saved["hidden_employees"]),
            }
        )


def spare_key(seed: int, name: str) -> str:
    """Return the API key of one of the users besides the main one."""
    return hashlib.sha256(f"bamboohr-api-key:{name}:{seed}".encode()).hexdigest()[:40]


def seeded_rights() -> dict[str, Rights]:
    """Return the users the sandbox starts with, by the name of their key."""
    return {
        "main": Rights(user=2370, employee=101),
        "limited": Rights(
            user=2371,
            employee=102,
            hidden_fields={*PROTECTED, *_BIRTH, *PAY, "dependents.ssn"},
            hidden_employees={101},
            benefit_admin=False,
        ),
        "integration": Rights(
            user=2372, hidden_fields={"dependents.ssn"}, benefit_admin=False, may_write=False
        ),
    }
