"""Rules about lines of insurance and levels of coverage (SNIP type 6)."""

from typing import Final

from benefits_sync.x12.checking.facts import Person, Report, RuleSet
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.situational import ADDITION

_PRODUCT, _WARNING = Snip.PRODUCT, Severity.WARNING

LEVEL_OF_LINE: Final = Rule(
    "level-not-of-line", _PRODUCT, _WARNING,
    "Insurance of income or of one life is told with a level that covers several people.",
    "Send EMP, IND or SPO in HD05, or leave it out.",
)  # fmt: skip
COBRA_BEGIN: Final = Rule(
    "cobra-begin-missing", _PRODUCT, _WARNING,
    "The person comes under COBRA without the day on which that begins (DTP*340).",
    "Send DTP*340.",
)  # fmt: skip

RULES: Final = (LEVEL_OF_LINE, COBRA_BEGIN)

_ONE_PERSON: Final = frozenset({"STD", "LTD", "LTC"})
_SINGLE_LEVELS: Final = frozenset({"", "EMP", "IND", "SPO"})
_COBRA: Final = "C"


def _levels(person: Person, report: Report) -> None:
    for coverage in person.coverages:
        if coverage.line in _ONE_PERSON and coverage.level not in _SINGLE_LEVELS:
            report.on_person(LEVEL_OF_LINE, person, coverage.index, "HD05", loop="2300")


def _cobra(person: Person, report: Report) -> None:
    member = person.membership
    if member.benefit_status == _COBRA and member.maintenance == ADDITION and "340" not in person.dates:
        report.on_person(COBRA_BEGIN, person, 0, "DTP*340")


RULE_SET: Final = RuleSet(person=(_levels, _cobra))
