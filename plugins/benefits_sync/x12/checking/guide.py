"""The guide 005010X220A1 as a table: which loops, segments and elements there are, and what they take.

Where public transcriptions of the guide differ, the table takes what either takes: any number of header
dates, N102 in 1000C and N4 in 2100C situational, 16 references in 2750. Lines of insurance that only the base
standard has are in the table; whether a carrier takes them is a rule about the carrier.
"""

from typing import Final

from benefits_sync.x12.checking import guide_segments as s
from benefits_sync.x12.checking.grammar import UNUSED, Loop, Segment, code, loop, optional, text, whole
from benefits_sync.x12.codes import coverage as c
from benefits_sync.x12.codes import member as m
from benefits_sync.x12.codes import person as p
from benefits_sync.x12.codes import transaction as t

ANY: Final = 0

PROVIDER: Final = loop(
    "2310",
    "S",
    30,
    (s.COUNTED, "R", 1),
    (
        s.named(
            tuple(c.ProviderRole),
            "12",
            last=optional(s.NAME),
            given=s.FIRST_NAME,
            ids=("34", "FI", "SV", "XX"),
            relationship=code(c.PatientRelationship),
        ),
        "R",
        1,
    ),
    (s.STREET, "S", 2),
    (s.PLACE, "S", 1),
    (s.contact("IC", s.ALL_CONTACTS), "S", 2),
    (s.PLA, "S", 1),
)
OTHER_INSURANCE: Final = loop(
    "2320",
    "S",
    5,
    (s.COB, "R", 1),
    (s.reference(*c.CoordinationReference), "S", 4),
    (s.dated("344", "345"), "S", 2),
    loop(
        "2330",
        "S",
        3,
        (s.named(("36", "GW", "IN"), "2", last=optional(s.NAME), ids=("FI", "NI", "XV")), "R", 1),
        (s.STREET, "S", 1),
        (s.PLACE, "S", 1),
        (s.contact("CN", frozenset({p.ContactKind.TELEPHONE}), pairs=1), "S", 1),
    ),
)
COVERAGE: Final = loop(
    "2300",
    "S",
    99,
    (s.HD, "R", 1),
    (s.dated(*c.CoverageDate, periods=True), "R", 6),
    (s.AMOUNT, "S", 9),
    ((s.reference(*c.CoverageReference), "S", 14), (s.reference("QQ"), "S", 1)),
    (s.IDC, "S", 3),
    PROVIDER,
    OTHER_INSURANCE,
)
CATEGORIES: Final = loop(
    "LS",
    "S",
    1,
    (Segment("LS", (code("2700"),)), "R", 1),
    loop(
        "2700",
        "R",
        ANY,
        (s.COUNTED, "R", 1),
        loop(
            "2750",
            "R",
            1,
            (Segment("N1", (code("75"), s.NAME, UNUSED, UNUSED, UNUSED, UNUSED)), "R", 1),
            (s.reference(*c.CategoryReference), "S", 16),
            (s.dated("007", periods=True), "S", 1),
        ),
    ),
    (Segment("LE", (code("2700"),)), "R", 1),
)


def _person_around(
    name: str, most: int, who: Segment, contacts: Segment | None, *, address: str = "S"
) -> Loop:
    around = ((contacts, "S", 1),) if contacts is not None else ()
    return loop(name, "S", most, (who, "R", 1), *around, (s.STREET, address, 1), (s.PLACE, "S", 1))


PEOPLE_AROUND: Final = (
    loop(
        "2100B",
        "S",
        1,
        (s.named(("70",), "1", last=s.NAME, given=s.FIRST_NAME, ids=s.PERSON_IDS), "R", 1),
        (s.demographics(whole_record=False), "S", 1),
    ),
    _person_around("2100C", 1, s.named(("31",), "1"), None, address="R"),
    _person_around(
        "2100D",
        3,
        s.named(("36",), "12", last=optional(s.NAME), given=s.FIRST_NAME, ids=("24", "34")),
        s.contact("EP", s.WORK_CONTACTS, name=True),
    ),
    _person_around(
        "2100E", 3, s.named(("M8",), "2", last=s.NAME), s.contact("SK", s.SCHOOL_CONTACTS, name=True)
    ),
    _person_around(
        "2100F",
        1,
        s.named(("S3",), "1", last=s.NAME, given=text(1, 35), ids=s.PERSON_IDS),
        s.contact("PQ", s.ALL_CONTACTS),
    ),
    _person_around(
        "2100G",
        13,
        s.named(
            ("6Y", "9K", "E1", "EI", "EXS", "GB", "GD", "J6", "LR", "QD", "S1", "TZ", "X4"),
            "1",
            last=s.NAME,
            given=s.FIRST_NAME,
            ids=s.PERSON_IDS,
        ),
        s.contact("RP", s.ALL_CONTACTS),
    ),
    _person_around("2100H", 1, s.named(("45",), "1", last=optional(s.NAME), given=s.FIRST_NAME), None),
)
PERSON: Final = loop(
    "2000",
    "R",
    ANY,
    (s.INS, "R", 1),
    ((s.reference("0F"), "R", 1), (s.reference("1L"), "S", 1), (s.reference(*m.MemberReference), "S", 13)),
    (s.dated(*m.MemberDate), "S", 24),
    loop(
        "2100A",
        "R",
        1,
        (s.named(("IL", "74"), "1", last=s.NAME, given=s.FIRST_NAME, ids=s.PERSON_IDS), "R", 1),
        (s.contact("IP", s.ALL_CONTACTS), "S", 1),
        (s.STREET, "S", 1),
        (s.place(area=True), "S", 1),
        (s.demographics(whole_record=True), "S", 1),
        (s.EC, "S", ANY),
        (s.ICM, "S", 1),
        (s.AMOUNT, "S", 7),
        (s.HLH, "S", 1),
        (s.LUI, "S", ANY),
    ),
    *PEOPLE_AROUND,
    loop("2200", "S", ANY, (s.DSB, "R", 1), (s.dated("360", "361"), "S", 2)),
    COVERAGE,
    CATEGORIES,
)
HEADER: Final = loop(
    "header",
    "R",
    1,
    (s.ST, "R", 1),
    (s.BGN, "R", 1),
    (s.reference("38"), "S", 1),
    (s.dated(*t.HeaderDate), "S", ANY),
    tuple((s.total(kind), "S", 1) for kind in t.QuantityKind),
    loop("1000A", "R", 1, (s.organization("P5", ids=s.SPONSOR_IDS), "R", 1)),
    loop("1000B", "R", 1, (s.organization("IN", ids=s.PAYER_IDS), "R", 1)),
    loop(
        "1000C",
        "S",
        2,
        (s.organization("BO", "TV", ids=s.PAYER_IDS), "R", 1),
        loop("1100C", "S", 1, (s.ACT, "R", 1)),
    ),
)
ENVELOPE: Final = {
    "GS": loop("GS", "R", ANY, (s.GS, "R", 1)),
    "SE": loop("SE", "R", 1, (Segment("SE", (whole(10), text(4, 9))), "R", 1)),
    "GE": loop("GE", "R", 1, (Segment("GE", (whole(6), whole(9))), "R", 1)),
    "IEA": loop("IEA", "R", 1, (Segment("IEA", (whole(5), text(9, 9))), "R", 1)),
}
