"""Builds a carrier's files: from people and elections, and what the carrier knows, to transactions."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from benefits_sync.domain.carriers.arrangement import Arrangement, file_keys
from benefits_sync.domain.carriers.built import BuildRequest, Built, IndexRow, Refusal
from benefits_sync.domain.carriers.events import family_change
from benefits_sync.domain.carriers.families import Family
from benefits_sync.domain.carriers.family_changes import FamilyChange
from benefits_sync.domain.carriers.identity import person_reference, subscriber_id
from benefits_sync.domain.carriers.learning import after_absence, learned
from benefits_sync.domain.carriers.measures import Tally
from benefits_sync.domain.carriers.members import MemberTeller, Told
from benefits_sync.domain.carriers.naming_people import named_people
from benefits_sync.domain.carriers.picture import GrowingPicture, Known, empty_picture
from benefits_sync.domain.carriers.recoded import under_codes_of_now
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.retelling import as_known
from benefits_sync.domain.carriers.settings import file_settings
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.domain.carriers.transactions import Place, transactions_of
from benefits_sync.errors import RunError
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.frames import TextRecord
from benefits_sync.x12.elements import REF02
from benefits_sync.x12.model.transaction import Transaction
from benefits_sync.x12.ordering import family_key


def build_files(
    profile: CarrierProfile,
    request: BuildRequest,
    people: pd.DataFrame,
    elections: pd.DataFrame,
    picture: pd.DataFrame | None = None,
    previous_people: pd.DataFrame | None = None,
) -> tuple["FileBuild", ...]:
    """Return the files that a carrier gets, one for everything or one for each group or benefit.

    Nothing is made before a file's transactions are read.

    Args:
        profile: The carrier's profile.
        request: What is wanted.
        people: Frame of `PERSON_FIELDS`.
        elections: Frame of `ELECTION_FIELDS`, of the plan years that count.
        picture: What the carrier believes: the pictures of its last good files of the same plan year,
            one below the other; None for a carrier that knows nobody.
        previous_people: The people frame of the last good file, for old values that no digest can tell.
    """
    known = empty_picture() if picture is None else picture
    known = under_codes_of_now(known, people, previous_people, profile.identifiers)
    previous = _Previous(previous_people)
    return tuple(
        FileBuild(Arrangement.of(profile, _numbered(request, at), key, people, elections, known), previous)
        for at, key in enumerate(file_keys(profile, people, elections, known), start=1)
    )


class FileBuild:
    """One file being built: read its transactions, then ask for the outcome.

    Attributes:
        file: Key of the file, its group or benefit; empty where one tells everything.
    """

    def __init__(self, arrangement: Arrangement, previous: Mapping[str, TextRecord]) -> None:
        self.file = arrangement.scope.file
        self._arrangement = arrangement
        self._scope = arrangement.scope
        self._previous = previous
        self._spell = Speller(file_settings(self._scope.profile, self._scope.request.usage).writer)
        self._teller = MemberTeller(self._scope, self._spell, previous)
        self._tally = Tally(self._scope)
        self._after = GrowingPicture()
        self._refused: list[Refusal] = []
        self._index: list[IndexRow] = []
        self._events: Counter[str] = Counter()
        self._identifiers: set[str] = set()
        self._done = False

    @property
    def told(self) -> int:
        """How many people the transactions read so far have."""
        return len(self._index)

    def transactions(self) -> Iterator[Transaction]:
        """Yield the transactions; each one's people are in memory until the next one."""
        families = self._arrangement.families(self._spell)
        for told in transactions_of(self._scope, self._spell, families, self._tell):
            self._note(told.transaction.header.reference, told.people)
            yield told.transaction
        self._done = True

    def outcome(self) -> Built:
        """Return what came of the file.

        Raises:
            RunError: If its transactions have not been read to the end.
        """
        if not self._done:
            raise RunError("read the transactions of a file to their end before asking for its outcome")
        return Built(
            picture=self._after.taken(),
            measures=self._tally.measures(),
            refused=tuple(self._refused),
            index=tuple(self._index),
            events=dict(self._events),
            left_out=dict(self._spell.left_out),
            respelt=dict(self._spell.respelt),
        )

    def _tell(self, place: Place, family: Family) -> list[Told]:
        try:
            change = family_change(
                family,
                self._scope,
                self._previous,
                elsewhere=self._arrangement.is_elsewhere(place),
                arrives=self._arrangement.arrives(place),
            )
            named = named_people(change, self._scope)
            if place.left_behind and all(one.event is None for one in named):
                named = []
            if named:
                self._arrangement.refuse_unplaced(place)
            told = self._teller.family(change, named, place.subscriber_id) if named else []
        except CannotTellError as error:
            told = self._as_known(family, place) if self._scope.absence_ends_coverage else []
            self._refuse(family, error, {one.person for one in told})
        else:
            self._identifiers.add(place.subscriber_id)
            self._learn(change, place.group)
        self._tally.named(len(told))
        return sorted(told, key=lambda one: family_key(one.member))

    def _as_known(self, family: Family, place: Place) -> list[Told]:
        """Tell a family as the carrier knows it; nobody of it where even that cannot be told."""
        change = (
            None if self._arrangement.is_elsewhere(place) else as_known(family, self._scope, self._previous)
        )
        if change is None:
            return []
        try:
            identifier = subscriber_id(change.subscriber, self._scope.profile.identifiers)
            spelt = self._spell.needed(identifier, REF02, "identifiers.subscriber")
            if spelt in self._identifiers:
                return []
            self._identifiers.add(spelt)
            return self._teller.family(change, change.people, spelt)
        except CannotTellError:
            return []

    def _refuse(self, family: Family, error: CannotTellError, retold: Collection[str]) -> None:
        """Note that a family cannot be told, and what becomes of its coverage.

        Args:
            family: The family.
            error: Why.
            retold: Who of it is told as the carrier knows them.
        """
        known = [one for person in family.people.values() for one in person.known]
        people = sum(1 for person in family.people.values() if person.known or person.elections)
        after = [one if one.person in retold else after_absence(one, self._scope) for one in known]
        self._after.learn(after)
        refusal = error.refusal(family.code, family.code, self._scope.request.key)
        self._refused.append(refusal)
        self._tally.refused(known, after, retold, people, refusal)

    def _learn(self, change: FamilyChange, group: str) -> None:
        code = change.family.code
        stays = change.people[0].covered
        for person in change.people:
            after = _shared(list(learned(person, change, group, self._scope)), person.person.known)
            dependent = person.person.person != code
            self._tally.person(person, after, group, dependent=dependent, stays=stays)
            self._after.learn(person.person.known if self._scope.is_audit else after)

    def _note(self, transaction: str, people: Sequence[Told]) -> None:
        nothing_new = self._scope.request.kind.value
        for order, told in enumerate(people):
            event = told.event.value if told.event is not None else nothing_new
            self._events[event] += 1
            reference = person_reference(told.person, self._scope.request.key)
            self._index.append(IndexRow(reference, told.code, transaction, order, event))


def _shared(after: list[Known], before: list[Known]) -> list[Known]:
    """Return what is known after a file, in the texts of before where nothing changed: most of all people."""
    if after == before:
        return before
    return [next((old for old in before if old == one), one) for one in after]


def _numbered(request: BuildRequest, number: int) -> BuildRequest:
    """Return the request of one of several files, whose transactions need references of their own."""
    return request if number == 1 else replace(request, reference=f"{request.reference}.{number}")


class _Previous(Mapping[str, TextRecord]):
    """Records of people as of the last good file; few are ever asked for."""

    def __init__(self, people: pd.DataFrame | None) -> None:
        self._people = pd.DataFrame({"person": []}, dtype=object) if people is None else people
        self._places = {person: at for at, person in enumerate(self._people["person"].tolist())}

    def __getitem__(self, person: str) -> TextRecord:
        row = self._people.iloc[self._places[person]]
        return {str(name): value for name, value in row.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
