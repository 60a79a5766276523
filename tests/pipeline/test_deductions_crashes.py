"""Killed anywhere and run again, an import leaves both payrolls as one undisturbed run would."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import pytest

from scripts.local_sshd import LocalSSHD
from tests.pipeline.deductions_site import FILE, TABLE
from tests.pipeline.judging import settled
from tests.pipeline.killing import Events, in_child
from tests.pipeline.payroll_office import DELIVERED, TARGETS, Line, Office, live
from tests.pipeline.payroll_twins import Twins

STAGES = ("extract", "plan", "apply", "close")
NIGHTS = 4
SHARES = (0.0, 0.35, 0.7, 1.0)
"""How far into a stage it is killed, by night."""
AGAIN = (1, 6, 1, 14)
"""At which event of writing a run is killed that had been killed while writing, by night."""

FORMS: tuple[dict[str, Any], ...] = ({}, {"delta": False}, {}, {"delta": False})
"""Whether a run is about what changed or about everybody, by night."""

IN_BETWEEN = {TABLE: (1, 2), FILE: (1,)}
"""In which nights a run is killed between a target's taking a write and our ledger's knowing of it."""

Log = list[tuple[str, str]]
Point = tuple[str, int] | tuple[str, str, int]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


class Run(NamedTuple):
    """A run by its name and its form, and the night whose kill points it has."""

    name: str
    form: dict[str, Any]
    night: int


@pytest.fixture(scope="module")
def twins(sshd: LocalSSHD, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    with Twins.opened(sshd, tmp_path_factory.mktemp("twins"), seed=11) as both:
        yield both


@pytest.fixture(scope="module")
def newcomers(sshd: LocalSSHD, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """Companies of which payroll knows nothing yet."""
    with Twins.opened(sshd, tmp_path_factory.mktemp("newcomers"), seed=12, imported=False) as both:
        yield both


def do_run(office: Office, target: str, run: Run, start: str, events: Events) -> None:
    site = office.site(target)
    steps = {
        "extract": lambda: site.extract(run.name, **run.form),
        "plan": site.plan,
        "apply": site.apply,
        "close": site.close,
    }
    with office.signed_in():
        for stage in STAGES[STAGES.index(start) :]:
            events.stage = stage
            steps[stage]()
        events.stage = ""


def points(log: Log, target: str, night: int) -> list[Point]:
    """Choose where one run is killed again and again: once in each stage, twice while it writes."""
    sizes = Counter(stage for stage, _ in log)
    at = {stage: (stage, 1 + round(SHARES[night] * (sizes[stage] - 1))) for stage in STAGES}
    writing = around_the_write([what for stage, what in log if stage == "apply"], target, night)
    return [at["extract"], at["plan"], writing, ("apply", AGAIN[night]), at["close"]]


def around_the_write(events: list[str], target: str, night: int) -> Point:
    """Choose the event right before the target takes a write, right after it, and what comes next.

    A table takes each row by itself, a file takes all lines when the draft gets the file's name.
    """
    if target == FILE:
        renamed = events.index("before sftp extended") + 1
        return "apply", (renamed, renamed + 1, events.index("before sftp write") + 2, renamed + 2)[night]
    answers = [place for place, what in enumerate(events, 1) if what == "after POST"]
    middle, last = len(answers) // 2, len(answers)
    told = ("apply", "after POST", middle + 1), ("apply", "after POST", last)
    return (("apply", "before POST", 1), *told, ("apply", answers[middle] + 1))[night]


def unheard(office: Office, target: str, before: list[Line]) -> int:
    """Count the lines that the target has taken and our ledger does not know to be taken."""
    taken = Counter(map(by_value, office.lines(target))) - Counter(map(by_value, before))
    with office.site(target).bench() as bench:
        return taken.total() - settled(bench)


def by_value(line: Line) -> tuple[str, ...]:
    return tuple(line.values())


def in_pieces(office: Office, before: list[Line], after: list[Line]) -> list[str]:
    """Say what is wrong about payrolls between a kill and the next try."""
    wrong = [f"line {key} stands in the table twice" for key in office.repeated()]
    if office.visible_files() not in ([DELIVERED], [DELIVERED] if before else []):
        wrong.append(f"the folder shows {office.visible_files()}")
    if live(office.file_lines()) not in (live(before), live(after)):
        wrong.append("the file is neither the old nor the new one")
    return wrong


def kill_again_and_again(twins: Twins, target: str, run: Run) -> None:
    """Let one company make a run in peace, and kill the other's five times before it gets to its end."""
    calm, shaken = twins.both
    before, held = shaken.file_lines(), shaken.lines(target)
    log = in_child(partial(do_run, calm, target, run, "extract"), calm.table.folder)
    assert log is not None
    start = "extract"
    for number, point in enumerate(points(log, target, run.night)):
        killed = in_child(partial(do_run, shaken, target, run, start), shaken.table.folder, point)
        assert killed is None, f"{target} had no event {point} when started at {start}"
        assert in_pieces(shaken, before, calm.file_lines()) == [], f"{target} killed at {point}"
        if number == STAGES.index("apply") and run.night in IN_BETWEEN[target]:
            assert unheard(shaken, target, held) > 0, f"our ledger knows all before {point}"
        # A killed task is tried again, or the whole run is cleared.
        start = point[0] if (number + run.night) % 2 else "extract"
    again = in_child(partial(do_run, shaken, target, run, start), shaken.table.folder)
    assert again is not None


@pytest.mark.parametrize("night", range(NIGHTS))
def test_an_import_killed_five_times_ends_as_if_undisturbed(twins: Twins, night: int) -> None:
    twins.live_on()
    for target in TARGETS:
        kill_again_and_again(twins, target, Run(f"night {night}", FORMS[night], night))
    assert (twins.shaken.held(), twins.shaken.repeated()) == (twins.calm.held(), [])


@pytest.mark.parametrize(("target", "night"), zip(TARGETS, (1, 3), strict=True))
def test_a_first_import_killed_five_times_ends_as_if_undisturbed(
    newcomers: Twins, target: str, night: int
) -> None:
    options = {"deduction_start_date": newcomers.calm.table.earliest()}
    kill_again_and_again(newcomers, target, Run("first", {"options": options}, night))
    calm, shaken = newcomers.both
    assert (shaken.held()[target], shaken.repeated()) == (calm.held()[target], [])
    assert shaken.held()[target] != []


@pytest.mark.parametrize("target", TARGETS)
def test_an_import_run_three_times_writes_once(twins: Twins, target: str) -> None:
    office = twins.calm
    twins.live_on()
    with office.signed_in():
        for other in TARGETS:
            office.site(other).run(f"first of {target}")
        before = office.lines(target), (office.server.folder / DELIVERED).stat().st_mtime_ns
        office.sandbox.forget_journal()
        for number, form in enumerate(({}, {"delta": False})):
            office.site(target).run(f"{target} again {number}", **form)
    after = office.lines(target), (office.server.folder / DELIVERED).stat().st_mtime_ns
    writes = [
        one for one in office.sandbox.journal() if one["vendor"] == "bamboohr" and one["method"] == "POST"
    ]
    assert (after, [one["path"] for one in writes if "customDeductions" in one["path"]]) == (before, [])
