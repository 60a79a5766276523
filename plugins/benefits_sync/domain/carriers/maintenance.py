"""Maintenance type and reason of a person (INS03, INS04)."""

from functools import cache
from typing import Final

from benefits_sync.domain.carriers.family_changes import PersonChange
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.mapping.carriers.members import Event
from benefits_sync.x12.codes.member import MaintenanceReason, MaintenanceType

Codes = tuple[MaintenanceType, MaintenanceReason | None]

_STAYING: Final = frozenset({Event.PRODUCT_WAIVED, Event.PLAN_CHANGE})
"""Events of who usually keeps other coverages; they end the person when nothing else goes on."""


def maintenance_of(change: PersonChange, scope: Scope) -> Codes:
    """Return what the file says happened to a person.

    Who leaves carries the event in every kind of file, since nothing else would tell the end. Otherwise only
    kinds with ``by_event`` tell events. A change file names an unchanged subscriber for the sake of a
    dependent: as a notification only.

    Args:
        change: What happened.
        scope: What the file is about.
    """
    if change.leaves:
        return _of_leaving(change, scope)
    rule = scope.rule
    tells = rule.by_event and not scope.is_audit
    if rule.member is not None and (change.event is None or not tells):
        return _codes_of(rule.member, rule.reason)
    event = change.event or change.ended_as
    if event is None:
        return MaintenanceType.CHANGE, MaintenanceReason.NOTIFICATION_ONLY
    kind, reason = _codes(event, scope)
    if change.joins and kind is MaintenanceType.CHANGE:
        kind = MaintenanceType.ADDITION
    if not change.joins and (kind is MaintenanceType.TERMINATION or change.event is None):
        kind = MaintenanceType.CHANGE
    return kind, reason


def _of_leaving(change: PersonChange, scope: Scope) -> Codes:
    event = change.event or change.ended_as or Event.BENEFITS_ENDED
    kind, reason = _codes(event, scope)
    return (MaintenanceType.TERMINATION if event in _STAYING else kind), reason


def _codes(event: Event, scope: Scope) -> Codes:
    codes = scope.profile.codes.events[event]
    return _codes_of(codes.type, codes.reason)


@cache
def _codes_of(kind: str, reason: str | None) -> Codes:
    return MaintenanceType(kind), MaintenanceReason(reason) if reason else None
