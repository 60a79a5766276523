"""What still has to be written for one planned deduction line, given what the target holds now.

As for subscribers, the question serves a first try, a second one after a crash, and the check that a plan was
carried out. A line that payroll is not to take any more may be absent or void: both say the same.
"""

from collections.abc import Mapping

import orjson

from benefits_sync.models.deductions import COPIES, is_void
from benefits_sync.models.plans import Action
from benefits_sync.models.writes import WriteKind, WriteOp

Record = Mapping[str, str | None]


def outstanding_lines(row: Record, current: Record | None) -> list[WriteOp]:
    """Return the write, if any, that brings ``current`` (None: absent) to what the plan's row wants.

    A line that was to be changed and is gone still needs its change: the plan is then stale, and saying
    that nothing is to be done would hide it. One that stands there more than once needs its write until it
    stands there once: a write removes the other copies.
    """
    key = str(row["record_key"])
    wanted: dict[str, str | None] = orjson.loads(row["changes"] or b"{}")
    if current is None and _is_void(key, wanted):
        return []
    held = current or {}
    differing: dict[str, object] = {name: value for name, value in wanted.items() if held.get(name) != value}
    if held.get(COPIES) is not None:
        differing = differing or dict(wanted)
    return [WriteOp(key, _kind(row["action"], current), differing)] if differing else []


def _is_void(key: str, wanted: Record) -> bool:
    end = wanted.get("end_date")
    return end is not None and is_void(key.rpartition("|")[2], end)


def _kind(action: str | None, current: Record | None) -> WriteKind:
    if action == Action.TERMINATE:
        return WriteKind.TERMINATE
    return WriteKind.CREATE if action == Action.CREATE and current is None else WriteKind.UPDATE
