"""What a carrier calls insurance lines, plans and coverage levels."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from benefits_sync.mapping.carriers.codes import (
    AmountQualifier,
    Code,
    CoverageReference,
    IncomeFrequency,
    InsuranceLine,
    Level,
    Reference,
    fits,
)
from benefits_sync.mapping.carriers.legal import OTHER_LINES, POLICY_NUMBER
from benefits_sync.mapping.conditions import Entry
from benefits_sync.mapping.deductions.vocabulary import BENEFIT_LOOKUP_CODES
from benefits_sync.mapping.grammar import unknown_name


def _benefit(name: str) -> str:
    if name not in BENEFIT_LOOKUP_CODES:
        raise unknown_name("benefit lookup code of PlanSource", name, BENEFIT_LOOKUP_CODES)
    return name


BenefitCode = Annotated[str, AfterValidator(_benefit)]
PlanCode = Annotated[Code, fits(1, 50)]


class AmountSource(StrEnum):
    """Where an amount of a coverage comes from."""

    SUBSCRIBER_PREMIUM = "subscriber_premium"
    EMPLOYER_PREMIUM = "org_premium"
    BILLING_PREMIUM = "billing_premium"
    VOLUME = "volume"


class AmountRule(Entry):
    """One AMT of a coverage."""

    qualifier: AmountQualifier
    source: AmountSource = Field(alias="from")


class VolumeRule(Entry):
    """A volume of life or disability insurance told as a reference, in whole dollars."""

    reference: CoverageReference

    @model_validator(mode="after")
    def _is_no_policy_number(self) -> Self:
        if self.reference == POLICY_NUMBER:
            raise ValueError(f"{POLICY_NUMBER} is the policy number's reference; a volume needs another one")
        return self


class Line(Entry):
    """One benefit: its insurance line (HD03), plans (HD04) and coverage levels (HD05).

    ``plans`` and ``levels`` go by the names that coverages have in PlanSource; ``policies`` by those of
    plans. ``per`` says whether each plan is a coverage, or one coverage stands for all plans of the line.
    """

    code: InsuranceLine
    plans: dict[Code, PlanCode] = Field(min_length=1)
    levels: dict[Code, Level] = Field(min_length=1)
    levels_on_dependents: bool = True
    policies: dict[Code, Reference] = Field(default_factory=dict)
    per: Literal["plan", "line"] = "plan"
    amounts: tuple[AmountRule, ...] = Field(default=(), max_length=9)
    volume: VolumeRule | None = None
    child_age_limit: int | None = Field(default=None, ge=18, le=99)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for name in self.policies:
            if name not in self.plans:
                raise unknown_name("plan of this line", name, self.plans)
        qualifiers = [rule.qualifier for rule in self.amounts]
        if len(set(qualifiers)) < len(qualifiers):
            raise ValueError("each qualifier of `amounts` stands once")
        return self


class Income(Entry):
    """The subscriber's income (ICM), for lines whose volume depends on it."""

    frequency: IncomeFrequency = "7"
    hours: bool = False


class Coverages(Entry):
    """All benefits that the carrier insures.

    ``waived`` says whether a coverage that somebody declined is told. ``non_guide_lines`` allows life and
    accidental death (LIF, ADD, AC), which the guide leaves out.
    """

    lines: dict[BenefitCode, Line] = Field(min_length=1)
    waived: Literal["omit", "send"] = "omit"
    non_guide_lines: bool = False
    income: Income | None = None

    @model_validator(mode="after")
    def _lines_are_allowed(self) -> Self:
        outside = sorted(line.code for line in self.lines.values() if line.code in OTHER_LINES)
        if outside and not self.non_guide_lines:
            raise ValueError(
                f"the guide has no insurance line {outside[0]}; where the carrier takes it all the same, say "
                "`non_guide_lines: true`"
            )
        if self.non_guide_lines and not outside:
            raise ValueError("`non_guide_lines: true` but all lines are the guide's; remove it")
        return self
