"""For each rule of the guide and of balance (types 2 and 3), a small break of a valid file."""

from benefits_sync.x12.checking import balance, guide_rules
from tests.x12.checking.broken_people import AUDIT, audit

PAYER = "N1*IN*EXAMPLE*FI*987654321~\n"

BROKEN = {
    guide_rules.SEGMENT_MISSING: audit("INS*N*01*030*XN*A~\nREF*0F*E1001~\n", "INS*N*01*030*XN*A~\n"),
    guide_rules.LOOP_MISSING: AUDIT.replace(PAYER, "").replace("SE*39*", "SE*38*"),
    guide_rules.ELEMENT_MISSING: audit("NM1*IL*1*OKAFOR*NOA", "NM1*IL*1**NOA"),
    guide_rules.ELEMENT_UNUSED: audit("HD*030**HLT", "HD*030*XN*HLT"),
    guide_rules.CODE: audit("DMG*D8*20150704*F", "DMG*D8*20150704*X"),
    balance.SEGMENT_COUNT: AUDIT.replace("SE*39*", "SE*93*"),
    balance.CONTROL_TOTAL: AUDIT.replace("N1*P5", "QTY*ET*3~\nN1*P5").replace("SE*39*", "SE*40*"),
}
"""Rule -> a file that breaks it."""
