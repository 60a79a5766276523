"""Which families a file is about, and in what order it has them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

import pandas as pd

from benefits_sync.domain.carriers.built import BuildRequest
from benefits_sync.domain.carriers.coverage_changes import Action, Doing
from benefits_sync.domain.carriers.coverages import policy_number
from benefits_sync.domain.carriers.families import Family, Roster
from benefits_sync.domain.carriers.identity import id_members, subscriber_id
from benefits_sync.domain.carriers.members_needed import digested_members, members_needed
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.scope import EVERYTHING, Scope
from benefits_sync.domain.carriers.selection import TRUE, holdings
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.domain.carriers.transactions import Place
from benefits_sync.domain.columns import Mask, among, cells_of, present
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.frames import TextRecord
from benefits_sync.x12.elements import REF02

_LAST: Final = "\uffff"
"""Behind every identifier: where families stand that have none, until they are refused."""


def file_keys(
    profile: CarrierProfile, people: pd.DataFrame, elections: pd.DataFrame, picture: pd.DataFrame
) -> list[str]:
    """Return the keys of a carrier's files, in order."""
    rules = profile.file.grouping
    match rules.files:
        case "one":
            return [EVERYTHING]
        case "line":
            return list(profile.coverages.lines)
        case "group":
            insured = set(cells_of(_of_lines(elections, profile.coverages.lines), "subscriber_code"))
            groups = cells_of(people, rules.group or "")[among(cells_of(people, "person"), insured)]
            return sorted({group for group in (*groups, *cells_of(picture, "file")) if group})


@dataclass(frozen=True, slots=True, repr=False)
class Arrangement:
    """The families of one file.

    Args:
        scope: What the file is about.
        roster: The families.
        subscribers: Members of each family's subscriber that decide where the family stands.
        going_on: Families with a coverage that goes on in PlanSource.
        believed: Families of whom the carrier knows no end.
        told_elsewhere: Families that the carrier knows from another group's file.
    """

    scope: Scope
    roster: Roster
    subscribers: Mapping[str, TextRecord]
    going_on: frozenset[str]
    believed: frozenset[str]
    told_elsewhere: frozenset[str]

    @classmethod
    def of(
        cls,
        profile: CarrierProfile,
        request: BuildRequest,
        key: str,
        people: pd.DataFrame,
        elections: pd.DataFrame,
        picture: pd.DataFrame,
    ) -> Self:
        """Gather the families that a file is about: those insured by it, and those the carrier knows."""
        lines = profile.coverages.lines
        if profile.file.grouping.files == "line":
            lines = {key: lines[key]}
        elections = _of_lines(elections, lines)
        here = cells_of(picture, "file") == key
        grouped = profile.file.grouping.files == "group"
        believed = ~here & ~present(cells_of(picture, "end")) & grouped
        elsewhere = cells_of(picture[believed], "subscriber_code")
        picture = _only(picture, here)
        elections = _without_tests(people, elections)
        if grouped:
            elections = _of_group(profile, key, people, elections, picture)
        years = zip(
            cells_of(elections, "plan_year_starts_on"), cells_of(elections, "plan_year_ends_on"), strict=True
        )
        scope = Scope.of(profile, request, key, lines, set(years))
        members = members_needed(profile)
        roster = Roster(
            people,
            elections,
            picture,
            members=members,
            digested=digested_members(profile),
            key=request.key,
        )
        placing = [*id_members(profile.identifiers), *filter(None, [profile.file.grouping.group])]
        subscribers = roster.subscribers(list(dict.fromkeys(placing)))
        return cls(scope, roster, subscribers, _going_on(elections), _believed(picture), frozenset(elsewhere))

    def families(self, spell: Speller) -> Iterator[tuple[Place, Family]]:
        """Yield the families in the order of the file."""
        places = self._marked({code: self._place(code, spell) for code in self.roster.codes})
        if self.scope.profile.file.grouping.transactions == "policy":
            places = dict(self._under_policies(places))
        order = sorted(places, key=lambda code: _order(places[code]))
        for family in self.roster.families(order):
            yield places[family.code], family

    def is_elsewhere(self, place: Place) -> bool:
        """Tell whether a family is told in another file by now."""
        return self.scope.profile.file.grouping.files == "group" and place.group != self.scope.file

    def arrives(self, place: Place) -> bool:
        """Tell whether a family was told in another file until now."""
        return place.code in self.told_elsewhere and not self.is_elsewhere(place)

    def refuse_unplaced(self, place: Place) -> None:
        """Let no family pass that has no place in the file.

        Raises:
            CannotTellError: If it has no identifier or group, or shares its identifier with another one.
        """
        if place.subscriber_id == _LAST:
            wanted = " or ".join(source.value for source in self.scope.profile.identifiers.subscriber)
            raise CannotTellError(
                "identifiers.subscriber",
                "no_subscriber_id",
                f"the subscriber has no identifier for the carrier ({wanted}); enter one in PlanSource, or "
                "let the profile fall back on another one",
            )
        if place.shared:
            raise CannotTellError(
                "identifiers.subscriber",
                "shared_subscriber_id",
                "two subscribers have the same identifier, and the carrier would make one family of them; "
                "correct it in PlanSource",
            )
        field = self.scope.profile.file.grouping.group
        if field is not None and not place.group:
            raise CannotTellError(
                field,
                "no_group",
                f"`{field}` is empty, and it names the carrier's group; enter it in PlanSource",
            )

    def _marked(self, places: Mapping[str, Place]) -> dict[str, Place]:
        """Mark the places of families whose identifier another one has.

        Who was given a second subscriber code has two families for a while: the old one's end is told first,
        and then the new one. Where absence tells ends, the new one just takes the place of the old one.
        """
        heirs = Counter(places[code].subscriber_id for code in self.going_on)
        ending = self.believed - self.going_on if self.scope.tells_ends else frozenset[str]()
        endings = Counter(places[code].subscriber_id for code in ending)
        return {
            code: place._replace(
                shared=(heirs[place.subscriber_id] > 1 or endings[place.subscriber_id] > 0)
                if code in self.going_on
                else endings[place.subscriber_id] > 1,
                left_behind=code not in self.going_on and heirs[place.subscriber_id] > 0,
            )
            for code, place in places.items()
        }

    def _place(self, code: str, spell: Speller) -> Place:
        record = self.subscribers.get(code, {})
        grouping = self.scope.profile.file.grouping
        group = record.get(grouping.group) or "" if grouping.group else ""
        part = group if grouping.transactions == "group" else ""
        found = subscriber_id(record, self.scope.profile.identifiers)
        spelt = spell.if_possible(found, REF02, "identifiers.subscriber")
        return Place(part, spelt or _LAST, code, group)

    def _under_policies(self, places: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
        """Yield the places with the policy of each family, that of the subscriber's first coverage."""
        for family in self.roster.families(list(places)):
            place = places[family.code]
            yield family.code, place._replace(part=self._policy(family))

    def _policy(self, family: Family) -> str:
        person = family.people.get(family.code)
        if person is None:
            return ""
        try:
            held = holdings(person.elections, self.scope)
        except CannotTellError:
            return ""
        keys = sorted(held.open) or sorted((one.benefit, one.plan) for one in person.known)
        if keys:
            action = Action(Doing.KEEP, *keys[0], None, None, "")
        elif held.declined:
            action = Action(Doing.WAIVE, min(held.declined), "", None, None, "")
        else:
            return ""
        return policy_number(action, person.record, self.scope) or ""


def _order(place: Place) -> tuple[str, str, str]:
    return place.part, place.subscriber_id, place.code


def _only(frame: pd.DataFrame, wanted: Mask) -> pd.DataFrame:
    """Return the wanted rows; a large frame of which all are wanted is not copied."""
    return frame if wanted.all() else frame[wanted]


def _of_lines(elections: pd.DataFrame, lines: Mapping[str, object]) -> pd.DataFrame:
    return _only(elections, among(cells_of(elections, "benefit_lookup_code"), set(lines)))


def _without_tests(people: pd.DataFrame, elections: pd.DataFrame) -> pd.DataFrame:
    """Leave out invented employees, with whom companies try out PlanSource."""
    tests = set(cells_of(people, "subscriber_code")[cells_of(people, "test_employee") == TRUE])
    return elections[~among(cells_of(elections, "subscriber_code"), tests)] if tests else elections


def _of_group(
    profile: CarrierProfile, key: str, people: pd.DataFrame, elections: pd.DataFrame, picture: pd.DataFrame
) -> pd.DataFrame:
    groups = cells_of(people, profile.file.grouping.group or "")
    own = cells_of(people, "person") == cells_of(people, "subscriber_code")
    codes = set(cells_of(people, "person")[own & (groups == key)]) | set(cells_of(picture, "subscriber_code"))
    return elections[among(cells_of(elections, "subscriber_code"), codes)]


def _going_on(elections: pd.DataFrame) -> frozenset[str]:
    """Return the families with a coverage that has no end in PlanSource."""
    return frozenset(
        cells_of(elections, "subscriber_code")[~present(cells_of(elections, "termination_date"))]
    )


def _believed(picture: pd.DataFrame) -> frozenset[str]:
    """Return the families of whose coverage the carrier knows no end."""
    return frozenset(cells_of(picture, "subscriber_code")[~present(cells_of(picture, "end"))])
