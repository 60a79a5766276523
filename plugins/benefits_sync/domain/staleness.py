"""Whether the target is still as it was when a plan was made."""

from collections.abc import Sequence

import pandas as pd

from benefits_sync.domain.changes import canonical_frame
from benefits_sync.domain.columns import cells_of
from benefits_sync.domain.fingerprint import fingerprints
from benefits_sync.models.plans import TARGET_COLUMNS


def target_fingerprints(target: pd.DataFrame, fields: Sequence[str], key: bytes) -> pd.Series:
    """Return each target record's fingerprint, by record key: the mapped members and the termination.

    A plan keeps these as ``before``; the same function over a later snapshot tells what moved.
    """
    return canonical_fingerprints(canonical_frame(target), fields, key)


def canonical_fingerprints(target: pd.DataFrame, fields: Sequence[str], key: bytes) -> pd.Series:
    """Do the same for a snapshot that is in canonical spelling already."""
    rows = fingerprints(target, sorted({*fields, *TARGET_COLUMNS}), key)
    return pd.Series(
        rows.to_numpy(), index=pd.Index(cells_of(target, "record_key"), dtype=object), dtype=object
    )


def moved(planned: pd.Series, current: pd.Series) -> tuple[str, ...]:
    """Return the keys whose record changed, appeared or went since the plan, both given by record key.

    None among ``planned`` says that the target did not have the record. Records that the plan does not name
    are nobody's concern.
    """
    now = current[~current.index.duplicated()].reindex(planned.index)
    same = (now == planned) | (now.isna() & planned.isna())
    return tuple(sorted(planned.index[~same]))
