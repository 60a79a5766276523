"""In which order writes leave, so that a record's own writes never overtake one another.

PlanSource wants field changes before a termination and after a rehire. All updates go first, then the
terminations, the rehires, the updates that follow a rehire, and the new hires; a record that has more than
that (a rehire, then a termination) starts another round.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from benefits_sync.models.writes import WriteKind, WriteOp

_RANK: Final = {WriteKind.UPDATE: 0, WriteKind.TERMINATE: 1, WriteKind.REHIRE: 2, WriteKind.CREATE: 4}
_UPDATE_AFTER_REHIRE: Final = 3


def phases(ops: Iterable[WriteOp]) -> list[list[WriteOp]]:
    """Group writes into phases of one kind each; a record has at most one write in a phase.

    Args:
        ops: The writes; those of one record in the order in which they must take effect.
    """
    last: dict[str, tuple[int, int]] = {}
    grouped: dict[tuple[int, int], list[WriteOp]] = defaultdict(list)
    for op in ops:
        place = last[op.record_key] = _next_place(last.get(op.record_key), op.kind)
        grouped[place].append(op)
    return [grouped[place] for place in sorted(grouped)]


def _next_place(previous: tuple[int, int] | None, kind: WriteKind) -> tuple[int, int]:
    if previous is None:
        return 0, _RANK[kind]
    turn, rank = previous
    if kind is WriteKind.UPDATE and rank == _RANK[WriteKind.REHIRE]:
        return turn, _UPDATE_AFTER_REHIRE
    return (turn, _RANK[kind]) if _RANK[kind] > rank else (turn + 1, _RANK[kind])
