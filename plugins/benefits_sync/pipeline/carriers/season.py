"""Which plan year a file tells, and whether the carrier takes it at this time of the year."""

from datetime import date, timedelta
from typing import Final, NamedTuple, Self

import pandas as pd

from benefits_sync.domain.carriers.schedule import (
    current_year_objection,
    enrollment_objection,
    plan_year_of_usual_files,
)
from benefits_sync.errors import ParameterError
from benefits_sync.mapping.carriers.file import Kind
from benefits_sync.pipeline.carriers.bench import CarrierBench, CarrierOrder
from benefits_sync.store.carriers.listing import FileFilter

_ENROLLMENT_LASTS: Final = timedelta(days=366)


class PlanYears(NamedTuple):
    """First days of the plan years that elections name, around a day; None where there is none."""

    current: date | None
    coming: date | None

    @classmethod
    def of(cls, elections: pd.DataFrame, day: date) -> Self:
        """Find the plan years in which people have elected."""
        starts = sorted({date.fromisoformat(start) for start in elections["plan_year_starts_on"].dropna()})
        begun = [start for start in starts if start <= day]
        coming = [start for start in starts if start > day]
        return cls(begun[-1] if begun else None, coming[0] if coming else None)

    def told(self, bench: CarrierBench, order: CarrierOrder) -> date | None:
        """Return the first day of the plan year that a file tells."""
        if order.plan_year == "next":
            return self.coming
        if self.coming is None or self.current is None:
            return self.current
        rules = bench.profile.file.open_enrollment
        return plan_year_of_usual_files(rules, order.as_of, self.coming, self.current)


def refuse_out_of_season(bench: CarrierBench, order: CarrierOrder, years: PlanYears) -> None:
    """Refuse a file that the carrier does not take at this time of the year; a dry run is always made.

    Raises:
        ParameterError: The message says when it would be taken.
    """
    objection = _objection(bench, order, years.coming)
    if objection is not None:
        raise ParameterError(f"{bench.profile.name}: {objection}")


def refuse_earlier_day(bench: CarrierBench, order: CarrierOrder, last_file: date | None) -> None:
    """Refuse a file that is true for a day before the last one's: it would take back what that one told.

    An audit changes nothing of what the carrier believes, and a rehearsal tells nobody: both are always made.

    Raises:
        ParameterError: The message says since when files may be.
    """
    tells = not order.dry_run and order.kind is not Kind.AUDIT
    if tells and last_file is not None and order.as_of < last_file:
        raise ParameterError(
            f"as_of: {bench.profile.name} has a file as of {last_file} already, and one as of "
            f"{order.as_of} would take back what that told; leave the field empty"
        )


def _objection(bench: CarrierBench, order: CarrierOrder, coming: date | None) -> str | None:
    rules, schedule = bench.profile.file.open_enrollment, bench.profile.schedule
    if order.plan_year == "next":
        if rules is None:
            return "its profile has no `file.open_enrollment`, so no file of the next plan year can be made"
        if coming is None:
            return "nobody has elected anything for the next plan year yet"
        if order.dry_run:
            return None
        return enrollment_objection(schedule, rules, order.as_of, coming, order.notice_given_on)
    if coming is None or order.dry_run:
        return None
    return current_year_objection(rules, _enrollment_sent_on(bench, order, coming), order.as_of, coming)


def _enrollment_sent_on(bench: CarrierBench, order: CarrierOrder, coming: date) -> date | None:
    """Return when the file of the coming plan year went out, if it did."""
    wanted = FileFilter(
        carriers=[bench.profile.name], usage=order.usage, created_from=bench.now() - _ENROLLMENT_LASTS
    )
    sent = [
        file.delivered_at.date()
        for file in bench.ledger.listing.page(wanted)
        if file.plan_year == coming and file.delivered_at is not None
    ]
    return min(sent, default=None)
