"""The clock."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from sandbox.core.clock import Clock

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


@time_machine.travel(NOW, tick=False)
def test_the_clock_is_real_by_default() -> None:
    assert Clock().now() == NOW


def test_the_clock_starts_on_the_day_it_is_given() -> None:
    assert Clock(date(2027, 1, 31)).today() == date(2027, 1, 31)


@time_machine.travel(NOW, tick=False)
def test_the_clock_advances_by_days() -> None:
    clock = Clock()
    clock.advance(1.5)
    assert clock.now() == NOW + timedelta(days=1, hours=12)


def test_a_moved_clock_runs_on() -> None:
    with time_machine.travel(NOW, tick=False) as world:
        clock = Clock(date(2027, 1, 31))
        world.shift(timedelta(hours=20))
        assert clock.today() == date(2027, 2, 1)


def test_the_date_changes_at_the_company_s_midnight_not_at_utc_s() -> None:
    clock = Clock()
    clock.set(datetime(2026, 11, 20, 6, 59, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 19)


def test_a_reset_returns_to_the_first_day() -> None:
    clock = Clock(date(2027, 1, 31))
    clock.advance(40)
    clock.reset()
    assert clock.today() == date(2027, 1, 31)
