"""A mapping file as text: its data, the line of every key and value, and problems shown where they are."""

import difflib
import hashlib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from benefits_sync.errors import MappingError

Place = tuple[Hashable, ...]
"""Keys and positions from the top of the file to one entry, such as ``("fields", "ssn", "lookup")``."""

KEY: Final = "[key]"
"""The last step to a key itself, where its place alone would mean what it holds."""

_CONTEXT: Final = 2
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at one place of a file, with the nearest valid name where a name is wrong."""

    place: Place
    message: str
    suggestion: str | None = None


def misnamed(place: Place, message: str, name: str, valid: Iterable[str]) -> Problem:
    """Return a problem that suggests the valid name nearest to a wrong one."""
    candidates = {candidate.casefold(): candidate for candidate in valid}
    nearest = difflib.get_close_matches(name.casefold(), list(candidates), n=1, cutoff=0.5)
    return Problem(place, message, candidates[nearest[0]] if nearest else None)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file with the line of each entry.

    Plain scalars stay text, so that codes keep their zeros. ``problems`` are keys that stand there twice, and
    ``unquoted`` the scalars written without quotes: a value by its place, a key by that and `KEY`.
    """

    path: Path
    lines: tuple[str, ...]
    data: object
    digest: str
    problems: tuple[Problem, ...]
    marks: dict[Place, int] = field(repr=False)
    unquoted: frozenset[Place] = field(default=frozenset(), repr=False)

    def line_of(self, place: Place) -> int:
        """Return the line, counted from 1, of the entry or of the nearest one around it."""
        while place and place not in self.marks:
            place = place[:-1]
        return self.marks.get(place, 0) + 1

    def shown(self, problem: Problem) -> str:
        """Return the problem as its author reads it: file, line, what is wrong, and the lines around it."""
        return _shown(self.path, self.lines, self.line_of(problem.place), problem.message, problem.suggestion)

    def error(self, problems: Iterable[Problem]) -> MappingError:
        """Return one error that shows all problems in the order of the file."""
        return MappingError("\n\n".join(map(self.shown, self.in_order(problems))))

    def in_order(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems in the order of the lines they stand on."""
        return sorted(problems, key=lambda problem: self.line_of(problem.place))


def read_document(path: Path) -> Document:
    """Read a mapping file.

    Raises:
        MappingError: The file cannot be read, or is not YAML.
    """
    try:
        content = path.read_bytes()
        text = content.decode()
    except OSError as error:
        raise MappingError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise MappingError(f"{path}: is not UTF-8 text") from error
    lines = tuple(text.splitlines())
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise MappingError(_shown(path, lines, line, f"is not YAML: {error.problem}", None)) from error
    except yaml.YAMLError as error:
        raise MappingError(f"{path}: is not YAML: it holds a character that YAML does not allow") from error
    builder = _Builder()
    data = builder.build(root, ()) if root is not None else {}
    digest = hashlib.sha256(content).hexdigest()
    return Document(
        path, lines, data, digest, tuple(builder.problems), builder.marks, frozenset(builder.unquoted)
    )


class _Builder:
    """Turns YAML nodes into plain data and notes where each entry stands."""

    def __init__(self) -> None:
        self.marks: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self.unquoted: set[Place] = set()

    def build(self, node: yaml.Node, place: Place) -> object:
        self.marks.setdefault(place, node.start_mark.line)
        match node:
            case yaml.MappingNode():
                return self._entries(node, place)
            case yaml.SequenceNode():
                return [self.build(item, (*place, at)) for at, item in enumerate(node.value)]
            case _:
                self._note_style(node, place)
                plain = place in self.unquoted  # a quoted "null" is a text
                return None if plain and node.value in _NULLS else node.value

    def _note_style(self, node: yaml.Node, place: Place) -> None:
        if not getattr(node, "style", None):
            self.unquoted.add(place)

    def _entries(self, node: yaml.MappingNode, place: Place) -> dict[str, object]:
        entries: dict[str, object] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            here = (*place, name)
            if name in entries:
                twice = (*here, "twice")
                self.marks[twice] = key.start_mark.line
                message = f"`{name}` stands here a second time, after line {self.marks[here] + 1}"
                self.problems.append(Problem(twice, message))
                continue
            self.marks[here] = key.start_mark.line
            self._note_style(key, (*here, KEY))
            entries[name] = self.build(value, here)
        return entries


def _shown(path: Path, lines: tuple[str, ...], line: int, message: str, suggestion: str | None) -> str:
    first = max(1, line - _CONTEXT)
    last = min(len(lines), line + _CONTEXT)
    excerpt = [
        f"{'>' if number == line else ' '} {number:>4} | {lines[number - 1]}"
        for number in range(first, last + 1)
    ]
    hint = f"; did you mean `{suggestion}`?" if suggestion else ""
    return "\n".join([f"{path}:{line}: {message}{hint}", *excerpt])
