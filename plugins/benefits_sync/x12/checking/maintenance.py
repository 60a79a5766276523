"""Our own rules about what is told: whether it fits the kind of file, and itself."""

from collections.abc import Mapping
from typing import Final

from benefits_sync.x12.checking.expected import Expected
from benefits_sync.x12.checking.facts import Person, Report, RuleSet
from benefits_sync.x12.checking.families import CHANGE_FILE
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.situational import ADDITION, REINSTATEMENT, TERMINATION

_BUSINESS, _ERROR, _WARNING = Snip.BUSINESS, Severity.ERROR, Severity.WARNING

OF_FILE: Final = Rule(
    "maintenance-not-of-file", _BUSINESS, _WARNING,
    "INS03 or HD01 does not fit the kind of file: a change file has only changes, an audit only 030.",
    "Send the types that the profile has for this kind of file.",
)  # fmt: skip
CONTRADICTION: Final = Rule(
    "coverage-contradicts-member", _BUSINESS, _ERROR,
    "The coverage's maintenance contradicts the person's: who is terminated gains no coverage.",
    "Send 024 for the coverages of a terminated person.",
)  # fmt: skip
TERMINATED_ACTIVE: Final = Rule(
    "terminated-but-covered", _BUSINESS, _WARNING,
    "Employment has ended (INS08 TE), but the person is told as unchanged and active.",
    "Check whether coverage should have ended, or is COBRA.",
)  # fmt: skip

RULES: Final = (OF_FILE, CONTRADICTION, TERMINATED_ACTIVE)

USUAL_MEMBERS: Final[Mapping[str, frozenset[str]]] = {
    CHANGE_FILE: frozenset({"001", "021", "024", "025"}),
    "4": frozenset({"030"}),
    "RX": frozenset({"001", "021", "024", "025", "030"}),
}
"""Maintenance types (INS03) of each kind of file (BGN08) where a carrier has no rule of its own."""

_AUDIT: Final = "030"
_AUDIT_FILE: Final = "4"
_GAINS: Final = frozenset({ADDITION, REINSTATEMENT})
_TERMINATED: Final = "TE"
_ACTIVE: Final = "A"


class MaintenanceRules:
    """The rules, with what a carrier says of them.

    Args:
        expected: What the carrier expects; without it the guide's kinds of file hold, by a warning, since
            many carriers mix them.
    """

    def __init__(self, expected: Expected | None = None) -> None:
        self._severity = _ERROR if expected and expected.maintenance_is_error else _WARNING
        self._members = expected.members if expected else USUAL_MEMBERS

    @property
    def rule_set(self) -> RuleSet:
        """The rules in the form that a check takes."""
        return RuleSet(person=(self._of_file, _contradictions))

    def _of_file(self, person: Person, report: Report) -> None:
        action = person.transaction.action
        allowed = self._members.get(action)
        if allowed is None:
            return
        if person.membership.maintenance not in allowed:
            report.on_person(OF_FILE, person, 0, "INS03", severity=self._severity)
        wrong = _AUDIT if action == CHANGE_FILE else None
        only = _AUDIT if action == _AUDIT_FILE and allowed == {_AUDIT} else None
        for coverage in person.coverages:
            if coverage.maintenance == wrong or (only and coverage.maintenance != only):
                report.on_person(
                    OF_FILE, person, coverage.index, "HD01", loop="2300", severity=self._severity
                )


def _contradictions(person: Person, report: Report) -> None:
    member = person.membership
    if member.maintenance == TERMINATION:
        for coverage in person.coverages:
            if coverage.maintenance in _GAINS:
                report.on_person(CONTRADICTION, person, coverage.index, "HD01", loop="2300")
    elif (
        member.employment_status == _TERMINATED
        and member.maintenance == _AUDIT
        and member.benefit_status == _ACTIVE
    ):
        report.on_person(TERMINATED_ACTIVE, person, 0, "INS08")
