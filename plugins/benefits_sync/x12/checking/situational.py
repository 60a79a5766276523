"""Rules of one segment about another (SNIP type 4): what must be there because something else is."""

from typing import Final

from benefits_sync.x12.checking.facts import Person, Report, RuleSet
from benefits_sync.x12.checking.findings import Rule, Severity, Snip

_SITUATION, _ERROR, _WARNING = Snip.SITUATION, Severity.ERROR, Severity.WARNING

RELATIONSHIP: Final = Rule(
    "self-is-the-subscriber", _SITUATION, _ERROR,
    "INS01 and INS02 disagree: relationship 18 is the subscriber's, and only the subscriber's.",
    "Send Y with 18 for the subscriber, N with another relationship for everybody else.",
)  # fmt: skip
TERMINATION_DAY: Final = Rule(
    "termination-needs-day", _SITUATION, _ERROR,
    "The person is terminated, but neither DTP*357 nor the DTP*349 of a coverage says when.",
    "Send DTP*357, or a coverage with its end.",
)  # fmt: skip
END_NEEDED: Final = Rule(
    "coverage-needs-end", _SITUATION, _ERROR,
    "The coverage is terminated or deleted without an end (DTP*349).",
    "Send DTP*349 with the last day covered.",
)  # fmt: skip
BEGIN_NEEDED: Final = Rule(
    "coverage-needs-begin", _SITUATION, _ERROR,
    "The coverage is added or reinstated without a begin (DTP*348).",
    "Send DTP*348 with the first day covered.",
)  # fmt: skip
COVERAGE_NEEDED: Final = Rule(
    "addition-needs-coverage", _SITUATION, _ERROR,
    "The person is added, but to no coverage.",
    "Send an HD for each coverage, or another maintenance type than 021.",
)  # fmt: skip
STATE_AND_POSTAL_CODE: Final = Rule(
    "address-needs-state", _SITUATION, _ERROR,
    "An address in the United States or Canada lacks its state or postal code.",
    "Send N402 and N403, or the country in N404 when it is another one.",
)  # fmt: skip
PLACE_NEEDED: Final = Rule(
    "street-needs-place", _SITUATION, _ERROR,
    "There is a street (N3) without a city (N4).",
    "Send N4, or no address at all.",
)  # fmt: skip
COBRA_EVENT: Final = Rule(
    "cobra-needs-event", _SITUATION, _WARNING,
    "The person is covered under COBRA, but INS07 does not say what made them eligible.",
    "Send the qualifying event in INS07.",
)  # fmt: skip
PRIOR_NAME: Final = Rule(
    "correction-needs-prior", _SITUATION, _WARNING,
    "The name is a corrected one (NM1*74), but what it replaces is missing.",
    "Send NM1*70 with what the carrier had before (2100B).",
)  # fmt: skip
POLICY: Final = Rule(
    "policy-number-missing", _SITUATION, _ERROR,
    "Neither the person nor each coverage has a group or policy number (REF*1L).",
    "Send REF*1L once for the person, or for every coverage.",
)  # fmt: skip
CITIZENSHIP: Final = Rule(
    "citizenship-of-dependent", _SITUATION, _ERROR,
    "DMG06 tells a dependent's citizenship; it is for subscribers only.",
    "Leave DMG06 out.",
)  # fmt: skip
EMPLOYMENT: Final = Rule(
    "employment-of-dependent", _SITUATION, _WARNING,
    "INS08 tells how a dependent is employed; it is for subscribers unless a carrier asks.",
    "Leave INS08 out.",
)  # fmt: skip

RULES: Final = (
    RELATIONSHIP, TERMINATION_DAY, END_NEEDED, BEGIN_NEEDED, COVERAGE_NEEDED, STATE_AND_POSTAL_CODE,
    PLACE_NEEDED, COBRA_EVENT, PRIOR_NAME, POLICY, CITIZENSHIP, EMPLOYMENT,
)  # fmt: skip

SELF: Final = "18"
ADDITION: Final = "021"
REINSTATEMENT: Final = "025"
TERMINATION: Final = "024"
DELETION: Final = "002"
ENDINGS: Final = frozenset({TERMINATION, DELETION})
_BEGINNINGS: Final = frozenset({ADDITION, REINSTATEMENT})
_WITH_STATES: Final = frozenset({"", "US", "USA", "CA", "CAN"})
COBRA: Final = "C"


def _membership(person: Person, report: Report) -> None:
    member = person.membership
    if member.subscriber is not (member.relationship == SELF):
        report.on_person(RELATIONSHIP, person, 0, "INS02")
    if member.maintenance == TERMINATION and "357" not in person.dates:
        if not any(coverage.end for coverage in person.coverages):
            report.on_person(TERMINATION_DAY, person, 0, "INS03")
    elif member.maintenance == ADDITION and not person.coverages:
        report.on_person(COVERAGE_NEEDED, person, 0, "INS03")
    if member.benefit_status == COBRA and not member.cobra_event:
        report.on_person(COBRA_EVENT, person, 0, "INS07")


def _coverages(person: Person, report: Report) -> None:
    for coverage in person.coverages:
        if coverage.maintenance in ENDINGS and not coverage.end:
            report.on_person(END_NEEDED, person, coverage.index, "DTP*349", loop="2300")
        elif coverage.maintenance in _BEGINNINGS and not coverage.begin:
            report.on_person(BEGIN_NEEDED, person, coverage.index, "DTP*348", loop="2300")


def _policy(person: Person, report: Report) -> None:
    if "1L" in person.references:
        return
    unnumbered = next((each for each in person.coverages if "1L" not in each.references), None)
    if unnumbered is not None:
        report.on_person(POLICY, person, unnumbered.index, "REF*1L", loop="2300")
    elif not person.coverages:
        report.on_person(POLICY, person, 0, "REF*1L")


def _identity(person: Person, report: Report) -> None:
    if person.corrected and "NM1*70" not in person.places:
        report.on_person(PRIOR_NAME, person, person.places.get("NM1*74", 0), "NM1*74", loop="2100A")
    if person.citizenship and not person.membership.subscriber:
        report.on_person(CITIZENSHIP, person, person.places.get("DMG", 0), "DMG06", loop="2100A")


def _addresses(person: Person, report: Report) -> None:
    for address in person.addresses:
        if address.has_street and not address.has_place:
            report.on_person(PLACE_NEEDED, person, address.index, "N4", loop=address.loop)
        elif address.country in _WITH_STATES and not (address.state and address.postal_code):
            report.on_person(STATE_AND_POSTAL_CODE, person, address.index, "N4", loop=address.loop)


def _employment(person: Person, report: Report) -> None:
    member = person.membership
    if member.employment_status and not member.subscriber:
        report.on_person(EMPLOYMENT, person, 0, "INS08")


_ALWAYS: Final = (_membership, _coverages, _policy, _identity, _addresses)


def situational_rules(*, employment_of_dependents: bool = False) -> RuleSet:
    """Return the rules.

    Args:
        employment_of_dependents: Whether the carrier asks how dependents are employed.
    """
    return RuleSet(person=_ALWAYS if employment_of_dependents else (*_ALWAYS, _employment))
