"""Coverages of a person as the carrier names them (2300)."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from benefits_sync.domain.carriers.coverage_changes import Action, Doing
from benefits_sync.domain.carriers.days import as_date
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.domain.carriers.structure import references_at
from benefits_sync.domain.carriers.terminations import end_to_tell
from benefits_sync.mapping.carriers.coverages import Line
from benefits_sync.mapping.carriers.identifiers import StructureAt
from benefits_sync.mapping.carriers.terminations import NeverEffective
from benefits_sync.models.frames import TextRecord
from benefits_sync.x12.codes.coverage import (
    CoverageDate,
    CoverageMaintenance,
    CoverageReference,
    CoverageTier,
    InsuranceLine,
)
from benefits_sync.x12.codes.person import AmountKind
from benefits_sync.x12.elements import HD04, REF02
from benefits_sync.x12.model.coverage import Coverage
from benefits_sync.x12.model.values import Amount, Reference, Span

_BY_DOING: Final = {
    Doing.ADD: CoverageMaintenance.ADDITION,
    Doing.CHANGE: CoverageMaintenance.CHANGE,
    Doing.KEEP: CoverageMaintenance.CHANGE,
    Doing.REINSTATE: CoverageMaintenance.REINSTATEMENT,
    Doing.END: CoverageMaintenance.TERMINATION,
    Doing.WAIVE: CoverageMaintenance.EMPLOYEE_INFORMATION_NOT_APPLICABLE,
}
_WHOLE_DOLLARS: Final = Decimal(1)


class CoverageTeller:
    """Turns what happens to coverages into what a file says of them."""

    def __init__(self, scope: Scope, spell: Speller) -> None:
        self._scope = scope
        self._spell = spell
        self._rules = scope.profile.terminations
        self._policy = scope.profile.identifiers.policy
        self._kept = CoverageMaintenance(scope.rule.coverage) if scope.rule.coverage else None
        self._by_event = scope.rule.by_event and not scope.is_audit
        self._begins = lru_cache(maxsize=4096)(_begins)
        self._references = lru_cache(maxsize=4096)(_policy_reference)

    def coverage(self, action: Action, subscriber: TextRecord, *, dependent: bool) -> Coverage:
        """Return one coverage.

        Raises:
            CannotTellError: If the profile does not know plan, level, policy or a text of its structure.
        """
        line = self._scope.lines[action.benefit]
        waived = action.doing is Doing.WAIVE
        return Coverage(
            maintenance=self._maintenance(action),
            line=_line(line.code),
            plan=None if waived else self._plan(action, line),
            tier=None if waived else self._tier(action, line, dependent=dependent),
            dates=self._dates(action),
            amounts=_amounts(action.row, line),
            references=self._all_references(action, line, subscriber, dependent=dependent),
        )

    def _maintenance(self, action: Action) -> CoverageMaintenance:
        deletes = self._rules.never_effective is NeverEffective.DELETE
        if action.doing is Doing.END and action.never_effective and deletes:
            return CoverageMaintenance.DELETE
        goes_on = action.doing not in (Doing.END, Doing.WAIVE)
        tells = self._by_event and action.doing is not Doing.KEEP
        return self._kept if self._kept and goes_on and not tells else _BY_DOING[action.doing]

    def _plan(self, action: Action, line: Line) -> str:
        code = line.plans.get(action.plan)
        if code is None:
            raise CannotTellError(
                f"coverages.lines.{action.benefit}.plans",
                "unknown_plan",
                "the profile has no code for a plan that PlanSource has; add the plan to the profile",
            )
        return self._spell.needed(code, HD04, "org_plan_name")

    def _tier(self, action: Action, line: Line, *, dependent: bool) -> CoverageTier | None:
        if dependent and not line.levels_on_dependents:
            return None
        code = line.levels.get(action.level or "")
        if code is None:
            raise CannotTellError(
                f"coverages.lines.{action.benefit}.levels",
                "unknown_level",
                "the profile has no code for a coverage level that PlanSource has; add it to the profile",
            )
        return CoverageTier(code)

    def _dates(self, action: Action) -> tuple[Span[CoverageDate], ...]:
        if action.doing is Doing.WAIVE:
            return (Span(CoverageDate.MAINTENANCE_EFFECTIVE, as_date(action.begin)),)
        if action.doing is not Doing.END or action.end is None:
            return self._begins(action.begin)
        told = Span(CoverageDate.BENEFIT_END, as_date(end_to_tell(action.begin, action.end, self._rules)))
        return (*self._begins(action.begin), told) if action.never_effective else (told,)

    def _all_references(
        self, action: Action, line: Line, subscriber: TextRecord, *, dependent: bool
    ) -> tuple[Reference[CoverageReference], ...]:
        found: list[Reference[CoverageReference]] = []
        if self._policy.at != "member":
            found += self._references(self.needed_policy(action, subscriber))
        if line.volume is not None and (volume := action.row.get("volume")):
            dollars = Decimal(volume).quantize(_WHOLE_DOLLARS, ROUND_HALF_UP)
            found.append(Reference(CoverageReference(line.volume.reference), str(dollars)))
        told = references_at(
            StructureAt.COVERAGE, self._scope.profile, subscriber, self._spell, dependent=dependent
        )
        found += [Reference(CoverageReference(kind), value) for kind, value, _ in told]
        return tuple(found)

    def needed_policy(self, action: Action, subscriber: TextRecord) -> str:
        """Return the policy that a coverage goes under.

        Raises:
            CannotTellError: If no number of the profile holds for it.
        """
        number = action.policy or policy_number(action, subscriber, self._scope)
        if number is None:
            self._plan(action, self._scope.lines[action.benefit])
            raise CannotTellError(
                "identifiers.policy",
                "no_policy",
                "no policy number holds for a coverage; add its plan, class or location to the profile",
            )
        return self._spell.needed(number, REF02, "identifiers.policy")


def policy_number(action: Action, subscriber: TextRecord, scope: Scope) -> str | None:
    """Return the policy that a coverage goes under, None where the profile has none.

    A declined benefit goes under the policy of the benefit's first plan.
    """
    line = scope.lines[action.benefit]
    plan = next(iter(line.plans)) if action.doing is Doing.WAIVE else action.plan
    return scope.profile.identifiers.policy.number(plan, line.policies, subscriber)


@lru_cache(maxsize=64)
def _line(code: str) -> InsuranceLine:
    return InsuranceLine(code)


def _begins(day: str) -> tuple[Span[CoverageDate], ...]:
    return (Span(CoverageDate.BENEFIT_BEGIN, as_date(day)),)


def _policy_reference(number: str) -> tuple[Reference[CoverageReference], ...]:
    return (Reference(CoverageReference.GROUP_OR_POLICY, number),)


def _amounts(row: TextRecord, line: Line) -> tuple[Amount, ...]:
    return tuple(
        Amount(AmountKind(rule.qualifier), Decimal(value).normalize())
        for rule in line.amounts
        if (value := row.get(rule.source.value))
    )
