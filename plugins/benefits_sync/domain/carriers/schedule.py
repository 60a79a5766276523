"""When files go out: days, holidays and the cut-off of a carrier, and the calendar of open enrollment."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benefits_sync.mapping.carriers.calendar import Schedule
from benefits_sync.mapping.carriers.file import OpenEnrollment

_DAY = timedelta(days=1)


def is_due(schedule: Schedule, day: date) -> bool:
    """Tell whether a file goes out on a day.

    One whose day is a holiday goes on the next or the previous business day, where one may go anyway: two
    days' files are then one.
    """
    if day in schedule.holidays:
        return False
    if schedule.is_due_by_weekday(day):
        return True
    if schedule.on_holiday == "skip" or not schedule.is_business_day(day):
        return False
    step = -_DAY if schedule.on_holiday == "next" else _DAY
    return _waits_beyond(schedule, day, step)


def business_day(schedule: Schedule, moment: datetime) -> date:
    """Return the carrier's day that a moment is in."""
    return moment.astimezone(ZoneInfo(schedule.timezone)).date()


def cut_off(schedule: Schedule, day: date) -> datetime:
    """Return the moment by which a file of a day is at the carrier."""
    return _moment(schedule, day, schedule.cut_off)


def end_of_business_day(schedule: Schedule, sent: datetime, number: int) -> datetime:
    """Return the end of the carrier's so many-th business day after the one of a moment."""
    day = plus_business_days(schedule, business_day(schedule, sent), number)
    return _moment(schedule, day + _DAY, time.min)


def plus_business_days(schedule: Schedule, day: date, number: int) -> date:
    """Return the day so many business days after a day, or before it where the number is negative."""
    step = _DAY if number > 0 else -_DAY
    for _ in range(abs(number)):
        day = _business_day_from(schedule, day + step, step)
    return day


class EnrollmentDays(NamedTuple):
    """The days of one open enrollment, each the last (or for ``switch`` the first) one that will do."""

    notice: date | None
    """The carrier is told that absence will end coverage; None where it need not be."""
    due: date
    """The file of the new elections is at the carrier."""
    switch: date
    """Usual files tell the new plan year from here on."""
    starts: date
    """The new plan year starts."""


def enrollment_days(schedule: Schedule, rules: OpenEnrollment, starts: date) -> EnrollmentDays:
    """Return the days of the open enrollment for a plan year; the file is due on a business day."""
    due = _business_day_from(schedule, starts - timedelta(days=rules.due_days_before), -_DAY)
    notice = None
    if rules.terminates_by_omission:
        notice = plus_business_days(schedule, due, -rules.notice_business_days)
    return EnrollmentDays(notice, due, starts - timedelta(days=rules.switch_days_before), starts)


def plan_year_of_usual_files(rules: OpenEnrollment | None, day: date, starts: date, before: date) -> date:
    """Return the start of the plan year that usual files of a day tell of.

    Args:
        rules: The open enrollment of the profile; without one, each file tells of the year it is in.
        day: The day of the file.
        starts: When the new plan year starts.
        before: When the plan year before it started.
    """
    ahead = timedelta(days=rules.switch_days_before) if rules else timedelta()
    return starts if day >= starts - ahead else before


def enrollment_objection(
    schedule: Schedule, rules: OpenEnrollment, day: date, starts: date, noticed_on: date | None
) -> str | None:
    """Return why an open-enrollment file may not go out on a day, or None where it may.

    Args:
        schedule: The carrier's schedule.
        rules: The open enrollment of the profile.
        day: The day on which it would go.
        starts: When the new plan year starts.
        noticed_on: When the carrier was told that absence will end coverage, if it was.
    """
    if (starts - day).days > rules.ahead_days:
        return f"the plan year starts {starts}, more than {rules.ahead_days} days after {day}"
    if not rules.terminates_by_omission:
        return None
    if day >= starts:
        return f"absence may end coverage only in a file sent before the plan year starts on {starts}"
    if noticed_on is None:
        return "the carrier was not told that absence will end coverage in this file; note when it was"
    first = plus_business_days(schedule, noticed_on, rules.notice_business_days)
    return f"the carrier was told on {noticed_on}; the file may go from {first} on" if day < first else None


def current_year_objection(
    rules: OpenEnrollment | None, enrollment_sent_on: date | None, day: date, starts: date
) -> str | None:
    """Return why a file of the current plan year may not go out on a day, or None where it may."""
    taken = rules is None or rules.current_year_after
    if taken or enrollment_sent_on is None or not enrollment_sent_on <= day < starts:
        return None
    return (
        f"the open-enrollment file went out on {enrollment_sent_on}; until {starts} the carrier takes no "
        "changes of the current plan year"
    )


def _waits_beyond(schedule: Schedule, day: date, step: timedelta) -> bool:
    """Tell whether a file was moved to a day over the days without business beside it."""
    day += step
    while not schedule.is_business_day(day):
        if day in schedule.holidays and schedule.is_due_by_weekday(day):
            return True
        day += step
    return False


def _business_day_from(schedule: Schedule, day: date, step: timedelta) -> date:
    while not schedule.is_business_day(day):
        day += step
    return day


def _moment(schedule: Schedule, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(schedule.timezone)).astimezone(UTC)
