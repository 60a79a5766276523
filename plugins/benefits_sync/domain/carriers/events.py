"""What happened to each person of a family since the last good file, one event for each."""

from collections.abc import Mapping
from typing import Final

from benefits_sync.domain.carriers.corrections import former_identifier, note_corrections
from benefits_sync.domain.carriers.coverage_changes import Action, CoverageChanges, Doing, coverage_changes
from benefits_sync.domain.carriers.days import as_date, day_before
from benefits_sync.domain.carriers.families import Family, Person
from benefits_sync.domain.carriers.family_changes import FamilyChange, PersonChange
from benefits_sync.domain.carriers.picture import Known
from benefits_sync.domain.carriers.reentered import join_reentered
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.domain.carriers.selection import (
    TRUE,
    Held,
    Holdings,
    begin_anew,
    cap_by_subscriber,
    holdings,
)
from benefits_sync.domain.carriers.standing import standing_of
from benefits_sync.domain.carriers.successions import end_before_successors
from benefits_sync.domain.carriers.terminations import ending_event, has_died
from benefits_sync.mapping.carriers.members import Coverage, Employment, Event
from benefits_sync.models.frames import TextRecord
from benefits_sync.x12.checking.families import SPOUSES

ADOPTED_CHILD: Final = "09"
BIRTH_DAYS: Final = 60
"""A child whose coverage begins so soon after birth is new-born."""

_ORDER: Final = (
    Event.COBRA_ELECTED,
    Event.OPEN_ENROLLMENT,
    Event.PLAN_CHANGE,
    Event.PRODUCT_ADDED,
    Event.COVERAGE_REINSTATED,
)
_SINCE: Final = {
    Event.PAID_LEAVE: "employment_status_starts_on",
    Event.UNPAID_LEAVE: "employment_status_starts_on",
    Event.RETIREMENT: "termination_date",
}
"""Members that tell the day of events which change no coverage."""

_EMPLOYMENT_ENDS: Final = frozenset(
    {Event.TERMINATION, Event.RESIGNATION, Event.DISMISSAL, Event.LAYOFF, Event.RETIREMENT}
)
"""Ends of the subscriber that dependents carry too; a death is nobody else's."""

_OWN_ENDS: Final = frozenset(
    {Event.DIVORCE, Event.LEGAL_SEPARATION, Event.AGED_OUT, Event.NONPAYMENT, Event.DEATH}
)
"""Ends that are a dependent's own, even when the subscriber leaves at the same time."""


def family_change(
    family: Family,
    scope: Scope,
    previous: Mapping[str, TextRecord],
    *,
    elsewhere: bool = False,
    arrives: bool = False,
) -> FamilyChange:
    """Work out what happened to a family.

    Args:
        family: The family.
        scope: What the file is about.
        previous: Records of people as of the last good file, for what kept digests cannot tell.
        elsewhere: Whether the family is told in another file by now.
        arrives: Whether it was told in another file until now.

    Raises:
        CannotTellError: If something about it cannot be told.
    """
    return _FamilyEvents(family, scope, previous, elsewhere=elsewhere, arrives=arrives).change()


class _FamilyEvents:
    """The events of one family being worked out."""

    def __init__(
        self,
        family: Family,
        scope: Scope,
        previous: Mapping[str, TextRecord],
        *,
        elsewhere: bool,
        arrives: bool,
    ) -> None:
        self._family = family
        self._scope = scope
        self._previous = previous
        self._elsewhere = elsewhere
        self._arrives = arrives
        self._subscriber = family.people.get(family.code) or Person(family.code, {}, present=False)
        self._held = self._holdings(self._subscriber)
        self._standing = standing_of(self._subscriber.record, self._held, self._subscriber.known, scope.as_of)
        self._first: PersonChange | None = None
        self._former_identifier: str | None = None
        grouping = scope.profile.file.grouping
        self._by_groups = grouping.transactions == "group" and grouping.files != "group"

    def change(self) -> FamilyChange:
        family = self._family
        family.people.setdefault(family.code, self._subscriber)
        self._first = self._of_person(self._subscriber, self._held)
        if self._first.corrected:
            self._former_identifier = former_identifier(self._subscriber, self._scope, self._previous)
        found = FamilyChange(family, self._standing, former_identifier=self._former_identifier)
        self._decline(self._first)
        found.people.append(self._first)
        holdings_of = {one.person: self._holdings(one) for one in family.dependents}
        join_reentered(family, holdings_of, self._previous)
        for dependent in family.dependents:
            held = holdings_of[dependent.person]
            if cap_by_subscriber(dependent=held, subscriber=self._held):
                raise CannotTellError(
                    "benefit_lookup_code",
                    "dependent_without_subscriber",
                    "a dependent is covered by a benefit that the subscriber does not have; correct the "
                    "elections in PlanSource",
                    dependent.person,
                )
            found.people.append(self._of_person(dependent, held))
        return found

    def _decline(self, change: PersonChange) -> None:
        """Tell what the subscriber declined, where the carrier wants to know; of who left nothing is told."""
        left = self._subscriber.record.get("termination_date")
        if self._scope.is_change or self._scope.profile.coverages.waived == "omit":
            return
        if left is not None and left < self._scope.as_of:
            return
        told = {one.benefit for one in change.coverages.actions}
        for benefit, held in sorted(self._held.declined.items()):
            if benefit not in told:
                waived = Action(Doing.WAIVE, benefit, held.plan, held.level, None, held.begin)
                change.coverages.actions.append(waived)

    def _holdings(self, person: Person) -> Holdings:
        if self._elsewhere:
            return _given_up(person, self._scope)
        is_dependent = person.person != self._family.code
        left_on = person.record.get("termination_date") if is_dependent else None
        try:
            held = holdings(person.elections, self._scope, left_on)
        except CannotTellError as error:
            error.person = person.person
            raise
        end_before_successors(held)
        if self._arrives and not person.known:
            begin_anew(held, self._scope.as_of)
        return held

    def _of_person(self, person: Person, held: Holdings) -> PersonChange:
        record = person.record if person.present else self._previous.get(person.person)
        if record is None:
            known = person.known
            gone = CoverageChanges(
                vanished=[one for one in known if one.active],
                remembered=[one for one in known if not one.active],
            )
            return PersonChange(person, gone)
        person.record = record
        anew = self._standing.right is Coverage.COBRA and all(
            one.right != Coverage.COBRA for one in person.known
        )
        if anew and self._standing.cobra_begin is not None:
            begin_anew(held, self._standing.cobra_begin)
        try:
            changes = coverage_changes(
                person.person,
                person.known,
                held,
                self._held.declined,
                self._scope,
                self._subscriber.record,
                anew=anew,
            )
        except CannotTellError as error:
            error.person = person.person
            raise
        change = PersonChange(person, changes)
        self._characterize(change)
        return change

    def _characterize(self, change: PersonChange) -> None:
        known, coverages = change.person.known, change.coverages
        active = [one for one in known if one.active]
        ends = [one for one in (*coverages.actions, *coverages.quiet) if one.doing is Doing.END]
        change.joins = change.covered and not active
        change.leaves = not change.covered and bool(ends) and not coverages.vanished
        goes_on = not change.joins or any(one.doing is Doing.REINSTATE for one in coverages.actions)
        if known and goes_on:
            note_corrections(change, self._scope, self._previous, subscriber=self._first is None)
        change.moved = self._by_groups and self._is_of_another_group(active)
        if change.leaves:
            if any(not one.repeated for one in ends):
                change.event = self._leaving(change, ends)
        elif change.joins:
            change.event = self._joining(change)
        elif change.covered:
            change.event = self._happened(change, ends) or self._personal(change, active)
        change.effective = _effective(coverages, change, self._scope.as_of)
        if change.event in _SINCE and change.covered:
            change.effective = change.person.record.get(_SINCE[change.event]) or change.effective

    def _is_of_another_group(self, active: list[Known]) -> bool:
        """Tell whether the carrier knows somebody under another group than the one whose set has them."""
        group = self._subscriber.record.get(self._scope.profile.file.grouping.group or "")
        return any(one.group != group for one in active)

    def _leaving(self, change: PersonChange, ends: list[Action]) -> Event:
        last = max((one for one in ends if not one.repeated), key=lambda one: (one.end or "", one.benefit))
        event = last.event or Event.BENEFITS_ENDED
        record = change.person.record
        if event is Event.PLAN_CHANGE:
            event = Event.BENEFITS_ENDED  # the next plan ended too, before it began
        if event in (Event.BENEFITS_ENDED, Event.TERMINATION) and record.get("termination_reason"):
            event = ending_event(
                record["termination_reason"], voluntary=record.get("is_voluntary_termination") == TRUE
            )
        first = self._first
        if first is None:
            return event
        if event is Event.DEATH and first.event is Event.DEATH and not has_died(record):
            return Event.BENEFITS_ENDED
        if first.leaves and first.event in _EMPLOYMENT_ENDS and event not in _OWN_ENDS:
            return first.event
        return event

    def _joining(self, change: PersonChange) -> Event:
        actions = change.coverages.actions
        if any(one.event is Event.COBRA_ELECTED for one in actions):
            return Event.COBRA_ELECTED
        if change.person.known:
            return self._returning(change)
        if self._first is None:
            return self._enrolling(actions)
        if self._first.joins and self._first.event is not None:
            return self._first.event
        return self._added_to_family(change)

    def _enrolling(self, actions: list[Action]) -> Event:
        if self._scope.open_enrollment:
            return Event.OPEN_ENROLLMENT
        record = self._subscriber.record
        hired, first = record.get("hire_date"), record.get("original_hire_date")
        return Event.REHIRE if hired and first and first < hired else Event.NEW_HIRE

    def _returning(self, change: PersonChange) -> Event:
        if any(one.doing is Doing.REINSTATE for one in change.coverages.actions):
            return Event.MEMBER_REINSTATED
        if self._first is not None:
            return self._first.event or Event.DEPENDENT_ADDED if self._first.joins else Event.DEPENDENT_ADDED
        hired = self._subscriber.record.get("hire_date")
        last = max(one.end or "" for one in change.person.known)
        return Event.REHIRE if hired and hired > last else Event.PRODUCT_ADDED

    def _added_to_family(self, change: PersonChange) -> Event:
        record, actions = change.person.record, change.coverages.actions
        if any(one.event is Event.OPEN_ENROLLMENT for one in actions) or self._scope.open_enrollment:
            return Event.OPEN_ENROLLMENT
        code = self._scope.profile.codes.relationships.get(record.get("relationship_code") or "")
        if code == ADOPTED_CHILD:
            return Event.ADOPTION
        if code in SPOUSES:
            return Event.MARRIAGE if self._has_married() else Event.DEPENDENT_ADDED
        born = record.get("birthdate")
        begins = min(one.begin for one in actions)
        if born and 0 <= (as_date(begins) - as_date(born)).days <= BIRTH_DAYS:
            return Event.BIRTH
        return Event.DEPENDENT_ADDED

    def _has_married(self) -> bool:
        before = self._previous.get(self._family.code, {}).get("marital_status")
        now = self._subscriber.record.get("marital_status")
        return before is not None and now is not None and before != now

    def _happened(self, change: PersonChange, ends: list[Action]) -> Event | None:
        """Return what happened to the coverages of who stays."""
        events = {one.event for one in change.coverages.actions if one.doing is not Doing.END}
        for event in _ORDER:
            if event in events:
                return event
        told = [one for one in ends if not one.repeated and one in change.coverages.actions]
        if told:
            return told[0].event
        return Event.LEVEL_CHANGE if Event.LEVEL_CHANGE in events else None

    def _personal(self, change: PersonChange, active: list[Known]) -> Event | None:
        known, now = active[0], change.person.digests
        if not change.person.present:
            return None
        state = self._standing.employment
        if self._first is None and known.employment not in (None, state):
            if state is Employment.LEAVE:
                return Event.UNPAID_LEAVE if self._standing.unpaid else Event.PAID_LEAVE
            if state is Employment.RETIRED:
                return Event.RETIREMENT
        if change.corrected or self._former_identifier is not None:
            return Event.IDENTITY_CORRECTED
        if known.address not in (None, now.address):
            return Event.ADDRESS_CHANGED
        changed = change.moved or known.personnel not in (None, now.personnel)
        if self._first is None:
            changed = changed or known.employment not in (None, state)
        elif any(rule.on_dependents for rule in self._scope.profile.structure):
            changed = changed or self._first.regrouped
        return Event.PERSONNEL_CHANGED if changed else None


def _given_up(person: Person, scope: Scope) -> Holdings:
    """Return that everything known ended before the file's day, as for families told elsewhere by now."""
    found = Holdings()
    for one in person.known:
        if one.active:
            held = Held(one.benefit, one.plan, one.level, one.begin, day_before(scope.as_of), None, {})
            found.ended[one.benefit, one.plan] = held
    return found


def _effective(coverages: CoverageChanges, change: PersonChange, as_of: str) -> str | None:
    if change.event is None:
        return None
    begins = [
        one.begin for one in coverages.actions if one.doing in (Doing.ADD, Doing.CHANGE, Doing.REINSTATE)
    ]
    if begins:
        return min(begins)
    ends = [one.end for one in coverages.actions if one.doing is Doing.END and one.end and not one.repeated]
    return max(ends) if ends else as_of
