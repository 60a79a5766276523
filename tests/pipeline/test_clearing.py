"""Clearing any task, or the whole run, at any point changes nothing that was already done."""

from dataclasses import dataclass
from itertools import combinations_with_replacement

import pytest

from benefits_sync.models.runs import Counts, RunSummary
from benefits_sync.pipeline.workbench import Workbench
from tests.pipeline.company import Company
from tests.pipeline.killing import KilledError, killed_at
from tests.pipeline.site import Sandbox, Site

STAGES = ("extract", "plan", "apply", "close")

WAITING = {
    **{("updated", f"E100{number}"): 1 for number in (22, 23)},
    ("terminated", "E10024"): 1,
    ("rehired", "E10025"): 1,
    ("created", "E20141"): 1,
}

COUNTS = Counts(read=6, updated=2, terminated=1, rehired=1, created=1, rejected=1)


@pytest.fixture
def busy(exported: Company) -> Company:
    return made_busy(exported)


def made_busy(company: Company) -> Company:
    """Let an event of each kind happen, and a record to be refused."""
    company.terminate(125)
    company.run("terminated")
    company.pass_days(1)
    for person in (122, 123):
        company.edit(person, firstName="Zelda")
    company.terminate(124)
    company.rehire(125)
    company.hire()
    company.edit(128, ssn="12345678")
    company.sandbox.forget_journal()
    return company


def make(site: Site, first: str, last: str, name: str = "cleared") -> RunSummary | None:
    """Make a run's stages from one to another."""
    summary = None
    for stage in STAGES[STAGES.index(first) : STAGES.index(last) + 1]:
        if stage == "extract":
            site.extract(name)
        elif stage == "plan":
            site.plan()
        elif stage == "apply":
            site.apply()
        else:
            summary = site.close()
    return summary


CLEARED = [(start, reached) for start, reached in combinations_with_replacement(STAGES, 2)]


@pytest.mark.parametrize(("start", "reached"), CLEARED, ids=[f"{a} after {b}" for a, b in CLEARED])
def test_a_cleared_run_does_what_is_left_and_nothing_twice(busy: Company, start: str, reached: str) -> None:
    make(busy.present, "extract", reached)
    summary = make(busy.present, start, "close")
    assert summary is not None
    assert (busy.wrote(), summary.counts) == (WAITING, COUNTS)


def test_a_run_cleared_again_and_again_keeps_its_counts(busy: Company) -> None:
    make(busy.present, "extract", "close")
    summaries = [make(busy.present, "extract", "close") for _ in range(3)]
    assert [summary.counts for summary in summaries if summary] == [COUNTS] * 3


def test_a_cleared_run_keeps_its_reference_and_start(busy: Company) -> None:
    first = make(busy.present, "extract", "close")
    again = make(busy.present, "extract", "close")
    assert first is not None
    assert again is not None
    assert (again.reference_id, again.started_at) == (first.reference_id, first.started_at)


def test_a_cleared_run_sends_what_changed_since_its_first_try(busy: Company) -> None:
    make(busy.present, "extract", "close")
    busy.edit(122, firstName="Yara")
    make(busy.present, "extract", "close")
    assert busy.subscriber("E10022")["first_name"] == "Yara"


@pytest.mark.parametrize("start", ["extract", "plan", "apply"])
@pytest.mark.parametrize("outcome", [1, 2, 4])
def test_a_run_killed_between_a_write_and_its_note_and_cleared_does_what_is_left(
    busy: Company, outcome: int, start: str
) -> None:
    """The target shows the write already; the run has done it all the same."""
    make(busy.present, "extract", "plan")
    with killed_at(outcome), pytest.raises(KilledError):
        busy.present.apply()
    summary = make(busy.present, start, "close")
    assert summary is not None
    assert (busy.wrote(), summary.counts) == (WAITING, COUNTS)


# --- an older run, after a newer one -------------------------------------------------------------


@dataclass
class Older(Site):
    """An installation whose tasks are those of a certain run."""

    run_id: str = ""

    def reference_id(self, bench: Workbench) -> str:
        return self.run_id


@dataclass(frozen=True)
class Afterwards:
    """What came of clearing an older run, and of a value that came back after it."""

    wrote: dict[tuple[str, str], int]
    counts: Counts
    name: str


@pytest.fixture(scope="module", params=STAGES)
def afterwards(
    request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Afterwards:
    """A run is done; its people are changed and exported again; then the run is cleared from a task on."""
    sandbox.reset()
    company = Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("older")))
    company.run("first", delta=False)
    done = make(made_busy(company).present, "extract", "close", "older")
    assert done is not None
    company.pass_days(1)
    company.edit(122, firstName="Yara")
    company.terminate(123)
    company.run("newer")
    sandbox.forget_journal()
    older = Older(sandbox, company.site.folder, now=company.now, run_id=done.reference_id)
    cleared = make(older, request.param, "close", "older")
    assert cleared is not None
    wrote = company.wrote()
    company.edit(122, firstName="Zelda")
    company.run("back again")
    return Afterwards(wrote, cleared.counts, company.subscriber("E10022")["first_name"])


def test_clearing_an_older_run_takes_back_nothing_of_a_newer_one(afterwards: Afterwards) -> None:
    assert afterwards.wrote == {}


def test_clearing_an_older_run_keeps_its_counts(afterwards: Afterwards) -> None:
    assert afterwards.counts == COUNTS


def test_after_an_older_run_was_cleared_a_value_of_then_can_come_back(afterwards: Afterwards) -> None:
    """What the ledger holds as confirmed is what the newer run left, not what the older one once sent."""
    assert afterwards.name == "Zelda"
