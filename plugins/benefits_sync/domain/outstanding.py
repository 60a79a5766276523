"""What still has to be written for one planned subscriber, given what the target holds now.

The same question serves a first try, a second try after a crash, and the check that a plan was carried out
(nothing outstanding): there is no separate memory of what a killed process may have done.
"""

from collections.abc import Mapping
from typing import Final

import orjson

from benefits_sync.models.plans import Action
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, FieldKind, wire
from benefits_sync.models.writes import WriteKind, WriteOp

Record = Mapping[str, str | None]

CONVERTED: Final = frozenset(
    name for name, kind in SUBSCRIBER_FIELDS.items() if kind in {FieldKind.BOOLEAN, FieldKind.INTEGER}
)
"""Members that are no JSON text."""


def outstanding_writes(row: Record, current: Record | None) -> list[WriteOp]:
    """Return the writes that bring ``current`` (None: absent) to what the plan's row wants, in their order.

    PlanSource asks for member changes before a termination and after a rehire
    (developer.plansource.com, termination and rehire workflows).
    """
    key = str(row["record_key"])
    wanted: dict[str, str | None] = orjson.loads(row["changes"] or b"{}")
    if current is None:
        return [WriteOp(key, WriteKind.CREATE, _wire(wanted))] if row["action"] == Action.CREATE else []
    update = _update(key, wanted, current)
    if row["action"] == Action.TERMINATE:
        return update + _termination(key, row, current)
    if row["action"] == Action.REHIRE:
        return _rehire(key, row, current) + update
    return update


def _update(key: str, wanted: Record, current: Record) -> list[WriteOp]:
    if wanted.items() <= current.items():  # the rule in a read-back, and told several times as fast
        return []
    differing = {name: value for name, value in wanted.items() if current.get(name) != value}
    return [WriteOp(key, WriteKind.UPDATE, _wire(differing))] if differing else []


def _termination(key: str, row: Record, current: Record) -> list[WriteOp]:
    if current.get("termination_date") is not None:
        return []
    voluntary = row["voluntary"] == "true"
    members: dict[str, object] = {
        "termination_reason": row["termination_reason"],
        "termination_date": row["termination_date"],
        "volunatary": voluntary,  # as the vendor's specification spells it
        "voluntary": voluntary,
    }
    return [WriteOp(key, WriteKind.TERMINATE, members)]


def _rehire(key: str, row: Record, current: Record) -> list[WriteOp]:
    terminated = current.get("termination_date") or current.get("termination_reason_id")
    return [WriteOp(key, WriteKind.REHIRE, {"rehire_date": row["rehire_date"]})] if terminated else []


def _wire(members: Record) -> dict[str, object]:
    """Spell canonical texts as JSON values; most members are sent as their canonical text."""
    spelled: dict[str, object] = dict(members)
    for name in CONVERTED & members.keys():
        spelled[name] = wire(SUBSCRIBER_FIELDS[name], members[name])
    return spelled
