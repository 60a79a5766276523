"""Collects the facts of people and headers, by plans that people of the same shape share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benefits_sync.x12.checking.facts import (
    Address,
    Category,
    Coverage,
    Membership,
    Person,
    Places,
    Transaction,
)
from benefits_sync.x12.checking.structure import Placed, Walk

REMEMBERED: Final = 4096
MOST_ELEMENTS: Final = 20
MEMBER_LOOPS: Final = frozenset({"2000", "2100A"})
NAMES: Final = frozenset({"NM1*IL", "NM1*74"})

Qualified = tuple[tuple[str, int], ...]
"""Qualifiers and where their segments stand."""


@dataclass(frozen=True, slots=True)
class AddressPlan:
    """Where an address stands in the people of one shape."""

    index: int
    loop: str
    has_street: bool
    place: int | None


@dataclass(frozen=True, slots=True)
class CoveragePlan:
    """Where the segments of a coverage stand in the people of one shape."""

    index: int
    members: tuple[int, ...]
    places: Places
    dates: Qualified
    references: Qualified
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """Where facts stand in the people of one shape."""

    places: Places
    subscriber_id: int | None
    references: Qualified
    dates: Qualified
    name: int | None
    demographics: int | None
    income: int | None
    languages: tuple[int, ...]
    addresses: tuple[AddressPlan, ...]
    coverages: tuple[CoveragePlan, ...]
    categories: tuple[tuple[int, int | None], ...]


def plan_person(walk: Walk) -> PersonPlan:
    """Work out where the facts of a person of this shape stand."""
    placed = walk.placed
    own = [place for place in placed if place.usage.loop in MEMBER_LOOPS]
    openers = [place for place in placed if place.index == place.owner]
    places = _first_places([*own, *openers])
    return PersonPlan(
        places=places,
        subscriber_id=places.get("REF*0F"),
        references=_qualified(own, "REF"),
        dates=_qualified(own, "DTP"),
        name=next((place.index for place in own if place.key in NAMES), None),
        demographics=next((place.index for place in own if place.key == "DMG"), None),
        income=places.get("ICM"),
        languages=tuple(place.index for place in own if place.key == "LUI"),
        addresses=_plan_addresses(placed),
        coverages=tuple(_plan_coverage(opener, placed) for opener in openers if opener.key == "HD"),
        categories=tuple(
            (place.index, _reference_of(place, placed)) for place in placed if place.key == "N1*75"
        ),
    )


def _reference_of(category: Placed, placed: Iterable[Placed]) -> int | None:
    own = (place.index for place in placed if place.owner == category.index)
    references = {place.index for place in placed if place.usage.segment.id == "REF"}
    return next((index for index in own if index in references), None)


def _first_places(placed: Iterable[Placed]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place in placed:
        places.setdefault(place.key, place.index)
    return places


def _qualified(placed: Iterable[Placed], name: str) -> Qualified:
    found = [place for place in placed if place.usage.segment.id == name and "*" in place.key]
    return tuple((key.partition("*")[2], index) for key, index in _first_places(found).items())


def _plan_addresses(placed: Iterable[Placed]) -> tuple[AddressPlan, ...]:
    streets: dict[int, Placed] = {}
    towns: dict[int, Placed] = {}
    for place in placed:
        if place.key == "N3":
            streets.setdefault(place.owner, place)
        elif place.key == "N4":
            towns.setdefault(place.owner, place)
    return tuple(
        AddressPlan(
            index=(towns.get(owner) or streets[owner]).index,
            loop=(towns.get(owner) or streets[owner]).usage.loop,
            has_street=owner in streets,
            place=towns[owner].index if owner in towns else None,
        )
        for owner in sorted(streets.keys() | towns.keys())
    )


def _plan_coverage(opener: Placed, placed: Iterable[Placed]) -> CoveragePlan:
    own = [place for place in placed if place.owner == opener.index]
    return CoveragePlan(
        index=opener.index,
        members=tuple(place.index for place in own),
        places=_first_places(own),
        dates=_qualified(own, "DTP"),
        references=_qualified(own, "REF"),
        amounts=tuple(place.index for place in own if place.key == "AMT"),
    )


class Collector:
    """Reads facts from the segments of files with the same delimiters.

    Segments are texts that the guide's expressions match, or else have been padded with empty elements.
    """

    def __init__(self, separator: str, component: str) -> None:
        self._separator = separator
        self._component = component
        self.padding = separator * MOST_ELEMENTS
        self._memberships: dict[str, Membership] = {}
        self._coverages: dict[tuple[int | str, ...], Coverage] = {}

    def person(
        self, number: int, transaction: Transaction, segments: Sequence[str], plan: PersonPlan
    ) -> Person:
        """Read the facts of a person."""
        separator = self._separator
        name = self._padded(segments, plan.name)
        born = self._padded(segments, plan.demographics)
        references = {qualifier: segments[at].split(separator)[2] for qualifier, at in plan.references}
        return Person(
            number,
            transaction,
            plan.places,
            self._memberships.get(segments[0]) or self._membership(segments[0]),
            references.get("0F", ""),
            references,
            {qualifier: segments[at].split(separator)[3] for qualifier, at in plan.dates},
            name[1] == "74",
            name[3],
            name[4],
            name[8],
            name[9],
            born[2],
            born[3],
            born[5],
            born[6],
            self.elements(segments[plan.income])[1] if plan.income is not None else "",
            self._languages(segments, plan.languages) if plan.languages else (),
            tuple(self._address(segments, address) for address in plan.addresses),
            tuple(self._coverage(segments, coverage) for coverage in plan.coverages),
            self._categories(segments, plan.categories) if plan.categories else (),
        )

    def elements(self, segment: str) -> list[str]:
        """Split a segment; elements that are absent are empty."""
        return (segment + self.padding).split(self._separator)

    def _padded(self, segments: Sequence[str], at: int | None) -> list[str]:
        return self.elements(segments[at] if at is not None else "")

    def _membership(self, segment: str) -> Membership:
        elements = self.elements(segment)
        plan, _, reason = elements[6].partition(self._component)
        if len(self._memberships) > REMEMBERED:
            self._memberships.clear()
        membership = Membership(
            subscriber=elements[1] == "Y",
            relationship=elements[2],
            maintenance=elements[3],
            reason=elements[4],
            benefit_status=elements[5],
            medicare_plan=plan,
            medicare_reason=reason,
            cobra_event=elements[7],
            employment_status=elements[8],
            student_status=elements[9],
            handicapped=elements[10],
            death_format=elements[11],
            death_date=elements[12],
            birth_sequence=elements[17],
        )
        return self._memberships.setdefault(segment, membership)

    def _languages(
        self, segments: Sequence[str], places: tuple[int, ...]
    ) -> tuple[tuple[int, str, str], ...]:
        found = ((at, self._padded(segments, at)) for at in places)
        return tuple((at, elements[1], elements[2]) for at, elements in found)

    def _categories(
        self, segments: Sequence[str], places: tuple[tuple[int, int | None], ...]
    ) -> tuple[Category, ...]:
        named = ((at, self._padded(segments, at)[2], self._padded(segments, value)) for at, value in places)
        return tuple(Category(at, name, elements[1], elements[2]) for at, name, elements in named)

    def _address(self, segments: Sequence[str], plan: AddressPlan) -> Address:
        elements = self._padded(segments, plan.place)
        return Address(
            plan.index,
            plan.loop,
            plan.has_street,
            plan.place is not None,
            elements[1],
            elements[2],
            elements[3],
            elements[4],
        )

    def _coverage(self, segments: Sequence[str], plan: CoveragePlan) -> Coverage:
        key: tuple[int | str, ...] = (plan.index, *[segments[at] for at in plan.members])
        return self._coverages.get(key) or self._new_coverage(key, segments, plan)

    def _new_coverage(
        self, key: tuple[int | str, ...], segments: Sequence[str], plan: CoveragePlan
    ) -> Coverage:
        separator = self._separator
        elements = self.elements(segments[plan.index])
        dates = {qualifier: segments[at].split(separator)[3][:8] for qualifier, at in plan.dates}
        amounts = (segments[at].split(separator) for at in plan.amounts)
        if len(self._coverages) > REMEMBERED:
            self._coverages.clear()
        coverage = Coverage(
            index=plan.index,
            places=plan.places,
            maintenance=elements[1],
            line=elements[3],
            plan=elements[4],
            level=elements[5],
            begin=dates.get("348", ""),
            end=dates.get("349", ""),
            dates=dates,
            references={qualifier: segments[at].split(separator)[2] for qualifier, at in plan.references},
            amounts={amount[1]: amount[2] for amount in amounts},
        )
        return self._coverages.setdefault(key, coverage)


def header_facts(transaction: Transaction, segments: Sequence[str], walk: Walk, separator: str) -> None:
    """Read the facts of a header into its transaction."""
    split: dict[str, list[list[str]]] = {}
    for place in walk.placed:
        elements = (segments[place.index] + separator * MOST_ELEMENTS).split(separator)
        split.setdefault(place.usage.segment.id, []).append(elements)
    begin = split.get("BGN", [[""] * MOST_ELEMENTS])[0]
    transaction.places = _first_places(walk.placed)
    transaction.purpose = begin[1]
    transaction.reference = begin[2]
    transaction.created = begin[3]
    transaction.time_zone = begin[5]
    transaction.action = begin[8]
    transaction.references = _by_qualifier(split.get("REF", ()), 2)
    transaction.dates = _by_qualifier(split.get("DTP", ()), 3)
    transaction.totals = _by_qualifier(split.get("QTY", ()), 2)
    transaction.parties = {elements[1]: (elements[3], elements[4]) for elements in split.get("N1", ())}
    transaction.accounts = _accounts(segments, walk, separator)


def _accounts(segments: Sequence[str], walk: Walk, separator: str) -> Mapping[str, str]:
    """Read the accounts of brokers and administrators, each behind its N1."""
    accounts, role = {}, ""
    for place in walk.placed:
        if place.usage.segment.id == "N1":
            role = place.key.partition("*")[2]
        elif place.usage.segment.id == "ACT":
            accounts[role] = (segments[place.index] + separator).split(separator)[1]
    return accounts


def _by_qualifier(segments: Iterable[Sequence[str]], at: int) -> Mapping[str, str]:
    return {elements[1]: elements[at] for elements in segments}
