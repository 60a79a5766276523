"""Whom of a family a file names."""

from benefits_sync.domain.carriers.coverage_changes import Action, Doing
from benefits_sync.domain.carriers.family_changes import FamilyChange, PersonChange
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.mapping.carriers.members import Event


def named_people(family: FamilyChange, scope: Scope) -> list[PersonChange]:
    """Return the people whom the file names, the subscriber first.

    A dependent never stands alone: the subscriber comes along, since the carrier finds the family by them.

    Raises:
        CannotTellError: If the subscriber would have to be named and cannot be.
    """
    first, *dependents = family.people
    named = [one for one in dependents if _is_named(one, scope)]
    if _is_named(first, scope):
        if first.leaves and scope.profile.terminations.dependents == "cascaded":
            named = [one for one in named if not one.leaves]
        return [first, *named]
    if not named:
        return []
    _bring_along(first, scope)
    return [first, *named]


def _is_named(change: PersonChange, scope: Scope) -> bool:
    actions = change.coverages.actions
    if not scope.is_change:
        return bool(actions)
    return (change.event is not None and (change.covered or bool(actions))) or any(
        one.doing is Doing.END for one in actions
    )


def _bring_along(first: PersonChange, scope: Scope) -> None:
    if not first.person.present:
        raise CannotTellError(
            "subscriber_code",
            "no_subscriber",
            "PlanSource shows dependents without their subscriber; restore the subscriber there",
            first.person.person,
        )
    if not first.covered:
        first.coverages.actions += [
            Action(
                Doing.END, one.benefit, one.plan, one.level,
                one.policy, one.begin, one.end,
                Event(one.ended_by) if one.ended_by else Event.BENEFITS_ENDED, repeated=True,
            )
            for one in first.coverages.remembered
        ]  # fmt: skip
        first.leaves = bool(first.coverages.actions)
