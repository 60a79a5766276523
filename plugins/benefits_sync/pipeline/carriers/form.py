"""What a person or the schedule asks of a run of carrier files, and what that means for each carrier."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from benefits_sync.domain.carriers.schedule import business_day
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import Usage
from benefits_sync.models.runs import RunSummary
from benefits_sync.pipeline.carriers.bench import CarrierOrder
from benefits_sync.pipeline.requests import unusable

USUAL: Final = "usual"
_USAGES: Final = {"production": Usage.PRODUCTION, "test": Usage.TEST}
_FILE_NUMBER: Final = Field(default=None, ge=1)

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class DeliveryForm(BaseModel):
    """The values of the form, checked again because a run can be started without it.

    Attributes:
        carriers: Whose files are wanted; without one, those whose day it is, or all.
        kind: What the carriers are to make of them.
        as_of: The business day that they are true for; the carrier's today when left out.
        plan_year: ``next`` for open enrollment.
        usage: Whether the carriers are to load them.
        dry_run: Rehearse: keep no file and send nothing.
        forced_reason: Why a second production file goes out on one business day.
        notice_given_on: When the carrier was told that absence from the file will end coverage.
        supersedes: The file that is built anew, with new numbers.
        resend: The file that is sent once more, byte for byte.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    carriers: tuple[str, ...] = ()
    kind: Literal["usual", "change", "full", "audit"] = "usual"
    as_of: date | None = None
    plan_year: Literal["current", "next"] = "current"
    usage: Literal["production", "test"] = "production"
    dry_run: bool = False
    forced_reason: Reason | None = None
    notice_given_on: date | None = None
    supersedes: int | None = _FILE_NUMBER
    resend: int | None = _FILE_NUMBER

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if self.resend is not None and (self.supersedes is not None or self.dry_run):
            raise ValueError("`resend` sends a file as it is: leave `supersedes` and `dry_run` out")
        return self

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Return the form with these values; those left empty are as if they were not there.

        Raises:
            ParameterError: If a value cannot be used; the message names the parameter.
        """
        told = {name: values[name] for name in cls.model_fields if values.get(name) is not None}
        try:
            return cls.model_validate(told)
        except ValidationError as error:
            raise unusable(error) from None

    @property
    def file(self) -> int | None:
        """The one file that the run is about, where it is about one."""
        return self.resend if self.resend is not None else self.supersedes

    def about(self, file: FileRow) -> Self:
        """Return the form for one file: it goes to its own carrier, for the same use and of the same kind."""
        started = file.created_at.date()
        told: dict[str, Any] = {
            "carriers": (file.carrier,),
            "usage": next(name for name, usage in _USAGES.items() if usage is file.usage),
            "kind": file.kind.value if self.kind == USUAL else self.kind,
        }
        if file.plan_year is not None and file.plan_year > started:
            told["plan_year"] = "next"
        return self.model_copy(update=told)

    def order(self, profile: CarrierProfile, run: RunSummary, group: str | None) -> CarrierOrder:
        """Return what the form means for one carrier in a run; every try of the run gets the same.

        Args:
            profile: The carrier.
            run: The run.
            group: That of the file that is built anew, where one is.

        Raises:
            ParameterError: If the carrier does not take files of the kind.
        """
        return CarrierOrder.of(
            profile,
            None if self.kind == USUAL else self.kind,
            run_id=run.reference_id,
            as_of=self.as_of or business_day(profile.schedule, run.started_at),
            plan_year=self.plan_year,
            usage=_USAGES[self.usage],
            dry_run=self.dry_run,
            forced_reason=self.forced_reason,
            notice_given_on=self.notice_given_on,
            supersedes=self.supersedes,
            group=group,
        )
