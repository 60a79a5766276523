"""What a person or a schedule asks of a run."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from benefits_sync.errors import ParameterError
from benefits_sync.models.runs import Moment

PERSON_NUMBER = re.compile(r"(?!\d{3}-\d{2}-\d{4}$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""Not the shape of an SSN: the form's values are kept and shown by Airflow."""

MAX_LOOKBACK_DAYS = 31  # what the UKG packs for PlanSource allow; older changes need a full run


class RunRequest(BaseModel):
    """Parameters of one run, checked again here because a run can be started without the form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dag_id: str
    airflow_run_id: str
    user: str
    run_name: str
    delta: bool = True
    include_employees: tuple[str, ...] = ()
    resubmission: int | None = Field(default=None, description="the people of a resubmission, and no others")
    lookback_days: Annotated[int, Field(ge=1, le=MAX_LOOKBACK_DAYS)] | None = None
    dry_run: bool = False
    options: dict[str, JsonValue] = Field(default_factory=dict, description="the integration's own")
    watermark: Moment | None = Field(default=None, description="changes up to here were included before")

    @classmethod
    def from_form(cls, form: Mapping[str, object], options: type[BaseModel], **facts: object) -> Self:
        """Build a request from the form's values and the run's own facts.

        Args:
            form: The form's values by name.
            options: The model of the integration's own values, which are in the form beside the common ones.
            facts: What the run itself tells.

        Raises:
            ParameterError: If a value cannot be used; the message names the parameter.
        """
        own = {name: form[name] for name in options.model_fields if form.get(name) is not None}
        try:
            return cls.model_validate(
                {
                    "options": options.model_validate(own).model_dump(mode="json"),
                    "resubmission": form.get("resubmission"),
                    "delta": form.get("delta", True),
                    "include_employees": person_numbers(str(form.get("include_employees") or "")),
                    "lookback_days": form.get("lookback_days"),
                    "dry_run": form.get("dry_run", False),
                    **facts,
                }
            )
        except ValidationError as error:
            raise unusable(error) from None

    def going_on_from(self, watermark: object) -> Self:
        """Return the request with what is kept of the watermark, which may be nothing."""
        return type(self).model_validate({**self.model_dump(), "watermark": watermark})

    @property
    def named(self) -> bool:
        """Whether certain people are asked for, whatever changed."""
        return bool(self.include_employees) or self.resubmission is not None

    def since(self, now: datetime, overlap: timedelta) -> datetime | None:
        """Return from when on changes are wanted; None asks for everyone.

        Named employees are read whatever changed. A first run has no watermark and so reads everyone.
        """
        if not self.delta:
            return None
        if self.lookback_days is not None:
            return now - timedelta(days=self.lookback_days)
        return self.watermark - overlap if self.watermark else None


def unusable(error: ValidationError) -> ParameterError:
    """Return the error about a form's values: each parameter at fault, without its value."""
    found = error.errors(include_input=False, include_url=False)
    faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in found)
    return ParameterError(f"the run's parameters cannot be used: {faults}")


def person_numbers(text: str) -> tuple[str, ...]:
    """Split a comma-separated list of person numbers, keeping the first of repeated ones.

    Raises:
        ParameterError: If an entry cannot be a person number; the message gives its position.
    """
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    wrong = [str(place) for place, entry in enumerate(entries, 1) if not PERSON_NUMBER.fullmatch(entry)]
    if wrong:
        raise ParameterError(
            f"include employees: entry {', '.join(wrong)} is not a person number; "
            "give employee numbers separated by commas, for example E10001,E10002"
        )
    return tuple(dict.fromkeys(entries))
