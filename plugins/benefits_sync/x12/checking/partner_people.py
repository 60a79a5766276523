"""Rules of one carrier about people (SNIP type 7): SSNs, dates, codes and income."""

from collections.abc import Callable
from typing import Final

from benefits_sync.x12.checking.code_sets import SSN_KIND
from benefits_sync.x12.checking.expected import Expected, ExpectedCodes, ExpectedDate, Presence
from benefits_sync.x12.checking.facts import Person, Report, RuleSet
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.partner_references import PROFILE, breaks
from benefits_sync.x12.checking.situational import ADDITION, COBRA, SELF, TERMINATION

_PARTNER, _ERROR, _WARNING = Snip.PARTNER, Severity.ERROR, Severity.WARNING

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

RULES: Final = (SSN, DATE_MISSING, DATE_UNWANTED, CODE, INCOME)

_EVENTS: Final = {ADDITION: "addition", TERMINATION: "termination"}
"""Maintenance types that tell which kind of event it is."""

PersonRule = Callable[[Person, Report], None]


def rules_about_people(expected: Expected) -> RuleSet:
    """Return the rules of one carrier about people."""
    people = _People(expected)
    person: list[PersonRule] = [people.ssn]
    if expected.dates is not None:
        person.append(_Dates(expected.dates).check)
    if expected.codes is not None:
        person.append(_Codes(expected.codes).check)
    if expected.income is not None:
        person.append(people.income)
    return RuleSet(person=tuple(person))


class _People:
    """Compares people."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected

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
