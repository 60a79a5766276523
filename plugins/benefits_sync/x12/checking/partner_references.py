"""Rules of one carrier about references (SNIP type 7): structure, reporting categories and policies."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from benefits_sync.x12.checking.expected import Expected, ExpectedReference, Presence
from benefits_sync.x12.checking.facts import Person, Report, RuleSet, Transaction
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.situational import TERMINATION

_PARTNER, _ERROR, _WARNING = Snip.PARTNER, Severity.ERROR, Severity.WARNING
PROFILE: Final = "Correct the carrier's profile, or build the file anew."

REFERENCE_MISSING: Final = Rule(
    "partner-reference-missing", _PARTNER, _ERROR,
    "A reference (REF) that the carrier wants of the person, coverage or reporting category is missing; a "
    "warning where the profile does not require it.",
    "Fill the field that the profile takes it from.",
)  # fmt: skip
REFERENCE_UNWANTED: Final = Rule(
    "partner-reference-unwanted", _PARTNER, _ERROR,
    "The person or coverage has a reference (REF) or reporting category that the carrier does not take.",
    PROFILE,
)  # fmt: skip
REFERENCE_VALUE: Final = Rule(
    "partner-reference-value", _PARTNER, _ERROR,
    "A reference (REF) holds none of the values that the profile lists, or one that is too long.",
    "Correct the field that the profile takes it from, or add its value to the profile.",
)  # fmt: skip
NEVER_TOLD: Final = Rule(
    "partner-never-told", _PARTNER, _WARNING,
    "None of the transaction's subscribers has something that the profile takes from a field of theirs.",
    "Look at whether PlanSource still fills the field, and whether the profile names the right one.",
)  # fmt: skip
POLICY_PLACE: Final = Rule(
    "partner-policy-place", _PARTNER, _ERROR,
    "The group or policy number (REF*1L) is missing where the carrier wants it, or stands where it does not.",
    PROFILE,
)  # fmt: skip
POLICY_NUMBER: Final = Rule(
    "partner-policy-number", _PARTNER, _ERROR,
    "The group or policy number (REF*1L) is none of those that the profile has here.",
    "Correct class, location or plan of the person, or add the number to the profile.",
)  # fmt: skip

RULES: Final = (
    REFERENCE_MISSING, REFERENCE_UNWANTED, REFERENCE_VALUE, NEVER_TOLD, POLICY_PLACE, POLICY_NUMBER,
)  # fmt: skip

MANY: Final = 10
"""So many subscribers cannot all lack something by chance."""

_ALWAYS: Final = frozenset({"0F", "1L"})


class Problem(NamedTuple):
    """A rule that a segment breaks, and how much it matters, where that is not as usual."""

    rule: Rule
    element: str
    severity: Severity | None = None


def breaks(presence: Presence, there: bool) -> bool:
    """Tell whether something stands where it must not, or lacks where it must be."""
    return presence is (Presence.FORBIDDEN if there else Presence.REQUIRED)


def severity_of(presence: Presence) -> Severity | None:
    """Return how much it matters that something is missing: None for not at all."""
    return {Presence.REQUIRED: _ERROR, Presence.USUAL: _WARNING}.get(presence)


def rules_about_references(expected: Expected) -> tuple[RuleSet, ...]:
    """Return the rules of one carrier about references of people, and about what nobody has."""
    people = _People(expected)
    told = RuleSet(person=(people.references, people.categories, people.policy))
    return told, _NeverTold(expected).rule_set


class References:
    """Compares the REF segments of a person, a coverage or reporting categories with what is expected."""

    def __init__(self, expected: Mapping[str, ExpectedReference]) -> None:
        of_dependents = {name: rule for name, rule in expected.items() if rule.on_dependents}
        self._rules = (tuple(of_dependents.items()), tuple(expected.items()))
        self._allowed = (_ALWAYS | of_dependents.keys(), _ALWAYS | expected.keys())

    def problems(self, there: Mapping[str, str], *, subscriber: bool) -> list[Problem]:
        """Tell what is wrong with the values by qualifier."""
        found = []
        for name, rule in self._rules[subscriber]:
            value = there.get(name)
            if value is None:
                severity = severity_of(rule.presence)
                if severity is not None:
                    found.append(Problem(REFERENCE_MISSING, f"REF*{name}", severity))
            elif not rule.takes(value):
                found.append(Problem(REFERENCE_VALUE, f"REF*{name}"))
        allowed = self._allowed[subscriber]
        if not there.keys() <= allowed:
            found += [Problem(REFERENCE_UNWANTED, f"REF*{name}") for name in sorted(there.keys() - allowed)]
        return found


class _People:
    """Compares the references of people."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected
        self._references = References(expected.references)
        names = {name for name, _ in expected.categories}
        self._categories = {
            name: References({of: rule for (at, of), rule in expected.categories.items() if at == name})
            for name in sorted(names)
        }

    def references(self, person: Person, report: Report) -> None:
        subscriber = person.membership.subscriber
        for rule, element, severity in self._references.problems(person.references, subscriber=subscriber):
            report.on_person(rule, person, person.places.get(element, 0), element, severity=severity)

    def categories(self, person: Person, report: Report) -> None:
        told: dict[str, dict[str, str]] = {}
        for category in person.categories:
            values = told.setdefault(category.name, {})
            if category.reference:
                values[category.reference] = category.value
            if category.name not in self._categories:
                report.on_person(REFERENCE_UNWANTED, person, category.index, "N1*75", loop="2750")
        for name, references in self._categories.items():
            there = told.get(name, {})
            place = next((each.index for each in person.categories if each.name == name), 0)
            for problem in references.problems(there, subscriber=person.membership.subscriber):
                rule, element, severity = problem
                report.on_person(rule, person, place, element, loop="2750", severity=severity)

    def policy(self, person: Person, report: Report) -> None:
        at_member = self._expected.policy_at_member
        number = person.references.get("1L")
        nowhere_else = at_member is Presence.FORBIDDEN and not person.coverages
        if not nowhere_else and breaks(at_member, number is not None):
            report.on_person(POLICY_PLACE, person, person.places.get("REF*1L", 0), "REF*1L")
        elif self._is_unknown(number, person):
            report.on_person(POLICY_NUMBER, person, person.places["REF*1L"], "REF*1L")
        wanted = self._expected.policy_at_coverage
        for coverage in person.coverages:
            if breaks(wanted, "1L" in coverage.references):
                report.on_person(POLICY_PLACE, person, coverage.index, "REF*1L", loop="2300")

    def _is_unknown(self, number: str | None, person: Person) -> bool:
        """Tell whether a policy number is none of the profile's; an end is told as the beginning was."""
        known = self._expected.policies
        ends = person.membership.maintenance == TERMINATION
        return known is not None and number is not None and not ends and number not in known


class _NeverTold:
    """Looks for what a carrier may be told of each subscriber, and is told of none.

    One person may well have no such thing; that nobody has it means that its source is gone.
    """

    def __init__(self, expected: Expected) -> None:
        optional = Presence.OPTIONAL
        self._of_people = [
            *(
                f"REF*{name}"
                for name, rule in expected.references.items()
                if rule.presence is optional and not rule.of_few
            ),
            *(f"DTP*{rule.qualifier}" for rule in expected.dates or () if rule.of_many),
        ]
        self._of_categories = [
            name for (name, _), rule in expected.categories.items() if rule.presence is optional
        ]
        self._unseen: set[str] = set()
        self._unseen_categories: set[str] = set()

    @property
    def rule_set(self) -> RuleSet:
        """The rules in the form that a check takes; none where everything is required."""
        if not self._of_people and not self._of_categories:
            return RuleSet()
        return RuleSet(header=(self._begin,), person=(self._see,), end=(self._end,))

    def _begin(self, _transaction: Transaction, _report: Report) -> None:
        self._unseen = set(self._of_people)
        self._unseen_categories = set(self._of_categories)

    def _see(self, person: Person, _report: Report) -> None:
        if self._unseen:
            self._unseen -= person.places.keys()
        if self._unseen_categories:
            self._unseen_categories -= {category.name for category in person.categories}

    def _end(self, transaction: Transaction, report: Report) -> None:
        if transaction.subscribers < MANY:
            return
        for element in sorted(self._unseen):
            report.on_transaction(NEVER_TOLD, transaction, 0, element)
        for _ in self._unseen_categories:
            report.on_transaction(NEVER_TOLD, transaction, 0, "N1*75")
