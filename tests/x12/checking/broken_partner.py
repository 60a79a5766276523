"""For each rule of a carrier (type 7), a file or an expectation that differs from the other."""

from dataclasses import replace

from benefits_sync.x12.checking import partner
from benefits_sync.x12.checking.expected import Expected, ExpectedEnvelope, ExpectedLine, Presence
from tests.x12.checking.broken_people import AUDIT, audit

ENVELOPE = ExpectedEnvelope(
    sender_qualifier="30",
    sender="123456789",
    receiver_qualifier="ZZ",
    receiver="EXAMPLEDENTAL",
    application_sender="123456789",
    application_receiver="EXD834",
    usage="T",
    acknowledgment_requested="0",
    delimiters="*^:~",
)
HEALTH = ExpectedLine(plans=frozenset({"SILVER", "GOLD"}), levels=frozenset({"EMP", "ESP", "FAM"}))
EXPECTED = Expected(
    envelope=ENVELOPE,
    actions=frozenset({"2", "4"}),
    members={"4": frozenset({"030"}), "2": frozenset({"001", "021", "024", "025"})},
    sponsor=("FI", "123456789"),
    payer=("FI", "987654321"),
    master_policy=Presence.FORBIDDEN,
    policy_at_member=Presence.REQUIRED,
    policy_at_coverage=Presence.FORBIDDEN,
    references={"DX": Presence.OPTIONAL},
    header_dates=frozenset(),
    lines={"HLT": HEALTH, "STD": ExpectedLine(plans=frozenset({"S60"}), levels=frozenset({"EMP"}))},
)
"""A carrier that takes `AUDIT` and `CHANGES` as they are."""


def wanting(**changes):
    """The valid file, and a carrier that wants something else."""
    return AUDIT, replace(EXPECTED, **changes)


def sent(old, new):
    """A file with one text in place of another, and the carrier that took the former."""
    return audit(old, new), EXPECTED


BROKEN = {
    partner.PARTIES: wanting(envelope=replace(ENVELOPE, receiver="EXAMPLEVISION")),
    partner.USAGE: wanting(envelope=replace(ENVELOPE, usage="P")),
    partner.DELIMITERS: wanting(envelope=replace(ENVELOPE, delimiters="*^>~")),
    partner.ACTION: wanting(actions=frozenset({"2", "RX"})),
    partner.ORGANIZATIONS: wanting(payer=("XV", "987654321")),
    partner.MASTER_POLICY: wanting(master_policy=Presence.REQUIRED),
    partner.HEADER_DATES: wanting(header_dates=frozenset({"007"})),
    partner.TOTALS: wanting(totals=frozenset({"TO"})),
    partner.TOO_MANY: wanting(most_members=3),
    partner.REFERENCE_MISSING: wanting(references={"DX": Presence.REQUIRED}),
    partner.REFERENCE_UNWANTED: sent("REF*1L*G-1~\nDTP*336", "REF*1L*G-1~\nREF*ZZ*7~\nDTP*336"),
    partner.POLICY_PLACE: wanting(policy_at_coverage=Presence.REQUIRED),
    partner.SSN: wanting(ssn_of_dependents=Presence.FORBIDDEN),
    partner.LINE: wanting(lines={"HLT": HEALTH}),
    partner.PLAN: sent("HLT*SILVER*EMP", "HLT*BRONZE*EMP"),
    partner.LEVEL: sent("STD*S60*EMP", "STD*S60*IND"),
}
"""Rule -> a file and an expectation that it does not meet."""
