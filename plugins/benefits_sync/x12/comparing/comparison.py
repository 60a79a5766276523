"""Walks two files side by side.

Files that our writer wrote are in order, so that a family of one stands beside its like of the other, and
only people without a counterpart are kept. Files in any order give the same differences; then everybody may
have to be kept until the counterpart comes, as digests of about a kilobyte each.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from benefits_sync.x12.comparing.differences import Difference, DifferenceKind, Found, differences_of
from benefits_sync.x12.comparing.facts import KEYS, SURE_KEYS
from benefits_sync.x12.comparing.families import Family, FileReader
from benefits_sync.x12.errors import X12Error
from benefits_sync.x12.stream import Readable

Waiting = dict[int, list[Found]]


class Comparison:
    """Iterates over the differences between two files: those of people in both, then of people in one.

    Args:
        old: The earlier file.
        new: The later file. If it is a change file, nobody counts as vanished: absence says nothing there.

    Attributes:
        people: How many people each file has, known at the end.
        counts: How many differences there are of each kind, about people and about coverages.
        old_is_change: Whether the earlier file only names those who changed.
        new_is_change: Whether the later file only names those who changed.
    """

    def __init__(self, old: Readable, new: Readable) -> None:
        self._old = FileReader(old)
        self._new = FileReader(new)
        self._kept_old: Waiting = {}
        self._kept_new: Waiting = {}
        self._people: Counter[DifferenceKind] = Counter()
        self._coverages: Counter[DifferenceKind] = Counter()

    @property
    def people(self) -> tuple[int, int]:
        """How many people each file has."""
        return self._old.people, self._new.people

    @property
    def counts(self) -> Mapping[str, Mapping[DifferenceKind, int]]:
        """How many differences there are of each kind."""
        return {"people": self._people, "coverages": self._coverages}

    @property
    def old_is_change(self) -> bool:
        """Whether the earlier file only names those who changed."""
        return self._old.is_change

    @property
    def new_is_change(self) -> bool:
        """Whether the later file only names those who changed."""
        return self._new.is_change

    def __iter__(self) -> Iterator[Difference]:
        """Give the differences.

        Raises:
            X12Error: If one of the files cannot be read; the message tells which.
        """
        for left, right in self._pairs():
            for difference in differences_of(left, right):
                if difference.kind is DifferenceKind.VANISHED and self._new.is_change:
                    continue
                counts = self._people if difference.line is None else self._coverages
                counts[difference.kind] += 1
                yield difference

    def _pairs(self) -> Iterator[tuple[Found | None, Found | None]]:
        olds, news = _named(self._old, "old"), _named(self._new, "new")
        left, right = next(olds, None), next(news, None)
        while left is not None or right is not None:
            if right is None or (left is not None and left.order < right.order):
                yield from self._settle(left, None)
                left = next(olds, None)
            elif left is None or right.order < left.order:
                yield from self._settle(None, right)
                right = next(news, None)
            else:
                yield from self._settle(left, right)
                left, right = next(olds, None), next(news, None)
        both = self._kept_old.keys() & self._kept_new.keys()
        for key in sorted(both, key=lambda key: self._kept_old[key][0].segment):
            yield from self._pair(key, self._kept_old.pop(key), self._kept_new.pop(key), KEYS)
        yield from ((one, None) for one in _in_order(self._kept_old))
        yield from ((None, one) for one in _in_order(self._kept_new))

    def _settle(self, left: Family | None, right: Family | None) -> Iterator[tuple[Found, Found]]:
        """Pair the people of one or two families with each other and with those who wait; the others wait."""
        if left is not None and right is not None and _says_the_same(left, right):
            return
        family = left or right
        if family is None:
            return
        olds = [*self._kept_old.pop(family.key, ()), *_found(left)]
        news = [*self._kept_new.pop(family.key, ()), *_found(right)]
        yield from self._pair(family.key, olds, news, SURE_KEYS)

    def _pair(
        self, key: int, olds: Sequence[Found], news: Sequence[Found], keys: int
    ) -> list[tuple[Found, Found]]:
        """Pair people of one family by so many keys; the others wait."""
        pairs = _counterparts(olds, news, keys)
        paired = {id(one) for pair in pairs for one in pair}
        for kept, people in ((self._kept_old, olds), (self._kept_new, news)):
            if alone := [one for one in people if id(one) not in paired]:
                kept[key] = alone
        return pairs


def _named(reader: FileReader, name: str) -> Iterator[Family]:
    """Give the families of a file, and say in an error which file it is."""
    try:
        yield from reader
    except X12Error as error:
        reason = f"the {name} file cannot be read: {error.reason}"
        raise type(error)(reason, segment=error.segment, loop=error.loop, element=error.element) from None


def _says_the_same(left: Family, right: Family) -> bool:
    """Compare texts, which is quick; most families of two full files do not differ."""
    return [person.text for person in left.people] == [person.text for person in right.people]


def _found(family: Family | None) -> list[Found]:
    return [Found(person.segment, person.facts) for person in family.people] if family else []


def _counterparts(olds: Sequence[Found], news: Sequence[Found], keys: int) -> list[tuple[Found, Found]]:
    """Find who is the same person in both, by the surest key first."""
    pairs: list[tuple[Found, Found]] = []
    for tier in range(keys if olds and news else 0):
        known = {one.facts.keys[tier]: one for one in reversed(news) if one.facts.keys[tier]}
        found = [(one, known.pop(one.facts.keys[tier])) for one in olds if one.facts.keys[tier] in known]
        pairs += found
        gone = {id(one) for pair in found for one in pair}
        olds = [one for one in olds if id(one) not in gone]
        news = [one for one in news if id(one) not in gone]
    return pairs


def _in_order(waiting: Waiting) -> Sequence[Found]:
    return sorted((one for people in waiting.values() for one in people), key=lambda one: one.segment)
