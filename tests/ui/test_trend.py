"""The chart of the last runs: bars that can be compared, and none where there is nothing to compare."""

from itertools import pairwise

from benefits_sync.models.runs import Counts, IntegrationType, RunStatus, RunSummary
from benefits_sync.ui.trend import LEAST, REFUSED_HEIGHT, WIDTH, WRITTEN_HEIGHT, trend_of
from tests.store.samples import EXPORT, NOW


def run(name, created=0, rejected=0):
    return RunSummary(
        reference_id=name,
        run_name=name,
        integration=EXPORT,
        type=IntegrationType.EXPORT,
        user="dana",
        status=RunStatus.COMPLETED,
        started_at=NOW,
        delta=True,
        mapping_version="1",
        counts=Counts(created=created, rejected=rejected),
    )


def test_one_run_is_no_trend():
    assert trend_of([run("a")], "a") is None


def test_the_largest_run_fills_its_row():
    largest = trend_of([run("a", 10, 1), run("b", 40, 4)], "b").bars[1]
    assert (largest.written, largest.refused) == (WRITTEN_HEIGHT, REFUSED_HEIGHT)


def test_bars_are_in_proportion():
    assert trend_of([run("a", 10), run("b", 40)], "b").bars[0].written == WRITTEN_HEIGHT / 4


def test_one_record_can_be_seen_beside_a_thousand():
    assert trend_of([run("a", 1), run("b", 100_000)], "b").bars[0].written == LEAST


def test_nothing_is_drawn_for_nothing():
    quiet = trend_of([run("a"), run("b")], "b")
    assert [(bar.written, bar.refused) for bar in quiet.bars] == [(0.0, 0.0)] * 2


def test_the_run_of_the_page_is_marked():
    assert [bar.here for bar in trend_of([run("a"), run("b")], "b").bars] == [False, True]


def test_twenty_bars_fit_beside_one_another():
    bars = trend_of([run(f"r{number}", number) for number in range(20)], "r19").bars
    assert all(left.x + left.width < right.x for left, right in pairwise(bars))
    assert bars[-1].x + bars[-1].width <= WIDTH
