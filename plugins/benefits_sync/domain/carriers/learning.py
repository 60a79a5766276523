"""What a carrier knows of a person once it has taken a file."""

from collections.abc import Iterator

from benefits_sync.domain.carriers.coverage_changes import Action, Doing
from benefits_sync.domain.carriers.days import day_before
from benefits_sync.domain.carriers.family_changes import FamilyChange, PersonChange
from benefits_sync.domain.carriers.picture import YES, Known, is_remembered
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.mapping.carriers.members import Event


def learned(change: PersonChange, family: FamilyChange, group: str, scope: Scope) -> Iterator[Known]:
    """Yield what the carrier knows of a person after the file.

    Args:
        change: What the file has to tell of the person.
        family: What it has to tell of the family.
        group: The carrier's group that the family is told under.
        scope: What the file is about.
    """
    coverages = change.coverages
    for action in coverages.actions:
        if action.doing is not Doing.WAIVE and not action.repeated:
            yield _known(action, change, family, group, scope, told=True)
    for action in coverages.quiet:
        yield _known(action, change, family, group, scope, told=False)
    for known in coverages.remembered:
        if is_remembered(known, scope.request.as_of):
            yield known
    for known in coverages.vanished:
        yield after_absence(known, scope)


def _known(
    action: Action, change: PersonChange, family: FamilyChange, group: str, scope: Scope, *, told: bool
) -> Known:
    ends = action.doing is Doing.END
    event = (change.event if change.leaves else None) or action.event
    digests, standing = change.person.digests, family.standing
    return Known(
        file=scope.file,
        group=group,
        person=change.person.person,
        subscriber_code=family.family.code,
        relationship=change.person.record.get("relationship_code") or "",
        benefit=action.benefit,
        plan=action.plan,
        level=action.level,
        policy=action.policy,
        begin=action.begin,
        elected=action.elected,
        end=action.end,
        year_ends=action.year_ends,
        ended_by=event.value if ends and event else None,
        ended_on=scope.as_of if ends else None,
        confirmed=YES if ends and not told else None,
        right=standing.right.value,
        employment=standing.employment.value,
        identity=digests.identity,
        name=digests.name,
        address=digests.address,
        personnel=digests.personnel,
        amounts=action.amounts,
    )


def after_absence(known: Known, scope: Scope) -> Known:
    """Return what becomes of a coverage that a file leaves out without an end."""
    if not (known.active and scope.absence_ends_coverage):
        return known
    return known._replace(
        end=max(day_before(scope.as_of), day_before(known.begin)),
        ended_by=Event.BENEFITS_ENDED.value,
        ended_on=scope.as_of,
        confirmed=YES,
    )
