"""The deductions import where one plan year ends and the next begins."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from benefits_sync.errors import OutOfOrderError
from benefits_sync.models.runs import RunStatus
from benefits_sync.pipeline.plan import CONFIRMED_BEFORE
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


def looked_at(site: DeductionSite) -> set[str]:
    """Return the lines of the newest run that it compared with payroll."""
    with site.bench() as bench:
        folder = bench.artifacts.folder(site.target, site.reference_id(bench))
        items = bench.artifacts.read_frame(folder, "items")
    return set(items.loc[items["reason"].ne(CONFIRMED_BEFORE), "record_key"].dropna())


def test_lines_of_another_plan_year_are_no_reason_to_look_at_payroll_again(site: DeductionSite) -> None:
    site.first("open enrolment", "next")
    run = site.run("the same again", lookback_days=3)
    assert (run.counts.unchanged > 0, looked_at(site)) == (True, set())


def test_a_line_of_this_plan_year_that_nobody_asks_for_any_more_is_looked_at(site: DeductionSite) -> None:
    site.first("open enrolment", "next")
    moved = {"change_effective_date": "2025/11/17T00:00:00.000Z"}
    body = {"subscriber_code": "E10022", "benefit": "basic_add", "plan_year": 2025, "set": moved}
    site.sandbox.call("POST", "plansource/payroll_rows", body)
    site.run("withdrawn", lookback_days=3)
    assert {key.split("|")[0] for key in looked_at(site)} == {"E10022"}


def spoil(site: DeductionSite, year: int) -> None:
    body = {"subscriber_code": "E10022", "benefit": "basic_add", "defect": "unknown_frequency"}
    site.sandbox.call("POST", "plansource/payroll_rows", {**body, "plan_year": year})


def status(site: DeductionSite, reference_id: str) -> list[str]:
    with site.bench() as bench:
        return bench.ledger.rejections.list(reference_id)["status"].tolist()


def test_what_is_refused_of_one_plan_year_another_one_does_not_resolve(site: DeductionSite) -> None:
    site.first("open enrolment", "next")
    spoil(site, 2026)
    refused = site.run("refused", options={"plan_year": "next"})
    before = status(site, refused.reference_id)
    site.run("of this year", include=["E10022"])
    assert (before, status(site, refused.reference_id)) == (["open"], ["open"])


def test_a_row_that_names_nobody_is_settled_by_the_next_full_run(site: DeductionSite) -> None:
    nobody = {"subscriber_code": "E10022", "benefit": "basic_add", "set": {"subscriber_code": None}}
    site.sandbox.call("POST", "plansource/payroll_rows", {**nobody, "add": True})
    refused = site.run("names nobody", delta=False)
    site.sandbox.call("DELETE", "plansource/payroll_rows?subscriber_code=E10022")
    before = status(site, refused.reference_id)
    site.run("some", include=["E10022"])
    between = status(site, refused.reference_id)
    site.run("everyone", delta=False)
    assert (before, between, status(site, refused.reference_id)) == (["open"], ["open"], ["resolved"])
