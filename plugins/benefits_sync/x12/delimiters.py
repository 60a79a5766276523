"""The four characters that an interchange keeps for itself."""

from dataclasses import dataclass
from typing import Final

from benefits_sync.x12.errors import X12SettingsError

ELEMENT_AT: Final = 3
REPETITION_AT: Final = 82
COMPONENT_AT: Final = 104
TERMINATOR_AT: Final = 105


@dataclass(frozen=True, slots=True)
class Delimiters:
    """Separators of one interchange; X12 has no escape, so none may occur in data.

    Args:
        element: Stands between the elements of a segment.
        repetition: Stands between repetitions of an element.
        component: Stands between the components of an element.
        terminator: Ends a segment.
    """

    element: str = "*"
    repetition: str = "^"
    component: str = ":"
    terminator: str = "~"

    def __post_init__(self) -> None:
        """Refuse delimiters that could be taken for data or for each other."""
        problem = delimiter_problem(self.element, self.repetition, self.component, self.terminator)
        if problem:
            raise X12SettingsError(problem)

    @property
    def characters(self) -> str:
        """All four, in the order in which ISA shows them."""
        return self.element + self.repetition + self.component + self.terminator


def delimiter_problem(element: str, repetition: str, component: str, terminator: str) -> str | None:
    """Say what is wrong with these four delimiters, or None."""
    named = {
        "element separator": element,
        "repetition separator": repetition,
        "component separator": component,
        "segment terminator": terminator,
    }
    for name, character in named.items():
        if len(character) != 1 or not character.isascii():
            return f"the {name} must be one ASCII character"
        if character.isalnum() or character == " ":
            return f"the {name} must not be a letter, a digit or a blank: it would occur in data"
    if len(set(named.values())) < len(named):
        return "the four delimiters must differ from each other"
    return None
