"""When the watermark may advance."""

from datetime import UTC, date, datetime, timedelta

from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.demographic_export import DEMOGRAPHIC_EXPORT
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.watermark import advanced, watermark_key

READ_TO = datetime(2026, 11, 20, 12, tzinfo=UTC)
BEFORE = READ_TO - timedelta(hours=1)


def read(
    since: datetime | None = BEFORE - timedelta(minutes=5), *, dry_run: bool = False, named: bool = False
) -> Extract:
    return Extract(
        reference_id="20261120-00",
        folder="f",
        as_of=date(2026, 11, 20),
        everyone=since is None,
        since=since,
        read_at=READ_TO,
        watermark=READ_TO,
        records=0,
        withheld=(),
        deleted=0,
        hidden=0,
        roster_size=None,
        compare_all=since is None,
        named=named,
        dry_run=dry_run,
        calls={},
    )


def test_a_delta_run_advances_it() -> None:
    assert advanced(read(), current=BEFORE) == READ_TO


def test_a_full_run_advances_it() -> None:
    assert advanced(read(None), current=BEFORE) == READ_TO


def test_a_run_for_named_people_says_nothing_about_the_others() -> None:
    assert advanced(read(named=True), current=BEFORE) is None


def test_a_dry_run_leaves_it() -> None:
    assert advanced(read(dry_run=True), current=BEFORE) is None


def test_a_lookback_that_starts_after_it_would_leave_a_gap() -> None:
    assert advanced(read(BEFORE + timedelta(minutes=1)), current=BEFORE) is None


def test_a_lookback_on_a_first_run_leaves_it_unset() -> None:
    assert advanced(read(BEFORE), current=None) is None


def test_it_never_goes_back() -> None:
    assert advanced(read(), current=READ_TO + timedelta(minutes=1)) is None


def test_a_source_that_is_read_whole_has_one_watermark() -> None:
    assert watermark_key(DEMOGRAPHIC_EXPORT, {"plan_year_starts": "2026-01-01"}) == "watermark"


def test_a_source_that_is_read_in_parts_has_one_for_each() -> None:
    options = {"plan_year": "current", "plan_year_starts": "2026-01-01"}
    assert watermark_key(DEDUCTIONS["deductions_import"], options) == "watermark.2026-01-01"
