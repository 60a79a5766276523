"""For each rule of a carrier (type 7), a file or an expectation that differs from the other."""

import re
import string
from dataclasses import replace

from benefits_sync.x12.checking import (
    partner,
    partner_coverages,
    partner_file,
    partner_people,
    partner_references,
)
from benefits_sync.x12.checking.expected import (
    Expected,
    ExpectedBroker,
    ExpectedCodes,
    ExpectedDate,
    ExpectedEnvelope,
    ExpectedLine,
    ExpectedReference,
    ExpectedSpelling,
    Presence,
)
from benefits_sync.x12.checking.partner_references import MANY
from tests.x12.checking.broken_people import AUDIT, SECOND, audit, file_of

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
HEALTH = ExpectedLine(
    plans=frozenset({"SILVER", "GOLD"}), levels=frozenset({"EMP", "ESP", "FAM"}), amounts=frozenset({"P3"})
)
DISABILITY = ExpectedLine(plans=frozenset({"S60"}), levels=frozenset({"EMP"}))
DATES = tuple(ExpectedDate(qualifier=qualifier) for qualifier in ("336", "340", "357"))
CODES = ExpectedCodes(
    relationships=frozenset({"01", "19"}),
    reasons=frozenset({"XN", "28", "08", "09", "25", "22"}),
    benefit_status=frozenset({"A", "C"}),
    employment_status=frozenset({"FT", "TE"}),
)
EXPECTED = Expected(
    envelope=ENVELOPE,
    spelling=ExpectedSpelling(
        line_ending="\n",
        characters=frozenset(string.ascii_uppercase + string.digits + " -"),
        names=(re.compile(r"EXD_(?P<environment>[TP])_(?P<yyyymmdd>[0-9]{8})_(?P<sequence>[0-9]{4})\.834"),),
        longest_name=23,
    ),
    actions=frozenset({"2", "4"}),
    members={"4": frozenset({"030"}), "2": frozenset({"001", "021", "024", "025"})},
    sponsor=("FI", "123456789"),
    payer=("FI", "987654321"),
    brokers={},
    master_policy=Presence.FORBIDDEN,
    policy_at_member=Presence.REQUIRED,
    policy_at_coverage=Presence.FORBIDDEN,
    policies=frozenset({"G-1"}),
    references={"DX": ExpectedReference()},
    dates=DATES,
    codes=CODES,
    income="",
    header_dates=frozenset(),
    lines={"HLT": HEALTH, "STD": DISABILITY},
)
"""A carrier that takes `AUDIT` and `CHANGES` as they are."""

NAME = "EXD_T_20260301_0042.834"
"""What the carrier wants `AUDIT` to be called."""


def wanting(**changes):
    """The valid file, and a carrier that wants something else."""
    return AUDIT, replace(EXPECTED, **changes)


def sent(old, new):
    """A file with one text in place of another, and the carrier that took the former."""
    return audit(old, new), EXPECTED


def people(number):
    """A file of so many people without family."""
    each = (SECOND.replace("E1002", f"E{at:04}").replace("KIM", f"KIM{at}") for at in range(number))
    return file_of("".join(each), "4")


BROKEN = {
    partner_file.LINE_ENDINGS: (AUDIT.replace("\n", "\r\n"), EXPECTED),
    partner_file.CHARACTERS: sent("NM1*IL*1*OKAFOR*NOA", "NM1*IL*1*OKAFOR*Noa"),
    partner_file.FILE_NAME: (AUDIT, EXPECTED, "EXD_T_20260301_0043.834"),
    partner.PARTIES: wanting(envelope=replace(ENVELOPE, receiver="EXAMPLEVISION")),
    partner.USAGE: wanting(envelope=replace(ENVELOPE, usage="P")),
    partner.DELIMITERS: wanting(envelope=replace(ENVELOPE, delimiters="*^>~")),
    partner.ACTION: wanting(actions=frozenset({"2", "RX"})),
    partner.ORGANIZATIONS: wanting(payer=("XV", "987654321")),
    partner.BROKERS: wanting(brokers={"BO": ExpectedBroker(id=("FI", "820987654"))}),
    partner.MASTER_POLICY: wanting(master_policy=Presence.REQUIRED),
    partner.HEADER_DATES: wanting(header_dates=frozenset({"007"})),
    partner.TOTALS: wanting(totals=frozenset({"TO"})),
    partner.TOO_MANY: wanting(most_members=3),
    partner_references.REFERENCE_MISSING: wanting(
        references={"DX": ExpectedReference(presence=Presence.REQUIRED)}
    ),
    partner_references.REFERENCE_UNWANTED: sent("REF*1L*G-1~\nDTP*336", "REF*1L*G-1~\nREF*ZZ*7~\nDTP*336"),
    partner_references.REFERENCE_VALUE: (
        audit("REF*1L*G-1~\nDTP*336", "REF*1L*G-1~\nREF*DX*NORHT~\nDTP*336"),
        replace(EXPECTED, references={"DX": ExpectedReference(values=frozenset({"NORTH", "SOUTH"}))}),
    ),
    partner_references.NEVER_TOLD: (people(MANY), EXPECTED),
    partner_references.POLICY_PLACE: wanting(policy_at_coverage=Presence.REQUIRED),
    partner_references.POLICY_NUMBER: sent("REF*1L*G-1~\nDTP*336", "REF*1L*G-2~\nDTP*336"),
    partner_people.SSN: wanting(ssn_of_dependents=Presence.FORBIDDEN),
    partner_people.DATE_MISSING: wanting(dates=(ExpectedDate(qualifier="336", presence=Presence.USUAL),)),
    partner_people.DATE_UNWANTED: wanting(dates=()),
    partner_people.CODE: wanting(codes=replace(CODES, relationships=frozenset({"01", "17"}))),
    partner_people.INCOME: wanting(income="7"),
    partner_coverages.LINE: wanting(lines={"HLT": HEALTH}),
    partner_coverages.PLAN: sent("HLT*SILVER*EMP", "HLT*BRONZE*EMP"),
    partner_coverages.LEVEL: sent("STD*S60*EMP", "STD*S60*IND"),
    partner_coverages.AMOUNT_MISSING: wanting(
        lines={"HLT": replace(HEALTH, usual={"SILVER": frozenset({"AMT*P3"})}), "STD": DISABILITY}
    ),
    partner_coverages.AMOUNT_UNWANTED: sent(
        "DTP*348*D8*20260101~\nHD*030**STD", "DTP*348*D8*20260101~\nAMT*FK*100~\nHD*030**STD"
    ),
}
"""Rule -> a file, an expectation that it does not meet, and where it matters what the file is called."""
