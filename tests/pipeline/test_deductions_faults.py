"""Whatever the network, the vendors and the SFTP server do, each import ends as an undisturbed one would."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benefits_sync.clients.plansource import client, payroll_pages, payroll_search, snapshot
from benefits_sync.errors import BenefitsSyncError
from scripts.local_sshd import LocalSSHD
from tests.pipeline.judging import fired
from tests.pipeline.payroll_office import DELIVERED, TARGETS, Office
from tests.pipeline.payroll_twins import Twins
from tests.pipeline.weather import FAULTS, named, storm

NIGHTS = 7
TRIES = 25
"""How often a failed task is started again: retries, then a person who clears it."""

PER_PAGE = {client: 20, snapshot: 20, payroll_pages: 90, payroll_search: 90}
"""So that a company of this size has several pages of people and of rows."""

HINDERED = ("reader", "limited", "cut")
"""As whom our SFTP connection signs in first: who may not write, has a full disk, or is cut off half-way."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def persist(office: Office, hindered: str, step: Callable[[], Any]) -> int:
    """Start a failed task again, as Airflow and then a person would; return how often it failed."""
    for attempt in range(TRIES):
        try:
            with office.signed_in("writer" if attempt else hindered):
                step()
        except BenefitsSyncError:
            if attempt == TRIES - 1:
                raise
        else:
            break
    return attempt


def run_through(office: Office, target: str, name: str, hindered: str, **form: Any) -> int:
    site = office.site(target)
    steps = (lambda: site.extract(name, **form), site.plan, site.apply, site.close)
    return sum(persist(office, hindered, step) for step in steps)


@pytest.fixture
def twins(seed: int, sshd: LocalSSHD, tmp_path: Path) -> Iterator[Twins]:
    with Twins.opened(sshd, tmp_path, seed) as both:
        yield both


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, size in PER_PAGE.items():
        monkeypatch.setattr(module, "PER_PAGE", size)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("seed", [5, 6])
def test_fourteen_stormy_imports_end_as_calm_ones(seed: int, twins: Twins) -> None:
    rng, failed = Random(seed), 0
    injected: Counter[str] = Counter()
    for night in range(NIGHTS):
        twins.live_on()
        name, form = f"night {night}", {"delta": night % 2 == 0}
        with twins.calm.signed_in():
            for target in TARGETS:
                twins.calm.site(target).run(name, **form)
        twins.shaken.sandbox.faults(*storm(rng))
        hindered = HINDERED[night % len(HINDERED)]
        failed += sum(run_through(twins.shaken, target, name, hindered, **form) for target in TARGETS)
        injected += fired(twins.shaken.sandbox)
        twins.shaken.sandbox.faults()
        assert twins.shaken.held() == twins.calm.held(), name
        assert (twins.shaken.repeated(), twins.shaken.visible_files()) == ([], [DELIVERED]), name
    assert injected.keys() == {named(rule) for rule in FAULTS}
    assert injected.total() > 150, f"only {injected}: the storm is too mild to prove anything"
    assert failed >= NIGHTS, f"only {failed} tasks failed on the SFTP server"
