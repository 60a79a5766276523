"""Reads a mapping of deductions, or says everything that is wrong with it at once.

A file with ``extends`` has all parts of the file it names, in the same folder, and replaces those it states.
Two targets that payroll reads the same lines from differ in a few words only.
"""

import hashlib
from pathlib import Path
from typing import Final

from benefits_sync.errors import MappingError
from benefits_sync.mapping.deductions.checks import reference_problems
from benefits_sync.mapping.deductions.grammar import DeductionMapping
from benefits_sync.mapping.document import Document, Problem, read_document
from benefits_sync.mapping.loading import parse

EXTENDS: Final = "extends"
SOURCE: Final = "plansource.payroll"


def load_deduction_mapping(path: Path | str) -> DeductionMapping:
    """Read a mapping file of deductions.

    Raises:
        MappingError: The file, or the one it extends, is not YAML, breaks the grammar, or uses a name that
            nobody knows. All problems are shown, each with file, line, the lines around it and the nearest
            valid name.
    """
    document = read_document(Path(path))
    mapping, problems = examine_deductions(document)
    if mapping is None or problems:
        raise document.error(problems)
    return mapping


def is_deduction_mapping(document: Document) -> bool:
    """Tell whether a file maps payroll rows: by its source, or because it extends another file."""
    data = document.data
    return isinstance(data, dict) and (data.get("source") == SOURCE or EXTENDS in data)


def examine_deductions(document: Document) -> tuple[DeductionMapping | None, list[Problem]]:
    """Return the mapping, where the grammar allows one, and everything that keeps it from being used."""
    data, digest = document.data, document.digest
    if isinstance(data, dict) and EXTENDS in data:
        try:
            extended = _extended(document, data)
        except MappingError as error:
            return None, [*document.problems, Problem((EXTENDS,), f"cannot be extended: {error}")]
        own = {name: part for name, part in data.items() if name != EXTENDS}
        data = {**extended.data, **own} if isinstance(extended.data, dict) else own
        digest = hashlib.sha256(f"{document.digest}{extended.digest}".encode()).hexdigest()
    mapping, problems = parse(document, data, DeductionMapping)
    if mapping is None:
        return None, problems
    mapping.stamp(digest)
    return mapping, [*problems, *reference_problems(mapping)]


def _extended(document: Document, data: dict[str, object]) -> Document:
    """Read the file that a file extends, and refuse it when it cannot stand alone."""
    name = data[EXTENDS]
    if not isinstance(name, str) or Path(name).name != name:
        raise MappingError("name a file of the same folder")
    extended = read_document(document.path.with_name(name))
    if isinstance(extended.data, dict) and EXTENDS in extended.data:
        raise MappingError(f"`{name}` extends another file itself")
    _, problems = examine_deductions(extended)
    if problems:
        raise extended.error(problems)
    return extended
