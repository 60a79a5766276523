"""Creating, updating, terminating and rehiring one employee."""

from sandbox.core.wire import Json
from sandbox.plansource.benefits.consequences import end_with_employment, follow_salary, follow_schedule
from sandbox.plansource.benefits.elections import moment
from sandbox.plansource.checking import check_name, check_required, read_members
from sandbox.plansource.errors import ApiError, bad_request, invalid_date, required
from sandbox.plansource.fields import SUBSCRIBER_FIELDS
from sandbox.plansource.meta import reason_list
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import read_date, read_flag, show_date
from sandbox.plansource.vocabulary import REASON_IDS, REASONS

ACTIVE = 15
TERMINATED = 16

_HIRE_DATE_DEFAULTS = ("original_hire_date", "status_starts_on", "benefits_start_date")
_REASONS = reason_list(REASONS)


def create(vendor: PlanSource, body: Json, *, row: bool = False) -> Record:
    """Create an employee; `row` tells that the body is a row of a collection."""
    check_name(body)
    check_required(body, vendor.required, row=row)
    members = _without_nulls(read_members(body, SUBSCRIBER_FIELDS, vendor.lists))
    if "hire_date" in members:
        for name in _HIRE_DATE_DEFAULTS:
            members.setdefault(name, members["hire_date"])
        if "current_salary" in members:
            members.setdefault("current_salary_effective_on", members["hire_date"])
    members.setdefault("subscriber_status_id", ACTIVE)
    record = vendor.roster.add(members)
    _note_status(vendor, record)
    return record


def update(vendor: PlanSource, record: Record, body: Json) -> None:
    """Change the members supplied and no others; coverages follow another salary or payroll schedule."""
    before = (record.get("current_salary"), record.get("org_payroll_id"))
    status = _status_of(record)
    vendor.roster.change(record, read_members(body, SUBSCRIBER_FIELDS, vendor.lists))
    salary, schedule = before
    if record.get("current_salary") != salary:
        follow_salary(vendor, record)
    if record.get("org_payroll_id") != schedule:
        follow_schedule(vendor, record)
    if _status_of(record) != status:
        _note_status(vendor, record)


def is_terminated(record: Record) -> bool:
    """Tell whether the employee counts as terminated, a date in the future included."""
    return "termination_date" in record or "termination_reason_id" in record


def terminate(vendor: PlanSource, record: Record, body: Json) -> None:
    """Terminate an employee for a reason, on a date; coverages end with that month."""
    if is_terminated(record):
        raise bad_request("Cannot perform action as the employee is terminated")
    reason = body.get("termination_reason")
    if not reason:
        raise required(["termination_reason"])
    _REASONS.check("termination_reason", reason)
    # The published spelling is the wrong one; the right one is read too.
    voluntary = body.get("volunatary", body.get("voluntary", False))
    changes = {
        "termination_date": _termination_date(body),
        "termination_reason_id": REASON_IDS[str(reason)],
        "is_voluntary_termination": read_flag("volunatary", voluntary),
        "subscriber_status_id": TERMINATED,
    }
    vendor.roster.change(record, changes)
    _note_status(vendor, record)
    end_with_employment(vendor, record)


def rehire(vendor: PlanSource, record: Record, body: Json) -> None:
    """Rehire a terminated employee; the original hire date stays, and no coverage comes back."""
    if not is_terminated(record):
        raise bad_request("Cannot perform action as the employee is not terminated")
    if not body.get("rehire_date"):
        raise required(["rehire_date"])
    day = show_date(read_date("rehire_date", body["rehire_date"]))
    changes = {
        "hire_date": day,
        "status_starts_on": day,
        "benefits_start_date": day,
        "original_hire_date": record.get("original_hire_date", record.get("hire_date")),
        "termination_date": None,
        "termination_reason_id": None,
        "is_voluntary_termination": False,
        "subscriber_status_id": ACTIVE,
    }
    vendor.roster.change(record, changes)
    _note_status(vendor, record)


def _status_of(record: Record) -> tuple[Json, ...]:
    """Return what decides over offers of coverage."""
    return tuple(record.get(name) for name in ("employment_level", "hire_date", "benefits_start_date"))


def _note_status(vendor: PlanSource, record: Record) -> None:
    vendor.status_moments[record["id"]] = moment(vendor)


def _termination_date(body: Json) -> str:
    try:
        if not body.get("termination_date"):
            raise invalid_date("termination_date")
        return show_date(read_date("termination_date", body["termination_date"]))
    except ApiError:
        text = "Termination date is empty or not valid format."
        raise ApiError(400, text, "missing.required.attribute") from None


def _without_nulls(members: Record) -> Record:
    return {name: value for name, value in members.items() if value is not None}
