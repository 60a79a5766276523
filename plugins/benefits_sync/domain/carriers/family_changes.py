"""What a file has to tell of a family and of each of its people."""

from dataclasses import dataclass, field

from benefits_sync.domain.carriers.coverage_changes import CoverageChanges, Doing
from benefits_sync.domain.carriers.families import Family, Person
from benefits_sync.domain.carriers.standing import Standing
from benefits_sync.mapping.carriers.members import Event
from benefits_sync.models.frames import TextRecord


@dataclass(slots=True, repr=False)
class PersonChange:
    """What a file has to tell of one person.

    Args:
        person: The person.
        coverages: What happens to the coverages.
        event: What happened; None for who did not change, and where only earlier ends are repeated.
        joins: Whether the carrier gets to know the person, or gets to know them again.
        leaves: Whether nothing that the carrier knows of goes on.
        effective: Day of the event, ISO text.
        corrected: Whether SSN, birth date, name or identifier differ from what the carrier knows.
        identity_changed: Whether SSN or birth date do.
        regrouped: Whether work, pay, class or location of a subscriber do.
        moved: Whether the carrier knows the person under another group than the file has.
    """

    person: Person
    coverages: CoverageChanges
    event: Event | None = None
    joins: bool = False
    leaves: bool = False
    effective: str | None = None
    corrected: bool = False
    identity_changed: bool = False
    regrouped: bool = False
    moved: bool = False

    @property
    def covered(self) -> bool:
        """Whether a coverage goes on."""
        return self.coverages.covered

    @property
    def ended_as(self) -> Event | None:
        """What the last of the ends is told as, one that an earlier file told among them."""
        ends = [one for one in self.coverages.actions if one.doing is Doing.END]
        return max(ends, key=lambda one: one.end or "").event if ends else None


@dataclass(slots=True, repr=False)
class FamilyChange:
    """What a file has to tell of a family.

    Args:
        family: The family.
        standing: How the subscriber stands.
        people: What it has to tell of each person, the subscriber first.
        former_identifier: By which the carrier knew the family, where that is another one by now.

    Attributes:
        subscriber: The subscriber's record.
    """

    family: Family
    standing: Standing
    people: list[PersonChange] = field(default_factory=list)
    former_identifier: str | None = None
    subscriber: TextRecord = field(init=False)

    def __post_init__(self) -> None:
        self.subscriber = self.family.people[self.family.code].record
