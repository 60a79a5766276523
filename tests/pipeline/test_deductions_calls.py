"""What a night of the deductions import costs in a company of a thousand."""

from collections import Counter
from collections.abc import Iterator

import pytest

from benefits_sync.models.runs import RunSummary
from tests.pipeline.deductions_site import FILE, DeductionSite
from tests.pipeline.site import Sandbox

CHANGED = 50
pytestmark = pytest.mark.slow


class Night:
    """A run, and what the vendors saw of it, by route."""

    def __init__(self, site: DeductionSite, name: str) -> None:
        site.sandbox.forget_journal()
        self.run: RunSummary = site.run(name)
        entries = site.sandbox.journal()
        self.routes = Counter(str(entry["route"]).rpartition("/")[2] for entry in entries)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeductionSite]:
    box = Sandbox.start("--employees", "1000", "--seed", "3", "--today", "2026-03-04")
    found = DeductionSite(box, tmp_path_factory.mktemp("site"), FILE)
    found.export(delta=False)
    box.call("POST", "plansource/elect_everyone", {})
    found.first()
    yield found
    box.stop()


def next_day(site: DeductionSite) -> None:
    site.sandbox.call("PUT", "clock", {"advance_days": 1})
    site.export(f"export {site.look_at_the_clock()}")


@pytest.fixture(scope="module")
def quiet(site: DeductionSite) -> Night:
    next_day(site)
    site.run("the first elections once more")
    next_day(site)
    return Night(site, "quiet")


@pytest.fixture(scope="module")
def busy(site: DeductionSite, quiet: Night) -> Night:
    next_day(site)
    owners = sorted({one["subscriber_id"] for one in site.sandbox.call("GET", "plansource/coverages")})
    codes = {one["id"]: code for code, one in site.sandbox.subscribers().items()}
    for owner in owners[100 : 100 + CHANGED]:
        change = {"subscriber_code": codes[owner], "benefit": "medical", "plan": "gold_ppo"}
        site.sandbox.call("POST", "plansource/elect", change)
    return Night(site, "busy")


def test_a_quiet_night_takes_five_calls(quiet: Night) -> None:
    assert (quiet.run.counts.read, quiet.routes) == (
        0,
        {"changed": 1, "token": 1, "payroll_coverages_subscribers": 3},
    )


def test_fifty_changed_employees_take_fewer_calls_than_there_are_of_them(busy: Night) -> None:
    assert busy.run.counts.written > CHANGED
    assert sum(busy.routes.values()) <= 25


def test_fifty_changed_employees_are_read_by_pages_alone(busy: Night) -> None:
    assert set(busy.routes) == {"changed", "token", "payroll_coverages_subscribers"}


def test_only_the_changed_employees_are_looked_at(busy: Night) -> None:
    assert busy.run.employees_processed == CHANGED
