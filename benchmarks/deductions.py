"""How much planning everybody's deductions costs beyond reading the payroll rows, and what a delta run asks.

Usage: ``python -m benchmarks.deductions [--employees 1000 10000 100000]``. Results go to
``benchmarks/results/``. The target is a payroll file in a local folder: no network hides our own work.
"""

import argparse
import asyncio
import csv
import json
import time
from itertools import islice
from pathlib import Path
from typing import Any, Final

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


def measured_runs(folder: Path, url: str, credentials: Credentials) -> Figures:
    """Import everybody's deductions, compare them all on the next day, and import what changes on a third."""
    with fewer_collections():  # as every task of the DAG
        site = _with_elections(folder, url, credentials)
        year = site.look_at_the_clock().year
        floor, rows = min(asyncio.run(_read_and_parse(url, token(url, credentials), year)) for _ in range(3))
        first, first_planned = _timed(site, "first", deduction_start_date=_new_year(site))
        _next_day(site)
        second, compared = _timed(site, "everyone again", delta=False)
        _next_day(site)
        _decline(site)
        delta = site.run("changed")
    return {
        "payroll_rows": rows,
        "lines": first.counts.created,
        "floor_seconds": floor,
        "planned_ratio": first_planned / floor,
        "compared_ratio": compared / floor,
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


def _timed(site: DeductionSite, name: str, *, delta: bool = True, **options: str) -> tuple[RunSummary, float]:
    """Make one run and return its summary and the seconds of reading, mapping and comparing."""
    began = time.perf_counter()
    site.extract(name, delta=delta, options=options)
    site.plan()
    planned = time.perf_counter() - began
    return site.close(site.apply()), planned


def _new_year(site: DeductionSite) -> str:
    """Return the day from which most of the company has had its coverages: the earliest change."""
    return f"{site.look_at_the_clock().year}-01-01"


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


async def _read_and_parse(url: str, bearer: str, year: int) -> tuple[float, int]:
    """Read every page of payroll rows of the year and parse it, and do nothing else: the floor."""
    params: dict[str, Any] = {"start_date": f"{year}-01-01", "end_date": f"{year + 1}-01-01"}
    params["per_page"] = PER_PAGE
    headers = {"Authorization": f"Bearer {bearer}"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def page(number: int) -> dict[str, Any]:
            asked = session.get(
                f"{url}/admin/v2/payroll_coverages_subscribers", params={**params, "page": number}
            )
            async with asked as answer:
                data: dict[str, Any] = orjson.loads(await answer.read())["data"]
                return data

        await page(1)  # the sandbox builds its rows when it is first asked
        began = time.perf_counter()
        total = int((await page(1))["total"])
        numbers = list(range(2, -(-total // PER_PAGE) + 1))
        for start in range(0, len(numbers), SIDE_BY_SIDE):
            await asyncio.gather(*(page(number) for number in numbers[start : start + SIDE_BY_SIDE]))
        return time.perf_counter() - began, total


def main() -> None:
    """Measure each size and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employees", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    rows = []
    for size in parser.parse_args().employees:
        figures = {"employees": size, **with_sandboxes(measured_runs, size, 0, 1, "--today", TODAY)}
        rows.append({name: round(value, 3) for name, value in figures.items()})
        print(json.dumps(rows[-1]), flush=True)
    write_results("deductions", rows)


if __name__ == "__main__":
    main()
