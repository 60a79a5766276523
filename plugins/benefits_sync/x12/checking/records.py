"""Records: the segments that belong together, with their places, what is wrong with them, and their plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benefits_sync.x12.checking.collecting import Collector, PersonPlan, plan_person
from benefits_sync.x12.checking.explaining import Problem, explain
from benefits_sync.x12.checking.grammar import Kind, Loop, Usage
from benefits_sync.x12.checking.guide import ENVELOPE, HEADER, PERSON
from benefits_sync.x12.checking.recogniser import Recogniser
from benefits_sync.x12.checking.structure import Walk, walk
from benefits_sync.x12.delimiters import Delimiters

SHAPES_REMEMBERED: Final = 4096
ROOTS: Final[dict[str, Loop]] = {"ST": HEADER, "INS": PERSON, **ENVELOPE}
Troubles = Sequence[tuple[int, Usage, Problem]]
DATES: Final = frozenset({Kind.DAY, Kind.PERIOD})


@dataclass(frozen=True, slots=True)
class Shape:
    """What records with the same symbols have in common.

    Args:
        kind: Id of the first segment; empty when it begins no record.
        walk: The segments in their places.
        person: Where the facts stand, when it is a person.
        is_sound: Whether nothing is wrong with it.
    """

    kind: str
    walk: Walk
    person: PersonPlan
    is_sound: bool


class Records:
    """Reads the records of files with the same delimiters.

    Args:
        delimiters: The delimiters.
        characters: What may stand in texts; None where all of ASCII may.
    """

    def __init__(self, delimiters: Delimiters, characters: frozenset[str] | None = None) -> None:
        self.delimiters = delimiters
        self._characters = characters
        self.recogniser = Recogniser(delimiters, characters)
        self.collector = Collector(delimiters.element, delimiters.component)
        self._shapes: dict[str, Shape] = {}

    def shape(self, symbols: str) -> Shape:
        """Give the shape of a record from its symbols."""
        return self._shapes.get(symbols) or self._new_shape(symbols)

    def _new_shape(self, symbols: str) -> Shape:
        if len(self._shapes) >= SHAPES_REMEMBERED:
            self._shapes.clear()
        meanings = [self.recogniser.meanings[symbol] for symbol in symbols]
        kind = meanings[0].id if meanings[0].id in ROOTS else ""
        walked = walk(ROOTS.get(kind), meanings)
        shape = Shape(kind, walked, plan_person(walked), not walked.misfits and not walked.unfit)
        return self._shapes.setdefault(symbols, shape)

    def repair(self, segments: Sequence[str], shape: Shape) -> tuple[list[str], Troubles]:
        """Explain what is wrong inside segments, and make them readable.

        Returns:
            The segments, with enough elements to be read and without dates that are none; and each problem,
            with the segment's index and its place.
        """
        repaired = list(segments)
        troubles: list[tuple[int, Usage, Problem]] = []
        for index, usage in shape.walk.unfit:
            problems = explain(segments[index], usage.segment, self.delimiters, self._characters)
            troubles += [(index, usage, problem) for problem in problems]
            kinds = (Kind.TEXT, *(element.kind for element in usage.segment.elements))
            blank = {problem.element for problem in problems if kinds[problem.element] in DATES}
            repaired[index] = self._readable(segments[index], blank)
        return repaired, troubles

    def _readable(self, segment: str, blank: set[int]) -> str:
        separator = self.delimiters.element
        elements = segment.split(separator)
        kept = ["" if at in blank else element.strip(" ") for at, element in enumerate(elements)]
        return separator.join(kept) + self.collector.padding
