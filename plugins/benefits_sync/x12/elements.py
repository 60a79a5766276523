"""Lengths of the elements that hold free text, by their name in the guide."""

from typing import Final, NamedTuple


class TextElement(NamedTuple):
    """A text element and how long it may be."""

    name: str
    shortest: int
    longest: int


ACT01: Final = TextElement("ACT01", 1, 35)
ACT06: Final = TextElement("ACT06", 1, 35)
BGN02: Final = TextElement("BGN02", 1, 50)
BGN05: Final = TextElement("BGN05", 2, 2)
BGN06: Final = TextElement("BGN06", 1, 50)
COB02: Final = TextElement("COB02", 1, 50)
DMG05: Final = TextElement("DMG05", 1, 30)
DMG06: Final = TextElement("DMG06", 1, 2)
DMG10: Final = TextElement("DMG10", 1, 3)
DMG11: Final = TextElement("DMG11", 1, 30)
DSB08: Final = TextElement("DSB08", 1, 15)
GS02: Final = TextElement("GS02", 2, 15)
GS03: Final = TextElement("GS03", 2, 15)
HD04: Final = TextElement("HD04", 1, 50)
ICM04: Final = TextElement("ICM04", 1, 30)
ICM05: Final = TextElement("ICM05", 1, 5)
IDC01: Final = TextElement("IDC01", 1, 50)
ISA06: Final = TextElement("ISA06", 1, 15)
ISA08: Final = TextElement("ISA08", 1, 15)
LUI02: Final = TextElement("LUI02", 2, 80)
LUI03: Final = TextElement("LUI03", 1, 80)
N102: Final = TextElement("N102", 1, 60)
N104: Final = TextElement("N104", 2, 80)
N301: Final = TextElement("N301", 1, 55)
N302: Final = TextElement("N302", 1, 55)
N401: Final = TextElement("N401", 2, 30)
N402: Final = TextElement("N402", 2, 2)
N403: Final = TextElement("N403", 3, 15)
N404: Final = TextElement("N404", 2, 3)
N406: Final = TextElement("N406", 1, 30)
N407: Final = TextElement("N407", 1, 3)
NM103: Final = TextElement("NM103", 1, 60)
NM104: Final = TextElement("NM104", 1, 35)
NM105: Final = TextElement("NM105", 1, 25)
NM106: Final = TextElement("NM106", 1, 10)
NM107: Final = TextElement("NM107", 1, 10)
NM109: Final = TextElement("NM109", 2, 80)
PER02: Final = TextElement("PER02", 1, 60)
PER04: Final = TextElement("PER04", 1, 256)
REF02: Final = TextElement("REF02", 1, 50)
