"""For each rule about people and coverages (types 4 to 6 and our own), a small break of a valid file.

`AUDIT` is a snapshot of one family, `CHANGES` tells some events. A break is a text of one of them with a part
put in place of another.
"""

from benefits_sync.x12.checking import chronology, code_sets, families, maintenance, product, situational

HEADER = """\
ISA*00*          *00*          *30*123456789      *ZZ*EXAMPLEDENTAL  *260301*0630*^*00501*000000042*0*T*:~
GS*BE*123456789*EXD834*20260301*0630*7*X*005010X220A1~
ST*834*0001*005010X220A1~
BGN*00*EXD-20260301*20260301*063015*ET***{action}~
N1*P5*ACME*FI*123456789~
N1*IN*EXAMPLE*FI*987654321~
"""
TRAILER = """\
SE*{count}*0001~
GE*1*7~
IEA*1*000000042~
"""

FAMILY = """\
INS*Y*18*030*XN*A***FT~
REF*0F*E1001~
REF*1L*G-1~
DTP*336*D8*20200106~
NM1*IL*1*OKAFOR*MAYA****34*219099999~
N3*18 JUNIPER WAY~
N4*BOISE*ID*83702~
DMG*D8*19911130*F*M*C~
LUI*LE*EN~
HD*030**HLT*SILVER*FAM~
DTP*348*D8*20260101~
HD*030**STD*S60*EMP~
DTP*348*D8*20260101~
INS*N*01*030*XN*A~
REF*0F*E1001~
REF*1L*G-1~
NM1*IL*1*OKAFOR*SAM****34*219099998~
DMG*D8*19900212*M~
HD*030**HLT*SILVER*FAM~
DTP*348*D8*20260101~
INS*N*19*030*XN*A~
REF*0F*E1001~
REF*1L*G-1~
NM1*IL*1*OKAFOR*NOA~
DMG*D8*20150704*F~
HD*030**HLT*SILVER*FAM~
DTP*348*D8*20260101~
INS*Y*18*030*XN*A***FT~
REF*0F*E1002~
REF*1L*G-1~
NM1*IL*1*ROE*KIM~
DMG*D8*19800101*U~
HD*030**HLT*SILVER*EMP~
DTP*348*D8*20260101~
"""

EVENTS = """\
INS*Y*18*021*28*A***FT~
REF*0F*E1001~
REF*1L*G-1~
NM1*IL*1*OKAFOR*MAYA~
DMG*D8*19911130*F~
HD*021**HLT*SILVER*ESP~
DTP*348*D8*20260301~
INS*Y*18*024*08*A***TE~
REF*0F*E1002~
REF*1L*G-1~
DTP*357*D8*20260228~
NM1*IL*1*ROE*KIM~
HD*024**HLT*SILVER*EMP~
DTP*349*D8*20260228~
INS*Y*18*021*09*C**1*TE~
REF*0F*E1003~
REF*1L*G-1~
DTP*340*D8*20260301~
NM1*IL*1*LEE*ANA~
HD*021**HLT*SILVER*EMP~
DTP*348*D8*20260301~
INS*Y*18*001*25*A***FT~
REF*0F*E1004~
REF*1L*G-1~
NM1*74*1*DIAZ*RUTH~
NM1*70*1*DIAS*RUTH~
INS*Y*18*001*22*A***FT~
REF*0F*E1005~
REF*1L*G-1~
NM1*IL*1*PRICE*UMA~
HD*024**HLT*GOLD*EMP~
DTP*349*D8*20260228~
HD*021**HLT*SILVER*EMP~
DTP*348*D8*20260301~
"""


def file_of(people, action):
    """A whole file around people, its counts right."""
    header = HEADER.format(action=action)
    return header + people + TRAILER.format(count=(header + people).count("\n") - 1)


AUDIT = file_of(FAMILY, "4")
CHANGES = file_of(EVENTS, "2")


def audit(old, new):
    """The audit file with one text in place of another, the first time that it occurs."""
    assert old in FAMILY
    return file_of(FAMILY.replace(old, new, 1), "4")


def changes(old, new):
    """The file of changes with one text in place of another, the first time that it occurs."""
    assert old in EVENTS
    return file_of(EVENTS.replace(old, new, 1), "2")


SPOUSE = FAMILY[FAMILY.index("INS*N*01") : FAMILY.index("INS*N*19")]
CHILD = FAMILY[FAMILY.index("INS*N*19") : FAMILY.index("INS*Y*18*030*XN*A***FT~\nREF*0F*E1002")]
FIRST = FAMILY[: FAMILY.index("INS*N*01")]
SECOND = FAMILY[FAMILY.index("INS*Y*18*030*XN*A***FT~\nREF*0F*E1002") :]

BROKEN = {
    situational.RELATIONSHIP: audit("INS*N*01*", "INS*N*18*"),
    situational.TERMINATION_DAY: changes(
        "DTP*357*D8*20260228~\nNM1*IL*1*ROE*KIM~\nHD*024**HLT*SILVER*EMP~\nDTP*349*D8*20260228~",
        "NM1*IL*1*ROE*KIM~",
    ),
    situational.END_NEEDED: changes("EMP~\nDTP*349*D8*20260228~", "EMP~"),
    situational.BEGIN_NEEDED: changes("ESP~\nDTP*348*D8*20260301~", "ESP~"),
    situational.COVERAGE_NEEDED: changes("HD*021**HLT*SILVER*ESP~\nDTP*348*D8*20260301~\n", ""),
    situational.STATE_AND_POSTAL_CODE: audit("N4*BOISE*ID*83702~", "N4*BOISE*ID~"),
    situational.PLACE_NEEDED: audit("N4*BOISE*ID*83702~\n", ""),
    situational.COBRA_EVENT: changes("*09*C**1*TE", "*09*C***TE"),
    situational.PRIOR_NAME: changes("NM1*70*1*DIAS*RUTH~\n", ""),
    situational.POLICY: audit("REF*0F*E1001~\nREF*1L*G-1~\nDTP*336", "REF*0F*E1001~\nDTP*336"),
    situational.CITIZENSHIP: audit("DMG*D8*20150704*F~", "DMG*D8*20150704*F***1~"),
    code_sets.STATE: audit("*ID*83702", "*IX*83702"),
    code_sets.COUNTRY: audit("*ID*83702~", "*ID*83702*QQ~"),
    code_sets.POSTAL_CODE: audit("*83702~", "*8370~"),
    code_sets.SSN: audit("*34*219099999", "*34*666099999"),
    code_sets.ETHNICITY: audit("*F*M*C~", "*F*M*Y~"),
    code_sets.LANGUAGE: audit("LUI*LE*EN~", "LUI*LE*QZ~"),
    product.LEVEL_OF_LINE: audit("STD*S60*EMP", "STD*S60*FAM"),
    product.NOT_OF_GUIDE: audit("STD*S60*EMP", "LIF*S60*EMP"),
    product.COBRA_BEGIN: changes("DTP*340*D8*20260301~\n", ""),
    situational.EMPLOYMENT: audit("INS*N*01*030*XN*A~", "INS*N*01*030*XN*A***FT~"),
    families.NO_SUBSCRIBER: audit(FIRST, ""),
    families.SUBSCRIBER_FIRST: audit(FIRST + SPOUSE, SPOUSE + FIRST),
    families.TWO_SUBSCRIBERS: audit("REF*0F*E1002~", "REF*0F*E1001~"),
    families.DIVIDED: audit(CHILD + SECOND, SECOND + CHILD),
    families.TWICE: audit("NM1*IL*1*OKAFOR*NOA~", "NM1*IL*1*OKAFOR*NOA****34*219099998~"),
    families.DEPENDENT_ALONE: audit(
        "HD*030**HLT*SILVER*FAM~\nDTP*348*D8*20260101~\nHD*030**STD", "HD*030**STD"
    ),
    families.LEVEL_OF_FAMILY: audit("HLT*SILVER*EMP", "HLT*SILVER*FAM"),
    chronology.OVERLAP: changes(
        "HD*024**HLT*GOLD*EMP~\nDTP*349*D8*20260228~", "HD*024**HLT*GOLD*EMP~\nDTP*349*D8*20260301~"
    ),
    chronology.REVERSED: audit("DTP*348*D8*20260101~", "DTP*348*D8*20260101~\nDTP*349*D8*20251130~"),
    chronology.BIRTH: audit("19900212", "20260302"),
    chronology.HIRE: audit("20200106", "20051129"),
    chronology.WINDOW: audit("DTP*348*D8*20260101~", "DTP*348*D8*20290101~"),
    chronology.CHILD_AGE: audit("20150704", "20000228"),
    maintenance.OF_FILE: audit("INS*N*01*030*XN", "INS*N*01*021*XN"),
    maintenance.CONTRADICTION: changes(
        "HD*024**HLT*SILVER*EMP~\nDTP*349*D8*20260228~", "HD*021**HLT*SILVER*EMP~\nDTP*348*D8*20260228~"
    ),
    maintenance.TERMINATED_ACTIVE: audit("INS*Y*18*030*XN*A***FT", "INS*Y*18*030*XN*A***TE"),
}
"""Rule -> a file that breaks it."""
