"""Rules of one carrier about people (SNIP type 7): references, policies, SSNs, dates, codes and income."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from benefits_sync.x12.checking.code_sets import SSN_KIND
from benefits_sync.x12.checking.expected import (
    Expected,
    ExpectedCodes,
    ExpectedDate,
    ExpectedReference,
    Presence,
)
from benefits_sync.x12.checking.facts import Person, Report, RuleSet, Transaction
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.situational import ADDITION, COBRA, SELF, TERMINATION

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
SSN: Final = Rule(
    "partner-ssn", _PARTNER, _ERROR,
    "The SSN is missing although the carrier requires it, or is there although it must not be.",
    "Fill the SSN where it is kept, or correct the profile.",
)  # fmt: skip
DATE_MISSING: Final = Rule(
    "partner-date-missing", _PARTNER, _WARNING,
    "A date (DTP) that the profile gives everybody, or everybody of whom such an event is told, is missing.",
    "Fill the field that the profile takes it from.",
)  # fmt: skip
DATE_UNWANTED: Final = Rule(
    "partner-date-unwanted", _PARTNER, _ERROR,
    "The person has a date (DTP) that the carrier does not take.",
    PROFILE,
)  # fmt: skip
CODE: Final = Rule(
    "partner-code", _PARTNER, _ERROR,
    "A relationship, maintenance reason, benefit or employment status is none that the profile has.",
    "Add the code to the profile, or build the file anew.",
)  # fmt: skip
INCOME: Final = Rule(
    "partner-income", _PARTNER, _WARNING,
    "The subscriber's income (ICM) is missing although volumes depend on it, or is not told as the profile "
    "says.",
    "Fill the pay in PlanSource, or correct the profile.",
)  # fmt: skip
EMPLOYMENT: Final = Rule(
    "employment-of-dependent", _PARTNER, _WARNING,
    "INS08 tells how a dependent is employed; it is for subscribers unless a carrier asks.",
    "Leave INS08 out.",
)  # fmt: skip

RULES: Final = (
    REFERENCE_MISSING, REFERENCE_UNWANTED, REFERENCE_VALUE, NEVER_TOLD, POLICY_PLACE, POLICY_NUMBER, SSN,
    DATE_MISSING, DATE_UNWANTED, CODE, INCOME, EMPLOYMENT,
)  # fmt: skip

MANY: Final = 10
"""So many subscribers cannot all lack something by chance."""

_ALWAYS: Final = frozenset({"0F", "1L"})
_EVENTS: Final = {ADDITION: "addition", TERMINATION: "termination"}
"""Maintenance types that tell which kind of event it is."""

PersonRule = Callable[[Person, Report], None]


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


def no_employment_of_dependents(person: Person, report: Report) -> None:
    """Report INS08 on a dependent: what holds for every carrier that does not ask for it."""
    member = person.membership
    if member.employment_status and not member.subscriber:
        report.on_person(EMPLOYMENT, person, 0, "INS08")


def rules_about_people(expected: Expected) -> tuple[RuleSet, ...]:
    """Return the rules of one carrier about people."""
    people = _People(expected)
    person: list[PersonRule] = [people.references, people.categories, people.policy, people.ssn]
    if expected.dates is not None:
        person.append(_Dates(expected.dates).check)
    if expected.codes is not None:
        person.append(_Codes(expected.codes).check)
    if expected.income is not None:
        person.append(people.income)
    if not expected.employment_of_dependents:
        person.append(no_employment_of_dependents)
    return RuleSet(person=tuple(person)), _NeverTold(expected).rule_set


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
    """Compares people."""

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
            told.setdefault(category.name, {})[category.reference] = category.value
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

    def ssn(self, person: Person, report: Report) -> None:
        expected = self._expected
        subscriber = person.membership.subscriber
        wanted = expected.ssn_of_subscribers if subscriber else expected.ssn_of_dependents
        if breaks(wanted, person.id_kind == SSN_KIND):
            report.on_person(SSN, person, person.places.get("NM1*IL", 0), "NM109", loop="2100A")

    def income(self, person: Person, report: Report) -> None:
        wanted = self._expected.income if person.membership.subscriber else ""
        if person.income != wanted:
            severity = None if wanted and not person.income else _ERROR
            place = person.places.get("ICM", 0)
            report.on_person(INCOME, person, place, "ICM", loop="2100A", severity=severity)


class _Dates:
    """Compares the dates of people."""

    def __init__(self, expected: tuple[ExpectedDate, ...]) -> None:
        self._allowed = tuple(
            frozenset(rule.qualifier for rule in expected if _is_on(rule, subscriber=subscriber))
            for subscriber in (False, True)
        )
        self._usual = tuple(
            {
                maintenance: tuple(
                    rule.qualifier
                    for rule in expected
                    if rule.presence is Presence.USUAL
                    and _is_on(rule, subscriber=subscriber)
                    and rule.when in ("always", event)
                )
                for maintenance, event in (("", "always"), *_EVENTS.items())
            }
            for subscriber in (False, True)
        )

    def check(self, person: Person, report: Report) -> None:
        member, there = person.membership, person.dates
        usual = self._usual[member.subscriber]
        # Who elects COBRA is added, but was covered before.
        elects_cobra = member.maintenance == ADDITION and member.benefit_status == COBRA
        event = "" if elects_cobra else member.maintenance
        for qualifier in usual.get(event, usual[""]):
            if qualifier not in there:
                report.on_person(DATE_MISSING, person, 0, f"DTP*{qualifier}")
        allowed = self._allowed[member.subscriber]
        if not there.keys() <= allowed:
            for qualifier in sorted(there.keys() - allowed):
                element = f"DTP*{qualifier}"
                report.on_person(DATE_UNWANTED, person, person.places.get(element, 0), element)


def _is_on(rule: ExpectedDate, *, subscriber: bool) -> bool:
    return rule.on_subscribers if subscriber else rule.on_dependents


class _Codes:
    """Compares codes of people."""

    def __init__(self, expected: ExpectedCodes) -> None:
        self._relationships = expected.relationships | {SELF}
        self._reasons = expected.reasons | {""}
        self._status = expected.benefit_status | {""}
        self._employment = expected.employment_status | {""}

    def check(self, person: Person, report: Report) -> None:
        member = person.membership
        if member.relationship not in self._relationships:
            report.on_person(CODE, person, 0, "INS02")
        if member.reason not in self._reasons:
            report.on_person(CODE, person, 0, "INS04")
        if member.benefit_status not in self._status:
            report.on_person(CODE, person, 0, "INS05")
        if member.employment_status not in self._employment:
            report.on_person(CODE, person, 0, "INS08")


class _NeverTold:
    """Looks for what a carrier may be told of each subscriber, and is told of none.

    One person may well have no such thing; that nobody has it means that its source is gone.
    """

    def __init__(self, expected: Expected) -> None:
        optional = Presence.OPTIONAL
        self._of_people = [
            *(f"REF*{name}" for name, rule in expected.references.items() if rule.presence is optional),
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
