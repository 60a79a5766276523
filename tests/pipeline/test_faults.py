"""Whatever the network and the vendors do, each run ends as an undisturbed one would."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benefits_sync.clients.plansource import client, snapshot
from benefits_sync.errors import BenefitsSyncError
from benefits_sync.models.runs import RunStatus
from tests.pipeline.judging import effects, fired, held, lost_answers
from tests.pipeline.site import Sandbox, Site
from tests.pipeline.weather import FAULTS, Rule, named, storm

RUNS = 20
TRIES = 25
"""How often a failed task is started again: retries, then a person who clears it."""

PER_PAGE = 20
"""So that a roster of this size has several pages."""

EVERYONE = 4
"""Every so many runs one is about everyone, and so many have changed that they are written together."""

SLOW: Rule = {"kind": "timeout_after", "vendor": "plansource", "method": "PUT", "seconds": 0.4, "times": 1}
"""Takes longer than our client waits, once a run."""

REFUSED: Rule = {"kind": "bad_rows", "times": 1}
"""Some rows of the first bulk call of a run."""

KINDS = {named(rule) for rule in (*FAULTS, SLOW, REFUSED)}


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


def run_through(site: Site, name: str, **form: Any) -> RunStatus:
    persist(lambda: site.extract(name, **form))
    persist(site.plan)
    persist(site.apply)
    statuses: list[RunStatus] = []
    persist(lambda: statuses.append(site.close().status))
    return statuses[-1]


def happen(number: int, *sandboxes: Sandbox) -> None:
    """Let the same happen to each company before a run."""
    for sandbox in sandboxes:
        sandbox.forget_journal()
    if number:
        numbers = {"change": 6, "terminate": 1, "rehire": number % 2, "hire": 1, "seed": number}
        if number % EVERYONE == 0:
            numbers["change"] = 30
        told = [sandbox.scenario(**numbers) for sandbox in sandboxes]
        assert all(one == told[0] for one in told)


def written_too_often(calm: Sandbox, stormy: Sandbox) -> list[tuple[str, str]]:
    """Return what need not have been done: all that was not done in peace, and what was done once before.

    Only a change may be sent again without a look, because doing so twice does no harm: once for each answer
    that was lost.
    """
    more, lost = effects(stormy) - Counter(effects(calm).keys()), lost_answers(stormy)
    return [done for done, times in more.items() if done[0] != "updated" or times > lost[done]]


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


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (client, snapshot):
        monkeypatch.setattr(module, "PER_PAGE", PER_PAGE)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("seed", range(1, 11))
def test_twenty_stormy_runs_end_as_calm_ones(
    seed: int, pair: tuple[Sandbox, Sandbox], tmp_path: Path
) -> None:
    calm, stormy = pair
    rng = Random(seed)
    peaceful = Site(calm, tmp_path / "calm")
    shaken = Site(stormy, tmp_path / "stormy", timeout=0.3)
    injected: Counter[str] = Counter()
    for number in range(RUNS):
        happen(number, calm, stormy)
        form = {"delta": number % EVERYONE != 0}
        peaceful.at(calm.next_day()).run(f"run {number}", **form)
        today = stormy.next_day()
        stormy.faults(REFUSED, *storm(rng), SLOW | {"skip": rng.randrange(6)})
        run_through(shaken.at(today), f"run {number}", **form)
        injected += fired(stormy)
        stormy.faults()
        assert held(stormy) == held(calm), f"run {number}"
        assert written_too_often(calm, stormy) == [], f"run {number}"
    assert injected.keys() == KINDS
    assert injected.total() >= 400, f"only {injected}: the storm is too mild to prove anything"
