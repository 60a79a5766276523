"""How much the export costs beyond the requests it sends, and how its calls and memory grow.

Usage: ``python -m benchmarks.export [--employees 1000 10000 100000] [--latency 0 0.1]``. Results go to
``benchmarks/results/``.
"""

import argparse
import asyncio
import base64
import json
import multiprocessing
import platform
import resource
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import aiohttp
import jwt

from benchmarks.recording import recorded, replay
from benefits_sync.clients.plansource.token import TOKEN_PATH
from benefits_sync.pipeline.garbage import fewer_collections
from tests.pipeline.site import Sandbox, Site

RESULTS = Path(__file__).parent / "results" / "export.json"
CHANGED = 50
Figures = dict[str, float]


def in_process(work: Callable[..., Any], *arguments: object) -> Any:
    """Do the work in a fresh process, so that its peak memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def measured_runs(url: str, credentials: dict[str, dict[str, str]]) -> Figures:
    """Export everyone, then run with nothing changed; return seconds, calls and peak memory in MiB."""
    site = _site(url, credentials)
    start = _peak()
    with fewer_collections():  # as every task of the DAG
        began = time.perf_counter()
        first = site.run("everyone", delta=False)
        middle = time.perf_counter()
        peak = _peak()
        second = site.run("nothing changed")
        end = time.perf_counter()
    return {
        "seconds": middle - began,
        "calls": sum(first.api_calls.values()),
        "created": first.counts.created,
        "idle_seconds": end - middle,
        "idle_calls": sum(second.api_calls.values()),
        "idle_writes": second.counts.written,
        "peak_mib": peak,
        "imports_mib": start,
    }


def changed_run(url: str, credentials: dict[str, dict[str, str]]) -> Figures:
    """Export everyone, let some change, and return the calls that the delta run takes for them."""
    site = _site(url, credentials)
    site.run("everyone", delta=False)
    site.sandbox.scenario(change=CHANGED, seed=3)
    began = time.perf_counter()
    delta = site.run("changed")
    return {
        "delta_seconds": time.perf_counter() - began,
        "delta_calls_per_change": sum(delta.api_calls.values()) / CHANGED,
        "delta_written": delta.counts.written,
    }


def floor(
    url: str, credentials: dict[str, dict[str, str]], twin: str, twins: dict[str, dict[str, str]]
) -> float:
    """Record an export against one sandbox and send the same requests to its twin; return the seconds."""
    with recorded() as sent:
        _site(url, credentials).run("everyone", delta=False)
    key = base64.b64encode(f"{twins['bamboohr']['api_key']}:x".encode()).decode()
    return asyncio.run(replay(twin, sent, f"Basic {key}", f"Bearer {_token(twin, twins)}"))


def compare(employees: int, latency: float) -> Figures:
    """Measure one size of company, each answer delayed by so many seconds."""
    figures: Figures = {"employees": employees, "latency": latency}
    figures |= _with_sandboxes(measured_runs, employees, latency, 1)
    figures |= _with_sandboxes(changed_run, employees, latency, 1)
    figures["floor_seconds"] = _with_sandboxes(floor, employees, latency, 2)
    figures["ratio"] = figures["seconds"] / figures["floor_seconds"]
    return {name: round(value, 3) for name, value in figures.items()}


def _with_sandboxes(work: Callable[..., Any], employees: int, latency: float, number: int) -> Any:
    boxes = [Sandbox.start("--employees", str(employees), "--seed", "7") for _ in range(number)]
    try:
        for box in boxes:
            box.faults(*([{"kind": "latency", "seconds": latency}] if latency else []))
        return in_process(work, *(part for box in boxes for part in (box.url, box.credentials)))
    finally:
        for box in boxes:
            box.stop()


def _site(url: str, credentials: dict[str, dict[str, str]]) -> Site:
    return Site(Sandbox(url, credentials), Path(tempfile.mkdtemp(prefix="export-benchmark-")), timeout=300.0)


def _token(url: str, credentials: dict[str, dict[str, str]]) -> str:
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


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure each size and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employees", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument(
        "--latency", type=float, nargs="+", default=[0.0, 0.1], help="seconds, one run for each"
    )
    chosen = parser.parse_args()
    rows = []
    for size, latency in product(chosen.employees, chosen.latency):
        rows.append(compare(size, latency))
        print(json.dumps(rows[-1]), flush=True)
    machine = {"python": platform.python_version(), "cores": multiprocessing.cpu_count()}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"machine": machine, "export": rows}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
