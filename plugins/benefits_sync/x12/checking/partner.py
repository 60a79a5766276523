"""Rules of one carrier (SNIP type 7): everything that its profile says of envelopes and headers."""

from typing import Final

from benefits_sync.x12.checking.expected import Expected, Presence
from benefits_sync.x12.checking.facts import Report, RuleSet, Transaction
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.partner_coverages import rules_about_coverages
from benefits_sync.x12.checking.partner_people import rules_about_people
from benefits_sync.x12.checking.partner_references import PROFILE, breaks, rules_about_references

_PARTNER, _ERROR = Snip.PARTNER, Severity.ERROR

PARTIES: Final = Rule(
    "partner-envelope", _PARTNER, _ERROR,
    "ISA or GS names other parties than the carrier's profile, or asks for another acknowledgment.",
    PROFILE,
)  # fmt: skip
USAGE: Final = Rule(
    "partner-usage", _PARTNER, _ERROR,
    "ISA15 is not that of this run: a test file would be loaded, or a production file would not.",
    "Build the file anew for the destination it goes to; a test file is checked with `--test`.",
)  # fmt: skip
DELIMITERS: Final = Rule(
    "partner-delimiters", _PARTNER, _ERROR, "The delimiters are not those of the profile.", PROFILE,
)  # fmt: skip
ACTION: Final = Rule(
    "partner-file-kind", _PARTNER, _ERROR,
    "BGN08 marks a kind of file that the carrier does not take.",
    "Send a kind that the profile has.",
)  # fmt: skip
ORGANIZATIONS: Final = Rule(
    "partner-organization", _PARTNER, _ERROR,
    "Sponsor or payer (N1) is not that of the profile.",
    PROFILE,
)  # fmt: skip
BROKERS: Final = Rule(
    "partner-broker", _PARTNER, _ERROR,
    "A broker or administrator (N1*BO, N1*TV) is missing, not wanted, or not that of the profile, or its "
    "account (ACT) is not.",
    PROFILE,
)  # fmt: skip
MASTER_POLICY: Final = Rule(
    "partner-master-policy", _PARTNER, _ERROR,
    "The master policy number (REF*38) is missing, not wanted, or none of the carrier's.",
    PROFILE,
)  # fmt: skip
HEADER_DATES: Final = Rule(
    "partner-header-dates", _PARTNER, _ERROR,
    "The dates of the header are not those that the carrier wants.",
    PROFILE,
)  # fmt: skip
TOTALS: Final = Rule(
    "partner-totals", _PARTNER, _ERROR,
    "The control totals (QTY) are not those that the carrier wants.",
    PROFILE,
)  # fmt: skip
TOO_MANY: Final = Rule(
    "partner-too-many-members", _PARTNER, _ERROR,
    "The transaction has more people than the carrier takes in one.",
    "Split between families.",
)  # fmt: skip
RULES: Final = (
    PARTIES, USAGE, DELIMITERS, ACTION, ORGANIZATIONS, BROKERS, MASTER_POLICY, HEADER_DATES, TOTALS, TOO_MANY,
)  # fmt: skip


def partner_rules(expected: Expected) -> tuple[RuleSet, ...]:
    """Return the rules of one carrier, but for those about the file as a whole."""
    header = _Header(expected)
    headers = RuleSet(header=(header.envelope, header.contents, header.brokers), end=(header.size,))
    return (
        headers,
        *rules_about_references(expected),
        rules_about_people(expected),
        rules_about_coverages(expected),
    )


class _Header:
    """Compares envelopes and headers."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected

    def envelope(self, transaction: Transaction, report: Report) -> None:
        stated, wanted = transaction.envelope, self._expected.envelope
        if stated.usage != wanted.usage:
            report.on_envelope(USAGE, stated, "ISA15")
        if stated.delimiters != wanted.delimiters:
            report.on_envelope(DELIMITERS, stated, "ISA")
        different = [element for element, name in _PARTIES if getattr(stated, name) != getattr(wanted, name)]
        for element in different:
            report.on_envelope(PARTIES, stated, element)

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

    def brokers(self, transaction: Transaction, report: Report) -> None:
        wanted = self._expected.brokers
        if wanted is None:
            return
        for role in ("BO", "TV"):
            broker = wanted.get(role)
            place = transaction.places.get(f"N1*{role}", 0)
            if transaction.parties.get(role) != (broker.id if broker else None):
                report.on_transaction(BROKERS, transaction, place, f"N1*{role}")
            elif broker and transaction.accounts.get(role, "") != broker.account:
                report.on_transaction(BROKERS, transaction, place, "ACT01")

    def size(self, transaction: Transaction, report: Report) -> None:
        if transaction.subscribers + transaction.dependents > self._expected.most_members:
            report.on_transaction(TOO_MANY, transaction, 0, "ST")

    def _has_wrong_policy(self, transaction: Transaction) -> bool:
        policy = transaction.references.get("38")
        if policy is None or self._expected.master_policy is Presence.FORBIDDEN:
            return breaks(self._expected.master_policy, policy is not None)
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
