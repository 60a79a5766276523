"""The demo, end to end, on a small company."""

import io

import pytest
from rich.console import Console

from benefits_sync.domain.carriers.deadlines import must_come
from benefits_sync.mapping.carriers import load_profile
from benefits_sync.mapping.carriers.legal import OTHER_LINES
from benefits_sync.models.carriers import FileState
from benefits_sync.models.runs import RunStatus
from scripts import demo
from scripts.carrier_answers import acknowledge
from scripts.carrier_desks import TAKEN
from scripts.carrier_runs import files_table
from scripts.carriers_at_work import lacking
from scripts.processes import port_taken
from scripts.runs import summary_table
from tests.mapping.carriers.conftest import PROFILES
from tests.services.sockets import listening

pytestmark = [pytest.mark.slow, pytest.mark.service]
EMPLOYEES = 150
LIFE = "harborstone_life"
"""The carrier that takes files over HTTP."""


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    stack = demo.prepare(tmp_path_factory.mktemp("demo") / "demo", EMPLOYEES, seed=1)
    stack.processes.guard()
    try:
        told = io.StringIO()
        ended = demo.show(stack, EMPLOYEES, demo.Narrator(Console(file=told)))
        subscribers = stack.sandbox.control("GET", "plansource/subscribers")
        sockets = listening(stack.folder)
    finally:
        stack.processes.stop()
    return stack, ended.summaries, subscribers, ended.files, sockets


@pytest.fixture
def files(shown):
    """The carrier files in the end."""
    if reason := lacking():
        pytest.skip(reason)
    return [each.file for each in shown[3]]


def test_every_run_accounts_for_every_record(shown):
    summaries = shown[1]
    assert {summary.counts.balanced for summary in summaries} == {True}


def test_the_first_run_reads_everyone_and_creates_all_it_accepts(shown):
    first = shown[1][0]
    counts = first.counts
    assert (counts.read, counts.created) == (EMPLOYEES, EMPLOYEES - counts.excluded - counts.rejected)


def test_the_second_run_writes_exactly_what_happened_in_between(shown):
    second = shown[1][1]
    events = demo.FEWER_EVENTS
    # Who comes back left before the first run, so the target never knew them.
    expected = (events["change"], events["terminate"], events["hire"] + events["rehire"])
    assert (second.counts.updated, second.counts.terminated, second.counts.created) == expected


def test_the_third_run_brings_deductions_to_payroll(shown):
    third = shown[1][2]
    assert (third.status, third.counts.created > EMPLOYEES) == (RunStatus.COMPLETED, True)


def test_every_carrier_gets_its_files_and_each_is_closed(shown, files):
    *_, fourth = shown[1]
    assert {file.carrier for file in files} == set(PROFILES)
    assert {file.state for file in files} == {FileState.CLOSED}
    assert fourth.counts.rejected == 0


def test_four_carriers_have_what_was_sent_behind_their_own_sshd(shown, files):
    homes = shown[0].folder / "carriers"
    received = {path.name: path.stat().st_size for path in homes.glob("*/*/**/*") if TAKEN not in path.parts}
    sent = {
        file.sent_name or file.name: file.sent_size or file.size for file in files if file.carrier != LIFE
    }
    assert sent.items() <= received.items()
    assert len({file.carrier for file in files} - {LIFE}) == 4


def test_pyx12_accepts_every_file_as_the_carrier_reads_it(shown, files):
    homes = shown[0].folder / "carriers"
    read = {path: OTHER_LINES if path.parts[-3] == LIFE else () for path in homes.glob(f"*/{TAKEN}/*")}
    refused = [
        path.name for path, lines in read.items() if not acknowledge(path.read_bytes(), lines).accepted
    ]
    assert (len(read), refused) == (len(files), [])


def test_each_file_has_the_answers_that_its_carrier_promises(shown, files):
    promised = {name: must_come(load_profile(path).answers) for name, path in PROFILES.items()}
    missing = {each.file.name: promised[each.file.carrier] - each.heard for each in shown[3]}
    assert [name for name, kinds in missing.items() if kinds] == []


def test_the_table_of_files_names_each_one(shown, files):
    paper = io.StringIO()
    Console(file=paper, width=160).print(files_table(shown[3]))
    assert [name for file in files if (name := file.sent_name or file.name) not in paper.getvalue()] == []


def test_nobody_is_in_the_target_twice(shown):
    subscribers = shown[2]
    codes = [subscriber["subscriber_code"] for subscriber in subscribers]
    assert len(codes) == len(set(codes))


def test_the_table_shows_the_runs_side_by_side(shown):
    summaries = shown[1]
    paper = io.StringIO()
    Console(file=paper, width=120).print(summary_table(summaries))
    assert {
        "Demo: everyone",
        "Demo: changes only",
        "Demo: deductions",
        "Created",
        "Calls to BambooHR",
        "Duration",
    } <= {
        cell.strip() for line in paper.getvalue().splitlines() for cell in line.replace("┃", "│").split("│")
    }


def test_everything_listens_on_127_0_0_1_only(shown):
    sockets = shown[4]
    assert {"sandbox", "api-server"} <= {name for name, addresses in sockets.items() if addresses}
    assert set().union(*sockets.values()) == {"127.0.0.1"}


def test_nothing_listens_any_more_after_the_demo(shown):
    stack = shown[0]
    assert not port_taken(stack.airflow.settings.port)
