"""Reads a mapping file into its model, or says everything that is wrong with it at once."""

from collections.abc import Iterator
from collections.abc import Mapping as Entries
from dataclasses import replace
from pathlib import Path
from types import UnionType
from typing import Annotated, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from benefits_sync.mapping.document import Document, Place, Problem, misnamed, read_document
from benefits_sync.mapping.grammar import Mapping
from benefits_sync.mapping.names import name_problems
from benefits_sync.mapping.references import reference_problems
from benefits_sync.mapping.remainder import Remainder

M = TypeVar("M", bound=BaseModel)

_ALONE: Final = (("transforms",), ("default",), ("unlisted",), ("on_error",), ("when_empty",))
"""Parts of a field on which nothing else in the file hangs."""


def load_mapping(path: Path | str) -> Mapping:
    """Read a mapping file.

    Raises:
        MappingError: The file is not YAML, breaks the grammar, or uses a name that nobody knows. All problems
            are shown, each with file, line, the lines around it and the nearest valid name.
    """
    return read_mapping(path)[0]


def read_mapping(path: Path | str) -> tuple[Mapping, Document]:
    """Read a mapping file and keep its text beside the model, so that later checks can point at lines.

    Raises:
        MappingError: As `load_mapping`.
    """
    document = read_document(Path(path))
    mapping, problems = examine(document)
    if mapping is None or problems:
        raise document.error(problems)
    return mapping, document


def examine(document: Document) -> tuple[Mapping | None, list[Problem]]:
    """Return the mapping, where the grammar allows one, and everything that keeps it from being used."""
    mapping, problems = parse(document, document.data, Mapping)
    if mapping is None:
        return None, [*problems, *_problems_of_the_rest(document.data)]
    mapping.stamp(document.digest)
    return mapping, [*problems, *reference_problems(mapping), *name_problems(mapping)]


def _problems_of_the_rest(data: object) -> Iterator[Problem]:
    """Yield what is wrong with the entries that fit the grammar, beside others that do not.

    A name that nobody knows is wrong whatever becomes of the others, unless it is one that `custom_fields`
    would make known. Whether parts fit each other can be told only where nothing is taken out that another
    part could name.
    """
    rest = Remainder.of(data, Mapping)
    if rest is None:
        return
    taken_out = {place[:1] for place in rest.taken_out if len(place) == 1 or place[0] == "custom_fields"}
    named = not taken_out or (bool(rest.model.custom_fields) and ("custom_fields",) not in taken_out)
    alone = all(place[0] == "fields" and place[2:3] in _ALONE for place in rest.taken_out)
    problems = [
        *(name_problems(rest.model) if named else ()),
        *(reference_problems(rest.model) if alone else ()),
    ]
    yield from (replace(problem, place=rest.in_the_file(problem.place)) for problem in problems)


def parse(document: Document, data: object, kind: type[M]) -> tuple[M | None, list[Problem]]:
    """Return the model of a file's data, where the grammar allows one, and what breaks the grammar."""
    try:
        return kind.model_validate(data, by_alias=True), list(document.problems)
    except ValidationError as error:
        return None, [*document.problems, *_grammar_problems(document, kind, error)]


def _grammar_problems(document: Document, kind: type[BaseModel], error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors(include_url=False, include_input=False):
        yield _grammar_problem(document, kind, detail)


def _grammar_problem(document: Document, kind: type[BaseModel], detail: ErrorDetails) -> Problem:
    place = _place(document, detail["loc"])
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            name = str(detail["loc"][-1])
            valid = _keys_at(kind, detail["loc"][:-1])
            return misnamed(place, f"`{name}` is not a key here", name, valid)
        case "missing":
            return Problem(place, f"`{detail['loc'][-1]}` is missing")
        case "unknown_name":
            return misnamed(place, detail["msg"], context["name"], context["valid"])
        case "value_error":
            return Problem(place, str(context["error"]))
        case _:
            return Problem(place, f"`{_last_name(place)}`: {detail['msg'][:1].lower()}{detail['msg'][1:]}")


def _place(document: Document, loc: tuple[int | str, ...]) -> Place:
    """Follow a pydantic location through the file; what pydantic adds (union members) is not in the file."""
    place: Place = ()
    for step in loc:
        if (*place, step) in document.marks:
            place = (*place, step)
    return place


def _last_name(place: Place) -> str:
    names = [str(step) for step in place if isinstance(step, str)]
    return names[-1] if names else "the file"


def _keys_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the grammar knows at a location."""
    kind: object = model
    for step in loc:
        kind = _step(kind, step)
    return list(_aliases(kind))


def _aliases(kind: object) -> Entries[str, object]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {info.alias or name: info.annotation for name, info in kind.model_fields.items()}
    return {}


def _step(kind: object, step: int | str) -> object:
    aliases = _aliases(kind)
    return _bare(aliases[str(step)] if str(step) in aliases else _element(kind))


def _element(kind: object) -> object:
    """Return what a dict or tuple annotation holds."""
    arguments = [argument for argument in get_args(kind) if argument is not Ellipsis]
    return arguments[-1] if arguments else None


def _bare(kind: object) -> object:
    """Strip ``Annotated`` and ``| None`` from an annotation."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(argument for argument in get_args(kind) if argument is not type(None)))
    return kind
