"""What a plan is made from."""

from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar

import pandas as pd

from benefits_sync.domain.fingerprint import fingerprints
from benefits_sync.mapping.frame import MappedFrame


class FieldMapping(Protocol):
    """What planning needs of any mapping."""

    @property
    def source_fields(self) -> Sequence[str]:
        """The source fields that the mapping reads."""


M_co = TypeVar("M_co", bound=FieldMapping, covariant=True)


@dataclass(frozen=True, slots=True)
class PlanRequest(Generic[M_co]):
    """All that a plan rests on.

    ``source`` has ``source_id`` and the records' own columns, and ``mapped`` is beside it. ``target`` has
    `TARGET_COLUMNS` and the mapped members. ``known`` is the sync state (`STATE_COLUMNS`): all of it in a
    full run, else at least what belongs to these people by key and by source id; `keys_to_read` tells which
    target records that takes. ``future`` has ``source_id, kind, effective_date``. ``allowed`` holds the
    values that the target accepts for its list-validated members. ``everyone`` says that ``source`` and
    ``target`` are whole. ``key`` keys the fingerprints. ``withheld`` are fields that the source kept back.
    ``prints`` has each record's fingerprint of all that a decision about it rests on.
    ``settled`` are the keys of records that were read too but are not looked at, because the target has
    confirmed them exactly so.
    """

    mapping: M_co
    source: pd.DataFrame = field(repr=False)
    mapped: MappedFrame = field(repr=False)
    target: pd.DataFrame = field(repr=False)
    known: pd.DataFrame = field(repr=False)
    future: pd.DataFrame = field(repr=False)
    allowed: Lookup[str, frozenset[str]] = field(repr=False)
    as_of: date
    everyone: bool
    key: bytes = field(repr=False)
    withheld: tuple[str, ...] = ()
    settled: frozenset[str] = field(default=frozenset(), repr=False)
    prints: pd.Series | None = field(default=None, repr=False)

    @property
    def today(self) -> str:
        """The as-of date as the frames spell dates."""
        return self.as_of.isoformat()

    def fingerprints(self) -> pd.Series:
        """Return the ``prints``, or where they were not given those of source and payload."""
        if self.prints is not None:
            return self.prints
        facts = pd.concat([self.source.add_prefix("source."), self.mapped.payload], axis="columns")
        return fingerprints(facts, [str(name) for name in facts.columns], self.key)

    @property
    def all_withheld(self) -> tuple[str, ...]:
        """Fields asked for that did not come back, by the source's word or by their absence."""
        absent = (alias for alias in self.mapping.source_fields if alias not in self.source.columns)
        return tuple(dict.fromkeys([*self.withheld, *absent]))


def keys_to_read(record_keys: pd.Series, known: pd.DataFrame) -> list[str]:
    """Return the target keys that planning takes: people's keys now and those the ledger remembers."""
    keys = pd.concat([record_keys, known["record_key"]]).dropna()
    return sorted({str(key) for key in keys})
