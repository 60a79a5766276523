"""A company whose payroll rows go wrong, and somebody who puts refused records right on the pages."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from benefits_sync.mapping.deductions import load_deduction_mapping
from benefits_sync.models.runs import RunSummary
from tests.pipeline.company import Company
from tests.pipeline.deductions_site import DeductionSite
from tests.pipeline.site import ROOT, Sandbox
from tests.ui.assistant.conftest import Administrator, Page, World, at_the_time_of, connect
from tests.ui.conftest import PASSWORD


def wrong(**members: Any) -> dict[str, Any]:
    return {"set": members}


def beside(**members: Any) -> dict[str, Any]:
    """Return a wrong row that stands beside the right one."""
    return {"set": members, "add": True}


@dataclass(frozen=True)
class Cause:
    """A refusal: how the row goes wrong, and what puts it right.

    ``typed`` are values of the page's form, ``added`` is a code for everybody. ``other`` is the rule that
    refuses another row of the benefit: then the form is that of the other row's page. ``nth`` tells rows of
    one benefit, plan year and day apart.
    """

    rule: str
    rows: tuple[dict[str, Any], ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    added: str | None = None
    other: str | None = None
    benefit: str = "dental"
    nth: int = 1


@dataclass
class Payroll:
    """An installation whose first import is done, and somebody at its pages."""

    site: DeductionSite
    world: World
    olga: Administrator
    people: Iterator[str]

    def spoil(self, code: str, cause: Cause) -> None:
        for row in cause.rows:
            body = {"subscriber_code": code, "benefit": cause.benefit, **row}
            self.site.sandbox.call("POST", "plansource/payroll_rows", body)

    def mend(self, code: str) -> None:
        self.site.sandbox.call("DELETE", f"plansource/payroll_rows?subscriber_code={code}")

    def refused(self, reference_id: str, code: str | None, cause: Cause, rule: str | None = None) -> int:
        """Return the number of the rejection of somebody's row by the cause's rule or ``rule``."""
        rule = rule or cause.rule
        with self.world.ledger() as ledger:
            rows = ledger.rejections.list(reference_id)
        mine = rows["source_id"].eq(code) if code else rows["source_id"].isna()
        mine &= rows["rule"].eq(rule)
        if cause.nth > 1:
            mine &= rows["source_row"].str.endswith(f"|{cause.nth}")
        assert mine.any(), f"{code} was not refused by {rule}: {rows[rows['source_id'].eq(code)]}"
        return int(rows.loc[mine, "id"].iloc[0])

    def fix(self, number: int, page: Page, cause: Cause) -> Page:
        """Do what the page offers."""
        if cause.added is not None:
            form = {**page.fields("/add"), "target_value": cause.added}
            return self.olga.post(f"/assistant/rejections/{number}/add", form)
        return self.olga.correct(number, page, **cause.typed)

    def resubmit(self, reference_id: str) -> RunSummary:
        """Send all that a run refused again, and make the run that Airflow would make."""
        shown = self.olga.get(f"/assistant?run={reference_id}").fields("/assistant/resubmit")
        answer = self.olga.post("/assistant/resubmit", {**shown, "scope": "all"})
        number = self.world.resubmission_at(answer)
        return self.site.run(f"resubmission__{number}", resubmission=number)


@contextmanager
def opened(server: TestClient, folder: Path, employees: int, electing: int) -> Iterator[Payroll]:
    """Import a company's first elections and sign in at its pages.

    ``electing`` of the people have a dental plan and an account. Payroll takes no partner's premium in two
    parts.
    """
    sandbox = Sandbox.start("--employees", str(employees), "--seed", "3", "--today", "2026-03-04")
    shutil.copytree(ROOT / "include", folder / "include")
    file = folder / "include" / "mappings" / "deductions_import.yaml"
    text = file.read_text("utf-8").replace("domestic_partner: both", "domestic_partner: reject")
    file.write_text(text, "utf-8")
    site = DeductionSite(sandbox, folder, mapping=load_deduction_mapping(file))
    site.export(delta=False)
    sandbox.call("POST", "plansource/elect_everyone", {})
    company = Company(sandbox, site.demographics)
    numbers = company.people()
    codes = [numbers[person]["fields"]["employeeNumber"] for person in company.ordinary()][:electing]
    for code in codes:
        elected = {"subscriber_code": code, "benefit": "hcra", "amount": 1200}
        sandbox.call("POST", "plansource/elect", elected)
        sandbox.call("POST", "plansource/elect", {"subscriber_code": code, "benefit": "dental"})
    run = site.first()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BENEFITS_SYNC_INCLUDE", str(folder / "include"))
        at_the_time_of(site, environment)
        connect(environment, site)
        answer = server.post("/auth/token", json={"username": "olga", "password": PASSWORD})
        olga = Administrator(server, {"Authorization": f"Bearer {answer.json()['access_token']}"}, "olga")
        yield Payroll(site, World(company, run), olga, iter(codes))
    sandbox.stop()
