"""What a carrier's profile says about coverages, as the checker takes it."""

from collections import defaultdict
from collections.abc import Mapping

from benefits_sync.domain.carriers.expected_people import expected_coverage_references, policies_of_anything
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.mapping.carriers.coverages import Line
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.x12.checking.expected import ExpectedLine, ExpectedReference
from benefits_sync.x12.elements import HD04, REF02


def expected_lines(profile: CarrierProfile, spell: Speller) -> Mapping[str, ExpectedLine]:
    """Return what is expected of each HD03; several benefits may share one."""
    of_code: dict[str, list[Line]] = defaultdict(list)
    for line in profile.coverages.lines.values():
        of_code[line.code].append(line)
    return {code: _line(shared, profile, spell) for code, shared in of_code.items()}


def _line(lines: list[Line], profile: CarrierProfile, spell: Speller) -> ExpectedLine:
    limits = [line.child_age_limit for line in lines if line.child_age_limit]
    policies = [number for line in lines for number in line.policies.values()]
    volumes = {line.volume.reference: ExpectedReference(on_dependents=True) for line in lines if line.volume}
    return ExpectedLine(
        plans=frozenset().union(*(_plans(line, spell) for line in lines)),
        levels=frozenset(str(level) for line in lines for level in line.levels.values()),
        levels_on_dependents=any(line.levels_on_dependents for line in lines),
        child_age_limit=max(limits, default=None),
        policies=spell.all_possible([*policies, *policies_of_anything(profile)], REF02),
        references={**volumes, **expected_coverage_references(profile, spell)},
        amounts=frozenset(str(rule.qualifier) for line in lines for rule in line.amounts),
        usual=_usual(lines, spell),
    )


def _plans(line: Line, spell: Speller) -> frozenset[str]:
    return spell.all_possible(line.plans.values(), HD04)


def _usual(lines: list[Line], spell: Speller) -> Mapping[str, frozenset[str]]:
    """Return what the coverages of each plan have; of benefits that share a plan's code, what both have."""
    usual: dict[str, frozenset[str]] = {}
    for line in lines:
        told = frozenset(f"AMT*{rule.qualifier}" for rule in line.amounts)
        told |= {f"REF*{line.volume.reference}"} if line.volume else frozenset()
        for plan in _plans(line, spell):
            usual[plan] = usual.get(plan, told) & told
    return usual
