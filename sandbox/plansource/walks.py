"""Long lists that are read page by page: made only as far as read, kept while nothing changes."""

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

Item = TypeVar("Item")


class Walk(Generic[Item]):
    """One list over the organization's subscribers; the last question's answer is kept.

    Args:
        vendor: The state.
    """

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor
        self._question: Hashable = None
        self._listed: list[Record] = []
        self._revision = -1
        self._found: list[Item] = []
        self._rest: Iterator[Item] = iter(())

    def page(
        self,
        bounds: tuple[int, int],
        question: Hashable,
        make: Callable[[list[Record]], Iterator[Item]],
        *,
        include_test: bool,
    ) -> list[Item]:
        """Return the items from one position to another.

        Args:
            bounds: The first position, and the one behind the last.
            question: What is asked, beside `include_test`: another question starts another walk.
            make: Walks through subscribers and yields what was asked for.
            include_test: Whether test employees are walked through too.
        """
        listed = self._vendor.roster.listed(include_test=include_test)
        revision = self._vendor.enrollments.revision
        if (self._question, self._revision) != (question, revision) or self._listed is not listed:
            self._question, self._listed, self._revision = question, listed, revision
            self._found, self._rest = [], make(listed)
        start, end = bounds
        while len(self._found) < end:
            item = next(self._rest, None)
            if item is None:
                break
            self._found.append(item)
        return self._found[start:end]
