"""A family that cannot be told as it is by now, told as the carrier knows it.

Where a carrier ends the coverage of whom a full file leaves out, one wrong entry would cost a family its
coverage. So the file repeats it: with the records of the last good file, and the coverages of the picture.
"""

from collections.abc import Mapping

from benefits_sync.domain.carriers.coverage_changes import Action, CoverageChanges, Doing, amounts_digest
from benefits_sync.domain.carriers.families import Family, Person
from benefits_sync.domain.carriers.family_changes import FamilyChange, PersonChange
from benefits_sync.domain.carriers.picture import Known
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.domain.carriers.selection import Held, Holdings
from benefits_sync.domain.carriers.standing import standing_of
from benefits_sync.models.frames import TextRecord


def as_known(family: Family, scope: Scope, previous: Mapping[str, TextRecord]) -> FamilyChange | None:
    """Return a family as the carrier knows it, without anything new.

    Args:
        family: The family.
        scope: What the file is about.
        previous: Records of people as of the last good file.

    Returns:
        None where the carrier covers nobody of the family, or a record of who is covered is not at hand.
    """
    people = [person for person in family.people.values() if any(one.active for one in person.known)]
    people.sort(key=lambda person: person.person != family.code)
    if not people or people[0].person != family.code or any(one.person not in previous for one in people):
        return None
    changes = [_kept(person, previous[person.person], scope) for person in people]
    known = Family(family.code, {change.person.person: change.person for change in changes})
    held = Holdings(open={(one.benefit, one.plan): _held(one) for one in people[0].known if one.active})
    return FamilyChange(known, standing_of(previous[family.code], held, (), scope.as_of), changes)


def _kept(person: Person, record: TextRecord, scope: Scope) -> PersonChange:
    actions = [_keep(one, person, scope) for one in person.known if one.active]
    before = Person(person.person, record, known=person.known)
    return PersonChange(before, CoverageChanges(actions, covered=True))


def _keep(known: Known, person: Person, scope: Scope) -> Action:
    """Return that a coverage goes on; its amounts are at hand where PlanSource still has what was told."""
    line = scope.lines[known.benefit]
    told = (
        row
        for row in person.elections
        if amounts_digest(row, line, person.person, scope.request.key) == known.amounts
    )
    return Action(
        Doing.KEEP, known.benefit, known.plan, known.level, known.policy, known.begin,
        row=next(told, {}) if known.amounts else {},
        amounts=known.amounts, year_ends=known.year_ends, elected=known.elected,
    )  # fmt: skip


def _held(known: Known) -> Held:
    return Held(known.benefit, known.plan, known.level, known.begin, None, None, {})
