"""Rules about lines of insurance and levels of coverage (SNIP type 6)."""

from collections.abc import Callable
from typing import Final

from benefits_sync.x12.checking.expected import Expected, ExpectedDate
from benefits_sync.x12.checking.facts import Person, Report, RuleSet
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.situational import COBRA, ENDINGS
from benefits_sync.x12.codes.coverage import NON_GUIDE_LINES

_PRODUCT, _WARNING = Snip.PRODUCT, Severity.WARNING

LEVEL_OF_LINE: Final = Rule(
    "level-not-of-line", _PRODUCT, _WARNING,
    "Insurance of income or of one life is told with a level that covers several people.",
    "Send EMP, IND or SPO in HD05, or leave it out.",
)  # fmt: skip
COBRA_BEGIN: Final = Rule(
    "cobra-begin-missing", _PRODUCT, _WARNING,
    "The person is covered under COBRA, and the day on which that began (DTP*340) is missing.",
    "Send DTP*340.",
)  # fmt: skip

NOT_OF_GUIDE: Final = Rule(
    "line-not-of-guide", _PRODUCT, _WARNING,
    "HD03 is life or accident insurance (LIF, ADD, AC), which the guide leaves out.",
    "Send it only to a carrier that has agreed to it: its profile says `non_guide_lines: true`.",
)  # fmt: skip

RULES: Final = (LEVEL_OF_LINE, COBRA_BEGIN, NOT_OF_GUIDE)

_ONE_PERSON: Final = frozenset({"STD", "LTD", "LTC"})
_SINGLE_LEVELS: Final = frozenset({"", "EMP", "IND", "SPO"})
_BEGIN: Final = "340"


def _levels(person: Person, report: Report) -> None:
    for coverage in person.coverages:
        if coverage.line in _ONE_PERSON and coverage.level not in _SINGLE_LEVELS:
            report.on_person(LEVEL_OF_LINE, person, coverage.index, "HD05", loop="2300")


def _guide(person: Person, report: Report) -> None:
    for coverage in person.coverages:
        if coverage.line in NON_GUIDE_LINES:
            report.on_person(NOT_OF_GUIDE, person, coverage.index, "HD03", loop="2300")


def product_rules(expected: Expected | None = None) -> RuleSet:
    """Return the rules.

    Args:
        expected: What the carrier expects. One that takes no day of COBRA's beginning is not missing it, and
            the lines of one that is known are those of its profile.
    """
    if expected is None:
        return RuleSet(person=(_levels, _cobra((True, True)), _guide))
    dates = [ExpectedDate(qualifier=_BEGIN, on_dependents=True)] if expected.dates is None else expected.dates
    cobra = [rule for rule in dates if rule.qualifier == _BEGIN]
    told = (any(rule.on_dependents for rule in cobra), any(rule.on_subscribers for rule in cobra))
    return RuleSet(person=(_levels, _cobra(told)))


def _cobra(told: tuple[bool, bool]) -> Callable[[Person, Report], None]:
    """Return the rule about COBRA for dependents and subscribers of whom its beginning is told."""

    def check(person: Person, report: Report) -> None:
        member = person.membership
        if member.benefit_status != COBRA or _BEGIN in person.dates or not told[member.subscriber]:
            return
        if member.maintenance not in ENDINGS:
            report.on_person(COBRA_BEGIN, person, 0, f"DTP*{_BEGIN}")

    return check
