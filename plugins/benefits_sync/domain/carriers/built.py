"""What the build of a carrier's file is asked for, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import pandas as pd

from benefits_sync.mapping.carriers.file import Kind
from benefits_sync.models.carriers import FileMeasures
from benefits_sync.x12.codes.envelope import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What file is wanted.

    Args:
        kind: What the carrier is to make of it.
        as_of: The business day that it is true for.
        created: When it is made, in the carrier's zone (BGN03, BGN04).
        reference: BGN02 of its first transaction; later ones add a number.
        key: Key of all digests.
        usage: Whether it is for test or production.
        plan_year: ``next`` for open enrollment and its rehearsal.
        last_file: As-of day of the last good file; the first one reports from its own day on.
    """

    kind: Kind
    as_of: date
    created: datetime
    reference: str
    key: bytes = field(repr=False)
    usage: Usage = Usage.PRODUCTION
    plan_year: Literal["current", "next"] = "current"
    last_file: date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a family is left out of a file; what the carrier knows of it stays as it is.

    Args:
        person_ref: Keyed reference of the person at fault.
        subscriber_code: Whose family it is.
        field: Member of PlanSource, or key of the profile, that has to be corrected.
        rule: Name of the broken rule.
        message: What is wrong and the way out, without a personal value.
    """

    person_ref: str
    subscriber_code: str
    field: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class IndexRow:
    """Where a person stands in a file.

    Args:
        person_ref: Keyed reference of the person.
        subscriber_code: Whose family it is.
        transaction: BGN02 of the transaction.
        order: Place among the people of the transaction, from 0.
        event: What is told of the person, or the kind of the file for who did not change.
    """

    person_ref: str
    subscriber_code: str
    transaction: str
    order: int
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came of one file, once all its transactions have been read.

    Args:
        picture: What the carrier will believe when it takes the file.
        measures: What the gates look at.
        refused: Families that could not be told.
        index: The people of the file, in its order.
        events: How many people each event is told of.
        left_out: By member, how many values were left out because no file can hold them.
        respelt: By element, how many texts were spelt with other characters.
    """

    picture: pd.DataFrame
    measures: FileMeasures
    refused: tuple[Refusal, ...]
    index: tuple[IndexRow, ...]
    events: Mapping[str, int]
    left_out: Mapping[str, int]
    respelt: Mapping[str, int]
