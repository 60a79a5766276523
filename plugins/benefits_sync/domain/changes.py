"""Which members differ between what the mapping gives and what the target holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Final

import numpy as np
import orjson
import pandas as pd

from benefits_sync.domain.columns import Cells, Mask, among, cells_of, places, present
from benefits_sync.domain.matching import Roster
from benefits_sync.models.frames import as_cells
from benefits_sync.models.plans import Action
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, FieldKind, canonical_column
from benefits_sync.models.writes import listed_names

LIFECYCLE_MEMBERS: Final = frozenset(
    {"termination_date", "termination_reason_id", "is_voluntary_termination"}
)
"""Members that only terminate and rehire may move; an update never writes them."""


def canonical_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a target snapshot with every subscriber member in its one spelling."""
    spelled = {str(name): _spelled(str(name), column) for name, column in frame.items()}
    return pd.DataFrame(spelled, index=frame.index, dtype=object)


def _spelled(member: str, column: pd.Series) -> pd.Series:
    kind = SUBSCRIBER_FIELDS.get(member)
    if kind is None or (kind is FieldKind.TEXT and _is_spelled(column.tolist())):
        return column
    return canonical_column(kind, column)


def _is_spelled(texts: list[object]) -> bool:
    """Tell whether a text column needs no work, which is the rule; names and addresses are all different."""
    return all(text is None or (isinstance(text, str) and text == text.strip() != "") for text in texts)


@dataclass(frozen=True, slots=True)
class Changes:
    """Members to write, as a table of yes and no: one row per record, one column per member."""

    members: tuple[str, ...]
    differs: Mask = field(repr=False)

    def of(self, member: str) -> Mask:
        """Tell for which records a member differs."""
        if member not in self.members:
            return np.zeros(len(self.differs), dtype=np.bool_)
        column: Mask = self.differs[:, self.members.index(member)]
        return column

    def any(self) -> Mask:
        """Tell which records differ in any member."""
        return np.asarray(self.differs.any(axis=1), dtype=np.bool_)

    def without(self, members: Sequence[str], rows: Mask) -> "Changes":
        """Return the same table with these members left as they are for the given rows."""
        differs = self.differs.copy()
        for member in set(members) & set(self.members):
            differs[rows, self.members.index(member)] = False
        return Changes(self.members, differs)

    def tally(self, rows: Mask) -> dict[str, int]:
        """Count for how many of the rows each member differs, members that never differ left out."""
        counts = self.differs[rows].sum(axis=0)
        return {member: int(count) for member, count in zip(self.members, counts, strict=True) if count}


def changes(roster: Roster, key: str) -> Changes:
    """Compare all mapped members: an absent target lacks them all.

    An empty payload clears a member only where the mapping says so. Elsewhere a source that has nothing to
    say about a member is no reason to clear it.
    """
    members = tuple(str(name) for name in roster.payload.columns if name not in LIFECYCLE_MEMBERS)
    differs = np.zeros((len(roster.record_key), len(members)), dtype=np.bool_)
    for place, member in enumerate(members):
        wanted, held = roster.mapped(member), roster.held(member)
        changed = present(wanted) & (comparable(member, wanted) != comparable(member, held))
        differs[:, place] = changed | (roster.emptied(member) & present(held))
    if key in members:
        differs[roster.in_target, members.index(key)] = False
    return Changes(members, differs)


def comparable(member: str, cells: Cells) -> Cells:
    """Return the cells as they are compared; an SSN with and without dashes is the same SSN."""
    if member != "ssn":
        return cells
    bare = [cell if cell is None else cell.replace("-", "") for cell in cells]
    return np.array(bare, dtype=object)


def as_json(found: Changes, payload: pd.DataFrame, rows: Mask) -> Cells:
    """Spell each row's changed members as a JSON object, by name; None where there is nothing to write."""
    where = np.flatnonzero(rows & found.any())
    order = np.argsort(found.members)
    members = [found.members[place] for place in order]
    records = zip(*(cells_of(payload, member)[where] for member in members), strict=True)
    objects = (
        dict(compress(zip(members, record, strict=True), flags.tolist()))
        for record, flags in zip(records, found.differs[where][:, order], strict=True)
    )
    texts = np.full(len(payload), None, dtype=object)
    texts[where] = [orjson.dumps(changed).decode() for changed in objects]
    return texts


def member_names(found: Changes, rows: Mask) -> Cells:
    """Return the names of each row's changed members in one text; None where there is nothing to write."""
    where = np.flatnonzero(rows & found.any())
    flags = list(map(bytes, np.packbits(found.differs[where], axis=1)))
    shown = dict(zip(flags, where.tolist(), strict=True))  # one row stands for all that are alike
    listed = {
        alike: listed_names(tuple(compress(found.members, found.differs[row])))
        for alike, row in shown.items()
    }
    names = np.full(len(rows), None, dtype=object)
    names[where] = [listed[alike] for alike in flags]
    return names


def created_as_wanted(planned: pd.DataFrame, current: pd.DataFrame) -> Mask:
    """Tell which planned records were to be created and are in the target now, with all members as wanted.

    The target's side is spelled as the plan's, which is several times as fast as to read the plan's.
    """
    wanted, done = cells_of(planned, "changes"), np.zeros(len(planned), dtype=np.bool_)
    held = places(cells_of(planned, "record_key"), cells_of(current, "record_key"))
    rows = np.flatnonzero(planned["action"].eq(Action.CREATE) & (held >= 0))
    which, names = pd.factorize(cells_of(planned, "members")[rows])
    for group, listed in enumerate(names):
        part, members = rows[which == group], listed.split()
        records = zip(*(cells_of(current, member)[held[part]] for member in members), strict=True)
        spelled = [orjson.dumps(dict(zip(members, record, strict=True))).decode() for record in records]
        done[part] = wanted[part] == as_cells(spelled)
    return done


def unlisted(found: Changes, payload: pd.DataFrame, allowed: Mapping[str, frozenset[str]]) -> dict[str, Mask]:
    """Return, for each list-validated member, the records that would write a value the target does not list.

    A value that the target already holds is not sent, so it is not checked: a code taken off the list must
    not keep anybody from being terminated.
    """
    wrong: dict[str, Mask] = {}
    for member in found.members:
        if member in allowed:
            cells = cells_of(payload, member)
            wrong[member] = found.of(member) & present(cells) & ~among(cells, set(allowed[member]))
    return {member: mask for member, mask in wrong.items() if mask.any()}
