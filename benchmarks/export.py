"""How much the export costs beyond the requests it sends, and how its calls and memory grow.

Usage: ``python -m benchmarks.export [--employees 1000 10000 100000] [--latency 0 0.05]``. Results go to
``benchmarks/results/``.
"""

import argparse
import asyncio
import base64
import json
import time
from itertools import product
from pathlib import Path
from typing import cast

from benchmarks.measuring import Credentials, Figures, peak_mib, token, with_sandboxes, write_results
from benchmarks.recording import CONCURRENCY, Sent, recorded, replay
from benefits_sync.pipeline.garbage import fewer_collections
from tests.pipeline.site import Sandbox, Site

CHANGED = 50


def measured_runs(folder: Path, url: str, credentials: Credentials) -> Figures:
    """Export everyone, then run with nothing changed; return seconds, calls and peak memory in MiB."""
    site = _site(folder, url, credentials)
    start = peak_mib()
    with fewer_collections():  # as every task of the DAG
        began = time.perf_counter()
        first = site.run("everyone", delta=False)
        middle = time.perf_counter()
        peak = peak_mib()
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


def changed_run(folder: Path, url: str, credentials: Credentials) -> Figures:
    """Export everyone, let some change, and return the calls that the delta run takes for them."""
    site = _site(folder, url, credentials)
    site.run("everyone", delta=False)
    site.sandbox.scenario(change=CHANGED, seed=3)
    began = time.perf_counter()
    delta = site.run("changed")
    return {
        "delta_seconds": time.perf_counter() - began,
        "delta_calls_per_change": sum(delta.api_calls.values()) / CHANGED,
        "delta_written": delta.counts.written,
    }


def floors(folder: Path, url: str, credentials: Credentials, *twins: str | Credentials) -> Figures:
    """Record an export against one sandbox and send the same requests to two others.

    Returns the seconds of a bare loop, one request after the other, and of one with as many at once as our
    client sends.
    """
    with recorded() as sent:
        _site(folder, url, credentials).run("everyone", delta=False)
    first, first_keys, second, second_keys = twins
    return {
        "loop_seconds": _resent(sent, str(first), cast("Credentials", first_keys), 1),
        "floor_seconds": _resent(sent, str(second), cast("Credentials", second_keys), CONCURRENCY),
    }


def _resent(sent: list[Sent], url: str, credentials: Credentials, at_once: int) -> float:
    key = base64.b64encode(f"{credentials['bamboohr']['api_key']}:x".encode()).decode()
    proof = f"Bearer {token(url, credentials)}"
    return asyncio.run(replay(url, sent, f"Basic {key}", proof, at_once))


def compare(employees: int, latency: float) -> Figures:
    """Measure one size of company, each answer delayed by so many seconds."""
    figures: Figures = {"employees": employees, "latency": latency}
    figures |= with_sandboxes(measured_runs, employees, latency, 1)
    figures |= with_sandboxes(changed_run, employees, latency, 1)
    figures |= with_sandboxes(floors, employees, latency, 3)
    figures["ratio"] = figures["seconds"] / figures["loop_seconds"]
    figures["ratio_side_by_side"] = figures["seconds"] / figures["floor_seconds"]
    return {name: round(value, 3) for name, value in figures.items()}


def _site(folder: Path, url: str, credentials: Credentials) -> Site:
    return Site(Sandbox(url, credentials), folder, timeout=300.0)


def main() -> None:
    """Measure each size and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employees", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument(
        "--latency", type=float, nargs="+", default=[0.0, 0.05], help="seconds, one run for each"
    )
    chosen = parser.parse_args()
    rows = []
    for size, latency in product(chosen.employees, chosen.latency):
        rows.append(compare(size, latency))
        print(json.dumps(rows[-1]), flush=True)
    write_results("export", rows)


if __name__ == "__main__":
    main()
