"""Reads a carrier profile, or says everything that is wrong with it at once."""

from pathlib import Path
from typing import Final

from benefits_sync.mapping.carriers.checks import contradictions
from benefits_sync.mapping.carriers.codes import coded_data
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.document import Document, Problem, read_document
from benefits_sync.mapping.loading import parse

FOLDER: Final = "carriers"
"""Folder of the profiles, below that of the mappings."""


def profile_files(mappings: Path) -> dict[str, Path]:
    """Return carrier -> file, for a folder of mappings."""
    return {path.stem: path for path in sorted((mappings / FOLDER).glob("*.yaml"))}


def is_carrier_profile(document: Document) -> bool:
    """Tell whether a file is a carrier profile, by its folder."""
    return document.path.parent.name == FOLDER


def load_profile(path: Path | str) -> CarrierProfile:
    """Read a carrier profile.

    Raises:
        MappingError: The file is not YAML, breaks the grammar, states a code without quotes, or contradicts
            itself. All problems are shown, each with file, line, the lines around it and the nearest valid
            name.
    """
    document = read_document(Path(path))
    profile, problems = examine_profile(document)
    if profile is None or problems:
        raise document.error(problems)
    return profile


def examine_profile(document: Document) -> tuple[CarrierProfile | None, list[Problem]]:
    """Return the profile, where the grammar allows one, and everything that keeps it from being used."""
    profile, problems = parse(document, coded_data(document), CarrierProfile)
    if profile is None:
        return None, problems
    profile.stamp(document.digest)
    if profile.name != document.path.stem:
        problems.append(Problem(("name",), f"`name` is that of the file: {document.path.stem}"))
    return profile, [*problems, *contradictions(profile)]
