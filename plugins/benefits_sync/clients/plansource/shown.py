"""What a subscriber, as PlanSource shows it, says about the members that were sent."""

from collections.abc import Mapping
from typing import Final

from benefits_sync.clients.plansource.envelope import Record
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, FieldKind, canonical
from benefits_sync.models.writes import WriteKind, WriteOp

_MASKS: Final = ("X", "*", "•")
_STATUS_CHANGES: Final = frozenset({WriteKind.TERMINATE, WriteKind.REHIRE})


def shown(member: str, value: object) -> str | None:
    """Return a member's value in the one spelling used for comparing; an SSN without its dashes."""
    text = canonical(SUBSCRIBER_FIELDS.get(member, FieldKind.TEXT), value)
    return text.replace("-", "") if text is not None and member == "ssn" else text


def remote_id(subscriber: Record) -> str | None:
    """Return PlanSource's own id of a subscriber, as text."""
    number = subscriber.get("id")
    return None if number is None else str(number)


def differing_member(op: WriteOp, subscriber: Record, *, in_doubt: bool = False) -> str | None:
    """Return the first member that the subscriber shows otherwise than the write wants it, or None.

    PlanSource may leave out members that are null, and may mask an SSN or never show it. After a clear
    success such a member says nothing either way. In doubt it counts as not written, since an update can be
    sent again without harm; a subscriber who exists was created whole.
    """
    strict = op.kind in _STATUS_CHANGES or (in_doubt and op.kind is WriteKind.UPDATE)
    for member, value in wanted(op).items():
        value_shown = subscriber.get(member)
        told = member in subscriber and not _masked(member, value_shown)
        if (told or strict) and shown(member, value_shown) != shown(member, value):
            return member
    return None


def wanted(op: WriteOp) -> Mapping[str, object]:
    """Return the members, as a read shows them, that tell whether a write has taken effect."""
    match op.kind:
        case WriteKind.TERMINATE:
            return {"termination_date": op.members.get("termination_date")}
        case WriteKind.REHIRE:
            return {"termination_date": None, "hire_date": op.members.get("rehire_date")}
        case _:
            return op.members


def _masked(member: str, value: object) -> bool:
    return member == "ssn" and isinstance(value, str) and any(mark in value for mark in _MASKS)
