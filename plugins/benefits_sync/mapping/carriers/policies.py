"""Which group or policy number (REF*1L) a coverage goes under."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from benefits_sync.mapping.carriers.codes import Code, Reference
from benefits_sync.mapping.carriers.fields import GroupingField
from benefits_sync.mapping.conditions import Entry


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Texts = Annotated[tuple[Code, ...], BeforeValidator(_as_list), Field(min_length=1)]


class PolicyRule(Entry):
    """One policy number, and for whom.

    It is for the ``plans`` named, and for subscribers of whose members ``when`` names the texts.
    """

    plans: Texts | None = None
    when: dict[GroupingField, Texts] = Field(default_factory=dict)
    value: Reference

    @model_validator(mode="after")
    def _is_for_somebody(self) -> Self:
        if self.plans is None and not self.when:
            raise ValueError("a rule has `plans`, `when` or both; for everybody else there is `policy.value`")
        return self

    def holds(self, plan: str | None, subscriber: Mapping[str, str | None]) -> bool:
        """Tell whether the number is that of a subscriber's coverage; without a plan, of the whole person."""
        if self.plans is not None and plan not in self.plans:
            return False
        return all(subscriber.get(name) in texts for name, texts in self.when.items())

    def covers(self, other: Self) -> bool:
        """Tell whether this rule holds wherever another one does."""
        if self.plans is not None and not set(other.plans or ("",)) <= set(self.plans):
            return False
        return all(
            name in other.when and set(other.when[name]) <= set(texts) for name, texts in self.when.items()
        )


class Policy(Entry):
    """The group or policy number.

    The first of the ``rules`` that holds gives it, else the benefit's own ``policies`` by plan, else
    ``value``; a person for whom there is none is refused.
    """

    at: Literal["member", "coverage", "both"] = "member"
    rules: tuple[PolicyRule, ...] = ()
    value: Reference | None = None

    @model_validator(mode="after")
    def _members_have_no_plan(self) -> Self:
        if self.at == "member" and any(rule.plans for rule in self.rules):
            raise ValueError("rules for `plans` need `at: coverage` or `at: both`")
        return self

    def may_number(self, plan: str, policies: Mapping[str, str]) -> bool:
        """Tell whether coverages of a plan can have a number at all; a rule may still leave people out."""
        ruled = any(rule.plans is None or plan in rule.plans for rule in self.rules)
        return self.value is not None or plan in policies or ruled

    def number(
        self, plan: str | None, policies: Mapping[str, str], subscriber: Mapping[str, str | None]
    ) -> str | None:
        """Return the number of a coverage, or without a plan of a person; None where the profile has none.

        Args:
            plan: The plan's name in PlanSource.
            policies: The benefit's own numbers by plan.
            subscriber: Members of the subscriber.
        """
        found = next((rule.value for rule in self.rules if rule.holds(plan, subscriber)), None)
        return found or (policies.get(plan) if plan is not None else None) or self.value
