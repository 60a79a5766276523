"""The query parameters that coverage operations share."""

from dataclasses import dataclass
from datetime import date

from aiohttp import web

from sandbox.plansource.benefits.ranges import ChangeRange
from sandbox.plansource.errors import invalid_value
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_date, read_flag

_YEARS = {"previous": -1, "current": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class WriteParameters:
    """How a coverage is to be written.

    Attributes:
        year: The plan year.
        effective: When the change takes effect; None derives it as for an election.
        original: When the person first got the coverage; None derives it.
        recalculate: Whether premiums are computed, else they are stored as sent.
        recalculate_volume: Whether the volume is computed from salary and guaranteed issue.
        validate_volume: Whether a volume that the benefit does not offer is refused.
    """

    year: int
    effective: date | None = None
    original: date | None = None
    recalculate: bool = False
    recalculate_volume: bool = False
    validate_volume: bool = False


def plan_year(vendor: PlanSource, request: web.Request) -> int:
    """Return the year that ``plan_year`` names; the current one when it is left out."""
    name = request.query.get("plan_year") or "current"
    if name not in _YEARS:
        raise invalid_value("plan_year", _YEARS)
    return vendor.sandbox.clock.today().year + _YEARS[name]


def change_range(vendor: PlanSource, request: web.Request) -> ChangeRange | None:
    """Return the range of changes asked for, or None when neither end is given."""
    start, end = (request.query.get(name) or None for name in ("start_date", "end_date"))
    return ChangeRange.of(start, end, vendor.payroll_range) if start or end else None


def write_parameters(vendor: PlanSource, request: web.Request) -> WriteParameters:
    """Read the parameters of a write; the value of a ``set_…_date`` is the date."""
    return WriteParameters(
        plan_year(vendor, request),
        _day(request, "set_change_effective_date"),
        _day(request, "set_original_effective_date"),
        *(_flag(request, name) for name in ("recalculate", "recalculate_volume", "validate_volume")),
    )


def _day(request: web.Request, name: str) -> date | None:
    text = request.query.get(name)
    return read_date(name, text) if text else None


def _flag(request: web.Request, name: str) -> bool:
    return read_flag(name, request.query.get(name) or "false")
