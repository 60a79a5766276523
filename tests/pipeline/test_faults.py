"""Whatever the network and the vendors do, each run ends as an undisturbed one would."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benefits_sync.errors import BenefitsSyncError
from benefits_sync.models.runs import RunStatus
from tests.pipeline.judging import created_twice, effects, held
from tests.pipeline.site import Sandbox, Site
from tests.pipeline.weather import Rule, storm

RUNS = 20
TRIES = 25
"""How often a failed task is started again: retries, then a person who clears it."""

SLOW: Rule = {"kind": "timeout_after", "vendor": "plansource", "method": "PUT", "seconds": 0.4, "times": 1}
"""Takes longer than our client waits, once a run."""


def persist(step: Callable[[], Any]) -> None:
    """Start a failed task again, as Airflow and then a person would."""
    for attempt in range(TRIES):
        try:
            step()
        except BenefitsSyncError:
            if attempt == TRIES - 1:
                raise
        else:
            return


def run_through(site: Site, name: str) -> RunStatus:
    persist(lambda: site.extract(name))
    persist(site.plan)
    persist(site.apply)
    statuses: list[RunStatus] = []
    persist(lambda: statuses.append(site.close().status))
    return statuses[-1]


@pytest.fixture
def pair(seed: int) -> Iterator[tuple[Sandbox, Sandbox]]:
    """Two sandboxes with the same company: one is left in peace, the other is not."""
    # The vendors live some weeks ago, so that a day can pass between runs and tokens stay valid.
    start = (datetime.now(UTC) - timedelta(days=RUNS + 10)).date()
    arguments = ("--employees", "80", "--seed", str(seed), "--today", start.isoformat())
    calm, stormy = Sandbox.start(*arguments), Sandbox.start(*arguments)
    yield calm, stormy
    calm.stop()
    stormy.stop()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(1, 11))
def test_twenty_stormy_runs_end_as_calm_ones(
    seed: int, pair: tuple[Sandbox, Sandbox], tmp_path: Path
) -> None:
    calm, stormy = pair
    rng = Random(seed)
    peaceful = Site(calm, tmp_path / "calm")
    shaken = Site(stormy, tmp_path / "stormy", timeout=0.3)
    for number in range(RUNS):
        if number:
            numbers = {"change": 6, "terminate": 1, "rehire": number % 2, "hire": 1, "seed": number}
            assert calm.scenario(**numbers) == stormy.scenario(**numbers)
        peaceful.at(calm.next_day()).run(f"run {number}")
        today = stormy.next_day()
        stormy.faults(*storm(rng), SLOW | {"skip": rng.randrange(6)})
        run_through(shaken.at(today), f"run {number}")
        stormy.faults()
        assert held(stormy) == held(calm), f"run {number}"
    injected = sum(len(entry["fault"].split("+")) for entry in stormy.journal() if entry["fault"])
    assert created_twice(stormy) == []
    assert sum(effects(stormy).values()) <= sum(effects(calm).values()) + injected
    assert injected >= 400, f"only {injected} faults: the storm is too mild to prove anything"
