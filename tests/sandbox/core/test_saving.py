"""State that survives a restart, and state that does not."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from sandbox.core.saving import StateFileError
from sandbox.server import Running, running
from tests.sandbox.plansource.caller import Caller


async def visit(box: Running, *, hire: bool = False) -> list[str]:
    async with aiohttp.ClientSession(box.url) as session:
        caller = Caller(box, session)
        await caller.sign_in()
        if hire:
            await caller.hire()
            await caller.leave()
        return [row["subscriber_code"] for row in (await caller.call("GET", "/subscribers")).data]


async def test_employees_survive_a_restart_with_a_state_file(tmp_path: Path) -> None:
    for hire in (True, False):
        async with running(5, state_file=tmp_path / "state.json") as box:
            seen = await visit(box, hire=hire)
    assert seen == ["E00001"]


async def test_what_must_be_unique_is_still_known_after_a_restart(tmp_path: Path) -> None:
    async with running(5, state_file=tmp_path / "state.json") as box:
        await visit(box, hire=True)
    async with running(5, state_file=tmp_path / "state.json") as box:
        with pytest.raises(AssertionError, match="has already been taken"):
            await visit(box, hire=True)


async def test_the_clock_and_the_sequence_survive_too(tmp_path: Path) -> None:
    async with running(5, state_file=tmp_path / "state.json") as box:
        await visit(box)
        box.sandbox.clock.advance(400)
        before = (box.sandbox.clock.today(), box.sandbox.journal.seq)
    async with running(5, state_file=tmp_path / "state.json") as box:
        assert (box.sandbox.clock.today(), box.sandbox.journal.seq) == before


async def test_a_burst_of_writes_is_saved_without_a_stop(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with running(5, state_file=path) as box:
        await visit(box, hire=True)
        async with asyncio.timeout(10):
            while not path.exists():  # noqa: ASYNC110 - the file is written by the server's own task
                await asyncio.sleep(0.05)
        assert "E00001" in path.read_text(encoding="utf-8")


async def test_nothing_survives_without_a_state_file() -> None:
    async with running(5) as box:
        await visit(box, hire=True)
    async with running(5) as box:
        assert await visit(box) == []


async def test_a_state_of_another_company_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with running(5, seed=1, state_file=path):
        pass
    with pytest.raises(StateFileError, match="5 employees with seed 1"):
        async with running(5, seed=2, state_file=path):
            pass


async def test_a_file_that_is_no_state_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text("shopping list", encoding="utf-8")
    with pytest.raises(StateFileError, match=r"state\.json is no state file"):
        async with running(5, state_file=path):
            pass
    assert path.read_text(encoding="utf-8") == "shopping list"
