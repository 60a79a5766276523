"""Which calls find the payroll rows of a plan year, and who of them changed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Self

from benefits_sync.clients.columns import Columns
from benefits_sync.clients.plansource.payroll_pages import PayrollPages
from benefits_sync.clients.plansource.payroll_rows import PayrollPage
from benefits_sync.clients.plansource.payroll_window import (
    RangeMeaning,
    Window,
    day_telling,
    moment_telling,
)
from benefits_sync.clients.plansource.roster import PER_PAGE
from benefits_sync.errors import ParameterError
from benefits_sync.models.reading import ReadRequest

FEW: Final = 10
"""Up to this many people are read one by one, however few pages there are: others' data stays where it is."""

_SAMPLE: Final = 50
_A_DAY: Final = timedelta(days=1)
_A_YEAR: Final = timedelta(days=366)
_AHEAD_OF_UTC: Final = timedelta(hours=14)
"""The first place on earth reaches a day this long before UTC does."""


@dataclass(frozen=True, slots=True)
class PlanYear:
    """The ranges to ask for: the plan year itself, and with it the years in which it may be changed.

    ``changed_from`` is the moment from which on changes are looked for at least.
    """

    itself: Window
    around: Window
    changed_from: datetime | None

    @classmethod
    def of(cls, request: ReadRequest) -> Self:
        """Take the plan year from a request's options.

        Raises:
            ParameterError: If the options do not name one.
        """
        options = request.options
        try:
            first, last = (date.fromisoformat(str(options[f"plan_year_{end}"])) for end in ("starts", "ends"))
        except (KeyError, ValueError):
            raise ParameterError("the run does not say which plan year it is about") from None
        stated = options.get("plan_year_start_date")
        return cls(
            Window(first, last + _A_DAY),
            Window(first - _A_YEAR, max(last, request.as_of) + _A_YEAR),
            _day_begins(date.fromisoformat(str(stated))) if stated else None,
        )


class PayrollSearch:
    """Finds rows of one plan year, and learns on the way what the vendor tests with a range.

    Args:
        pages: Reads pages.
        year: The plan year.
    """

    def __init__(self, pages: PayrollPages, year: PlanYear) -> None:
        self._pages = pages
        self._year = year
        self._meaning = RangeMeaning()
        self._sample: PayrollPage | None = None

    async def whole_year(self) -> list[Columns]:
        """Return everyone's rows: of the plan year, or of the years around it where only those hold all."""
        first = await self._pages.page(self._year.itself, per_page=PER_PAGE)
        self._meaning.learn(self._year.itself, first.rows)
        if not self._meaning.effective:
            await self._try(day_telling(first.rows))
        if self._meaning.effective:
            return await self._pages.all(self._year.itself, first)
        return await self._pages.all(self._year.around)

    async def entered(self, window: Window) -> list[Columns] | None:
        """Return rows among which is every one entered in a range; None when the vendor cannot tell."""
        found = await self._pages.all(window)
        for page in found:
            self._meaning.learn(window, page)
        return found if await self._finds_what_was_entered() else None

    async def fewer_one_by_one(self, number: int) -> bool:
        """Tell whether a call for each person takes fewer calls than all pages."""
        if number <= FEW:
            return True
        total = (await self._sampled()).total
        return total is not None and number <= -(-total // PER_PAGE)

    async def _finds_what_was_entered(self) -> bool:
        if not self._meaning.entered:
            sample = (await self._sampled()).rows
            if not sample.size:
                return True  # nobody has rows, so that none was changed
            self._meaning.learn(self._year.itself, sample)
            if not self._meaning.entered:
                await self._try(moment_telling(sample))
        return self._meaning.entered

    async def _try(self, window: Window | None) -> None:
        """Learn from a range that holds a known row by one test alone."""
        if window is not None:
            self._meaning.learn(window, (await self._pages.page(window, per_page=_SAMPLE)).rows)

    async def _sampled(self) -> PayrollPage:
        if self._sample is None:
            self._sample = await self._pages.page(self._year.itself, per_page=_SAMPLE)
        return self._sample


def _day_begins(day: date) -> datetime:
    return datetime.combine(day, time(), UTC) - _AHEAD_OF_UTC
