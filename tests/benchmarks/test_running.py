"""Every benchmark runs, on sizes that say nothing about speed."""

import pytest

from benchmarks import carriers, deductions, export

pytestmark = pytest.mark.slow
EMPLOYEES = 1_000
"""So many that the 50 who change trip no guard."""


def test_the_export_is_measured():
    assert export.compare(EMPLOYEES, latency=0.0)["idle_writes"] == 0


def test_the_deductions_are_measured():
    assert deductions.compare(EMPLOYEES)["compared_writes"] == 0


def test_carrier_files_are_measured_on_a_file_that_is_right():
    figures = carriers.compare(checked=60, people=120)
    assert (figures["findings"], figures["pyx12_accepts"]) == (0, 1)
