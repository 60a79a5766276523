"""The deductions import where one plan year ends and the next begins."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from benefits_sync.errors import OutOfOrderError
from benefits_sync.models.runs import RunStatus
from tests.pipeline.deductions_site import FILE, DeductionSite
from tests.pipeline.site import Sandbox

NEXT_DAY, NEW_YEAR = "2025-11-13T09:30:00Z", "2026-01-01T09:30:00Z"


@pytest.fixture(scope="module")
def vendors() -> Iterator[Sandbox]:
    """Vendors in a November that is past, so that tokens stay valid when the year turns."""
    box = Sandbox.start("--employees", "30", "--seed", "3", "--today", "2025-11-12")
    yield box
    box.stop()


@pytest.fixture
def site(vendors: Sandbox, tmp_path: Path) -> DeductionSite:
    """An installation that imports 2025, during the open enrolment for 2026."""
    vendors.reset()
    found = DeductionSite(vendors, tmp_path, FILE)
    found.export(delta=False)
    vendors.call("POST", "plansource/elect_everyone", {})
    found.first()
    vendors.call("PUT", "clock", {"now": NEXT_DAY})
    vendors.call("POST", "plansource/open_enrollment", {})
    found.export("next day")
    return found


def turn_the_year(site: DeductionSite) -> None:
    site.sandbox.call("PUT", "clock", {"now": NEW_YEAR})
    site.export("new year")


def lines(site: DeductionSite, benefit: str | None = None) -> dict[str, str | None]:
    """Return the last days of an ordinary employee's lines, of one benefit if asked, by key."""
    found = asyncio.run(site.lines())
    return {
        key: line["end_date"]
        for key, line in found.items()
        if line["employee"] == "E10022" and benefit in (None, line["benefit"])
    }


def test_the_nightly_run_goes_on_with_the_plan_year_that_was_begun_before(site: DeductionSite) -> None:
    site.first("open enrolment", "next")
    before = lines(site)
    turn_the_year(site)
    run = site.run("new year")
    assert (run.status, run.options["plan_year_starts"], lines(site)) == (
        RunStatus.COMPLETED,
        "2026-01-01",
        before,
    )


def test_what_was_elected_after_the_plan_year_was_begun_is_imported_when_it_starts(
    site: DeductionSite,
) -> None:
    site.first("open enrolment", "next")
    site.sandbox.call("PUT", "clock", {"advance_days": 2})
    declined = {"subscriber_code": "E10022", "benefit": "basic_add", "plan_year": 2026}
    site.sandbox.call("POST", "plansource/decline", declined)
    turn_the_year(site)
    site.run("new year")
    assert [key for key in lines(site, "basic_add") if "|2026-01-01|" in key] == []


def test_a_late_change_of_the_prior_plan_year_has_its_own_run(site: DeductionSite) -> None:
    site.first("open enrolment", "next")
    turn_the_year(site)
    ended = {"termination_date": "2025/11/30"}
    body = {"subscriber_code": "E10022", "benefit": "basic_add", "plan_year": 2025, "set": ended}
    site.sandbox.call("POST", "plansource/payroll_rows", body)
    site.run("late", options={"plan_year": "previous"})
    (end,) = [end for key, end in lines(site, "basic_add").items() if "|2025-01-01|" in key]
    assert str(end) < "2025-12-15"


def test_two_plan_years_that_have_begun_are_not_imported_on_one_day(site: DeductionSite) -> None:
    site.sandbox.call("PUT", "clock", {"now": NEW_YEAR})
    site.export("new year")
    site.first("the new year")
    with pytest.raises(OutOfOrderError, match="import the one starting 2025-01-01 on 2026-01-02 or later"):
        site.run("the old year", options={"plan_year": "previous"})
