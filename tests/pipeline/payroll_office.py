"""An installation whose payroll file goes to a real SFTP server, and what payroll finds in both targets."""

import csv
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from benefits_sync.clients.patience import Patience
from benefits_sync.clients.payroll_file.writer import PayrollFileWriter
from benefits_sync.hooks.payroll_sftp import PayrollSFTPHook
from benefits_sync.pipeline.integration import Writer
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.rejection_listing import RejectionFilter
from tests.pipeline.company import Company
from tests.pipeline.deductions_site import FILE, TABLE, DeductionSite
from tests.pipeline.expected_deductions import FREQUENCIES, Deduction, Taken, is_pay_date
from tests.pipeline.site import HURRIED, KEY, Sandbox
from tests.services.sshd import SFTPServer

CONNECTION = "AIRFLOW_CONN_PAYROLL_SFTP"
DELIVERED = "benefit_deductions.csv"
TARGETS = (TABLE, FILE)

KEY_PARTS = ("employee", "plan_year", "benefit", "code", "start_date")

Line = dict[str, str]
"""One line as payroll finds it, by our names."""


class OfficeSite(DeductionSite):
    """A `DeductionSite` that delivers its file as the connection ``payroll_sftp`` says."""

    @asynccontextmanager
    async def lines_of_payroll(self, expected: int) -> AsyncIterator[Writer]:
        if self.target != FILE:
            async with super().lines_of_payroll(expected) as writer:
                yield writer
            return
        async with PayrollSFTPHook().folder() as folder:
            yield PayrollFileWriter(folder, self.layout)


class Office:
    """A company, our installation there, and its two payrolls."""

    def __init__(
        self, sandbox: Sandbox, home: Path, server: SFTPServer, patience: Patience = HURRIED
    ) -> None:
        self.sandbox = sandbox
        self.server = server
        self.table = OfficeSite(sandbox, home / "site", patience=patience)
        self.file = self.table.into(FILE)
        self.company = Company(sandbox, self.table.demographics)

    def site(self, target: str) -> DeductionSite:
        return self.table if target == TABLE else self.file

    @contextmanager
    def signed_in(self, client: str = "writer", **extra: Any) -> Iterator[Self]:
        """Let our connection be that of a client, as its administrator would define it."""
        before = os.environ.get(CONNECTION)
        os.environ[CONNECTION] = json.dumps(self.server.connection(client, **extra))
        try:
            yield self
        finally:
            if before is None:
                del os.environ[CONNECTION]
            else:
                os.environ[CONNECTION] = before

    def plansource(self, control: str, **body: Any) -> Any:
        """Let an employee or an administrator do something in PlanSource."""
        return self.sandbox.call("POST", f"plansource/{control}", body)

    def elect(self) -> None:
        """Export everybody and let everyone elect."""
        self.table.export("first export", delta=False)
        self.plansource("elect_everyone")

    def open(self) -> None:
        """Let everyone elect, and make the first imports."""
        self.elect()
        for target in TARGETS:
            self.site(target).first(delta=False)

    def refused(self, target: str) -> set[tuple[str, str]]:
        """Return the people and rules of the rejections that are open."""
        with Ledger.open(self.table.demographics.ledger_url, KEY) as ledger:
            found = ledger.refused.every(RejectionFilter(TARGETS, integration=target))
        return {(one.source_id or "", one.rule) for one in found}

    # --- what payroll finds ---------------------------------------------------------------------

    def lines(self, target: str) -> list[Line]:
        return table_lines(self.sandbox) if target == TABLE else self.file_lines()

    def held(self) -> dict[str, list[tuple[str, ...]]]:
        """Return the live lines of each target."""
        return {target: live(self.lines(target)) for target in TARGETS}

    def repeated(self) -> list[str]:
        """Return the lines, void ones too, that stand in the table more than once."""
        keys = Counter("|".join(line[name] for name in KEY_PARTS) for line in self.lines(TABLE))
        return sorted(key for key, times in keys.items() if times > 1)

    def file_lines(self) -> list[Line]:
        return file_lines(self.delivered()) if self.visible_files() else []

    def delivered(self) -> str:
        return (self.server.folder / DELIVERED).read_text(encoding="utf-8")

    def visible_files(self) -> list[str]:
        return sorted(path.name for path in self.server.folder.iterdir() if not path.name.startswith("."))


COLUMNS = {
    "planYear": "plan_year",
    "benefit": "benefit",
    "deductionCode": "code",
    "kind": "kind",
    "startDate": "start_date",
    "endDate": "end_date",
    "amount": "amount",
    "annualAmount": "annual_amount",
    "frequency": "frequency",
}
HEADERS = {
    "Employee Number": "employee",
    "Plan Year Start": "plan_year",
    "Benefit": "benefit",
    "Deduction Code": "code",
    "Kind": "kind",
    "Start Date": "start_date",
    "End Date": "end_date",
    "Amount Per Pay": "amount",
    "Annual Amount": "annual_amount",
    "Pay Frequency": "frequency",
}


def table_lines(sandbox: Sandbox) -> list[Line]:
    """Return the rows of the deductions table as BambooHR stores them, void ones too."""
    return [
        {"employee": person["fields"]["employeeNumber"]}
        | {ours: row.get(theirs) or "" for theirs, ours in COLUMNS.items()}
        for person in sandbox.call("GET", "bamboohr/employees")
        for row in person["tables"].get("customDeductions", ())
    ]


def file_lines(text: str) -> list[Line]:
    """Return the rows of a payroll file."""
    return [{HEADERS[name]: row[name] for name in HEADERS} for row in csv.DictReader(text.splitlines())]


def taken(lines: Iterable[Line], day: date) -> Taken:
    """Return what payroll takes on a day, as its manual says: each line that has begun and not ended.

    A line that stands there twice is taken twice.
    """
    found: Taken = {}
    paydays = {label: number for number, label in FREQUENCIES.items()}
    today = day.isoformat()
    paid = {label for label, number in paydays.items() if is_pay_date(number, day)}
    for line in lines:
        if line["start_date"] <= today <= line["end_date"] and line["frequency"] in paid:
            key = Deduction(*(line[name] for name in ("employee", "benefit", "code", "kind", "frequency")))
            found[key] = found.get(key, 0) + int(Decimal(line["amount"]) * 100)
    return found


def live(lines: Iterable[Line]) -> list[tuple[str, ...]]:
    """Return the lines that are taken on any day at all, sorted, as often as they stand there."""
    return sorted(tuple(line.values()) for line in lines if line["start_date"] <= line["end_date"])
