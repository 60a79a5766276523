"""What benefits need to know of an employee: pay, age, dependents, when coverage may begin."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sandbox.plansource.roster import Record

NEW_HIRE_WINDOW = timedelta(days=31)
"""How long after the start of benefits an employee elects as a new hire."""

PARTNER = "domestic_partner"
_SPOUSES = frozenset({"spouse", PARTNER})
_CHILDREN = frozenset({"child", "dp_child"})
_OF_PARTNER = frozenset({PARTNER, "dp_child"})


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often an employee is paid, and how payroll rows call it."""

    paydays: int
    label: str


_MONTHLY = Frequency(12, "Monthly (12 per year)")
_BY_SCHEDULE = {
    "7712": Frequency(26, "Biweekly (26 per year)"),
    "7713": Frequency(24, "Semi-monthly (24 per year)"),
    "7714": Frequency(52, "Weekly (52 per year)"),
}
FREQUENCIES = {one.paydays: one.label for one in (_MONTHLY, *_BY_SCHEDULE.values())}
"""The label of a pay frequency by its paydays a year."""


def paydays_of(record: Record) -> int:
    """Return an employee's paydays a year; who is in no payroll schedule is paid monthly."""
    return _BY_SCHEDULE.get(str(record.get("org_payroll_id")), _MONTHLY).paydays


def salary_of(record: Record) -> Decimal | None:
    """Return an employee's salary a year, if there is one."""
    text = record.get("current_salary")
    return None if text is None else Decimal(text)


def age_on(record: Record, day: date) -> int | None:
    """Return an employee's age in full years, if the birth date is known."""
    if "birthdate" not in record:
        return None
    born = read_day(record["birthdate"])
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def read_day(text: str) -> date:
    """Read a date as the roster keeps it."""
    return date.fromisoformat(text.replace("/", "-"))


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after `day`: when a new hire's coverage begins."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_end(day: date) -> date:
    """Return the last day of the month of `day`: when a leaver's coverage ends."""
    return first_of_next_month(day) - timedelta(days=1)


def coverage_begins(record: Record, today: date) -> date:
    """Return when an election made today takes effect: as a new hire's, else at once."""
    started = record.get("benefits_start_date", record.get("hire_date"))
    if started is None or today > read_day(started) + NEW_HIRE_WINDOW:
        return today
    return first_of_next_month(read_day(started))


def suited(dependents: Iterable[Record], *, spouse: bool, children: bool) -> list[Record]:
    """Return the active dependents that a level with a spouse or with children covers."""
    wanted = (_SPOUSES if spouse else frozenset()) | (_CHILDREN if children else frozenset())
    return [
        one for one in dependents if one.get("relationship_code") in wanted and "termination_date" not in one
    ]


def who_is_covered(dependents: Iterable[Record]) -> tuple[bool, bool]:
    """Tell whether a spouse or partner and whether a child is among `dependents`."""
    kinds = {one.get("relationship_code") for one in dependents}
    return bool(kinds & _SPOUSES), bool(kinds & _CHILDREN)


def without_partner(dependents: Iterable[Record]) -> list[Record]:
    """Return the dependents whose coverage the tax law lets go untaxed."""
    return [one for one in dependents if one.get("relationship_code") not in _OF_PARTNER]
