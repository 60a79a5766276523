"""What a stage tells of a file: numbers and sentences that name nobody, small enough for tasks to hand on."""

from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel, ConfigDict

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState, GateOutcome, Verdict


class FileOutcome(BaseModel):
    """What became of one file.

    Attributes:
        file: Its number in the ledger; None for one that was not kept.
        group: The group or benefit that it is for, empty for everything.
        name: Its name.
        state: Where it stands; None for one that was not kept.
        people: Whom it names.
        counts: How many people each event is told of.
        refused: People who cannot be told as they are by now.
        retold: Those of them whom the file names as they were, which the counts have among the others.
        errors: Findings that keep it back.
        warnings: Findings that do not.
        sentences: What gates and checks say, the passed ones left out.
        differences: Of a rehearsed file, how much differs from the one it was compared with.
        listed: Name of the artifact that lists the differences.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: int | None = None
    group: str = ""
    name: str
    state: FileState | None = None
    people: int = 0
    counts: dict[str, int] = {}
    refused: int = 0
    retold: int = 0
    errors: int = 0
    warnings: int = 0
    sentences: tuple[str, ...] = ()
    differences: dict[str, int] = {}
    listed: str | None = None

    @classmethod
    def of(cls, row: FileRow, **told: object) -> Self:
        """Return what the ledger knows of a file."""
        known = {
            "file": row.id,
            "state": row.state,
            "people": row.subscribers + row.dependents,
            "refused": row.measures.refused if row.measures else 0,
            "retold": row.measures.retold if row.measures else 0,
        }
        return cls.of_gates(row.group, row.name, row.gates, **{**known, **told})

    @classmethod
    def of_gates(cls, group: str, name: str, gates: Iterable[GateOutcome], **told: object) -> Self:
        """Return what gates say of a file, the passed ones left out."""
        sentences = tuple(
            f"{one.verdict}: {one.sentence}" for one in gates if one.verdict is not Verdict.PASS
        )
        return cls.model_validate({"group": group, "name": name, "sentences": sentences, **told})

    @property
    def is_held(self) -> bool:
        """Whether a person has to say that it may go."""
        return self.state is FileState.HELD


class CarrierOutcome(BaseModel):
    """What became of all files of one carrier in a run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    carrier: str
    files: tuple[FileOutcome, ...] = ()
    skipped: str | None = None

    @property
    def held(self) -> tuple[FileOutcome, ...]:
        """The files that wait for a person."""
        return tuple(file for file in self.files if file.is_held)
