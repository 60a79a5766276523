"""Who is who: which target record and which sync state belong to each source record."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from benefits_sync.domain.columns import (
    Cells,
    Mask,
    Places,
    among,
    cells_of,
    places,
    present,
    repeated,
    taken,
)


@dataclass(frozen=True, slots=True)
class Roster:
    """Source records by position, each beside its target record; the target's cells are None where absent.

    ``cleared`` has a column of yes and no for each member that an empty source value clears.
    """

    source_id: Cells = field(repr=False)
    record_key: Cells = field(repr=False)
    payload: pd.DataFrame = field(repr=False)
    target: pd.DataFrame = field(repr=False)
    in_target: Mask = field(repr=False)
    excluded: Mask = field(repr=False)
    cleared: pd.DataFrame = field(repr=False)

    def held(self, member: str) -> Cells:
        """Return what the target holds for a member."""
        return cells_of(self.target, member)

    def mapped(self, member: str) -> Cells:
        """Return what the mapping gives for a member."""
        return cells_of(self.payload, member)

    def emptied(self, member: str) -> Mask:
        """Tell for which records the source has emptied a member that is to be cleared then."""
        if member not in self.cleared.columns:
            return np.zeros(len(self.record_key), dtype=np.bool_)
        return self.cleared[member].to_numpy(dtype=np.bool_)


def beside(target: pd.DataFrame, record_key: Cells) -> tuple[pd.DataFrame, Mask]:
    """Line the target's records up with the keys; say which keys the target has."""
    where = places(record_key, cells_of(target, "record_key"))
    lined_up = {str(name): taken(cells_of(target, name), where) for name in target.columns}
    return pd.DataFrame(lined_up, index=range(len(record_key)), dtype=object), where >= 0


@dataclass(frozen=True, slots=True)
class Links:
    """What the ledger remembers of the people in a run: which key and which source id went together.

    ``lost`` are keys that the target once confirmed and does not hold now; ``explained`` are keys of people
    who were sent under another key.
    """

    other_key_alive: Mask = field(repr=False)
    other_source: Mask = field(repr=False)
    known: Mask = field(repr=False)
    lost: frozenset[str] = field(repr=False)
    explained: frozenset[str] = field(repr=False)


def remembered(known: pd.DataFrame, source_id: Cells, record_key: Cells, target: pd.DataFrame) -> Links:
    """Compare what the ledger remembers with the keys that people have now.

    A link is stale once its person is found in the target under a new key and the old key is gone: then
    somebody changed the code in PlanSource, and the old key is free.
    """
    held = set(cells_of(target, "record_key"))
    key, source = cells_of(known, "record_key"), cells_of(known, "source_id")
    where = places(source, source_id)
    key_now = taken(record_key, where)
    renamed = (where >= 0) & present(key_now) & (key_now != key)
    alive = among(key, held)
    fresh = ~(renamed & ~alive & among(key_now, held))
    owner = taken(source, _place_of(record_key, key, fresh))
    other_source = present(owner) & (owner != source_id)
    return Links(
        other_key_alive=_marked(where[renamed & alive], len(source_id)),
        other_source=other_source,
        known=among(record_key, set(key[fresh])) | _marked(where[fresh & (where >= 0)], len(source_id)),
        lost=frozenset(key[fresh & ~alive]),
        explained=frozenset(key[renamed]),
    )


def _place_of(record_key: Cells, key: Cells, fresh: Mask) -> Places:
    usable = key.copy()
    usable[~fresh] = None
    return places(record_key, usable)


def _marked(where: Places, size: int) -> Mask:
    mask = np.zeros(size, dtype=np.bool_)
    mask[where] = True
    return mask


def ambiguous_keys(target: pd.DataFrame) -> set[str]:
    """Return keys under which the target holds two different records; one record read twice is no matter."""
    different = target.drop_duplicates(["record_key", "remote_id"])
    keys = cells_of(different, "record_key")
    return set(keys[repeated(keys)])


def orphans(target: pd.DataFrame, record_key: Cells, explained: frozenset[str]) -> tuple[str, ...]:
    """Return keys of target people whom nobody sent, test employees left aside."""
    keys = cells_of(target, "record_key")
    sent = set(record_key) | explained
    unsent = present(keys) & ~among(keys, sent) & (cells_of(target, "test_employee") != "true")
    return tuple(sorted(set(keys[unsent])))
