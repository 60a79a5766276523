"""The tables of the benchmarks' page show what was measured last."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
Figures = Mapping[str, float]


def export_row(row: Figures) -> str:
    return (
        f"| {row['employees']:,} | {row['latency']:g} s "
        f"| {row['ratio']:.1f} | {row['ratio_side_by_side']:.1f} "
        f"| {row['peak_mib']:,.0f} MiB | {row['delta_calls_per_change']:.1f} "
        f"| {row['idle_calls']:g} call, {row['idle_writes']:g} writes |"
    )


def deductions_row(row: Figures) -> str:
    return (
        f"| {row['employees']:,} | {row['payroll_rows']:,} | {row['lines']:,} | {row['planned_ratio']:.1f} "
        f"| {row['compared_ratio']:.1f} | {row['planned_computing_ratio']:.1f} "
        f"| {row['compared_computing_ratio']:.1f} | {row['peak_mib']:,.0f} MiB | {row['delta_calls']:g} |"
    )


def carriers_row(row: Figures) -> str:
    return (
        f"| {row['checked']:,} | {row['people']:,} | {row['checker_ratio']:.0f} | {row['writer_ratio']:.2f} "
        f"| {row['whole_ratio']:.1f} | {row['extra_mib']:.0f} MiB |"
    )


ROWS: dict[str, Callable[[Figures], str]] = {
    "export": export_row,
    "deductions": deductions_row,
    "carriers": carriers_row,
}


@pytest.mark.parametrize("name", ROWS)
def test_the_page_shows_the_results(name):
    measured = json.loads((BENCHMARKS / "results" / f"{name}.json").read_text(encoding="utf-8"))[name]
    page = (BENCHMARKS / "README.md").read_text(encoding="utf-8").splitlines()
    assert [row for row in map(ROWS[name], measured) if row not in page] == []
