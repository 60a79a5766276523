"""What is left of a mapping file without the entries that break its grammar, so that the rest is checked."""

from collections.abc import Container, Sequence
from copy import deepcopy
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, ValidationError

from benefits_sync.mapping.document import Place

M = TypeVar("M", bound=BaseModel)


class Remainder(Generic[M]):
    """A file's data from which entries are taken out until they fit a grammar.

    Args:
        data: The file's data; it is left as it is.

    Attributes:
        taken_out: The places of the entries in the file.
    """

    model: M

    def __init__(self, data: object) -> None:
        self.taken_out: list[Place] = []
        self._data: Any = deepcopy(data)
        self._standing: dict[Place, list[int]] = {}

    @classmethod
    def of(cls, data: object, kind: type[M]) -> Self | None:
        """Take out one entry after the other, as far as needed; None when nothing useful is left."""
        rest = cls(data)
        while True:
            try:
                rest.model = kind.model_validate(rest._data, by_alias=True)
            except ValidationError as error:
                place = rest._within(error.errors(include_url=False, include_input=False)[0]["loc"])
                if not place:
                    return None
                rest._take_out(place)
            else:
                return rest

    def in_the_file(self, place: Place) -> Place:
        """Return where in the file stands what is at a place of the model.

        What was taken out of a list has moved all that was behind it.
        """
        found: Place = ()
        for step in place:
            former = self._standing.get(found)
            found = (*found, former[step] if former is not None and isinstance(step, int) else step)
        return found

    def _within(self, location: Sequence[int | str]) -> tuple[int | str, ...]:
        """Return as much of a pydantic location as the data has; the rest is what pydantic adds to it."""
        part = self._data
        place: tuple[int | str, ...] = ()
        for step in location:
            if step not in _steps(part):
                break
            part, place = part[step], (*place, step)
        return place

    def _take_out(self, place: tuple[int | str, ...]) -> None:
        part = self._data
        for step in place[:-1]:
            part = part[step]
        self.taken_out.append(self.in_the_file(place))
        if isinstance(part, list):
            former = self._standing.setdefault(self.in_the_file(place[:-1]), list(range(len(part))))
            del former[int(place[-1])]
        del part[place[-1]]


def _steps(part: object) -> Container[int | str]:
    """Return the keys or positions of a part of the data."""
    match part:
        case dict():
            return part.keys()
        case list():
            return range(len(part))
        case _:
            return ()
