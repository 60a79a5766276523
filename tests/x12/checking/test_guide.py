"""The guide's table says what pyx12's transcription of the guide says, but for what is listed here."""

from pathlib import Path

import pytest
import pyx12
from defusedxml import ElementTree

from benefits_sync.x12.checking.grammar import Kind, Use
from benefits_sync.x12.checking.guide import ENVELOPE, HEADER, PERSON
from benefits_sync.x12.checking.recogniser import usages

MAPS = Path(pyx12.__file__).parent / "map"
KINDS = {
    "AN": {Kind.TEXT, Kind.CODE, Kind.DAY, Kind.PERIOD},
    "ID": {Kind.CODE, Kind.TEXT},
    "N0": {Kind.WHOLE, Kind.TEXT},
    "R": {Kind.NUMBER},
    "DT": {Kind.DAY},
    "TM": {Kind.TIME},
}
LOOPS = {
    "header": "HEADER",
    "GS": "GS_LOOP",
    "SE": "ST_LOOP",
    "GE": "GS_LOOP",
    "IEA": "ISA_LOOP",
    "LS": "LS_LOOP",
}
DIFFERENCES = {
    ("header", "QTY*TO", 0, "S 1"),  # a qualifier stands once, so each of the three is a place of its own
    ("header", "QTY*ET", 0, "S 1"),
    ("header", "QTY*DT", 0, "S 1"),
    ("1000C", "N1", 2, "use"),  # from here: where transcriptions differ, we take what either takes
    ("2100C", "N4", 0, "S 1"),
    ("2100F", "PER*PQ", 7, "codes"),
    ("2750", "REF", 0, "S 16"),
    ("2300", "HD", 3, "codes"),  # lines of the base standard, which a rule about the carrier allows or not
    ("LS", "LS", 0, "R 1"),  # there the loop is situational, and LE comes with LS
    ("LS", "LE", 0, "R 1"),
}
TABLE = [usage for loop in (HEADER, PERSON, *ENVELOPE.values()) for usage in usages(loop)]


def transcription():
    """By loop and segment id, the segments of pyx12's map."""
    sizes = {
        element.get("ele_num"): (
            element.get("data_type"),
            int(element.get("min_len")),
            int(element.get("max_len")),
        )
        for element in ElementTree.parse(MAPS / "dataele.xml").getroot()
    }
    found = {}

    def read_element(node):
        parts = [read_element(part) for part in node if part.tag == "element"]
        codes = node.find("valid_codes")
        return {
            "use": node.findtext("usage"),
            "size": sizes.get(node.findtext("data_ele")),
            "codes": frozenset(code.text for code in codes) if codes is not None else frozenset(),
            "repetitions": int(node.findtext("repeat") or 1),
            "parts": parts,
        }

    def read(node, loop):
        for child in node:
            if child.tag == "loop":
                read(child, child.get("xid"))
            elif child.tag == "segment":
                elements = [read_element(part) for part in child if part.tag in {"element", "composite"}]
                most = child.findtext("max_use").replace(">1", "0")
                found.setdefault((loop, child.get("xid")), []).append(
                    (f"{child.findtext('usage')} {most}", elements)
                )

    read(ElementTree.parse(MAPS / "834.5010.X220.A1.xml").getroot(), "")
    return found


THEIRS = transcription()


def element_differences(ours, theirs):
    if ours.use.value != theirs["use"]:
        yield "use"
    if Use.UNUSED.value in {ours.use.value, theirs["use"]}:
        return
    if ours.repetitions != theirs["repetitions"]:
        yield "repetitions"
    for part, their_part in zip(ours.components, theirs["parts"], strict=True):
        yield from element_differences(part, their_part)
    if ours.components:
        return
    kind, shortest, longest = theirs["size"]
    if ours.kind not in KINDS[kind]:
        yield "kind"
    if theirs["codes"] and ours.codes != theirs["codes"]:
        yield "codes"
    if ours.kind in {Kind.TEXT, Kind.WHOLE, Kind.NUMBER} and (ours.shortest, ours.longest) != (
        shortest,
        longest,
    ):
        yield "length"


def differences(usage):
    segment = usage.segment
    loop = "ST_LOOP" if segment.id == "ST" else LOOPS.get(usage.loop, usage.loop)
    places = THEIRS[loop, segment.id]
    first = segment.elements[0].codes
    use, elements = next((place for place in places if place[1][0]["codes"] >= first), places[0])
    ours = f"{'R' if usage.required else 'S'} {usage.most}"
    if ours != use:
        yield (usage.loop, usage.label, 0, ours)
    for at, (element, their_element) in enumerate(zip(segment.elements, elements, strict=True), 1):
        if at == 1 and segment.id == "QTY":
            continue
        yield from (
            (usage.loop, usage.label, at, what) for what in element_differences(element, their_element)
        )


@pytest.mark.parametrize("usage", TABLE, ids=lambda usage: f"{usage.loop}-{usage.label}")
def test_a_segment_is_what_the_other_transcription_says(usage):
    assert set(differences(usage)) <= DIFFERENCES


def test_each_difference_that_is_listed_is_there():
    assert {found for usage in TABLE for found in differences(usage)} == DIFFERENCES
