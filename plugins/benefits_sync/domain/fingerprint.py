"""Keyed fingerprints: say whether two records or snapshots are the same without keeping what is in them.

A fingerprint is a keyed blake2b digest, so that a stolen one cannot be searched for known SSNs.
"""

import hashlib
from collections.abc import Mapping, Sequence

import orjson
import pandas as pd

from benefits_sync.redaction import keyed_digest

DIGEST_BYTES = 16


def fingerprints(frame: pd.DataFrame, columns: Sequence[str], key: bytes) -> pd.Series:
    """Return one 32-character fingerprint per row over the named columns, indexed as the frame.

    The order of ``columns`` does not matter; None and the empty text differ, and so does a set of columns
    from another. A column that the frame lacks counts as all None.
    """
    nothing: list[None] = [None] * len(frame)
    cells = {name: frame[name].tolist() if name in frame.columns else nothing for name in columns}
    return pd.Series(
        column_fingerprints(cells, len(frame), key), index=frame.index, dtype=object, name="fingerprint"
    )


def column_fingerprints(columns: Mapping[str, Sequence[str | None]], rows: int, key: bytes) -> list[str]:
    """Return the same for columns that are in no frame."""
    names = sorted(columns)
    seeded = hashlib.blake2b(orjson.dumps(names), key=key[:64], digest_size=DIGEST_BYTES)
    digests: list[str] = []
    for row in zip(*(columns[name] for name in names), strict=True) if names else [()] * rows:
        digest = seeded.copy()
        digest.update(orjson.dumps(row))
        digests.append(digest.hexdigest())
    return digests


def digest_of(rows: pd.Series, key: bytes) -> str:
    """Return one fingerprint of many, whatever their order."""
    return keyed_digest(key, *(text.encode() for text in sorted(rows.tolist())))
