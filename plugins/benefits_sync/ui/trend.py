"""The last runs of an integration as a small chart: what each wrote and what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benefits_sync.models.runs import RunSummary

RUNS: Final = 20

WIDTH: Final = 640.0
HEIGHT: Final = 136.0
WRITTEN_HEIGHT: Final = 80.0
WRITTEN_BASE: Final = 80.0
REFUSED_HEIGHT: Final = 34.0
REFUSED_BASE: Final = 134.0
GAP: Final = 0.3
"""Part of a bar's place that stays free."""

LEAST_PLACES: Final = 10
"""A few bars are not drawn as wide as a wall."""

LEAST: Final = 1.5
"""Height of the smallest bar that is not zero, so that one record can be seen beside a thousand."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One run of the chart; its heights grow upwards from the two base lines."""

    run: RunSummary
    x: float
    width: float
    written: float
    refused: float
    here: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """The chart: bars, and what the two scales end at."""

    bars: tuple[Bar, ...]
    most_written: int
    most_refused: int


def trend_of(runs: Sequence[RunSummary], here: str) -> Trend | None:
    """Return the chart of runs, oldest first, one of them marked; None when there is nothing to compare."""
    if len(runs) < 2:
        return None
    most_written = max(run.counts.written for run in runs)
    most_refused = max(run.counts.rejected for run in runs)
    step = WIDTH / max(len(runs), LEAST_PLACES)
    bars = tuple(
        Bar(
            run,
            round((place + GAP / 2) * step, 1),
            round((1 - GAP) * step, 1),
            _height(run.counts.written, most_written, WRITTEN_HEIGHT),
            _height(run.counts.rejected, most_refused, REFUSED_HEIGHT),
            run.reference_id == here,
        )
        for place, run in enumerate(runs)
    )
    return Trend(bars, most_written, most_refused)


def _height(number: int, most: int, whole: float) -> float:
    return round(max(LEAST, whole * number / most), 1) if number else 0.0
