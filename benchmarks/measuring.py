"""What the benchmarks share: sandboxes, fresh processes, a token of our own, peak memory, results."""

import asyncio
import json
import multiprocessing
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp
import jwt

from benefits_sync.clients.plansource.token import TOKEN_PATH
from tests.pipeline.site import Sandbox

RESULTS = Path(__file__).parent / "results"
Credentials = dict[str, dict[str, str]]
Figures = dict[str, float]


def in_process(work: Callable[..., Any], *arguments: object) -> Any:
    """Do the work in a fresh process, so that its peak memory is its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def with_sandboxes(
    work: Callable[..., Any], employees: int, latency: float, number: int, *options: str
) -> Any:
    """Do the work in a fresh process, with a folder and so many sandboxes: url and credentials of each."""
    boxes = [Sandbox.start("--employees", str(employees), "--seed", "7", *options) for _ in range(number)]
    try:
        for box in boxes:
            box.faults(*([{"kind": "latency", "seconds": latency}] if latency else []))
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            ends = (part for box in boxes for part in (box.url, box.credentials))
            return in_process(work, Path(folder), *ends)
    finally:
        for box in boxes:
            box.stop()


def token(url: str, credentials: Credentials) -> str:
    """Return a PlanSource token that a bare loop can use."""
    return asyncio.run(_earn(url, credentials["plansource"]))


async def _earn(url: str, keys: dict[str, str]) -> str:
    claims = {
        "iss": "benchmark",
        "sub": keys["client_id"],
        "aud": "127.0.0.1",
        "exp": int(time.time()) + 240,
        "jti": str(time.time_ns()),
        "scopes": "admin_api_v2",
    }
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(claims, keys["client_secret"], algorithm="HS256"),
        "client_id": keys["client_id"],
        "code": "benchmark",
    }
    async with aiohttp.ClientSession() as session, session.post(url + TOKEN_PATH, data=form) as answer:
        return str((await answer.json())["access_token"])


def peak_mib() -> float:
    """Return the process's peak memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_results(name: str, rows: Sequence[Figures]) -> None:
    """Write one benchmark's figures beside those of the others."""
    machine = {"python": platform.python_version(), "cores": multiprocessing.cpu_count()}
    RESULTS.mkdir(exist_ok=True)
    content = json.dumps({"machine": machine, name: list(rows)}, indent=2)
    (RESULTS / f"{name}.json").write_text(content + "\n", encoding="utf-8")
