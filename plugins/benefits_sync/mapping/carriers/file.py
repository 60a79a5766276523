"""What a file is: its kinds, its header and what it is split by."""

from enum import StrEnum
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from benefits_sync.mapping.carriers.codes import (
    Action,
    Code,
    CoverageType,
    HeaderDate,
    MemberType,
    Reason,
    Reference,
    TimeZoneCode,
    Total,
)
from benefits_sync.mapping.carriers.fields import GroupingField
from benefits_sync.mapping.carriers.naming import Template
from benefits_sync.mapping.conditions import Entry

_CHANGE_ACTION: Final = "2"


class Kind(StrEnum):
    """What the carrier is to make of a file."""

    CHANGE = "change"
    FULL = "full"
    AUDIT = "audit"


class KindRule(Entry):
    """How one kind of file is marked.

    ``action`` is BGN08. ``member`` and ``coverage`` are the maintenance types (INS03, HD01) of who did not
    change, and ``reason`` their INS04; a change file has no such people. With ``by_event`` people who changed
    carry the types of their event, in a full file too; else they carry those of everybody.
    """

    action: Action
    member: MemberType | None = None
    coverage: CoverageType | None = None
    reason: Reason | None = None
    by_event: bool = False

    @model_validator(mode="after")
    def _gives_everybody_a_type(self) -> Self:
        if self.member is None and not self.by_event:
            raise ValueError(
                "state `member`, the maintenance type of who did not change, or `by_event: true`"
            )
        if (self.member is None) != (self.coverage is None):
            raise ValueError("`member` and `coverage` go together")
        return self


class MasterPolicy(Entry):
    """REF*38 of the header: left out, one value, or one for each group."""

    send: Literal["never", "constant", "by_group"] = "never"
    value: Reference | None = None
    groups: dict[Code, Reference] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_its_value(self) -> Self:
        if (self.send == "constant") != (self.value is not None):
            raise ValueError("`value` goes with `send: constant`")
        if (self.send == "by_group") != bool(self.groups):
            raise ValueError("`groups` goes with `send: by_group`")
        return self


class HeaderDateSource(StrEnum):
    """Where a date of the header comes from."""

    AS_OF = "as_of"
    PLAN_YEAR_STARTS = "plan_year_starts"
    PLAN_YEAR_ENDS = "plan_year_ends"
    LAST_FILE = "last_file"


class HeaderTime(Entry):
    """One DTP of the header."""

    qualifier: HeaderDate
    source: HeaderDateSource = Field(alias="from")


class Grouping(Entry):
    """What is split, and by what.

    ``files`` go out one for everything, or one for each group or benefit (``line``). Within a file there is
    one transaction set, or one for each group or policy. None has more than ``most_members``, and no family
    is ever divided. ``group`` is the subscriber member that names a person's group.
    """

    group: GroupingField | None = None
    files: Literal["one", "group", "line"] = "one"
    transactions: Literal["one", "group", "policy"] = "one"
    most_members: int = Field(default=10_000, ge=1)

    @model_validator(mode="after")
    def _knows_the_group(self) -> Self:
        if "group" in (self.files, self.transactions) and self.group is None:
            raise ValueError("state `group`, the subscriber member that names a person's group")
        return self


class OpenEnrollment(Entry):
    """The file of next year's elections.

    It is a file of ``kind`` for elections that begin up to ``ahead_days`` later. The carrier wants it
    ``due_days_before`` the plan year starts, after ``notice_business_days`` of notice where absence ends
    coverage in it. From ``switch_days_before`` that day on, usual files tell the new year. ``file_name`` is
    its own name, where it has one, and ``current_year_after`` tells whether this year's changes are taken
    once it has been sent.
    """

    kind: Kind
    ahead_days: int = Field(default=120, ge=1, le=366)
    due_days_before: int = Field(ge=0, le=120)
    switch_days_before: int = Field(default=0, ge=0, le=120)
    notice_business_days: int = Field(default=0, ge=0, le=30)
    terminates_by_omission: bool = False
    current_year_after: bool = True
    file_name: Template | None = None

    @model_validator(mode="after")
    def _omits_in_full_files_only(self) -> Self:
        if self.terminates_by_omission and self.kind is not Kind.FULL:
            raise ValueError("only a full file can end coverage by omission: `kind: full`")
        return self


class FileRules(Entry):
    """What a file is: the kinds that the carrier takes and which of them is usual, and the header.

    ``future_days`` is how far ahead a change is already told.
    """

    usual: Kind
    kinds: dict[Kind, KindRule] = Field(min_length=1)
    grouping: Grouping = Grouping()
    master_policy: MasterPolicy = MasterPolicy()
    dates: tuple[HeaderTime, ...] = ()
    totals: tuple[Total, ...] = ("TO", "ET", "DT")
    time_zone: TimeZoneCode | None = None
    future_days: int = Field(default=30, ge=0, le=366)
    open_enrollment: OpenEnrollment | None = None

    @model_validator(mode="after")
    def _kinds_are_marked_as_such(self) -> Self:
        for kind, rule in self.kinds.items():
            changes = kind is Kind.CHANGE
            if changes != (rule.action == _CHANGE_ACTION) or changes != (rule.member is None):
                raise ValueError(
                    f"`{kind}`: a change file has action {_CHANGE_ACTION} and only events; every other kind "
                    "has another action, and codes for who did not change"
                )
        return self

    @model_validator(mode="after")
    def _kinds_are_there(self) -> Self:
        if self.usual not in self.kinds:
            raise ValueError(f"`usual` is `{self.usual}`, which `kinds` does not describe")
        wanted = self.open_enrollment.kind if self.open_enrollment else self.usual
        if wanted not in self.kinds:
            raise ValueError(f"`open_enrollment` is of kind `{wanted}`, which `kinds` does not describe")
        if self.master_policy.groups and self.grouping.group is None:
            raise ValueError("`master_policy` goes by group: state `grouping.group`")
        return self

    @model_validator(mode="after")
    def _says_nothing_twice(self) -> Self:
        if len(set(self.totals)) < len(self.totals):
            raise ValueError("each of the `totals` stands once")
        if len({time.qualifier for time in self.dates}) < len(self.dates):
            raise ValueError("each qualifier of `dates` stands once")
        return self
