"""Rules of one carrier (SNIP type 7): everything that its profile says of a file."""

from collections.abc import Callable
from typing import Final

from benefits_sync.x12.checking.code_sets import SSN_KIND
from benefits_sync.x12.checking.expected import Expected, ExpectedLine, Presence
from benefits_sync.x12.checking.facts import Coverage, Person, Report, RuleSet, Transaction
from benefits_sync.x12.checking.findings import Rule, Severity, Snip

_PARTNER, _ERROR, _WARNING = Snip.PARTNER, Severity.ERROR, Severity.WARNING
_PROFILE: Final = "Correct the carrier's profile, or build the file anew."

PARTIES: Final = Rule(
    "partner-envelope", _PARTNER, _ERROR,
    "ISA or GS names other parties than the carrier's profile, or asks for another acknowledgment.",
    _PROFILE,
)  # fmt: skip
USAGE: Final = Rule(
    "partner-usage", _PARTNER, _ERROR,
    "ISA15 is not that of this run: a test file would be loaded, or a production file would not.",
    "Build the file anew for the destination it goes to.",
)  # fmt: skip
DELIMITERS: Final = Rule(
    "partner-delimiters", _PARTNER, _ERROR, "The delimiters are not those of the profile.", _PROFILE,
)  # fmt: skip
ACTION: Final = Rule(
    "partner-file-kind", _PARTNER, _ERROR,
    "BGN08 marks a kind of file that the carrier does not take.",
    "Send a kind that the profile has.",
)  # fmt: skip
ORGANIZATIONS: Final = Rule(
    "partner-organization", _PARTNER, _ERROR,
    "Sponsor or payer (N1) is not that of the profile.",
    _PROFILE,
)  # fmt: skip
MASTER_POLICY: Final = Rule(
    "partner-master-policy", _PARTNER, _ERROR,
    "The master policy number (REF*38) is missing, not wanted, or none of the carrier's.",
    _PROFILE,
)  # fmt: skip
HEADER_DATES: Final = Rule(
    "partner-header-dates", _PARTNER, _ERROR,
    "The dates of the header are not those that the carrier wants.",
    _PROFILE,
)  # fmt: skip
TOTALS: Final = Rule(
    "partner-totals", _PARTNER, _ERROR,
    "The control totals (QTY) are not those that the carrier wants.",
    _PROFILE,
)  # fmt: skip
TOO_MANY: Final = Rule(
    "partner-too-many-members", _PARTNER, _ERROR,
    "The transaction has more people than the carrier takes in one.",
    "Split between families.",
)  # fmt: skip
REFERENCE_MISSING: Final = Rule(
    "partner-reference-missing", _PARTNER, _ERROR,
    "A reference that the carrier requires of the person is missing.",
    "Fill the field that the profile takes it from.",
)  # fmt: skip
REFERENCE_UNWANTED: Final = Rule(
    "partner-reference-unwanted", _PARTNER, _ERROR,
    "The person has a reference that the carrier does not take.",
    _PROFILE,
)  # fmt: skip
POLICY_PLACE: Final = Rule(
    "partner-policy-place", _PARTNER, _ERROR,
    "The group or policy number (REF*1L) is missing where the carrier wants it, or stands where it does not.",
    _PROFILE,
)  # fmt: skip
SSN: Final = Rule(
    "partner-ssn", _PARTNER, _ERROR,
    "The SSN is missing although the carrier requires it, or is there although it must not be.",
    "Fill the SSN where it is kept, or correct the profile.",
)  # fmt: skip
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
EMPLOYMENT: Final = Rule(
    "employment-of-dependent", _PARTNER, _WARNING,
    "INS08 tells how a dependent is employed; it is for subscribers unless a carrier asks.",
    "Leave INS08 out.",
)  # fmt: skip

RULES: Final = (
    PARTIES, USAGE, DELIMITERS, ACTION, ORGANIZATIONS, MASTER_POLICY, HEADER_DATES, TOTALS, TOO_MANY,
    REFERENCE_MISSING, REFERENCE_UNWANTED, POLICY_PLACE, SSN, LINE, PLAN, LEVEL, EMPLOYMENT,
)  # fmt: skip

_ALWAYS: Final = frozenset({"0F", "1L"})
DECLINED: Final = "032"
"""Maintenance type of a coverage that somebody declined; it names neither plan nor level."""

_FORBIDDEN, _REQUIRED = Presence.FORBIDDEN, Presence.REQUIRED

PersonRule = Callable[[Person, Report], None]


def no_employment_of_dependents(person: Person, report: Report) -> None:
    """Report INS08 on a dependent: what holds for every carrier that does not ask for it."""
    member = person.membership
    if member.employment_status and not member.subscriber:
        report.on_person(EMPLOYMENT, person, 0, "INS08")


def partner_rules(expected: Expected) -> RuleSet:
    """Return the rules of one carrier."""
    header = _Header(expected)
    people = _People(expected)
    person: tuple[PersonRule, ...] = (people.references, people.policy, people.ssn, people.coverages)
    if not expected.employment_of_dependents:
        person = (*person, no_employment_of_dependents)
    return RuleSet(header=(header.envelope, header.contents), person=person, end=(header.size,))


WITHOUT_PROFILE: Final = RuleSet(person=(no_employment_of_dependents,))
"""The rules where no carrier is known."""


def _breaks(presence: Presence, there: bool) -> bool:
    return presence is (_FORBIDDEN if there else _REQUIRED)


class _Header:
    """Compares envelopes and headers."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected

    def envelope(self, transaction: Transaction, report: Report) -> None:
        stated, wanted = transaction.envelope, self._expected.envelope
        if stated.usage != wanted.usage:
            report.on_transaction(USAGE, transaction, 0, "ISA15")
        if stated.delimiters != wanted.delimiters:
            report.on_transaction(DELIMITERS, transaction, 0, "ISA")
        different = [element for element, name in _PARTIES if getattr(stated, name) != getattr(wanted, name)]
        for element in different:
            report.on_transaction(PARTIES, transaction, 0, element)

    def contents(self, transaction: Transaction, report: Report) -> None:
        expected = self._expected
        if transaction.action not in expected.actions:
            report.on_transaction(ACTION, transaction, transaction.places.get("BGN", 0), "BGN08")
        for role, wanted in (("P5", expected.sponsor), ("IN", expected.payer)):
            if transaction.parties.get(role) != wanted:
                place = transaction.places.get(f"N1*{role}", 0)
                report.on_transaction(ORGANIZATIONS, transaction, place, f"N1*{role}")
        if self._has_wrong_policy(transaction):
            report.on_transaction(MASTER_POLICY, transaction, transaction.places.get("REF*38", 0), "REF*38")
        if expected.header_dates is not None and transaction.dates.keys() != expected.header_dates:
            report.on_transaction(HEADER_DATES, transaction, 0, "DTP")
        if transaction.totals.keys() != expected.totals:
            report.on_transaction(TOTALS, transaction, 0, "QTY")

    def size(self, transaction: Transaction, report: Report) -> None:
        if transaction.subscribers + transaction.dependents > self._expected.most_members:
            report.on_transaction(TOO_MANY, transaction, 0, "ST")

    def _has_wrong_policy(self, transaction: Transaction) -> bool:
        policy = transaction.references.get("38")
        if policy is None or self._expected.master_policy is _FORBIDDEN:
            return _breaks(self._expected.master_policy, policy is not None)
        known = self._expected.master_policies
        return bool(known) and policy not in known


_PARTIES: Final = (
    ("ISA05", "sender_qualifier"),
    ("ISA06", "sender"),
    ("ISA07", "receiver_qualifier"),
    ("ISA08", "receiver"),
    ("ISA14", "acknowledgment_requested"),
    ("GS02", "application_sender"),
    ("GS03", "application_receiver"),
)
"""Elements with the names that `ExpectedEnvelope` and `Envelope` have for them."""


class _People:
    """Compares people and coverages."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected
        required = {name for name, presence in expected.references.items() if presence is _REQUIRED}
        self._required = (frozenset(required & expected.on_dependents), frozenset(required))
        self._allowed = (
            _ALWAYS | (expected.references.keys() & expected.on_dependents),
            _ALWAYS | expected.references.keys(),
        )

    def references(self, person: Person, report: Report) -> None:
        subscriber = person.membership.subscriber
        there = person.references.keys()
        for name in sorted(self._required[subscriber] - there):
            report.on_person(REFERENCE_MISSING, person, 0, f"REF*{name}")
        if not there <= self._allowed[subscriber]:
            for name in sorted(there - self._allowed[subscriber]):
                place = person.places.get(f"REF*{name}", 0)
                report.on_person(REFERENCE_UNWANTED, person, place, f"REF*{name}")

    def policy(self, person: Person, report: Report) -> None:
        at_member = self._expected.policy_at_member
        nowhere_else = at_member is _FORBIDDEN and not person.coverages
        if not nowhere_else and _breaks(at_member, "1L" in person.references):
            report.on_person(POLICY_PLACE, person, person.places.get("REF*1L", 0), "REF*1L")
        wanted = self._expected.policy_at_coverage
        for coverage in person.coverages:
            if _breaks(wanted, "1L" in coverage.references):
                report.on_person(POLICY_PLACE, person, coverage.index, "REF*1L", loop="2300")

    def ssn(self, person: Person, report: Report) -> None:
        expected = self._expected
        subscriber = person.membership.subscriber
        wanted = expected.ssn_of_subscribers if subscriber else expected.ssn_of_dependents
        if _breaks(wanted, person.id_kind == SSN_KIND):
            report.on_person(SSN, person, person.places.get("NM1*IL", 0), "NM109", loop="2100A")

    def coverages(self, person: Person, report: Report) -> None:
        for coverage in person.coverages:
            line = self._expected.lines.get(coverage.line)
            if line is None:
                report.on_person(LINE, person, coverage.index, "HD03", loop="2300")
                continue
            if coverage.maintenance == DECLINED:
                continue
            if coverage.plan not in line.plans:
                report.on_person(PLAN, person, coverage.index, "HD04", loop="2300")
            if self._has_wrong_level(line, coverage, person.membership.subscriber):
                report.on_person(LEVEL, person, coverage.index, "HD05", loop="2300")

    @staticmethod
    def _has_wrong_level(line: ExpectedLine, coverage: Coverage, subscriber: bool) -> bool:
        if subscriber or line.levels_on_dependents:
            return coverage.level not in line.levels
        return bool(coverage.level)
