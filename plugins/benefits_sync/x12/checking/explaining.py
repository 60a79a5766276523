"""Says what is wrong with a segment that the guide's expression for it does not match, element by element."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from benefits_sync.x12.checking import guide_rules, syntax
from benefits_sync.x12.checking.findings import Rule
from benefits_sync.x12.checking.grammar import Element, Kind, Segment, Use
from benefits_sync.x12.checking.partner_file import CHARACTERS
from benefits_sync.x12.checking.spelling import DAY, DAY_AND_PERIOD, TIME, condition_parts
from benefits_sync.x12.delimiters import Delimiters

FIRST_PRINTABLE: Final = " "
LAST_PRINTABLE: Final = "~"
NUMBER: Final = re.compile(r"-?[0-9]*[.]?[0-9]+")
WHOLE: Final = re.compile(r"[0-9]+")
IS_DAY: Final = re.compile(DAY)
IS_PERIOD: Final = re.compile(f"{DAY}(?:-{DAY})?")
IS_TIME: Final = re.compile(TIME)
DAYS_AND_TIMES: Final = {
    Kind.DAY: (IS_DAY, syntax.NOT_A_DATE),
    Kind.PERIOD: (IS_PERIOD, syntax.NOT_A_DATE),
    Kind.TIME: (IS_TIME, syntax.NOT_A_TIME),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that a segment breaks.

    Args:
        rule: The rule.
        element: Position of the element, 0 for the segment as a whole.
        detail: More about it, such as the length that would be right; never a value of the file.
    """

    rule: Rule
    element: int = 0
    detail: str = ""


def explain(
    text: str, segment: Segment, delimiters: Delimiters, characters: frozenset[str] | None = None
) -> list[Problem]:
    """Tell all that is wrong with a segment; nothing when it is right.

    Args:
        text: The segment.
        segment: What the guide says of it.
        delimiters: The delimiters of the file.
        characters: What may stand in texts; None where all of ASCII may.
    """
    values = text.split(delimiters.element)[1:]
    if not any(values):
        return [Problem(syntax.SEGMENT_EMPTY)]
    problems = []
    if values and not values[-1]:
        problems.append(Problem(syntax.TRAILING_SEPARATORS))
        while values and not values[-1]:
            values.pop()
    known = len(segment.elements)
    if len(values) > known:
        problems.append(Problem(syntax.TOO_MANY_ELEMENTS, detail=f"it has {len(values)} of {known}"))
    values = [*values[:known], *[""] * (known - len(values))]
    for at, (value, element) in enumerate(zip(values, segment.elements, strict=True), 1):
        problems += (Problem(rule, at, detail) for rule, detail in _element(value, element, delimiters))
        if characters is not None and _is_spelt_otherwise(value, element, delimiters, characters):
            problems.append(Problem(CHARACTERS, at))
    problems += _conditions(values, segment)
    return problems


def _is_spelt_otherwise(
    value: str, element: Element, delimiters: Delimiters, characters: frozenset[str]
) -> bool:
    """Tell whether a text has characters that are ASCII's, but not the carrier's."""
    kinds = {element.kind, *(component.kind for component in element.components)}
    strange = set(value) - characters - set(delimiters.characters)
    return Kind.TEXT in kinds and any(FIRST_PRINTABLE <= sign <= LAST_PRINTABLE for sign in strange)


Trouble = tuple[Rule, str]


def _element(value: str, element: Element, delimiters: Delimiters) -> Iterator[Trouble]:
    if not value:
        if element.use is Use.REQUIRED:
            yield guide_rules.ELEMENT_MISSING, ""
        return
    if element.use is Use.UNUSED:
        yield guide_rules.ELEMENT_UNUSED, ""
        return
    if element.repetitions == 1 and delimiters.repetition in value:
        yield syntax.DELIMITER_IN_DATA, "it holds the repetition separator"
        return
    repetitions = value.split(delimiters.repetition)
    if len(repetitions) > element.repetitions:
        yield syntax.TOO_MANY_REPETITIONS, f"{len(repetitions)} of {element.repetitions}"
    for repetition in repetitions:
        yield from _repetition(repetition, element, delimiters)


def _repetition(value: str, element: Element, delimiters: Delimiters) -> Iterator[Trouble]:
    if element.kind is Kind.COMPOSITE:
        yield from _composite(value, element, delimiters)
    elif delimiters.component in value:
        yield syntax.DELIMITER_IN_DATA, "it holds the component separator"
    elif not value:
        yield guide_rules.ELEMENT_MISSING, "a repetition is empty"
    else:
        yield from _value(value, element)


def _composite(value: str, element: Element, delimiters: Delimiters) -> Iterator[Trouble]:
    components = value.split(delimiters.component)
    if not value:
        yield guide_rules.ELEMENT_MISSING, "a repetition is empty"
        return
    if not components[-1]:
        yield syntax.TRAILING_SEPARATORS, "of components"
        while components and not components[-1]:
            components.pop()
    known = len(element.components)
    if len(components) > known:
        yield syntax.TOO_MANY_COMPONENTS, f"{len(components)} of {known}"
    for at, (text, component) in enumerate(zip(components, element.components, strict=False), 1):
        yield from ((rule, f"component {at}") for rule, _ in _element(text, component, delimiters))


def _value(value: str, element: Element) -> Iterator[Trouble]:
    if any(not FIRST_PRINTABLE <= character <= LAST_PRINTABLE for character in value):
        yield syntax.CHARACTERS, ""
        return
    stripped = value.strip(" ")
    if stripped != value:
        yield syntax.OUTER_BLANKS, ""
    yield from _content(stripped, element)


def _content(value: str, element: Element) -> Iterator[Trouble]:
    match element.kind:
        case Kind.CODE:
            if value not in element.codes:
                yield guide_rules.CODE, ""
        case Kind.WHOLE:
            yield from _number(value, WHOLE, element)
        case Kind.NUMBER:
            yield from _number(value, NUMBER, element)
        case Kind.TEXT:
            yield from _length(len(value), "characters", element)
        case _:
            expression, rule = DAYS_AND_TIMES[element.kind]
            if not expression.fullmatch(value):
                yield rule, ""


def _number(value: str, expression: re.Pattern[str], element: Element) -> Iterator[Trouble]:
    if not expression.fullmatch(value):
        yield syntax.NOT_A_NUMBER, ""
    else:
        yield from _length(sum(character.isdigit() for character in value), "digits", element)


def _length(length: int, what: str, element: Element) -> Iterator[Trouble]:
    if length < element.shortest:
        yield syntax.TOO_SHORT, f"it has {length} {what}, at least {element.shortest} are needed"
    elif length > element.longest:
        yield syntax.TOO_LONG, f"it has {length} {what}, at most {element.longest} fit"


def _conditions(values: Sequence[str], segment: Segment) -> Iterator[Problem]:
    for condition in segment.conditions:
        kind, *rest = condition_parts(condition)
        positions = [int(position) for position in rest]
        there = [bool(values[position - 1]) for position in positions]
        if kind == "F":
            yield from _format(values, positions)
        elif not _is_met(kind, there):
            last = positions[-1] if there[0] else positions[0]
            names = ", ".join(f"{segment.id}{position:02}" for position in positions)
            yield Problem(syntax.DEPENDENT_ELEMENTS, last, names)


def _is_met(kind: str, there: Sequence[bool]) -> bool:
    match kind:
        case "P":
            return all(there) or not any(there)
        case "R":
            return any(there)
        case "E":
            return not all(there)
        case "C":
            return not there[0] or all(there[1:])
        case _:
            return not there[0] or any(there[1:])


def _format(values: Sequence[str], positions: Sequence[int]) -> Iterator[Problem]:
    announced, told = (values[position - 1] for position in positions)
    if announced in DAY_AND_PERIOD and IS_PERIOD.fullmatch(told) and ("-" in told) != (announced == "RD8"):
        yield Problem(syntax.DATE_FORMAT, positions[1])
