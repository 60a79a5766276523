"""How much planning everybody's deductions costs beyond reading the payroll rows, and what a delta run asks.

Usage: ``python -m benchmarks.deductions [--employees 1000 10000 100000]``. Results go to
``benchmarks/results/``. The target is a payroll file in a local folder: no network hides our own work.
"""

import argparse
import asyncio
import csv
import json
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import aiohttp
import orjson

from benchmarks.measuring import Credentials, Figures, peak_mib, token, with_sandboxes, write_results
from benefits_sync.models.runs import RunSummary
from benefits_sync.pipeline.garbage import fewer_collections
from tests.pipeline.deductions_site import FILE, DeductionSite
from tests.pipeline.site import Sandbox

CHANGED: Final = 50
TODAY: Final = "2026-03-04"
"""The sandbox's first day, before the real one: PlanSource takes no proof from a clock behind its own."""
PER_PAGE: Final = 500
SIDE_BY_SIDE: Final = 5
"""As many requests at once as the PlanSource client sends."""


class Spent(NamedTuple):
    """Seconds that passed, and those in which this process computed, which other work does not change."""

    passed: float
    computing: float

    @classmethod
    def by(cls, work: Callable[[], object]) -> Self:
        """Do the work and tell what it took."""
        began, computed = time.perf_counter(), time.process_time()
        work()
        return cls(time.perf_counter() - began, time.process_time() - computed)


def measured_runs(folder: Path, url: str, credentials: Credentials) -> Figures:
    """Import everybody's deductions, compare them all on the next day, and import what changes on a third."""
    with fewer_collections():  # as every task of the DAG
        site = _with_elections(folder, url, credentials)
        floor = _Floor(url, credentials, site.look_at_the_clock().year)
        floor_first = floor.measured()
        first, planned = _timed(site, "first", deduction_start_date=f"{floor.year}-01-01")
        floor_again = floor.measured()
        _next_day(site)
        second, compared = _timed(site, "everyone again", delta=False)
        _next_day(site)
        _decline(site)
        delta = site.run("changed")
    return {
        "payroll_rows": floor.rows,
        "lines": first.counts.created,
        "floor_seconds": floor_first.passed,
        "planned_ratio": planned.passed / floor_first.passed,
        "planned_computing_ratio": planned.computing / floor_first.computing,
        "compared_ratio": compared.passed / floor_again.passed,
        "compared_computing_ratio": compared.computing / floor_again.computing,
        "compared_writes": second.counts.written,
        "peak_mib": peak_mib(),
        "delta_employees": delta.employees_processed,
        "delta_calls": delta.api_calls["PlanSource"],
        "delta_calls_per_change": delta.api_calls["PlanSource"] / CHANGED,
        "delta_written": delta.counts.written,
    }


def _with_elections(folder: Path, url: str, credentials: Credentials) -> DeductionSite:
    site = DeductionSite(Sandbox(url, credentials), folder, FILE)
    site.export(delta=False)
    site.sandbox.call("POST", "plansource/elect_everyone", {})
    return site


def _timed(site: DeductionSite, name: str, *, delta: bool = True, **options: str) -> tuple[RunSummary, Spent]:
    """Make one run and return its summary and what reading, mapping and comparing took."""

    def planned() -> None:
        site.extract(name, delta=delta, options=options)
        site.plan()

    spent = Spent.by(planned)
    return site.close(site.apply()), spent


def _next_day(site: DeductionSite) -> None:
    """Let a day pass, demographics first, so that what was entered before is no change any more."""
    site.sandbox.call("PUT", "clock", {"advance_days": 1})
    site.export(f"export {site.look_at_the_clock()}")


def _decline(site: DeductionSite) -> None:
    """Let some employees give up the dental plan that payroll takes to the end of the year."""
    until = f"{site.look_at_the_clock().year}-12-31"
    with (site.folder / "payroll" / site.layout.file).open(encoding=site.layout.encoding) as file:
        held = (
            row["Employee Number"]
            for row in csv.DictReader(file)
            if (row["Benefit"], row["End Date"]) == ("dental", until)
        )
        codes = list(islice(dict.fromkeys(islice(held, 10 * CHANGED)), CHANGED))
    for code in codes:
        site.sandbox.call("POST", "plansource/decline", {"subscriber_code": code, "benefit": "dental"})


class _Floor:
    """Reading every page of payroll rows of a year and parsing it, and nothing else.

    The first day of the year is the earliest change: since then most of the company has had its coverages.
    """

    def __init__(self, url: str, credentials: Credentials, year: int) -> None:
        self.year = year
        self.rows = 0
        self._url, self._credentials = url, credentials

    def measured(self) -> Spent:
        """Return the least of what several readings took; the sandbox builds its rows in the first."""
        headers = {"Authorization": f"Bearer {token(self._url, self._credentials)}"}
        asyncio.run(self._read(headers))
        return min(Spent.by(lambda: asyncio.run(self._read(headers))) for _ in range(2))

    async def _read(self, headers: dict[str, str]) -> None:
        async with aiohttp.ClientSession(headers=headers) as session:
            self.rows = int((await self._page(session, 1))["total"])
            numbers = list(range(2, -(-self.rows // PER_PAGE) + 1))
            for start in range(0, len(numbers), SIDE_BY_SIDE):
                together = numbers[start : start + SIDE_BY_SIDE]
                await asyncio.gather(*(self._page(session, number) for number in together))

    async def _page(self, session: aiohttp.ClientSession, number: int) -> dict[str, Any]:
        params: dict[str, Any] = {"start_date": f"{self.year}-01-01", "end_date": f"{self.year + 1}-01-01"}
        params |= {"per_page": PER_PAGE, "page": number}
        address = f"{self._url}/admin/v2/payroll_coverages_subscribers"
        async with session.get(address, params=params) as answer:
            data: dict[str, Any] = orjson.loads(await answer.read())["data"]
            return data


def compare(employees: int) -> Figures:
    """Measure one size of company."""
    figures = {"employees": employees, **with_sandboxes(measured_runs, employees, 0, 1, "--today", TODAY)}
    return {name: round(value, 3) for name, value in figures.items()}


def main() -> None:
    """Measure each size and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employees", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    rows = []
    for size in parser.parse_args().employees:
        rows.append(compare(size))
        print(json.dumps(rows[-1]), flush=True)
    write_results("deductions", rows)


if __name__ == "__main__":
    main()
