"""What payroll should take on a pay date, reckoned from PlanSource's own coverages.

``docs/reference/deduction-lines.md`` and the shipped mapping file are written out once more in plain Python,
employee by employee and day by day; neither the package's code nor payroll rows are used, so that all would
have to make the same mistake.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

Version = dict[str, Any]

FIRST_BIWEEKLY = date(2026, 1, 9)
FIRST_WEEKLY = date(2026, 1, 2)
BIWEEKLY, SEMI_MONTHLY, WEEKLY, MONTHLY = 26, 24, 52, 12
FREQUENCIES = {BIWEEKLY: "biweekly", SEMI_MONTHLY: "semi-monthly", WEEKLY: "weekly", MONTHLY: "monthly"}
"""By the number of paydays a year with which a coverage was priced."""

ACCOUNTS = {"hcra", "dcra", "hsa"}
POSTTAX_CODES = {"medical": "MEDPT", "dental": "DENPT", "vision": "VISPT"}


class Codes(NamedTuple):
    """What the company's administrator entered with a plan."""

    own: str
    employer: str | None = None
    income: str | None = None


PLANS = {
    "silver_ppo": Codes("MED125", "MEDER", "MEDIMP"),
    "gold_ppo": Codes("MEDG125", "MEDER", "MEDIMP"),
    "bronze_hdhp": Codes("MEDH125", "MEDER", "MEDIMP"),
    "dental_base": Codes("DEN125", "DENER", "DENIMP"),
    "dental_plus": Codes("DEN125", "DENER", "DENIMP"),
    "vision": Codes("VIS125", "VISER", "VISIMP"),
    "basic_life": Codes("BLIFE", "BLIFER", "GTLIMP"),
    "basic_add": Codes("BADD", "BADDER"),
    "voluntary_life": Codes("VLIFE"),
    "voluntary_spouse_life": Codes("VLIFES"),
    "voluntary_child_life": Codes("VLIFEC"),
    "std": Codes("STD"),
    "ltd": Codes("LTD", "LTDER"),
    "hcra": Codes("FSAHC"),
    "dcra": Codes("FSADC"),
    "hsa": Codes("HSA", "HSAER"),
}


class Deduction(NamedTuple):
    """What payroll takes of one employee under one code on one pay date."""

    employee: str
    benefit: str
    code: str
    kind: str
    frequency: str


Taken = dict[Deduction, int]
"""Cents by deduction."""


# --- pay dates ----------------------------------------------------------------------------------------------


def is_pay_date(paydays: int, day: date) -> bool:
    if paydays == BIWEEKLY:
        return (day - FIRST_BIWEEKLY).days % 14 == 0
    if paydays == WEEKLY:
        return (day - FIRST_WEEKLY).days % 7 == 0
    last = (day + timedelta(days=1)).day == 1
    return last or (paydays == SEMI_MONTHLY and day.day == 15)


def period_begins(paydays: int, day: date) -> date:
    """Return the first day that a pay date pays; weekly and biweekly periods end six days before it."""
    if paydays in {BIWEEKLY, WEEKLY}:
        return day - timedelta(days=5 + (14 if paydays == BIWEEKLY else 7))
    return day.replace(day=16) if paydays == SEMI_MONTHLY and day.day > 15 else day.replace(day=1)


def days(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


# --- one benefit of one employee in one plan year -----------------------------------------------------------


def that_count(versions: Iterable[Version]) -> list[Version]:
    """Return the versions that ever count: an entry takes back all earlier ones of its day or later."""
    counting: list[Version] = []
    for one in versions:
        while counting and counting[-1]["change_effective_date"] >= one["change_effective_date"]:
            counting.pop()
        counting.append(one)
    return counting


def taken_with(version: Version, day: date) -> bool:
    """Tell whether payroll takes something by a version on a day on which it is in force."""
    paydays, ended = version["amounts"]["paydays"], version["termination_date"]
    if version["plan"] == "decline" or not is_pay_date(paydays, day):
        return False
    if ended is None:
        return True
    return version["change_effective_date"] <= ended and period_begins(paydays, day).isoformat() <= ended


@dataclass
class History:
    """The versions of one benefit in one plan year that count, first to last."""

    year: int
    versions: list[Version]

    def on(self, day: date) -> Version | None:
        """Return the version in force on a day, if payroll takes something by it."""
        begun = [one for one in self.versions if one["change_effective_date"] <= day.isoformat()]
        return begun[-1] if begun and taken_with(begun[-1], day) else None

    def until(self, version: Version) -> date:
        """Return the last day on which a version is in force."""
        later = self.versions[self.versions.index(version) + 1 :]
        end = date(self.year, 12, 31)
        return date.fromisoformat(later[0]["change_effective_date"]) - timedelta(days=1) if later else end


@dataclass
class Account:
    """An amount elected for the year and how it is spread; ``refused`` is the first rule that it breaks."""

    by_day: dict[date, int] = field(default_factory=dict)
    refused: str | None = None

    @classmethod
    def of(cls, history: History, member: str) -> "Account":
        spread, taken = cls(), 0
        for version in history.versions:
            elected = version["amounts"][member]
            if version["plan"] == "decline" or never_began(version) or not elected:
                continue
            by_day = spread._dealt(history, version, elected - taken)
            until = history.until(version)
            counted = {
                day: cents for day, cents in by_day.items() if day <= until and taken_with(version, day)
            }
            spread.by_day |= counted
            taken += sum(counted.values())
        return spread

    def _dealt(self, history: History, version: Version, left: int) -> dict[date, int]:
        """Divide what is left among the pay dates left of the year; the last one takes the odd cents."""
        begins = date.fromisoformat(version["change_effective_date"])
        paydays = version["amounts"]["paydays"]
        ahead = [day for day in days(begins, date(history.year, 12, 31)) if is_pay_date(paydays, day)]
        if left < 0 or (left and not ahead):
            self.refused = self.refused or ("account.below_taken" if left < 0 else "account.no_paydays")
            return {}
        if not ahead:
            return {}
        each = (2 * left + len(ahead)) // (2 * len(ahead))
        if each * (len(ahead) - 1) > left:
            each = left // len(ahead)
        return dict.fromkeys(ahead, each) | {ahead[-1]: left - each * (len(ahead) - 1)}


def never_began(version: Version) -> bool:
    ended = version["termination_date"]
    return ended is not None and ended < version["change_effective_date"]


# --- everybody ----------------------------------------------------------------------------------------------


class Coverages:
    """Everyone's coverages as PlanSource stores them."""

    def __init__(self, coverages: Iterable[Version], subscribers: Iterable[dict[str, Any]]) -> None:
        codes = {
            one["id"]: one["subscriber_code"]
            for one in subscribers
            if not (one.get("test_employee") or one.get("hide_from_payroll"))
        }
        grouped: defaultdict[tuple[str, str, int], list[Version]] = defaultdict(list)
        for one in coverages:
            if one["subscriber_id"] in codes:
                grouped[codes[one["subscriber_id"]], one["benefit"], one["plan_year"]].append(one)
        self.histories = {key: History(key[2], that_count(versions)) for key, versions in grouped.items()}
        self._accounts: dict[tuple[str, str, int, str], Account] = {}

    def taken_on(self, day: date) -> Taken:
        """Return what payroll takes on a day from everybody for whom it is a pay date."""
        taken: Taken = {}
        for (employee, benefit, year), history in self.histories.items():
            version = history.on(day) if year == day.year else None
            if version is None:
                continue
            frequency = FREQUENCIES[version["amounts"]["paydays"]]
            for kind, code, cents in self._parts(employee, benefit, year, version, day):
                if cents:
                    taken[Deduction(employee, benefit, code or "", kind, frequency)] = cents
        return taken

    def refused(self) -> dict[tuple[str, str, int], str]:
        """Return the account elections that cannot be spread: (employee, benefit, year) -> rule."""
        found = {}
        for employee, benefit, year in self.histories:
            if benefit in ACCOUNTS:
                for member in ("subscriber_fsa", "org_fsa"):
                    rule = self._account(employee, benefit, year, member).refused
                    if rule:
                        found.setdefault((employee, benefit, year), rule)
        return found

    def _parts(
        self, employee: str, benefit: str, year: int, version: Version, day: date
    ) -> list[tuple[str, str | None, int]]:
        amounts, codes = version["amounts"], PLANS[version["plan"]]
        if benefit in ACCOUNTS:
            own, org = (
                self._account(employee, benefit, year, member).by_day.get(day, 0)
                for member in ("subscriber_fsa", "org_fsa")
            )
            return [("pretax", codes.own, own), ("employer", codes.employer, org)]
        return [
            ("pretax", codes.own, amounts["pretax"]),
            ("posttax", POSTTAX_CODES.get(benefit, codes.own), amounts["posttax"]),
            ("employer", codes.employer, amounts["org"]),
            ("earning", codes.income, amounts["imputed"] + amounts["dp_sub"] + amounts["dp_org"]),
        ]

    def _account(self, employee: str, benefit: str, year: int, member: str) -> Account:
        key = (employee, benefit, year, member)
        if key not in self._accounts:
            self._accounts[key] = Account.of(self.histories[key[:3]], member)
        return self._accounts[key]
