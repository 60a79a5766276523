"""The grammar of an integration set, as models, and its reading. ``include/sets/README.md`` explains it.

What the integrations are called, and what their forms take, only higher layers know: the names are handed in,
and the values stay texts until a run of the set compares them with the forms.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final, Self

from croniter import croniter
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from benefits_sync.mapping.conditions import Entry
from benefits_sync.mapping.document import Document, Problem, misnamed, read_document
from benefits_sync.mapping.grammar import Zone
from benefits_sync.mapping.loading import parse
from benefits_sync.mapping.versioned import Name

FOLDER: Final = "sets"
"""Folder of the sets, beside that of the mappings."""

_CRON_FIELDS: Final = 5


def _cron(text: str) -> str:
    if len(text.split()) != _CRON_FIELDS or not croniter.is_valid(text):
        raise ValueError("not a cron expression of five fields, such as `0 2 * * *` (every night at two)")
    return text


def _as_step(value: object) -> object:
    return {"integration": value} if isinstance(value, str) else value


class Step(Entry):
    """One integration of a set, with values for its form; what is left out keeps the form's default."""

    integration: Name
    form: dict[str, str | None] = Field(default_factory=dict)


class IntegrationSet(Entry):
    """Integrations that run one after the other."""

    name: Name
    title: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    abort_on_failure: bool = True
    schedule: Annotated[str, AfterValidator(_cron)] | None = None
    timezone: Zone = "UTC"
    steps: tuple[Annotated[Step, BeforeValidator(_as_step)], ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _zone_of_a_schedule(self) -> Self:
        if "timezone" in self.model_fields_set and self.schedule is None:
            raise ValueError("`timezone` is that of the `schedule`, which is missing")
        return self

    def chosen(self, integrations: Sequence[str] | None) -> tuple[Step, ...]:
        """Return the steps of a run: those of the file, or the named integrations instead.

        A named integration that is in the file has the values that its first step there gives its form.
        """
        if not integrations:
            return self.steps
        first = {step.integration: step for step in reversed(self.steps)}
        return tuple(first.get(name) or Step(integration=name) for name in integrations)


def set_files(folder: Path) -> dict[str, Path]:
    """Return set name -> file, for a folder of sets."""
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def is_set(document: Document) -> bool:
    """Tell whether a file is an integration set, by its folder."""
    return document.path.parent.name == FOLDER


def load_set(path: Path | str, integrations: Collection[str]) -> IntegrationSet:
    """Read an integration set.

    Raises:
        MappingError: As `read_set`.
    """
    return read_set(path, integrations)[0]


def read_set(path: Path | str, integrations: Collection[str]) -> tuple[IntegrationSet, Document]:
    """Read an integration set and keep its text beside the model, so that later checks can point at lines.

    Raises:
        MappingError: The file is not YAML, breaks the grammar, or names an integration that does not exist.
            All problems are shown, each with file, line, the lines around it and the nearest valid name.
    """
    document = read_document(Path(path))
    found, problems = examine_set(document, integrations)
    if found is None or problems:
        raise document.error(problems)
    return found, document


def examine_set(
    document: Document, integrations: Collection[str]
) -> tuple[IntegrationSet | None, list[Problem]]:
    """Return the set, where the grammar allows one, and everything that keeps it from being used."""
    found, problems = parse(document, document.data, IntegrationSet)
    if found is None:
        return None, problems
    return found, [*problems, *_name_problems(document, found, integrations)]


def _name_problems(
    document: Document, found: IntegrationSet, integrations: Collection[str]
) -> Iterator[Problem]:
    if found.name != document.path.stem:
        yield Problem(("name",), f"`name` is that of the file: {document.path.stem}")
    for at, step in enumerate(found.steps):
        if step.integration not in integrations:
            message = f"`{step.integration}` is not an integration"
            yield misnamed(("steps", at, "integration"), message, step.integration, integrations)
