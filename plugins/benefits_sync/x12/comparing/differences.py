"""What differs between two files, told without a value: elements by their names, people by their places."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benefits_sync.x12.comparing.facts import CoverageFacts, PersonFacts


class DifferenceKind(StrEnum):
    """What became of a person or coverage."""

    ADDED = "added"
    TERMINATED = "terminated"
    CHANGED = "changed"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference.

    Args:
        kind: What became of the person or coverage; ``VANISHED`` is to be gone without a termination.
        old_segment: Number of the person's INS in the old file; None where the person is not in it.
        new_segment: Number of the person's INS in the new file; None where the person is not in it.
        relationship: What the person is to the subscriber (INS02).
        line: Line of insurance (HD03), None where it is about the person.
        plan: Plan code (HD04), None where it is about the person.
        elements: Names of the elements that changed.
    """

    kind: DifferenceKind
    old_segment: int | None
    new_segment: int | None
    relationship: str
    line: str | None = None
    plan: str | None = None
    elements: tuple[str, ...] = ()


Became = tuple[DifferenceKind | None, tuple[str, ...]]
Pair = tuple[CoverageFacts | None, CoverageFacts | None]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Found:
    """A person where a file has it; small enough to be kept for the whole file."""

    segment: int
    facts: PersonFacts


def differences_of(old: Found | None, new: Found | None) -> Iterator[Difference]:
    """Tell what became of one person, then of the coverages."""
    before, after = old.facts if old else None, new.facts if new else None
    one = after or before
    if one is None:
        return
    places = (old.segment if old else None, new.segment if new else None)
    yield from _told(places, one, _became(before, after), None)
    pairs = _pairs(before.coverages if before else (), after.coverages if after else ())
    for left, right in pairs:
        yield from _told(places, one, _became(left, right), right or left)


def _told(
    places: tuple[int | None, int | None], person: PersonFacts, became: Became, coverage: CoverageFacts | None
) -> Iterator[Difference]:
    kind, elements = became
    if kind is not None:
        yield Difference(
            kind=kind,
            old_segment=places[0],
            new_segment=places[1],
            relationship=person.relationship,
            line=coverage.line if coverage else None,
            plan=coverage.plan if coverage else None,
            elements=elements,
        )


def _became(old: PersonFacts | CoverageFacts | None, new: PersonFacts | CoverageFacts | None) -> Became:
    """What became of one person or coverage, and the elements where it changed."""
    if new is None:
        return (DifferenceKind.VANISHED if old is not None and not old.ended else None), ()
    if old is None or old.ended != new.ended:
        return (DifferenceKind.TERMINATED if new.ended else DifferenceKind.ADDED), ()
    elements = old.facts.differences(new.facts)
    return (DifferenceKind.CHANGED if elements else None), elements


def _pairs(old: Sequence[CoverageFacts], new: Sequence[CoverageFacts]) -> Iterator[Pair]:
    """Pair coverages by line and plan, then by line where one is left on either side: its plan changed."""
    by_plan: defaultdict[tuple[str, str], list[CoverageFacts]] = defaultdict(list)
    for one in reversed(new):
        by_plan[one.line, one.plan].append(one)
    left_by_line: defaultdict[str, list[CoverageFacts]] = defaultdict(list)
    for one in old:
        same = by_plan[one.line, one.plan]
        if same:
            yield one, same.pop()
        else:
            left_by_line[one.line].append(one)
    right_by_line: defaultdict[str, list[CoverageFacts]] = defaultdict(list)
    for rest in by_plan.values():
        for one in rest:
            right_by_line[one.line].append(one)
    for line in sorted({*left_by_line, *right_by_line}):
        yield from _pairs_of_line(left_by_line[line], right_by_line[line])


def _pairs_of_line(left: Sequence[CoverageFacts], right: Sequence[CoverageFacts]) -> Iterator[Pair]:
    if len(left) == len(right) == 1 and not left[0].ended and not right[0].ended:
        yield left[0], right[0]
        return
    yield from ((one, None) for one in left)
    yield from ((None, one) for one in right)
