"""Coverages of a person as the carrier names them (2300)."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from benefits_sync.domain.carriers.coverage_changes import Action, Doing
from benefits_sync.domain.carriers.days import as_date
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.domain.carriers.structure import StructureTeller
from benefits_sync.domain.carriers.terminations import end_to_tell, is_never_effective
from benefits_sync.mapping.carriers.coverages import Line
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
MOST_KEPT: Final = 8192
"""How many different coverages are kept to be used again."""


class _Pieces(NamedTuple):
    """All that one coverage of a file is made of; most families' are the same."""

    doing: Doing
    benefit: str
    plan: str
    level: str | None
    begin: str
    end: str | None
    policy: str | None
    amounts: tuple[str | None, ...]
    structure: tuple[Reference[CoverageReference], ...]
    dependent: bool

    @property
    def never_effective(self) -> bool:
        """Whether it takes the whole coverage back."""
        return self.end is not None and is_never_effective(self.begin, self.end)


class CoverageTeller:
    """Turns what happens to coverages into what a file says of them.

    Args:
        scope: What the file is about.
        spell: Spells texts.
        structure: Tells references of the carrier's structure.
    """

    def __init__(self, scope: Scope, spell: Speller, structure: StructureTeller) -> None:
        self._scope = scope
        self._spell = spell
        self._structure = structure
        self._rules = scope.profile.terminations
        self._policy = scope.profile.identifiers.policy
        self._kept = CoverageMaintenance(scope.rule.coverage) if scope.rule.coverage else None
        self._by_event = scope.rule.by_event and not scope.is_audit
        self._amounts = {
            benefit: tuple(rule.source.value for rule in line.amounts)
            for benefit, line in scope.lines.items()
        }
        self._made = lru_cache(maxsize=MOST_KEPT)(self._make)

    def coverage(self, action: Action, subscriber: TextRecord, *, dependent: bool) -> Coverage:
        """Return one coverage.

        Raises:
            CannotTellError: If the profile does not know plan, level, policy or a text of its structure.
        """
        row = action.row
        amounts = [row.get(name) for name in self._amounts[action.benefit]]
        return self._made(
            _Pieces(
                action.doing,
                action.benefit,
                action.plan,
                action.level,
                action.begin,
                action.end,
                None if self._policy.at == "member" else self.needed_policy(action, subscriber),
                (*amounts, row.get("volume")),
                self._structure.of_coverage(subscriber, dependent=dependent),
                dependent,
            )
        )

    def _make(self, pieces: _Pieces) -> Coverage:
        line = self._scope.lines[pieces.benefit]
        waived = pieces.doing is Doing.WAIVE
        return Coverage(
            maintenance=self._maintenance(pieces),
            line=InsuranceLine(line.code),
            plan=None if waived else self._plan(pieces.plan, pieces.benefit),
            tier=None if waived else self._tier(pieces, line),
            dates=self._dates(pieces),
            amounts=_amounts(pieces, line),
            references=tuple(_references(pieces, line)),
        )

    def _maintenance(self, pieces: _Pieces) -> CoverageMaintenance:
        deletes = self._rules.never_effective is NeverEffective.DELETE
        if pieces.doing is Doing.END and pieces.never_effective and deletes:
            return CoverageMaintenance.DELETE
        goes_on = pieces.doing not in (Doing.END, Doing.WAIVE)
        tells = self._by_event and pieces.doing is not Doing.KEEP
        return self._kept if self._kept and goes_on and not tells else _BY_DOING[pieces.doing]

    def _plan(self, plan: str, benefit: str) -> str:
        code = self._scope.lines[benefit].plans.get(plan)
        if code is None:
            raise CannotTellError(
                f"coverages.lines.{benefit}.plans",
                "unknown_plan",
                "the profile has no code for a plan that PlanSource has; add the plan to the profile",
            )
        return self._spell.needed(code, HD04, "org_plan_name")

    def _tier(self, pieces: _Pieces, line: Line) -> CoverageTier | None:
        if pieces.dependent and not line.levels_on_dependents:
            return None
        code = line.levels.get(pieces.level or "")
        if code is None:
            raise CannotTellError(
                f"coverages.lines.{pieces.benefit}.levels",
                "unknown_level",
                "the profile has no code for a coverage level that PlanSource has; add it to the profile",
            )
        return CoverageTier(code)

    def _dates(self, pieces: _Pieces) -> tuple[Span[CoverageDate], ...]:
        begin = as_date(pieces.begin)
        if pieces.doing is Doing.WAIVE:
            return (Span(CoverageDate.MAINTENANCE_EFFECTIVE, begin),)
        begins = (Span(CoverageDate.BENEFIT_BEGIN, begin),)
        if pieces.doing is not Doing.END or pieces.end is None:
            return begins
        told = Span(CoverageDate.BENEFIT_END, as_date(end_to_tell(pieces.begin, pieces.end, self._rules)))
        return (*begins, told) if pieces.never_effective else (told,)

    def needed_policy(self, action: Action, subscriber: TextRecord) -> str:
        """Return the policy that a coverage goes under.

        Raises:
            CannotTellError: If no number of the profile holds for it.
        """
        number = action.policy or policy_number(action, subscriber, self._scope)
        if number is None:
            self._plan(action.plan, action.benefit)
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


def _amounts(pieces: _Pieces, line: Line) -> tuple[Amount, ...]:
    return tuple(
        Amount(AmountKind(rule.qualifier), Decimal(value).normalize())
        for rule, value in zip(line.amounts, pieces.amounts, strict=False)
        if value
    )


def _references(pieces: _Pieces, line: Line) -> Iterator[Reference[CoverageReference]]:
    if pieces.policy is not None:
        yield Reference(CoverageReference.GROUP_OR_POLICY, pieces.policy)
    volume = pieces.amounts[-1]
    if line.volume is not None and volume:
        dollars = Decimal(volume).quantize(_WHOLE_DOLLARS, ROUND_HALF_UP)
        yield Reference(CoverageReference(line.volume.reference), str(dollars))
    yield from pieces.structure
