"""Rules of one carrier about coverages (SNIP type 7): lines, plans, levels, policies, amounts, references."""

from typing import Final

from benefits_sync.x12.checking.expected import Expected, ExpectedLine
from benefits_sync.x12.checking.facts import Coverage, Person, Report, RuleSet
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.partner_references import (
    POLICY_NUMBER,
    PROFILE,
    REFERENCE_MISSING,
    Problem,
    References,
)
from benefits_sync.x12.checking.situational import ENDINGS

_PARTNER, _ERROR, _WARNING = Snip.PARTNER, Severity.ERROR, Severity.WARNING

LINE: Final = Rule(
    "partner-line", _PARTNER, _ERROR,
    "HD03 is a line that this carrier does not insure.",
    "Leave the coverage out, or add its benefit to the profile.",
)  # fmt: skip
PLAN: Final = Rule(
    "partner-plan", _PARTNER, _ERROR,
    "HD04 is none of the carrier's plans of this line.",
    "Add the plan to the profile with the carrier's code.",
)  # fmt: skip
LEVEL: Final = Rule(
    "partner-level", _PARTNER, _ERROR,
    "HD05 is none of the carrier's levels of this line, or missing.",
    "Add the coverage level to the profile with the carrier's code.",
)  # fmt: skip
AMOUNT_MISSING: Final = Rule(
    "partner-amount-missing", _PARTNER, _WARNING,
    "An amount (AMT) that the profile gives the subscriber's coverages of this plan is missing.",
    "Look at why PlanSource has no such amount for the election.",
)  # fmt: skip
AMOUNT_UNWANTED: Final = Rule(
    "partner-amount-unwanted", _PARTNER, _ERROR,
    "The coverage has an amount (AMT) that the carrier does not take of this line.",
    PROFILE,
)  # fmt: skip

RULES: Final = (LINE, PLAN, LEVEL, AMOUNT_MISSING, AMOUNT_UNWANTED)

DECLINED: Final = "032"
"""Maintenance type of a coverage that somebody declined; it names neither plan nor level."""

_WITHOUT_AMOUNTS: Final = ENDINGS | {DECLINED}
_MOST_KEPT: Final = 4096


def rules_about_coverages(expected: Expected) -> RuleSet:
    """Return the rules of one carrier about coverages."""
    return RuleSet(person=(_Coverages(expected).check,))


class _Coverages:
    """Compares coverages. Those of many people are one object, of which the problems are kept."""

    def __init__(self, expected: Expected) -> None:
        self._lines = {code: _Line(line) for code, line in expected.lines.items()}
        self._kept: tuple[dict[int, tuple[Coverage, list[Problem]]], ...] = ({}, {})

    def check(self, person: Person, report: Report) -> None:
        subscriber = person.membership.subscriber
        kept = self._kept[subscriber]
        for coverage in person.coverages:
            known = kept.get(id(coverage)) or self._looked_at(coverage, kept, subscriber=subscriber)
            for rule, element, severity in known[1]:
                place = coverage.places.get(element, coverage.index)
                report.on_person(rule, person, place, element, loop="2300", severity=severity)

    def _looked_at(
        self, coverage: Coverage, kept: dict[int, tuple[Coverage, list[Problem]]], *, subscriber: bool
    ) -> tuple[Coverage, list[Problem]]:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        line = self._lines.get(coverage.line)
        found = line.problems(coverage, subscriber=subscriber) if line else [Problem(LINE, "HD03")]
        # The coverage is kept with them: while it is, no other object has its identity.
        kept[id(coverage)] = coverage, found
        return kept[id(coverage)]


class _Line:
    """Compares the coverages of one line."""

    def __init__(self, line: ExpectedLine) -> None:
        self._line = line
        self._references = References(line.references)

    def problems(self, coverage: Coverage, *, subscriber: bool) -> list[Problem]:
        line = self._line
        found = self._references.problems(coverage.references, subscriber=subscriber)
        number = coverage.references.get("1L")
        ends = coverage.maintenance in ENDINGS  # an end is told as the beginning was
        if line.policies is not None and number is not None and not ends and number not in line.policies:
            found.append(Problem(POLICY_NUMBER, "REF*1L"))
        if line.amounts is not None:
            unwanted = sorted(coverage.amounts.keys() - line.amounts)
            found += [Problem(AMOUNT_UNWANTED, f"AMT*{qualifier}") for qualifier in unwanted]
        if coverage.maintenance != DECLINED:
            found += self._of_plan(coverage, subscriber=subscriber)
        return found

    def _of_plan(self, coverage: Coverage, *, subscriber: bool) -> list[Problem]:
        line, found = self._line, []
        if coverage.plan not in line.plans:
            found.append(Problem(PLAN, "HD04"))
        if self._has_wrong_level(coverage, subscriber=subscriber):
            found.append(Problem(LEVEL, "HD05"))
        if subscriber and coverage.maintenance not in _WITHOUT_AMOUNTS:
            there = {f"AMT*{qualifier}" for qualifier in coverage.amounts}
            there |= {f"REF*{qualifier}" for qualifier in coverage.references}
            for element in sorted(line.usual.get(coverage.plan, frozenset()) - there):
                is_amount = element.startswith("AMT")
                found.append(Problem(AMOUNT_MISSING if is_amount else REFERENCE_MISSING, element, _WARNING))
        return found

    def _has_wrong_level(self, coverage: Coverage, *, subscriber: bool) -> bool:
        if subscriber or self._line.levels_on_dependents:
            return coverage.level not in self._line.levels
        return bool(coverage.level)
