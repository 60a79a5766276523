"""Killed anywhere and run again, a run leaves PlanSource as one undisturbed run would."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.pipeline.judging import created_twice, effects, held, settled
from tests.pipeline.killing import Events, Place, in_child, spread
from tests.pipeline.site import Sandbox, Site

STAGES = ("extract", "plan", "apply", "close")
POINTS = {"extract": 5, "plan": 5, "apply": 12, "close": 8}

WRITTEN = {False: ["after POST"], True: ["after POST", "after PUT"]}
"""How records are written in a first run and in a delta run."""


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


def places(events: list[tuple[str, str]]) -> list[tuple[str, Place]]:
    """Choose where a run is killed, by stage: all over it, and where only PlanSource knows of a write."""
    everywhere = [(stage, place) for stage in STAGES for place in spread(events, stage, POINTS[stage])]
    return everywhere + [("apply", gap) for gap in gaps(events)]


def gaps(events: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Return the middle answer to each way of writing: PlanSource has done it, our ledger does not know."""
    answers = Counter(what for stage, what in events if stage == "apply")
    tokens = {"after POST": 1, "after PUT": 0}
    return [
        ("apply", what, skipped + 1 + (answers[what] - skipped) // 2)
        for what, skipped in tokens.items()
        if answers[what] > skipped
    ]


def unheard(site: Site) -> int:
    """Count the writes that PlanSource has done and our ledger does not know to be done."""
    with site.bench() as bench:
        return effects(site.sandbox).total() - settled(bench)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("delta", [False, True], ids=["first-run", "delta-run"])
def test_a_run_killed_anywhere_ends_as_if_undisturbed(sandbox: Sandbox, tmp_path: Path, delta: bool) -> None:
    site = prepare(sandbox, tmp_path / "calm", delta=delta)
    events = in_child(partial(do_run, site, delta=delta), site.folder)
    assert events is not None
    calm = held(sandbox)
    points = places(events)
    assert (len(points) >= 30, [what for _, what, _ in gaps(events)]) == (True, WRITTEN[delta])

    for number, (stage, place) in enumerate(points):
        site = prepare(sandbox, tmp_path / f"killed-{number}", delta=delta)
        killed = in_child(partial(do_run, site, delta=delta), site.folder, kill_at=place)
        assert killed is None, f"event {place} was not reached"
        assert place not in gaps(events) or unheard(site) > 0, f"our ledger knows all before {place}"
        # An even one is retried at the killed task, an odd one cleared as a whole.
        start = stage if number % 2 == 0 else "extract"
        again = in_child(partial(do_run, site, start=start, delta=delta), site.folder)
        assert again is not None
        assert held(sandbox) == calm, f"killed in {stage} at {place}, restarted at {start}"
        assert created_twice(sandbox) == []
