"""Our own rules about families: who belongs together, and who is covered with whom."""

from collections.abc import Callable
from typing import Final

from benefits_sync.x12.checking.code_sets import SSN_KIND
from benefits_sync.x12.checking.facts import Coverage, Family, Report, RuleSet
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.situational import ENDINGS

_BUSINESS, _ERROR, _WARNING = Snip.BUSINESS, Severity.ERROR, Severity.WARNING

NO_SUBSCRIBER: Final = Rule(
    "family-without-subscriber", _BUSINESS, _ERROR,
    "A dependent's subscriber identifier (REF*0F) belongs to no subscriber of the transaction.",
    "Send the subscriber before the dependent, unchanged subscribers included.",
)  # fmt: skip
SUBSCRIBER_FIRST: Final = Rule(
    "subscriber-not-first", _BUSINESS, _ERROR,
    "A dependent stands before the subscriber of the same family.",
    "Send the subscriber first.",
)  # fmt: skip
TWO_SUBSCRIBERS: Final = Rule(
    "family-with-two-subscribers", _BUSINESS, _ERROR,
    "Two subscribers have the same identifier (REF*0F).",
    "Give each subscriber an identifier of their own.",
)  # fmt: skip
DIVIDED: Final = Rule(
    "family-divided", _BUSINESS, _ERROR,
    "The people of one family do not follow one another.",
    "Sort by subscriber identifier.",
)  # fmt: skip
TWICE: Final = Rule(
    "person-twice", _BUSINESS, _ERROR,
    "The same person (SSN, or name, birth date and relationship) stands in the family twice.",
    "Merge the two records where they are kept.",
)  # fmt: skip
DEPENDENT_ALONE: Final = Rule(
    "dependent-alone-on-line", _BUSINESS, _ERROR,
    "A dependent is covered on a line that the subscriber is not covered on.",
    "Correct the elections of the family.",
)  # fmt: skip
LEVEL_OF_FAMILY: Final = Rule(
    "level-against-family", _BUSINESS, _WARNING,
    "The coverage level does not fit the people who are covered.",
    "Correct the level of the election, or the covered dependents.",
)  # fmt: skip

RULES: Final = (
    NO_SUBSCRIBER, SUBSCRIBER_FIRST, TWO_SUBSCRIBERS, DIVIDED, TWICE, DEPENDENT_ALONE, LEVEL_OF_FAMILY,
)  # fmt: skip

CHANGE_FILE: Final = "2"
INDIVIDUAL_LINES: Final = frozenset({"STD", "LTD", "LTC", "LIF", "ADD", "AC"})
"""Lines where each person is insured alone, whoever else is."""

SPOUSES: Final = frozenset({"01", "53"})
_WITH_SPOUSE: Final = frozenset({"ESP", "SPC"})
_ANY_NUMBER: Final = 99
_DEPENDENTS: Final = {
    "EMP": (0, 0), "IND": (0, 0), "ESP": (1, 1), "TWO": (1, 1), "SPC": (1, _ANY_NUMBER),
    "ECH": (1, _ANY_NUMBER), "FAM": (1, _ANY_NUMBER), "E1D": (1, 1), "E2D": (2, 2), "E3D": (3, 3),
    "E5D": (1, _ANY_NUMBER), "E6D": (2, _ANY_NUMBER), "E7D": (3, _ANY_NUMBER), "E8D": (4, _ANY_NUMBER),
    "E9D": (5, _ANY_NUMBER),
}  # fmt: skip
"""Coverage level of a subscriber -> fewest and most dependents who are covered with them."""


def _belonging(family: Family, report: Report) -> None:
    people = family.people
    subscribers = [person for person in people if person.membership.subscriber]
    if family.seen_before:
        report.on_person(DIVIDED, people[0], people[0].places.get("REF*0F", 0), "REF*0F")
    elif not subscribers:
        report.on_person(NO_SUBSCRIBER, people[0], people[0].places.get("REF*0F", 0), "REF*0F")
    elif people[0] is not subscribers[0]:
        report.on_person(SUBSCRIBER_FIRST, people[0], 0, "INS01")
    for person in subscribers[1:]:
        report.on_person(TWO_SUBSCRIBERS, person, person.places.get("REF*0F", 0), "REF*0F")


def _duplicates(pseudo_ssn: str | None) -> Callable[[Family, Report], None]:
    """Return the rule about people who stand there twice; the number of those without an SSN is no SSN."""

    def check(family: Family, report: Report) -> None:
        if len(family.people) == 1:
            return
        seen: set[object] = set()
        for person in family.people:
            name = (person.last_name, person.first_name, person.birth_date, person.membership.relationship)
            has_ssn = person.id_kind == SSN_KIND and person.id != pseudo_ssn
            keys = {name, person.id} if has_ssn else {name}
            if not seen.isdisjoint(keys):
                report.on_person(TWICE, person, person.places.get("NM1*IL", 0), "NM1*IL", loop="2100A")
            seen |= keys

    return check


def _lines(family: Family, report: Report) -> None:
    """Compare who is covered on each line; a change file does not tell who else is."""
    first = family.people[0]
    if first.transaction.action == CHANGE_FILE or not first.membership.subscriber:
        return
    today = first.transaction.created
    held = {coverage.line: coverage for coverage in first.coverages if _is_held(coverage, today)}
    dependents: dict[str, int] = {}
    with_spouse: set[str] = set()
    for person in family.people[1:]:
        covered = {coverage.line: coverage for coverage in person.coverages if _is_held(coverage, today)}
        for line, coverage in covered.items():
            if line in INDIVIDUAL_LINES:
                continue
            dependents[line] = dependents.get(line, 0) + 1
            if person.membership.relationship in SPOUSES:
                with_spouse.add(line)
            if line not in held:
                report.on_person(DEPENDENT_ALONE, person, coverage.index, "HD03", loop="2300")
    for line, coverage in held.items():
        if line in INDIVIDUAL_LINES:
            continue
        if _misfits(coverage.level, dependents.get(line, 0), has_spouse=line in with_spouse):
            report.on_person(LEVEL_OF_FAMILY, first, coverage.index, "HD05", loop="2300")


def _is_held(coverage: Coverage, today: str) -> bool:
    """Tell whether somebody is covered on the day of the file; an end that is to come ends nothing yet."""
    return coverage.maintenance not in ENDINGS and (not coverage.end or coverage.end >= today)


def _misfits(level: str, dependents: int, *, has_spouse: bool) -> bool:
    fewest, most = _DEPENDENTS.get(level, (0, _ANY_NUMBER))
    return not fewest <= dependents <= most or (level in _WITH_SPOUSE and not has_spouse)


def family_rules(*, pseudo_ssn: str | None = None) -> RuleSet:
    """Return the rules.

    Args:
        pseudo_ssn: What stands for the SSN of people who have none, as several of a family may.
    """
    return RuleSet(family=(_belonging, _duplicates(pseudo_ssn), _lines))
