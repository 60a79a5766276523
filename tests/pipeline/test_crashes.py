"""Killed anywhere and run again, a run leaves PlanSource as one undisturbed run would."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.pipeline.judging import created_twice, held
from tests.pipeline.killing import Events, in_child, spread
from tests.pipeline.site import Sandbox, Site

STAGES = ("extract", "plan", "apply", "close")
POINTS = {"extract": 5, "plan": 5, "apply": 12, "close": 8}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox.start("--employees", "60", "--seed", "11")
    yield box
    box.stop()


def do_run(site: Site, events: Events, start: str = "extract", *, delta: bool) -> None:
    steps = {
        "extract": lambda: site.extract("killed", delta=delta),
        "plan": site.plan,
        "apply": site.apply,
        "close": site.close,
    }
    for stage in STAGES[STAGES.index(start) :]:
        events.stage = stage
        steps[stage]()
    events.stage = ""


def prepare(sandbox: Sandbox, folder: Path, *, delta: bool) -> Site:
    """Reset the vendors; for a delta run also export everyone and let the company change."""
    sandbox.reset()
    site = Site(sandbox, folder)
    if delta:
        site.run("first", delta=False)
        sandbox.scenario(change=8, terminate=3, rehire=2, hire=4, seed=5)
    sandbox.forget_journal()
    return site


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("delta", [False, True], ids=["first-run", "delta-run"])
def test_a_run_killed_anywhere_ends_as_if_undisturbed(sandbox: Sandbox, tmp_path: Path, delta: bool) -> None:
    site = prepare(sandbox, tmp_path / "calm", delta=delta)
    events = in_child(partial(do_run, site, delta=delta), site.folder)
    assert events is not None
    calm = held(sandbox)
    points = [(stage, place) for stage in STAGES for place in spread(events, stage, POINTS[stage])]
    assert len(points) >= 30

    for number, (stage, place) in enumerate(points):
        site = prepare(sandbox, tmp_path / f"killed-{number}", delta=delta)
        killed = in_child(partial(do_run, site, delta=delta), site.folder, kill_at=place)
        assert killed is None, f"event {place} was not reached"
        # An even one is retried at the killed task, an odd one cleared as a whole.
        start = stage if number % 2 == 0 else "extract"
        again = in_child(partial(do_run, site, start=start, delta=delta), site.folder)
        assert again is not None
        assert held(sandbox) == calm, f"killed in {stage} {events[place - 1][1]}, restarted at {start}"
        assert created_twice(sandbox) == []
