"""Finds the place in the guide of each segment of a record, and says where order or repetition is wrong."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from benefits_sync.x12.checking import guide_rules, syntax
from benefits_sync.x12.checking.findings import Rule
from benefits_sync.x12.checking.grammar import QUALIFIED, Loop, Usage
from benefits_sync.x12.checking.recogniser import EMPTY, UNKNOWN, Symbol

Target = Usage | Loop


@dataclass(frozen=True, slots=True)
class Misfit:
    """A rule of structure that a record breaks.

    Args:
        rule: The rule.
        index: Segment in the record, the first being 0.
        loop: Loop that the segment is, or is missing, in.
        element: Segment with qualifier.
    """

    rule: Rule
    index: int
    loop: str
    element: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment in its place.

    Args:
        index: Segment in the record.
        key: Its id and qualifier.
        usage: Its place.
        owner: Index of the segment that opened the loop.
    """

    index: int
    key: str
    usage: Usage
    owner: int


@dataclass(frozen=True, slots=True)
class Walk:
    """What came of a record.

    Args:
        placed: Segments that have a place.
        misfits: What is wrong with order and repetition.
        unfit: Segments whose place asks for something else, with that place.
    """

    placed: tuple[Placed, ...]
    misfits: tuple[Misfit, ...]
    unfit: tuple[tuple[int, Usage], ...]


@dataclass(slots=True)
class _Frame:
    """A loop that is open."""

    loop: Loop
    opened_by: int
    position: int = 0
    counts: Counter[Target] = field(default_factory=Counter)


def walk(root: Loop | None, segments: Sequence[Symbol]) -> Walk:
    """Walk through a record whose first segment opens the loop ``root``; without one nothing has a place."""
    walker = _Walker(root, segments[0])
    for index, symbol in enumerate(segments[0 if root is None else 1 :], 0 if root is None else 1):
        walker.step(index, symbol)
    return walker.end()


@cache
def _targets(loop: Loop) -> tuple[tuple[int, Target, frozenset[str], str], ...]:
    """All that may follow in a loop: its place, and the keys and the id by which it is known."""
    found: list[tuple[int, Target, frozenset[str], str]] = []
    for at, place in enumerate(loop.places):
        if isinstance(place, Loop):
            opener = _opener(place)
            found.append((at, place, frozenset(opener.segment.keys), opener.segment.id))
        elif at:
            found += ((at, usage, frozenset(usage.segment.keys), usage.segment.id) for usage in place)
    return tuple(found)


def _opener(loop: Loop) -> Usage:
    first = loop.places[0]
    return _opener(first) if isinstance(first, Loop) else first[0]


class _Walker:
    def __init__(self, root: Loop | None, first: Symbol) -> None:
        self._placed: list[Placed] = []
        self._misfits: list[Misfit] = []
        self._unfit: list[tuple[int, Usage]] = []
        self._frames: list[_Frame] = []
        if root is not None:
            self._open(root, 0, first)

    def step(self, index: int, symbol: Symbol) -> None:
        """Put a segment into its place: the next by its key, or one that is past, or the next by its id."""
        ways = [(symbol.key, True), (symbol.key, False), (symbol.id, True)]
        if symbol.key in QUALIFIED:
            ways = [(symbol.id, True)]
        for name, forward in ways:
            found = self._find(name, forward=forward)
            if found is not None:
                depth, at, target = found
                self._take(depth, at if forward else None, target, index, symbol)
                return
        self._refuse(index, symbol)

    def _find(self, name: str, *, forward: bool) -> tuple[int, int, Target] | None:
        """Look for a place from the innermost open loop outwards, from where it stands on or before that.

        Of segments that may stand in any order the last is taken, which is the most general one.
        """
        for depth in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[depth]
            known = [
                (at, target)
                for at, target, keys, id_only in _targets(frame.loop)
                if (at >= frame.position) == forward and (name in keys or name == id_only)
            ]
            if known:
                first = known[0][0]
                return (depth, *[found for found in known if found[0] == first][-1])
        return None

    def _take(self, depth: int, at: int | None, target: Target, index: int, symbol: Symbol) -> None:
        if at is None:
            self._misfit(syntax.SEGMENT_LATE, index, self._frames[depth].loop.id, symbol.key)
        if at is not None or isinstance(target, Loop):
            self._close_to(depth)
        frame = self._frames[depth]
        frame.position = at if at is not None else frame.position
        frame.counts[target] += 1
        too_often = target.most and frame.counts[target] > target.most
        if isinstance(target, Loop):
            self._open(target, index, symbol)
            if too_often:
                self._misfit(syntax.LOOP_TOO_OFTEN, index, target.id, symbol.key)
        else:
            self._place(index, symbol, target, frame)
            if too_often:
                self._misfit(syntax.SEGMENT_TOO_OFTEN, index, frame.loop.id, symbol.key)

    def _open(self, loop: Loop, index: int, symbol: Symbol) -> None:
        frame = _Frame(loop, index)
        self._frames.append(frame)
        opener = _opener(loop)
        frame.counts[opener] += 1
        self._place(index, symbol, opener, frame)

    def _place(self, index: int, symbol: Symbol, usage: Usage, frame: _Frame) -> None:
        self._placed.append(Placed(index, symbol.key, usage, frame.opened_by))
        if usage not in symbol.fits:
            self._unfit.append((index, usage))

    def _refuse(self, index: int, symbol: Symbol) -> None:
        rule = {UNKNOWN: syntax.SEGMENT_UNKNOWN, EMPTY: syntax.SEGMENT_EMPTY}.get(
            symbol.id, syntax.SEGMENT_MISPLACED
        )
        loop = self._frames[-1].loop.id if self._frames else ""
        self._misfit(rule, index, loop, symbol.key if rule is syntax.SEGMENT_MISPLACED else "")

    def _misfit(self, rule: Rule, index: int, loop: str, element: str) -> None:
        self._misfits.append(Misfit(rule, index, loop, element))

    def _close_to(self, depth: int) -> None:
        while len(self._frames) > depth + 1:
            self._close(self._frames.pop())

    def _close(self, frame: _Frame) -> None:
        for place in frame.loop.places:
            if isinstance(place, Loop):
                if place.required and not frame.counts[place]:
                    label = _opener(place).label
                    self._misfit(guide_rules.LOOP_MISSING, frame.opened_by, place.id, label)
                continue
            for usage in place:
                if usage.required and not frame.counts[usage]:
                    rule = syntax.LS_WITHOUT_LE if usage.segment.id == "LE" else guide_rules.SEGMENT_MISSING
                    self._misfit(rule, frame.opened_by, frame.loop.id, usage.label)

    def end(self) -> Walk:
        self._close_to(-1)
        misfits = sorted(self._misfits, key=lambda misfit: misfit.index)
        return Walk(tuple(self._placed), tuple(misfits), tuple(self._unfit))
