"""When files go out, and until when the carrier answers."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from benefits_sync.mapping.carriers.codes import Code
from benefits_sync.mapping.conditions import Entry
from benefits_sync.mapping.grammar import Zone


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_DAYS: Final = tuple(Weekday)


class Schedule(Entry):
    """When the carrier wants its files.

    A file of a day is at the carrier before ``cut_off`` of ``timezone``. On one of the carrier's ``holidays``
    it goes out on the ``next`` or the ``previous`` business day, or not at all (``skip``).
    """

    days: tuple[Weekday, ...] = Field(min_length=1, max_length=7)
    cut_off: time
    timezone: Zone
    holidays: tuple[date, ...] = ()
    on_holiday: Literal["next", "previous", "skip"] = "next"

    @model_validator(mode="after")
    def _each_day_once(self) -> Self:
        if len(set(self.days)) < len(self.days):
            raise ValueError("each of the `days` stands once")
        return self

    def is_business_day(self, day: date) -> bool:
        """Tell whether the carrier works on a day."""
        return day.weekday() < 5 and day not in self.holidays

    def is_due_by_weekday(self, day: date) -> bool:
        """Tell whether a file is wanted on a day, its holidays left aside."""
        return _DAYS[day.weekday()] in self.days


class Expected(StrEnum):
    """Whether an answer is waited for."""

    ALWAYS = "always"
    ON_ERROR = "on_error"
    NEVER = "never"


Pattern = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._*?\[\]-]+$")]


class Acknowledgment(Entry):
    """One kind of acknowledgment: whether it comes, by which names, and within how many hours."""

    expected: Expected
    pattern: Pattern | None = None
    deadline_hours: int = Field(default=24, ge=1, le=24 * 14)

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if (self.expected is Expected.NEVER) != (self.pattern is None):
            raise ValueError("`pattern` says which files are this answer, unless it never comes")
        return self


class FunctionalAcknowledgment(Acknowledgment):
    """A 999, or from older systems a 997."""

    kind: Literal["999", "997"] = "999"


class Severity(StrEnum):
    """How much a line of a carrier's report matters."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Owner(StrEnum):
    """Who puts it right."""

    HR = "hr"
    BENEFITS = "benefits"
    EDI = "edi"
    CARRIER = "carrier"


class ReportCode(Entry):
    """What a code of the carrier's report means to us."""

    severity: Severity
    owner: Owner


class ReportColumns(Entry):
    """The headings of a carrier's report, each where the carrier has such a column."""

    subscriber: str
    code: str
    message: str
    member: str | None = None
    line: str | None = None
    severity: str | None = None


class CarrierReport(Entry):
    """The carrier's own report (CSV), due within a number of business days.

    A code that ``codes`` does not list counts as ``otherwise``.
    """

    pattern: Pattern
    deadline_business_days: int = Field(default=3, ge=1, le=30)
    delimiter: Literal[",", ";", "|", "\t"] = ","
    encoding: Literal["utf-8", "utf-8-sig", "cp1252", "latin-1"] = "utf-8"
    columns: ReportColumns
    codes: dict[Code, ReportCode] = Field(default_factory=dict)
    otherwise: ReportCode = ReportCode(severity=Severity.ERROR, owner=Owner.BENEFITS)
    comes_when_clean: bool = False


class Answers(Entry):
    """What the carrier answers, and where it is found: a ``directory`` of its SFTP server."""

    directory: str | None = None
    ta1: Acknowledgment = Acknowledgment(expected=Expected.NEVER)
    functional: FunctionalAcknowledgment
    report: CarrierReport | None = None

    @property
    def expects_any(self) -> bool:
        """Whether anything is waited for."""
        never = {self.ta1.expected, self.functional.expected} == {Expected.NEVER}
        return not never or self.report is not None
