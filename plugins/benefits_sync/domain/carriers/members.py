"""People as a carrier's file tells them (2000)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from benefits_sync.domain.carriers.contradictions import refuse_overlaps, refuse_people_twice
from benefits_sync.domain.carriers.coverage_changes import Action, Doing
from benefits_sync.domain.carriers.coverages import CoverageTeller
from benefits_sync.domain.carriers.days import as_date
from benefits_sync.domain.carriers.family_changes import FamilyChange, PersonChange
from benefits_sync.domain.carriers.identity import name_identifier
from benefits_sync.domain.carriers.maintenance import maintenance_of
from benefits_sync.domain.carriers.member_dates import DateTeller
from benefits_sync.domain.carriers.personal_data import (
    address_of,
    contact_of,
    demographics_of,
    medicare_of,
    name_of,
)
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.domain.carriers.structure import StructureTeller
from benefits_sync.domain.carriers.terminations import has_died
from benefits_sync.mapping.carriers.members import Coverage as Right
from benefits_sync.mapping.carriers.members import Employment, Event
from benefits_sync.models.frames import TextRecord
from benefits_sync.x12.checking.families import SPOUSES
from benefits_sync.x12.codes.member import (
    BenefitStatus,
    EmploymentStatus,
    MaintenanceType,
    MedicareReason,
    MemberReference,
    Relationship,
)
from benefits_sync.x12.codes.person import IncomeFrequency
from benefits_sync.x12.elements import REF02
from benefits_sync.x12.model.coverage import Coverage
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.person import Demographics, Income, PriorIdentity
from benefits_sync.x12.model.values import Identifier, Reference
from benefits_sync.x12.ordering import in_coverage_order

_LEAVING: Final = frozenset(
    {Event.TERMINATION, Event.RESIGNATION, Event.DISMISSAL, Event.LAYOFF, Event.DEATH}
)
_A_YEAR: Final = {"7": 1, "S": 2, "Q": 4, "4": 12, "3": 24, "2": 26, "1": 52}
"""How many times a year each frequency of income comes."""
_HOURLY: Final = "H"
_CENTS: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """A person who is in the file, and why; all else about the person is forgotten by then."""

    member: Member
    person: str
    code: str
    event: Event | None


class MemberTeller:
    """Turns what happened to a family into people of a file.

    Args:
        scope: What the file is about.
        spell: Spells texts.
        previous: Records of people as of the last good file.
    """

    def __init__(self, scope: Scope, spell: Speller, previous: Mapping[str, TextRecord]) -> None:
        self._scope = scope
        self._profile = scope.profile
        self._spell = spell
        self._previous = previous
        self._structure = StructureTeller(self._profile.structure, spell)
        self._coverages = CoverageTeller(scope, spell, self._structure)
        self._dates = DateTeller(self._profile)
        codes = self._profile.codes
        self._rights = {right: BenefitStatus(code) for right, code in codes.benefit_status.items()}
        self._states = {state: EmploymentStatus(code) for state, code in codes.employment_status.items()}
        self._relationships = {name: Relationship(code) for name, code in codes.relationships.items()}
        self._partners = {name for name, code in codes.relationships.items() if code in SPOUSES}

    def family(self, family: FamilyChange, named: list[PersonChange], subscriber_id: str) -> list[Told]:
        """Return the people of a family that the file names.

        Args:
            family: What happened to the family.
            named: Whom of it the file names, the subscriber first.
            subscriber_id: REF*0F.

        Raises:
            CannotTellError: If one of them cannot be told.
        """
        policy = self._policy(family)
        former = self._former_identifier(family)
        sequences = _birth_sequences(family, self._partners)
        told = []
        for change in named:
            try:
                member = self._member(family, change, named, subscriber_id, policy, sequences)
                if former is not None:
                    member = replace(member, references=(*member.references, former))
            except CannotTellError as error:
                error.person = error.person or change.person.person
                raise
            told.append(Told(member, change.person.person, family.family.code, change.event))
        if len(told) > 1:
            refuse_people_twice(
                ((one.person, one.member) for one in told), self._profile.identifiers.ssn.pseudo
            )
        return told

    def _member(
        self,
        family: FamilyChange,
        change: PersonChange,
        named: list[PersonChange],
        subscriber_id: str,
        policy: str,
        sequences: Mapping[str, int],
    ) -> Member:
        record, profile = change.person.record, self._profile
        dependent = change.person.person != family.family.code
        maintenance, reason = maintenance_of(change, self._scope)
        right = family.standing.right
        medicare = medicare_of(record, self._spell)
        disabled = medicare is not None and medicare.reason is MedicareReason.DISABILITY
        coverages = self._told_coverages(change, family, maintenance, dependent=dependent)
        return Member(
            subscriber_id=subscriber_id,
            subscriber=not dependent,
            relationship=self._relationship(record) if dependent else Relationship.SELF,
            maintenance=maintenance,
            reason=reason,
            benefit_status=self._rights[right],
            medicare=medicare,
            cobra_event=family.standing.cobra_event if right is Right.COBRA else None,
            employment_status=self._employment(family, named, dependent=dependent),
            handicapped=True if disabled and profile.codes.disabled else None,
            death_date=_death_date(change),
            birth_sequence=sequences.get(change.person.person),
            policy_number=policy if self._tells_policy(coverages) else None,
            references=self._structure.of_member(family.subscriber, dependent=dependent),
            dates=self._dates.dates(change, family, dependent=dependent),
            name=name_of(record, self._spell),
            identifier=self._identifier(record, dependent=dependent),
            prior_identity=self._prior(change, dependent=dependent),
            contact=contact_of(record, self._spell),
            address=address_of(record, self._spell),
            demographics=demographics_of(record, self._spell, subscriber=not dependent),
            income=None if dependent else self._income(record),
            coverages=coverages,
            categories=self._structure.categories(family.subscriber, dependent=dependent),
        )

    def _former_identifier(self, family: FamilyChange) -> Reference[MemberReference] | None:
        if not (self._profile.identifiers.prior and self._scope.rule.by_event and family.former_identifier):
            return None
        former = self._spell.needed(family.former_identifier, REF02, "identifiers.subscriber")
        return Reference(MemberReference.PRIOR_IDENTIFIER, former)

    def _tells_policy(self, coverages: tuple[Coverage, ...]) -> bool:
        """Tell whether a person carries the policy: one without coverages has it nowhere else."""
        return not coverages or self._profile.identifiers.policy.at != "coverage"

    def _policy(self, family: FamilyChange) -> str:
        """Return the number that holds for whole people."""
        rules = self._profile.identifiers.policy
        number = rules.number(None, {}, family.subscriber)
        if number is not None:
            return self._spell.needed(number, REF02, "identifiers.policy")
        action = first_action(family)
        if action is None or rules.at == "member":
            raise CannotTellError(
                "identifiers.policy",
                "no_policy",
                "no policy number holds for a family; add its class or location to the profile",
                family.family.code,
            )
        return self._coverages.needed_policy(action, family.subscriber)

    def _relationship(self, record: TextRecord) -> Relationship:
        relationship = self._relationships.get(record.get("relationship_code") or "")
        if relationship is None:
            raise CannotTellError(
                "relationship_code",
                "unknown_relationship",
                "the profile's `codes.relationships` do not list what a dependent is; add it to the profile, "
                "or end the coverage in PlanSource if the carrier does not insure such people",
            )
        return relationship

    def _employment(
        self, family: FamilyChange, named: list[PersonChange], *, dependent: bool
    ) -> EmploymentStatus | None:
        if dependent and not self._profile.codes.employment_status_on_dependents:
            return None
        state, subscriber = family.standing.employment, named[0]
        if subscriber.leaves:
            event = subscriber.event or subscriber.ended_as
            if event is Event.RETIREMENT:
                state = Employment.RETIRED
            elif event in _LEAVING:
                state = Employment.TERMINATED
        return self._states[state]

    def _identifier(self, record: TextRecord, *, dependent: bool) -> Identifier | None:
        try:
            return name_identifier(record, self._profile.identifiers.ssn, subscriber=not dependent)
        except LookupError:
            raise CannotTellError(
                "ssn",
                "ssn_required",
                "the carrier requires an SSN, and there is none or one that was never issued; correct `ssn` "
                "in PlanSource",
            ) from None

    def _prior(self, change: PersonChange, *, dependent: bool) -> PriorIdentity | None:
        if not change.corrected or not self._scope.rule.by_event:
            return None
        before = self._previous.get(change.person.person)
        if before is None:
            return None
        prior = self._identity(before, dependent=dependent)
        return prior if prior != self._identity(change.person.record, dependent=dependent) else None

    def _identity(self, record: TextRecord, *, dependent: bool) -> PriorIdentity:
        try:
            identifier = name_identifier(record, self._profile.identifiers.ssn, subscriber=not dependent)
        except LookupError:
            identifier = None
        told = demographics_of(record, self._spell, subscriber=False) if record.get("birthdate") else None
        demographics = Demographics(told.birth_date, told.gender) if told is not None else None
        return PriorIdentity(name_of(record, self._spell), identifier, demographics)

    def _income(self, record: TextRecord) -> Income | None:
        rule = self._profile.coverages.income
        if rule is None:
            return None
        source = "pay_rate" if rule.frequency == _HOURLY else "current_salary"
        amount = record.get(source)
        parts = 1 if rule.frequency == _HOURLY else _A_YEAR.get(rule.frequency)
        if not amount or parts is None:
            self._spell.left_out[source] += 1
            return None
        hours = record.get("hours_per_week") if rule.hours else None
        return Income(
            IncomeFrequency(rule.frequency),
            (Decimal(amount) / parts).quantize(_CENTS).normalize(),
            Decimal(hours).normalize() if hours else None,
        )

    def _told_coverages(
        self, change: PersonChange, family: FamilyChange, maintenance: MaintenanceType, *, dependent: bool
    ) -> tuple[Coverage, ...]:
        actions = change.coverages.actions
        if change.leaves and maintenance is MaintenanceType.TERMINATION:
            if not self._profile.terminations.coverages:
                return ()
        elif self._scope.is_change and not change.moved:
            actions = [one for one in actions if one.doing is not Doing.KEEP]
        if len(change.coverages.actions) > 1:
            refuse_overlaps(change.coverages.actions, self._scope.lines)
        told = [self._coverages.coverage(one, family.subscriber, dependent=dependent) for one in actions]
        return tuple(in_coverage_order(told))


def first_action(family: FamilyChange) -> Action | None:
    """Return the coverage by which a family is counted: the subscriber's first, what goes on before ends."""
    actions = [one for change in family.people for one in change.coverages.actions]
    return next((one for one in actions if one.doing is not Doing.END), actions[0] if actions else None)


def _death_date(change: PersonChange) -> date | None:
    record = change.person.record
    died = record.get("termination_date") if has_died(record) else None
    return as_date(died) if died and change.leaves else None


def _birth_sequences(family: FamilyChange, partners: Collection[str]) -> dict[str, int]:
    """Number children of one birth date, which nothing else tells apart; named in this file or not."""
    people = [one.person for one in family.people[1:] if one.person.known or one.coverages.actions]
    if len({one.record.get("birthdate") for one in people}) == len(people):
        return {}
    born: dict[str, list[str]] = {}
    for one in people:
        if (day := one.record.get("birthdate")) and one.record.get("relationship_code") not in partners:
            born.setdefault(day, []).append(one.person)
    several = (sorted(children) for children in born.values() if len(children) > 1)
    return {person: number for children in several for number, person in enumerate(children, start=1)}
