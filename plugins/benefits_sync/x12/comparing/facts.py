"""What a file says of one person, element by element under the guide's names.

What the file does with the person (INS03, INS04, HD01) is no fact about the person, and so no difference.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Final

from benefits_sync.x12.codes.coverage import CoverageDate, CoverageMaintenance
from benefits_sync.x12.codes.member import MaintenanceType
from benefits_sync.x12.codes.person import PartyRole, PersonIdKind
from benefits_sync.x12.loops.parties import loop_of
from benefits_sync.x12.model.personal import Personal

QUALIFIED: Final = frozenset({"REF", "DTP", "AMT", "QTY"})
LEFT_OUT: Final = frozenset({("INS", 3), ("INS", 4), ("HD", 1)})
ENDINGS: Final = frozenset({CoverageMaintenance.TERMINATION.value, CoverageMaintenance.DELETE.value})
NAME_LOOPS: Final = {
    "IL": "2100A",
    "74": "2100A",
    "70": "2100B",
    "31": "2100C",
    **{role.value: loop_of(role) for role in PartyRole},
}
STARTS: Final = {"INS": "2000", "DSB": "2200", "HD": "2300", "LX": "2310", "COB": "2320", "LS": "2700"}
MEMBER: Final = "2000"
CATEGORIES: Final = "2700"
BEFORE_COVERAGES: Final = frozenset({MEMBER, "2100"})
MOST_QUALIFIER: Final = 3
SEPARATOR: Final = "\x1f"
KEYS: Final = 5
SURE_KEYS: Final = 3
"""So many keys fit nobody else; the others wait until it is known who is left on either side."""

Elements = Sequence[str]
Located = tuple[str, Elements]
"""The loop in which a segment stands, and the segment."""


def text(elements: Elements, position: int) -> str:
    """The element without trailing blanks, empty when it is missing."""
    return elements[position].rstrip(" ") if position < len(elements) else ""


@lru_cache(maxsize=4096)
def _kept_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return these names as the one tuple that stands for them: most people have the same."""
    return names


class Facts(Personal):
    """Values under their names; only digests of the values are kept.

    A digest is Python's own keyed hash, good for this process only.
    """

    __slots__ = ("digests", "names")

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        pairs = list(named)
        self.names = _kept_once(tuple(name for name, _ in pairs))
        self.digests = array("q", [hash(value) for _, value in pairs])

    def differences(self, other: "Facts") -> tuple[str, ...]:
        """Names of what differs, in alphabetical order."""
        if self.names == other.names and self.digests == other.digests:
            return ()
        mine = Counter(zip(self.names, self.digests, strict=True))
        others = Counter(zip(other.names, other.digests, strict=True))
        return tuple(sorted({name for name, _ in (mine - others) + (others - mine)}))


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class CoverageFacts(Personal):
    """One coverage of a person.

    Args:
        line: HD03.
        plan: HD04.
        ended: Whether the file ends it.
        facts: Everything else.
    """

    line: str
    plan: str
    ended: bool
    facts: Facts


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class PersonFacts(Personal):
    """One person.

    Args:
        keys: Digests by which the person is found in the other file, the surest first; 0 where there is none.
        relationship: INS02.
        ended: Whether the file ends the person's membership, or every coverage.
        facts: Everything but the coverages.
        coverages: In the order of the file.
    """

    keys: tuple[int, ...]
    relationship: str
    ended: bool
    facts: Facts
    coverages: tuple[CoverageFacts, ...]


def facts_of(segments: Sequence[Elements]) -> PersonFacts:
    """Take in the segments of one person, INS first."""
    parts = list(_parts(segments))
    coverages = tuple(_coverage(part) for part in parts[1:])
    ins = segments[0]
    all_end = bool(coverages) and all(coverage.ended for coverage in coverages)
    return PersonFacts(
        keys=_keys(ins, parts[0]),
        relationship=text(ins, 2),
        ended=all_end or text(ins, 3) == MaintenanceType.TERMINATION,
        facts=Facts(_named(parts[0])),
        coverages=coverages,
    )


def _parts(segments: Sequence[Elements]) -> Iterator[list[Located]]:
    """Give the person's own segments, then those of each coverage."""
    person: list[Located] = []
    coverages: list[list[Located]] = []
    target, loop = person, MEMBER
    for elements in segments:
        loop = _loop_after(loop, elements)
        if elements[0] == "HD":
            target = []
            coverages.append(target)
        elif elements[0] == "LS":
            target = person
        target.append((loop, elements))
    yield person
    yield from coverages


def _loop_after(loop: str, elements: Elements) -> str:
    segment = elements[0]
    if segment == "NM1" and loop[:4] in BEFORE_COVERAGES:
        return NAME_LOOPS.get(text(elements, 1), "2100")
    return loop if segment == "LX" and loop == CATEGORIES else STARTS.get(segment, loop)


def _named(segments: Iterable[Located]) -> Iterator[tuple[str, str]]:
    """Give each value under its name: a qualified segment as one, all others element by element."""
    for loop, elements in segments:
        segment = elements[0]
        if segment in QUALIFIED:
            qualifier = text(elements, 1)[:MOST_QUALIFIER]
            yield _name(loop, segment, qualifier if qualifier.isalnum() else "", 0), _joined(elements)
            continue
        for position in range(1, len(elements)):
            value = text(elements, position)
            if value and (segment, position) not in LEFT_OUT:
                yield _name(loop, segment, "", position), value


def _joined(elements: Elements) -> str:
    return SEPARATOR.join(text(elements, position) for position in range(1, len(elements))).rstrip(SEPARATOR)


@lru_cache(maxsize=4096)
def _name(loop: str, segment: str, qualifier: str, position: int) -> str:
    known = segment if segment.isalnum() and len(segment) <= MOST_QUALIFIER else "segment"
    return f"{loop} {known}*{qualifier}" if not position else f"{loop} {known}{position:02}"


def _coverage(segments: Sequence[Located]) -> CoverageFacts:
    hd = segments[0][1]
    ends = any(text(one, 1) == CoverageDate.BENEFIT_END for _, one in segments if one[0] == "DTP")
    return CoverageFacts(
        line=intern(text(hd, 3)),
        plan=intern(text(hd, 4)),
        ended=text(hd, 1) in ENDINGS or ends,
        facts=Facts(_named(segments)),
    )


def _keys(ins: Elements, person: Iterable[Located]) -> tuple[int, ...]:
    """Digests of what tells one person of a family from another, the surest first."""
    insured = [elements for loop, elements in person if loop == "2100A"]
    name = next((one for one in insured if one[0] == "NM1"), ())
    birth = next((text(one, 2) for one in insured if one[0] == "DMG"), "")
    first, relationship = text(name, 4), text(ins, 2)
    ssn = text(name, 9) if text(name, 8) == PersonIdKind.SOCIAL_SECURITY_NUMBER else ""
    candidates = (
        (text(ins, 1),) if text(ins, 1) == "Y" else (),
        (ssn,),
        (first, birth),
        (first, relationship),
        (birth, relationship),
    )
    return tuple(hash(parts) if parts and all(parts) else 0 for parts in candidates)
