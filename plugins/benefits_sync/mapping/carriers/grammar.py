"""The grammar of a carrier profile, as models. ``include/mappings/README.md`` explains it to its authors."""

from typing import Literal, Self

from pydantic import Field, model_validator

from benefits_sync.mapping.carriers.about import Amendment, Contact, Guide
from benefits_sync.mapping.carriers.calendar import Answers, Schedule
from benefits_sync.mapping.carriers.coverages import Coverages
from benefits_sync.mapping.carriers.delivery import Delivery
from benefits_sync.mapping.carriers.envelope import Envelope, Syntax
from benefits_sync.mapping.carriers.file import FileRules, Kind
from benefits_sync.mapping.carriers.gates import Gates
from benefits_sync.mapping.carriers.identifiers import Identifiers, MemberTime, Structure
from benefits_sync.mapping.carriers.members import MemberCodes
from benefits_sync.mapping.carriers.terminations import Terminations
from benefits_sync.mapping.conditions import Entry
from benefits_sync.mapping.versioned import Versioned


class Strictness(Entry):
    """How much a finding matters that only some carriers refuse: an error keeps the file back.

    ``dates`` are dates outside any sane window, ``maintenance`` a pair of maintenance types that does not
    fit the kind of file.
    """

    dates: Literal["error", "warning"] = "warning"
    maintenance: Literal["error", "warning"] = "error"


class CarrierProfile(Versioned):
    """Everything that one carrier wants of its files."""

    title: str = Field(min_length=1, max_length=100)
    guide: Guide
    contacts: tuple[Contact, ...] = Field(min_length=1)
    history: tuple[Amendment, ...] = Field(min_length=1)
    envelope: Envelope
    syntax: Syntax = Syntax()
    file: FileRules
    identifiers: Identifiers
    structure: tuple[Structure, ...] = ()
    dates: tuple[MemberTime, ...] = ()
    codes: MemberCodes
    coverages: Coverages
    terminations: Terminations = Terminations()
    delivery: Delivery
    schedule: Schedule
    answers: Answers
    gates: Gates = Gates()
    strictness: Strictness = Strictness()

    @model_validator(mode="after")
    def _is_the_version_of_its_history(self) -> Self:
        versions = [amendment.version for amendment in self.history]
        if versions != sorted(set(versions)) or versions[-1] != self.version:
            raise ValueError(f"`history` tells each version once, oldest first, and ends with {self.version}")
        return self

    def absence_ends_coverage(self, kind: Kind, *, open_enrollment: bool) -> bool:
        """Tell whether the carrier ends the coverage of whom a file does not name.

        Args:
            kind: The kind of file.
            open_enrollment: Whether the file tells the next plan year.
        """
        if kind is not Kind.FULL:
            return False
        rules = self.file.open_enrollment
        if open_enrollment and rules is not None:
            return rules.terminates_by_omission
        return self.terminations.absence_ends_coverage
