"""What has to come before an import of deductions, and what the form's dates may be."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benefits_sync.errors import OutOfOrderError, ParameterError, TooEarlyError
from benefits_sync.models.runs import RunStatus, RunSummary
from tests.pipeline.company import Company
from tests.pipeline.deductions_site import FILE, TABLE, DeductionSite
from tests.pipeline.site import Sandbox

EMPLOYEES = 30
PERSON = 122
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def fresh(sandbox: Sandbox, tmp_path: Path) -> DeductionSite:
    """People who have elected, and no import yet."""
    sandbox.reset()
    site = DeductionSite(sandbox, tmp_path, FILE)
    site.export(delta=False)
    sandbox.call("POST", "plansource/elect_everyone", {})
    return site


@pytest.fixture
def begun(fresh: DeductionSite) -> DeductionSite:
    """The morning after the plan year was begun."""
    fresh.first()
    next_day(fresh)
    return fresh


def next_day(site: DeductionSite, days: float = 1) -> None:
    site.sandbox.call("PUT", "clock", {"advance_days": days})
    site.export(f"export {site.look_at_the_clock()}")


def imported(site: DeductionSite, name: str = "run", **options: Any) -> RunSummary:
    return site.run(name, options=options)


def wrote(site: DeductionSite) -> int:
    return len(list((site.folder / "payroll").iterdir()))


# The first import of a plan year


def test_the_first_import_needs_the_day_it_begins_with_and_names_it(fresh: DeductionSite) -> None:
    with pytest.raises(ParameterError, match=r"first import .* 2026-01-01, which needs .* enter 2026-01-01"):
        imported(fresh)


def test_a_wrong_day_is_refused_with_the_right_one(fresh: DeductionSite) -> None:
    with pytest.raises(ParameterError, match=r"2026-02-01 is not the earliest change .* enter 2026-01-01"):
        imported(fresh, deduction_start_date="2026-02-01")


def test_a_refused_day_leaves_payroll_alone(fresh: DeductionSite) -> None:
    with pytest.raises(ParameterError):
        imported(fresh, deduction_start_date="2026-02-01")
    assert wrote(fresh) == 0


def test_the_run_is_kept_as_failed_with_the_right_day_in_its_reason(fresh: DeductionSite) -> None:
    with pytest.raises(ParameterError), fresh.bench():
        imported(fresh, "wrong", deduction_start_date="2026-02-01")
    with fresh.bench() as bench:
        assert "enter 2026-01-01" in str(bench.ledger.runs.find("wrong").failure)


@pytest.mark.parametrize("form", [{"include": ["E10022"]}, {"lookback_days": 3}])
def test_the_first_import_reads_everyone(fresh: DeductionSite, form: dict[str, Any]) -> None:
    with pytest.raises(ParameterError, match="reads everyone: turn Delta off"):
        fresh.run("some", options={"deduction_start_date": "2026-01-01"}, **form)


def test_a_dry_run_names_the_day_too(fresh: DeductionSite) -> None:
    with pytest.raises(ParameterError, match="enter 2026-01-01"):
        fresh.run("dry", dry_run=True)


def test_a_plan_year_in_which_nobody_elected_may_be_looked_at(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.reset()
    site = DeductionSite(sandbox, tmp_path, FILE)
    site.export(delta=False)
    assert imported(site).status is RunStatus.COMPLETED


def test_a_look_at_an_empty_plan_year_has_not_begun_it(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.reset()
    site = DeductionSite(sandbox, tmp_path, FILE)
    site.export(delta=False)
    imported(site)
    sandbox.call("POST", "plansource/elect_everyone", {})
    with pytest.raises(ParameterError, match="turn Delta off"):
        imported(site, "next")


def test_a_run_after_the_first_import_needs_no_day(begun: DeductionSite) -> None:
    assert imported(begun).status is RunStatus.COMPLETED


def test_the_resolved_plan_year_stands_in_the_summary(begun: DeductionSite) -> None:
    assert imported(begun).options == {
        "plan_year": "current",
        "deduction_start_date": None,
        "plan_year_start_date": None,
        "plan_year_starts": "2026-01-01",
        "plan_year_ends": "2026-12-31",
    }


# The plan year start date


@pytest.mark.parametrize("day", ["2025-12-31", "2026-03-05"])
def test_the_day_before_the_plan_year_or_today_for_a_life_event_will_do(
    begun: DeductionSite, day: str
) -> None:
    assert imported(begun, plan_year_start_date=day).status is RunStatus.COMPLETED


def test_any_other_day_is_refused_and_the_right_ones_are_named(begun: DeductionSite) -> None:
    with pytest.raises(ParameterError, match=r"2026-02-01 cannot be used; enter 2025-12-31 .* 2026-03-05"):
        imported(begun, plan_year_start_date="2026-02-01")


def test_it_reads_again_what_changed_since_that_day(begun: DeductionSite) -> None:
    imported(begun, "reads the first elections once more")
    assert (
        imported(begun, "nothing new").counts.read,
        imported(begun, "since the start", plan_year_start_date="2025-12-31").counts.read > 0,
    ) == (0, True)


# Plan years


def test_the_next_plan_year_is_imported_beside_the_current_one(begun: DeductionSite) -> None:
    begun.sandbox.call("POST", "plansource/open_enrollment", {})
    imported(begun, "current")
    assert begun.first("next", "next").counts.created > 0


def test_what_one_plan_years_run_has_read_is_no_watermark_of_the_other(begun: DeductionSite) -> None:
    begun.sandbox.call("POST", "plansource/open_enrollment", {})
    begun.first("next", "next")
    assert sorted(begun.watermarks) == ["watermark.2026-01-01", "watermark.2027-01-01"]


def test_changes_of_the_next_plan_year_wait_for_its_own_run(begun: DeductionSite) -> None:
    begun.sandbox.call("POST", "plansource/open_enrollment", {})
    begun.first("next", "next")
    next_day(begun)
    change = {"subscriber_code": "E10022", "benefit": "medical", "plan_year": 2027}
    begun.sandbox.call("POST", "plansource/decline", change)
    imported(begun, "of this year")
    run = imported(begun, "of the next", plan_year="next")
    assert run.counts.terminated > 0


def test_a_prior_plan_year_is_not_begun_after_the_current_one(begun: DeductionSite) -> None:
    with pytest.raises(OutOfOrderError, match="a prior plan year is imported first"):
        begun.run("late", options={"plan_year": "previous", "deduction_start_date": "2025-01-01"})


# Demographics first


@pytest.fixture
def hired(begun: DeductionSite) -> Company:
    """HR has changed somebody since the last export."""
    begun.sandbox.call("PUT", "clock", {"advance_days": 0.01})
    company = Company(begun.sandbox, begun.demographics)
    company.edit(PERSON, firstName="Zelda")
    return company


def test_deductions_wait_while_demographics_are_not_exported(begun: DeductionSite, hired: Company) -> None:
    with pytest.raises(TooEarlyError, match=r"demographics of 1 employee changed .* run demographic_export"):
        imported(begun)


def test_the_next_export_ends_the_wait(begun: DeductionSite, hired: Company) -> None:
    with pytest.raises(TooEarlyError):
        imported(begun)
    begun.sandbox.call("PUT", "clock", {"advance_days": 0.01})
    begun.export("at last")
    assert imported(begun).status is RunStatus.COMPLETED


@pytest.mark.parametrize("form", [{"dry_run": True}, {"include": ["E10023"]}])
def test_an_export_of_nothing_or_of_others_does_not_end_it(
    begun: DeductionSite, hired: Company, form: dict[str, Any]
) -> None:
    begun.sandbox.call("PUT", "clock", {"advance_days": 0.01})
    begun.export("not this", **form)
    with pytest.raises(TooEarlyError, match="demographics of 1 employee"):
        imported(begun)


def test_a_dry_run_does_not_wait(begun: DeductionSite, hired: Company) -> None:
    assert begun.run("dry", dry_run=True).status is RunStatus.COMPLETED


def test_without_any_export_there_is_nothing_to_import_for(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.reset()
    with pytest.raises(TooEarlyError, match="no demographic export was accepted yet"):
        imported(DeductionSite(sandbox, tmp_path, FILE), deduction_start_date="2026-01-01")


def test_lines_that_we_wrote_into_bamboohr_are_no_change_of_demographics(fresh: DeductionSite) -> None:
    table = fresh.into(TABLE)
    table.first()
    assert imported(table, "right after").status is RunStatus.COMPLETED


def test_nor_are_lines_that_we_wrote_in_the_second_that_the_feed_begins_with(fresh: DeductionSite) -> None:
    """The feed counts in whole seconds: it tells of writes before the moment that it was asked about."""
    table = fresh.into(TABLE)
    table.first(delta=False)
    with table.bench() as bench:
        written = max(filter(None, bench.ledger.writes.since(TABLE, LONG_AGO).values()))
    fresh.demographics.at(written - timedelta(seconds=1, microseconds=-1)).run("export of that second")
    assert fresh.first(delta=False).status is RunStatus.COMPLETED


def test_a_change_after_our_lines_is_one(fresh: DeductionSite) -> None:
    table = fresh.into(TABLE)
    table.first()
    fresh.sandbox.call("PUT", "clock", {"advance_days": 0.01})
    Company(fresh.sandbox, fresh.demographics).edit(PERSON, firstName="Zelda")
    with pytest.raises(TooEarlyError, match="demographics of 1 employee"):
        imported(table, "right after")


def test_the_requests_of_the_look_at_bamboohr_are_counted(begun: DeductionSite) -> None:
    assert imported(begun).api_calls["BambooHR"] == 1


def test_a_second_try_of_a_run_keeps_the_window_of_the_first(begun: DeductionSite) -> None:
    first = begun.extract("tried twice")
    begun.sandbox.call("PUT", "clock", {"advance_days": 0.01})
    assert begun.extract("tried twice").since == first.since


def test_the_watermark_lies_before_the_reading(begun: DeductionSite) -> None:
    before = begun.look_at_the_clock()
    imported(begun)
    kept = begun.watermarks["watermark.2026-01-01"]
    assert before - timedelta(seconds=10) < before.fromisoformat(kept) <= begun.look_at_the_clock()
