"""The segments of the guide and what their elements take."""

from dataclasses import replace
from typing import Final

from benefits_sync.x12.checking.grammar import (
    DAY,
    PERIOD,
    TIME,
    UNUSED,
    Element,
    Segment,
    code,
    composite,
    number,
    optional,
    text,
    whole,
)
from benefits_sync.x12.codes import coverage as c
from benefits_sync.x12.codes import member as m
from benefits_sync.x12.codes import person as p
from benefits_sync.x12.codes import transaction as t
from benefits_sync.x12.settings import GUIDE

YES_NO: Final = code("Y", "N")
TIME_ZONES: Final = code(
    [f"{hours:02}" for hours in range(1, 25)],
    [zone + kind for zone in "ACEHMNPT" for kind in "DST"],
    ["GM", "LT", "UT"],
)
RACES: Final = code(*"78ABCDEFGHIJNOPZ")
CITIZENSHIPS: Final = code(*"1234567")
ALL_CONTACTS: Final = frozenset(p.ContactKind)
WORK_CONTACTS: Final = ALL_CONTACTS - {p.ContactKind.HOME_PHONE, p.ContactKind.WORK_PHONE}
SCHOOL_CONTACTS: Final = frozenset(
    {p.ContactKind.EMAIL, p.ContactKind.EXTENSION, p.ContactKind.FAX, p.ContactKind.TELEPHONE}
)
SPONSOR_IDS: Final = ("24", "94", "FI")
PAYER_IDS: Final = ("94", "FI", "XV")
PERSON_IDS: Final = ("34", "ZZ")


def reference(*kinds: str) -> Segment:
    """REF."""
    return Segment("REF", (code(*kinds), text(1, 50), UNUSED, UNUSED), ("R0203",))


def dated(*kinds: str, periods: bool = False) -> Segment:
    """DTP, with periods where the loop takes them."""
    if periods:
        return Segment("DTP", (code(*kinds), code("D8", "RD8"), PERIOD), ("F0203",))
    return Segment("DTP", (code(*kinds), code("D8"), DAY))


def total(kind: str) -> Segment:
    """QTY."""
    return Segment("QTY", (code(kind), number(15), UNUSED, UNUSED))


def organization(*kinds: str, ids: tuple[str, ...]) -> Segment:
    """N1 with an id."""
    return Segment("N1", (code(*kinds), optional(text(1, 60)), code(*ids), text(2, 80), UNUSED, UNUSED))


def named(
    roles: tuple[str, ...],
    kinds: str,
    *,
    last: Element = UNUSED,
    given: Element = UNUSED,
    ids: tuple[str, ...] = (),
    relationship: Element = UNUSED,
) -> Segment:
    """NM1: ``kinds`` says whether it may be a person (1), an organization (2) or both."""
    others = (UNUSED, UNUSED, UNUSED)
    if given is not UNUSED:
        others = (optional(text(1, 25)), optional(text(1, 10)), optional(text(1, 10)))
    identifier = (optional(code(*ids)), optional(text(2, 80))) if ids else (UNUSED, UNUSED)
    elements = (code(*roles), code(*kinds), last, given, *others, *identifier, relationship, UNUSED, UNUSED)
    return Segment("NM1", elements, ("P0809",) if ids else ())


def contact(function: str, kinds: frozenset[p.ContactKind], *, name: bool = False, pairs: int = 3) -> Segment:
    """PER with up to three numbers."""
    first = (code(kinds), text(1, 256))
    more = (optional(code(kinds)), optional(text(1, 256))) * (pairs - 1)
    unused = (UNUSED,) * (2 * (3 - pairs) + 1)
    elements = (code(function), optional(text(1, 60)) if name else UNUSED, *first, *more, *unused)
    return Segment("PER", elements, ("P0506", "P0708") if pairs > 1 else ())


def place(*, area: bool = False) -> Segment:
    """N4, with the area in the person's own address only."""
    codes = (optional(code(p.AreaKind)), optional(text(1, 30))) if area else (UNUSED, UNUSED)
    elements = (text(2, 30), optional(text(2, 2)), optional(text(3, 15)), optional(text(2, 3)), *codes)
    conditions = ("E0207", "C0605", "C0704") if area else ("E0207", "C0704")
    return Segment("N4", (*elements, optional(text(1, 3))), conditions)


def demographics(*, whole_record: bool) -> Segment:
    """DMG; a prior identity may have any part of it."""
    told = (code("D8"), DAY, code(p.Gender))
    first = told if whole_record else tuple(optional(element) for element in told)
    ethnicity = composite(optional(RACES), optional(code("RET")), optional(text(1, 30)), repetitions=10)
    rest = (
        optional(code(p.MaritalStatus)),
        optional(ethnicity),
        optional(CITIZENSHIPS),
        UNUSED,
        UNUSED,
        UNUSED,
        optional(code("REC")),
        optional(text(1, 30)),
    )
    return Segment(
        "DMG", (*first, *rest), ("P1011", "C1105") if whole_record else ("P0102", "P1011", "C1105")
    )


NAME: Final = text(1, 60)
FIRST_NAME: Final = optional(text(1, 35))
STREET: Final = Segment("N3", (text(1, 55), optional(text(1, 55))))
PLACE: Final = place()
AMOUNT: Final = Segment("AMT", (code(p.AmountKind), number(18), UNUSED))
COUNTED: Final = Segment("LX", (whole(6),))

ST: Final = Segment("ST", (code("834"), text(4, 9), code(GUIDE)))
BGN: Final = Segment(
    "BGN",
    (
        code(t.TransactionPurpose),
        text(1, 50),
        DAY,
        TIME,
        optional(TIME_ZONES),
        optional(text(1, 50)),
        UNUSED,
        code(t.FileAction),
        UNUSED,
    ),
)
ACT: Final = Segment(
    "ACT",
    (text(1, 35), UNUSED, UNUSED, UNUSED, UNUSED, optional(text(1, 35)), UNUSED, UNUSED, UNUSED),
)
INS: Final = Segment(
    "INS",
    (
        YES_NO,
        code(m.Relationship),
        code(m.MaintenanceType),
        optional(code(m.MaintenanceReason)),
        code(m.BenefitStatus),
        optional(composite(code(m.MedicarePlan), optional(code(m.MedicareReason)), UNUSED, UNUSED)),
        optional(code(m.CobraEvent)),
        optional(code(m.EmploymentStatus)),
        optional(code(m.StudentStatus)),
        optional(YES_NO),
        optional(code("D8")),
        optional(DAY),
        optional(code(m.Confidentiality)),
        UNUSED,
        UNUSED,
        UNUSED,
        optional(whole(9)),
    ),
    ("P1112",),
)
EC: Final = Segment(
    "EC",
    (
        code(p.EmploymentClass),
        optional(code(p.EmploymentClass)),
        optional(code(p.EmploymentClass)),
        UNUSED,
        UNUSED,
        UNUSED,
    ),
)
ICM: Final = Segment(
    "ICM",
    (
        code(p.IncomeFrequency),
        number(18),
        optional(number(15)),
        optional(text(1, 30)),
        optional(text(1, 5)),
        UNUSED,
    ),
)
HLH: Final = Segment(
    "HLH",
    (code(p.HealthHabit), optional(number(8)), optional(number(10)), UNUSED, UNUSED, UNUSED, UNUSED),
)
LUI: Final = Segment(
    "LUI",
    (
        optional(code(p.LanguageCodeSet)),
        optional(text(2, 80)),
        optional(text(1, 80)),
        optional(code(p.LanguageUse)),
        UNUSED,
    ),
    ("P0102", "L040203"),
)
DSB: Final = Segment(
    "DSB",
    (
        code(p.DisabilityKind),
        UNUSED,
        UNUSED,
        UNUSED,
        UNUSED,
        UNUSED,
        optional(code(p.DiagnosisCodeSet)),
        optional(text(1, 15)),
    ),
    ("P0708",),
)
HD: Final = Segment(
    "HD",
    (
        code(c.CoverageMaintenance),
        UNUSED,
        code(c.InsuranceLine),
        optional(text(1, 50)),
        optional(code(c.CoverageTier)),
        UNUSED,
        UNUSED,
        UNUSED,
        optional(YES_NO),
        UNUSED,
        UNUSED,
    ),
)
IDC: Final = Segment(
    "IDC", (text(1, 50), code(c.IdCardKind), optional(number(15)), optional(code(c.IdCardAction)))
)
PLA: Final = Segment("PLA", (code("2"), code("1P"), DAY, UNUSED, code(c.ProviderChangeReason)))
COB: Final = Segment(
    "COB",
    (
        code(c.CoordinationOrder),
        optional(text(1, 50)),
        code(c.Coordination),
        optional(replace(code(c.CoordinationServiceType), repetitions=9)),
    ),
)

GS: Final = Segment(
    "GS",
    (code("BE"), text(2, 15), text(2, 15), DAY, TIME, whole(9), code("X"), code(GUIDE)),
)
