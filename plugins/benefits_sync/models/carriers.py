"""What carrier files are and can become: states, verdicts, and the counts that gates look at."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

LAST_CONTROL_NUMBER: Final = 999_999_999
"""The largest control number; the one after it is 1 again."""


class Usage(StrEnum):
    """Whether the carrier is to load a file; the values are those of ISA15."""

    PRODUCTION = "P"
    TEST = "T"


class FileKind(StrEnum):
    """What the carrier is to make of a file, in the words of a profile."""

    CHANGE = "change"
    FULL = "full"
    AUDIT = "audit"


class FileState(StrEnum):
    """Life of one file, from its first byte to the carrier's last word."""

    BUILT = "built"
    VALIDATED = "validated"
    HELD = "held"  # a gate waits for a person
    REFUSED = "refused"  # by the checker, a gate or a person; never sent
    SKIPPED = "skipped"  # nothing to tell, or the same bytes as the last file
    APPROVED = "approved"
    SENDING = "sending"  # whether it arrived is not known
    DELIVERED = "delivered"
    RESENT = "resent"  # the same bytes once more, on the carrier's word that none had come
    TA1_ACCEPTED = "ta1_accepted"
    TA1_ERRORS = "ta1_errors"  # accepted with errors: not to be sent again
    TA1_REJECTED = "ta1_rejected"
    FUNCTIONAL_ACCEPTED = "functional_accepted"
    FUNCTIONAL_ERRORS = "functional_errors"  # accepted with errors
    FUNCTIONAL_PARTIAL = "functional_partial"
    FUNCTIONAL_REJECTED = "functional_rejected"
    REPORT_CLEAN = "report_clean"
    REPORT_DISCREPANCIES = "report_discrepancies"
    OVERDUE_TA1 = "overdue_ta1"
    OVERDUE_FUNCTIONAL = "overdue_functional"
    OVERDUE_REPORT = "overdue_report"
    CLOSED = "closed"
    SUPERSEDED = "superseded"  # another file, with numbers of its own, stands in its place
    QUARANTINED = "quarantined"  # set aside by a person; nothing more is sent


class AnswerKind(StrEnum):
    """What a carrier answers with; ``functional`` is a 999, or from older systems a 997."""

    TA1 = "ta1"
    FUNCTIONAL = "functional"
    REPORT = "report"


class Verdict(StrEnum):
    """What a gate says of a file, the mildest first; ``worst`` compares them."""

    PASS = "pass"  # noqa: S105 - no password
    LIST = "list"
    HOLD = "hold"
    SKIP = "skip"
    REFUSE = "refuse"

    @classmethod
    def worst(cls, verdicts: "list[Verdict]") -> "Verdict":
        """Return the gravest of several verdicts; without any, that the file passes."""
        return max(verdicts, key=list(cls).index, default=cls.PASS)


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Counted(_Frozen):
    """What a file does to the people of a carrier, counted.

    *Before* is what the carrier believes from the last good file, *now* what it will believe after this one,
    whatever the file's kind. In the totals a person counts once; in a part, once for its line.
    """

    members_before: int = Field(default=0, ge=0, description="covered people, dependents included")
    members_now: int = Field(default=0, ge=0)
    active_before: int = Field(
        default=0, ge=0, description="those of members_before whose coverage had no end"
    )
    terminations: int = Field(default=0, ge=0, description="people whose coverage (all, in the totals) ends")
    vanished: int = Field(default=0, ge=0, description="people in the last full file, gone without an end")
    plan_changes: int = Field(default=0, ge=0, description="people whose plan or coverage level changes")
    coverages_before: int = Field(default=0, ge=0)
    coverages_now: int = Field(default=0, ge=0)
    dependents_before: int = Field(default=0, ge=0)
    dependents_lost: int = Field(default=0, ge=0, description="dependents who go while the subscriber stays")
    identity_changed: int = Field(default=0, ge=0, description="people with another SSN or birth date")


class PartCounted(Counted):
    """The counts of one insurance line of one group; without groups ``group`` is empty."""

    group: str = ""
    line: str


class FileMeasures(_Frozen):
    """Everything that the gates look at: ``people`` are those whom the file names, as they are or were."""

    kind: FileKind
    totals: Counted = Counted()
    parts: tuple[PartCounted, ...] = ()
    people: int = Field(default=0, ge=0)
    refused: int = Field(default=0, ge=0, description="people who cannot be told as they are")
    retold: int = Field(default=0, ge=0, description="of those refused, who are told as they were before")
    covered_left_out: int = Field(
        default=0, ge=0, description="of those refused, who are not told, though the carrier covers them"
    )
    retroactive: int = Field(
        default=0, ge=0, description="people told of dates beyond gates.retroactive_days"
    )
    beyond_retro: int = Field(default=0, ge=0, description="... beyond terminations.retro_days")
    snapshot_age_hours: float = Field(default=0, ge=0)
    same_as_last: bool = Field(default=False, description="same content as the last file, numbers aside")
    open_enrollment: bool = False


class GateOutcome(_Frozen):
    """What one gate found, with its numbers; ``group`` and ``line`` are empty for the whole file."""

    gate: str
    verdict: Verdict
    observed: float
    limit: float | None = None
    total: int | None = None
    group: str = ""
    line: str = ""
    sentence: str


class Pair(NamedTuple):
    """Who sends to whom, in test or production: what control numbers are unique within."""

    sender: str
    receiver: str
    usage: Usage


class ControlNumbers(NamedTuple):
    """The numbers of one file; ``wrapped`` when one of them began again at 1, which people are to know."""

    interchange: int
    group: int
    wrapped: bool = False


class Due(NamedTuple):
    """Until when each answer is awaited; None where it never comes."""

    ta1: datetime | None = None
    functional: datetime | None = None
    report: datetime | None = None
