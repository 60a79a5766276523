"""Small values that occur in several loops: references, dates, amounts and periods."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from benefits_sync.x12.codes.person import AmountKind, PersonIdKind
from benefits_sync.x12.model.personal import Personal

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True, repr=False)
class Period(Personal):
    """A span of days, both included (RD8)."""

    start: date
    end: date


When = date | Period
"""A day (D8) or a period (RD8)."""


@dataclass(frozen=True, slots=True, repr=False)
class Reference(Personal, Generic[Kind]):
    """An id and what it is (REF)."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True, repr=False)
class Event(Personal, Generic[Kind]):
    """A day and what happens on it (DTP with D8)."""

    kind: Kind
    on: date


@dataclass(frozen=True, slots=True, repr=False)
class Span(Personal, Generic[Kind]):
    """A day or period and what it stands for (DTP with D8 or RD8)."""

    kind: Kind
    when: When


@dataclass(frozen=True, slots=True, repr=False)
class Amount(Personal):
    """A sum of money and what it is (AMT)."""

    kind: AmountKind
    value: Decimal


@dataclass(frozen=True, slots=True, repr=False)
class Identifier(Personal):
    """The id that a name carries (NM108, NM109)."""

    kind: PersonIdKind
    value: str
