"""For each rule of X12's syntax (type 1), a small break of a valid file."""

from benefits_sync.x12.checking import syntax
from tests.x12.checking.broken_people import FAMILY, audit

CATEGORIES = "LS*2700~\nLX*1~\nN1*75*DIVISION~\nREF*19*WEST~\nLE*2700~\n"
COVERAGE = "HD*030**STD*S60*EMP~\nDTP*348*D8*20260101~\n"


def name(new):
    """The valid file with another segment for the first person's name."""
    return audit("NM1*IL*1*OKAFOR*MAYA****34*219099999~", new)


def after_coverage(new):
    """The valid file with segments behind the first coverage of all."""
    old = "HD*030**HLT*SILVER*FAM~\nDTP*348*D8*20260101~\n"
    return audit(old, old + new)


BROKEN = {
    syntax.SEGMENT_UNKNOWN: after_coverage("CRC*1~\n"),
    syntax.SEGMENT_EMPTY: after_coverage("~\n"),
    syntax.SEGMENT_MISPLACED: audit("DMG*D8*19911130*F*M*C~\n", "COB*P**1~\nDMG*D8*19911130*F*M*C~\n"),
    syntax.SEGMENT_LATE: audit(
        "N3*18 JUNIPER WAY~\nN4*BOISE*ID*83702~\n", "N4*BOISE*ID*83702~\nN3*18 JUNIPER WAY~\n"
    ),
    syntax.SEGMENT_TOO_OFTEN: audit("DMG*D8*20150704*F~\n", "DMG*D8*20150704*F~\n" * 2),
    syntax.LOOP_TOO_OFTEN: after_coverage("COB*P**1~\n" * 6),
    syntax.LS_WITHOUT_LE: audit(COVERAGE, COVERAGE + CATEGORIES.replace("LE*2700~\n", "")),
    syntax.TRAILING_SEPARATORS: name("NM1*IL*1*OKAFOR*MAYA**~"),
    syntax.TOO_MANY_ELEMENTS: audit("N3*18 JUNIPER WAY~", "N3*18 JUNIPER WAY*FLOOR 3*LEFT~"),
    syntax.TOO_MANY_COMPONENTS: audit("*XN*A***FT", "*XN*A*A:0:1:1:1**FT"),
    syntax.TOO_MANY_REPETITIONS: after_coverage(f"COB*P**1*{'^'.join(['1'] * 10)}~\n"),
    syntax.TOO_SHORT: audit("N4*BOISE", "N4*B"),
    syntax.TOO_LONG: name(f"NM1*IL*1*{'O' * 61}*MAYA****34*219099999~"),
    syntax.NOT_A_NUMBER: after_coverage("AMT*P3*1,250~\n"),
    syntax.NOT_A_DATE: audit("DMG*D8*19911130", "DMG*D8*19911131"),
    syntax.NOT_A_TIME: audit(FAMILY, FAMILY).replace("*063015*", "*0660*"),
    syntax.DATE_FORMAT: audit("DTP*348*D8*20260101", "DTP*348*D8*20260101-20261231"),
    syntax.CHARACTERS: audit("BOISE", "BOIS\u00c9"),
    syntax.DELIMITER_IN_DATA: audit("BOISE", "BOI^SE"),
    syntax.DEPENDENT_ELEMENTS: name("NM1*IL*1*OKAFOR*MAYA****34~"),
    syntax.OUTER_BLANKS: audit("BOISE", "BOISE "),
}
"""Rule -> a file that breaks it."""
