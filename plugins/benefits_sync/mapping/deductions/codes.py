"""Where deduction codes come from, as a mapping file states it."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from benefits_sync.mapping.conditions import Entry

Code = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^|]+$")]
"""A code as payroll knows it; the bar separates the parts of a line's key."""


class CodeOrigin(StrEnum):
    """What a code can be taken from."""

    PAYROLL_MAPPING_CODE = "plan_payroll_mapping_code"
    PARTNER_CODE_1 = "plan_partner_code_1"
    PARTNER_CODE_2 = "plan_partner_code_2"
    LOOKUP = "lookup"


def _as_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Override(Entry):
    """A code of our own for one benefit, or for one plan of it; it goes before everything else.

    ``code: null`` says that payroll is not told of this part, on purpose.
    """

    benefit: str
    plan: str | None = None
    code: Code | None


class CodeRule(Entry):
    """How one kind of line gets its code: the first override that fits, else the first origin with a value.

    ``lookup`` among the origins is the code table named beside it, by ``benefit_lookup_code``; a ``null``
    there says that payroll is not told of this part, on purpose.
    """

    from_: Annotated[tuple[CodeOrigin, ...], BeforeValidator(_as_many)] = Field(alias="from", min_length=1)
    lookup: str | None = None
    overrides: tuple[Override, ...] = ()

    @model_validator(mode="after")
    def _lookup_is_named(self) -> Self:
        if (CodeOrigin.LOOKUP in self.from_) != (self.lookup is not None):
            raise ValueError("`lookup` stands both in `from` and as the name of a table, or in neither")
        return self

    @property
    def members(self) -> tuple[str, ...]:
        """The fields of a payroll row that may hold the code."""
        return tuple(origin.value for origin in self.from_ if origin is not CodeOrigin.LOOKUP)


class CodeRules(Entry):
    """The code of each kind of line (`LineKind`)."""

    pretax: CodeRule
    posttax: CodeRule
    employer: CodeRule
    earning: CodeRule

    def of(self, kind: str) -> CodeRule:
        """Return the rule of one kind."""
        rules: dict[str, CodeRule] = dict(self)
        return rules[kind]
