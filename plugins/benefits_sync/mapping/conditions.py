"""Conditions of ordered rules: data that says when a value matches."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Entry(BaseModel):
    """A part of a mapping file: unknown keys are errors, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class Condition(Entry):
    """What one source field must be; where several operators are given, all must hold.

    An empty value matches ``absent`` and nothing else, ``not_in`` included.
    """

    equals: str | None = None
    in_: tuple[str, ...] = Field(default=(), alias="in")
    not_in: tuple[str, ...] = ()
    at_least: Decimal | None = None
    below: Decimal | None = None
    present: Literal["true", True] | None = None
    absent: Literal["true", True] | None = None
    tenure_at_least_days: int | None = None
    tenure_below_days: int | None = None
    more_than_days_ahead: int | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a condition needs an operator, such as in, equals, at_least or present")
        return self

    @property
    def texts(self) -> tuple[str, ...]:
        """Every value that the condition names."""
        equal = () if self.equals is None else (self.equals,)
        return (*equal, *self.in_, *self.not_in)

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """Every number that the condition compares with."""
        return tuple(number for number in (self.at_least, self.below) if number is not None)

    @property
    def tenures(self) -> tuple[int, ...]:
        """Every day count that the condition compares with, as days since the date."""
        ahead = None if self.more_than_days_ahead is None else -self.more_than_days_ahead
        days = (self.tenure_at_least_days, self.tenure_below_days, ahead)
        return tuple(count for count in days if count is not None)

    def matches(self, value: str | None, as_of: date) -> bool:
        """Tell whether a source value satisfies every operator given."""
        if value is None or not self.tenures:
            return self.matches_undated(value)
        day = as_day(value)
        return day is not None and self.matches_undated(value) and self.matches_days((as_of - day).days)

    def matches_undated(self, value: str | None) -> bool:
        """Tell the same, tenures left aside."""
        if value is None:
            return bool(self.absent) and self.model_fields_set == {"absent"}
        return not self.absent and self._matches_text(value) and self._matches_number(value)

    def matches_days(self, since: Any) -> Any:  # noqa: ANN401 -- a number, or an array of numbers
        """Tell for a number of days since a date, or an array of them, whether the tenures hold."""
        held = _within(since, self.tenure_at_least_days, self.tenure_below_days)
        ahead = self.more_than_days_ahead
        return held if ahead is None else held & (-since > ahead)

    def _matches_text(self, value: str) -> bool:
        return (
            (self.equals is None or value == self.equals)
            and (not self.in_ or value in self.in_)
            and (not self.not_in or value not in self.not_in)
        )

    def _matches_number(self, value: str) -> bool:
        if not self.numbers:
            return True
        number = as_number(value)
        return number is not None and bool(_within(number, self.at_least, self.below))


def _within(number: Any, least: Decimal | int | None, below: Decimal | int | None) -> Any:  # noqa: ANN401
    held = True if least is None else number >= least
    return held if below is None else held & (number < below)


def as_number(value: str) -> Decimal | None:
    """Read a number, with or without a currency behind it, or None."""
    try:
        number = Decimal(value.partition(" ")[0])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def as_day(value: str) -> date | None:
    """Read the day of an ISO date or timestamp, or None."""
    try:
        return date.fromisoformat(value[:10].replace("/", "-"))
    except ValueError:
        return None


def _spelled_out(value: object) -> object:
    match value:
        case str():
            return {"equals": value}
        case list():
            return {"in": value}
        case _:
            return value


When = dict[str, Annotated[Condition, BeforeValidator(_spelled_out)]]
"""Source field -> condition; all must hold. A bare value means equals, a bare list means in."""
