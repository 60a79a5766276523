"""Every way in which a deduction is refused: seen on the page, put right there, sent again, accepted."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from benefits_sync.domain.deductions.row_rules import CODE_UNMAPPED, ROW_RULES
from benefits_sync.domain.deductions.rules import RULES
from benefits_sync.mapping.deductions import load_deduction_mapping
from tests.pipeline.company import Company
from tests.pipeline.deductions_site import FILE, DeductionSite
from tests.pipeline.site import ROOT, Sandbox
from tests.ui.assistant.conftest import Page, Person, World, at_the_time_of, connections
from tests.ui.conftest import PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

BIWEEKLY = {"subscriber_pay_frequency": "Biweekly (26 per year)", "subscriber_total_paydays": 26}
BEFORE_TAX = {
    "subscriber_premium": "20.0",
    "subscriber_pretax_premium": "20.0",
    "subscriber_posttax_premium": "0.0",
}
AFTER_TAX = {
    "subscriber_premium": "20.0",
    "subscriber_pretax_premium": "0.0",
    "subscriber_posttax_premium": "20.0",
}
PARTNER = {
    "subscriber_premium": "50.0",
    "subscriber_pretax_premium": "30.0",
    "subscriber_posttax_premium": "20.0",
    "dp_org_imputed_income": "5.0",
    "plan_partner_code_2": "DENDP",
}
UNTOLD = {"current": None, "created_at": None}


def wrong(**members: Any) -> dict[str, Any]:
    return {"set": members}


def beside(**members: Any) -> dict[str, Any]:
    """Return a wrong row that stands beside the right one."""
    return {"set": members, "add": True}


@dataclass(frozen=True)
class Cause:
    """A refusal: how the row goes wrong, and what puts it right.

    ``typed`` are values of the page's form, ``added`` is a code for everybody, ``where`` says of what only an
    administrator elsewhere can mend. ``nth`` tells rows of one benefit, plan year and day apart.
    """

    rule: str
    rows: tuple[dict[str, Any], ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    added: str | None = None
    mended: bool = False
    benefit: str = "dental"
    nth: int = 1


CAUSES = {
    "a benefit without a code": Cause(
        "benefit.missing", (wrong(benefit_lookup_code=None),), {"benefit_lookup_code": "dental"}
    ),
    "a plan year that does not exist": Cause(
        "plan_year.unknown",
        ({"defect": "unknown_plan_year"},),
        {"org_plan_year_starts": "2026-01-01", "org_plan_year_ends": "2026-12-31"},
    ),
    "no date": Cause(
        "date.missing", (wrong(change_effective_date=None),), {"change_effective_date": "2026-03-10"}
    ),
    "a day that does not exist": Cause(
        "date.invalid", (wrong(termination_date="2026/02/30"),), {"termination_date": ""}
    ),
    "a stop before the start": Cause(
        "dates.reversed", ({"defect": "start_after_stop"},), {"termination_date": ""}
    ),
    "a start after the plan year": Cause(
        "dates.reversed",
        (wrong(change_effective_date="2027/02/01"),),
        {"change_effective_date": "2026-03-10"},
    ),
    "two current rows": Cause("current.repeated", ({"defect": "two_current"},), {"current": "PA"}, nth=2),
    "two rows of one day": Cause(
        "history.ambiguous",
        (wrong(**UNTOLD), beside(**UNTOLD)),
        {"change_effective_date": "2026-06-01"},
        nth=2,
    ),
    "no amount": Cause("amount.missing", (wrong(org_premium=None),), {"org_premium": "12.00"}),
    "an amount that is no number": Cause(
        "amount.invalid", (wrong(org_premium="free"),), {"org_premium": "12.00"}
    ),
    "a negative amount": Cause("amount.negative", (wrong(org_premium="-5.0"),), {"org_premium": "5.00"}),
    "parts that do not add up": Cause(
        "split.mismatch",
        (wrong(**{**BEFORE_TAX, "subscriber_premium": "99.0"}),),
        {"subscriber_premium": "20.00"},
    ),
    "a pay frequency that nobody has": Cause(
        "frequency.unknown",
        ({"defect": "unknown_frequency"},),
        {"subscriber_pay_frequency": "Biweekly (26 per year)", "subscriber_total_paydays": "26"},
    ),
    "a number of paydays of another frequency": Cause(
        "paydays.mismatch",
        (wrong(**{**BIWEEKLY, "subscriber_total_paydays": 7}),),
        {"subscriber_total_paydays": "26"},
    ),
    "an account after the last pay date": Cause(
        "account.no_paydays",
        (wrong(**BIWEEKLY, change_effective_date="2026/12/31"),),
        {"change_effective_date": "2026-03-10"},
        benefit="hcra",
    ),
    "an account below what was taken": Cause(
        "account.below_taken",
        (
            wrong(current="PA"),
            beside(subscriber_fsa_amount="10.0", change_effective_date="2026/12/01"),
        ),
        {"subscriber_fsa_amount": "1200.00"},
        benefit="hcra",
    ),
    "no code before tax": Cause(
        CODE_UNMAPPED.name, (wrong(**BEFORE_TAX, plan_payroll_mapping_code=None),), added="DENX"
    ),
    "no code after tax": Cause(
        CODE_UNMAPPED.name,
        (wrong(**AFTER_TAX, plan_payroll_mapping_code=None),),
        added="ADDX",
        benefit="basic_add",
    ),
    "no code of the employer's part": Cause(
        CODE_UNMAPPED.name, (wrong(org_premium="9.0", plan_partner_code_1=None),), added="DENER"
    ),
    "no code of a taxable value": Cause(
        CODE_UNMAPPED.name, (wrong(imputed_income="3.0", plan_partner_code_2=None),), added="DENIMP"
    ),
    "one code for two parts": Cause(
        "code.repeated",
        (
            wrong(
                **BEFORE_TAX,
                org_premium="9.0",
                plan_payroll_mapping_code="TWICE",
                plan_partner_code_1="TWICE",
            ),
        ),
        {"plan_partner_code_1": "DENORG"},
    ),
    "a partner's premium on both sides of tax": Cause(
        "domestic_partner.split",
        (wrong(**PARTNER),),
        {"subscriber_pretax_premium": "0", "subscriber_posttax_premium": "50.00"},
    ),
    "a benefit with another row that is refused": Cause(
        "benefit.held_back",
        (
            wrong(termination_date="2026/06/30"),
            beside(org_premium="-5.0", change_effective_date="2026/02/01", current="PA"),
        ),
        mended=True,
    ),
}
"""What can be wrong with the rows of one employee's benefit."""

NOBODY = Cause("employee.missing", (beside(subscriber_code=None),), mended=True)

IMPOSSIBLE = {"line.missing", "line.duplicate", "line.other_employee"}
"""Rules against mistakes of mappings and targets that neither vendor's sandbox can be brought to make."""

PAYROLL = {
    400: "row.incomplete",
    406: "column.value",
    409: "payroll.conflict",
    412: "pay_schedule.inactive",
}
"""How BambooHR answers a row that it refuses, and the rule by which the refusal is known."""


@dataclass
class Story:
    """What the pages said of each refusal, and what became of it."""

    pages: dict[str, Page] = field(default_factory=dict)
    answers: dict[str, Page] = field(default_factory=dict)
    became: dict[str, str] = field(default_factory=dict)


@dataclass
class Payroll:
    """An installation whose first import is done, and somebody at its pages."""

    site: DeductionSite
    world: World
    olga: Person
    people: Iterator[str]

    def spoil(self, code: str, cause: Cause) -> None:
        for row in cause.rows:
            body = {"subscriber_code": code, "benefit": cause.benefit, **row}
            self.site.sandbox.call("POST", "plansource/payroll_rows", body)

    def mend(self, code: str) -> None:
        self.site.sandbox.call("DELETE", f"plansource/payroll_rows?subscriber_code={code}")

    def refused(self, reference_id: str, code: str | None, cause: Cause) -> int:
        """Return the number of the rejection of a person's row, or of nobody's, by the cause's rule."""
        with self.world.ledger() as ledger:
            rows = ledger.rejections.list(reference_id)
        mine = rows["source_id"].eq(code) if code else rows["source_id"].isna()
        mine &= rows["rule"].eq(cause.rule)
        if cause.nth > 1:
            mine &= rows["source_row"].str.endswith(f"|{cause.nth}")
        assert mine.any(), f"{code} was not refused by {cause.rule}: {rows[rows['source_id'].eq(code)]}"
        return int(rows.loc[mine, "id"].iloc[0])

    def fix(self, number: int, page: Page, cause: Cause, code: str) -> Page:
        """Do what the page offers, or mend the rows in PlanSource and send them as they are."""
        if cause.added is not None:
            form = {**page.fields("/add"), "target_value": cause.added}
            return self.olga.post(f"/assistant/rejections/{number}/add", form)
        if cause.typed:
            return self.olga.correct(number, page, **cause.typed)
        self.mend(code)
        return self.olga.get(f"/assistant/rejections/{number}")

    def resubmit(self, reference_id: str) -> None:
        """Send all that a run refused again, and make the run that Airflow would make."""
        shown = self.olga.get(f"/assistant?run={reference_id}").fields("/assistant/resubmit")
        answer = self.olga.post("/assistant/resubmit", {**shown, "scope": "all"})
        number = self.world.resubmission_at(answer)
        self.site.run(f"resubmission__{number}", resubmission=number)


@pytest.fixture(scope="module")
def payroll(
    server: TestClient, dags_are_on: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Payroll]:
    """A company with elections, whose payroll takes no partner's premium in two parts."""
    sandbox = Sandbox.start("--employees", "170", "--seed", "3", "--today", "2026-03-04")
    folder = tmp_path_factory.mktemp("deductions")
    shutil.copytree(ROOT / "include", folder / "include")
    file = folder / "include" / "mappings" / "deductions_import.yaml"
    file.write_text(
        file.read_text("utf-8").replace("domestic_partner: both", "domestic_partner: reject"), "utf-8"
    )
    site = DeductionSite(sandbox, folder, mapping=load_deduction_mapping(file))
    site.export(delta=False)
    sandbox.call("POST", "plansource/elect_everyone", {})
    company = Company(sandbox, site.demographics)
    codes = [company.number(person) for person in company.ordinary()]
    for code in codes[: len(CAUSES) + 12]:
        elected = {"subscriber_code": code, "benefit": "hcra", "amount": 1200}
        sandbox.call("POST", "plansource/elect", elected)
        sandbox.call("POST", "plansource/elect", {"subscriber_code": code, "benefit": "dental"})
    run = site.first()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BENEFITS_SYNC_INCLUDE", str(folder / "include"))
        at_the_time_of(site, environment)
        for name, fields in connections(site).items():
            environment.setenv(f"AIRFLOW_CONN_{name.upper()}", json.dumps(fields))
        answer = server.post("/auth/token", json={"username": "olga", "password": PASSWORD})
        olga = Person(server, {"Authorization": f"Bearer {answer.json()['access_token']}"}, "olga")
        yield Payroll(site, World(company, run), olga, iter(codes))
    sandbox.stop()


@pytest.fixture(scope="module")
def story(payroll: Payroll) -> Story:
    """Every row goes wrong for somebody, is put right, and is sent again."""
    told, who = Story(), {case: next(payroll.people) for case in CAUSES}
    for case, cause in CAUSES.items():
        payroll.spoil(who[case], cause)
    reference_id = payroll.site.run("bad day").reference_id
    numbers = {case: payroll.refused(reference_id, who[case], cause) for case, cause in CAUSES.items()}
    for case, cause in CAUSES.items():
        told.pages[case] = payroll.olga.post(f"/assistant/rejections/{numbers[case]}/look")
        told.answers[case] = payroll.fix(numbers[case], told.pages[case], cause, who[case])
    payroll.resubmit(reference_id)
    told.became = {case: payroll.world.status(number) for case, number in numbers.items()}
    return told


def test_every_rule_has_its_cause():
    named = {cause.rule for cause in (*CAUSES.values(), NOBODY)}
    assert named | IMPOSSIBLE == {rule.name for rule in (*ROW_RULES, *RULES)}


@pytest.mark.parametrize(("case", "cause"), CAUSES.items(), ids=CAUSES)
def test_it_is_seen_on_the_page_by_its_rule(story, case, cause):
    assert cause.rule in story.pages[case].text


@pytest.mark.parametrize("case", [case for case, cause in CAUSES.items() if not cause.mended])
def test_what_is_typed_on_the_page_is_kept(story, case):
    assert story.answers[case].status == 303, story.answers[case].text


@pytest.mark.parametrize("case", [case for case, cause in CAUSES.items() if cause.mended])
def test_the_page_says_that_no_value_of_the_row_is_at_fault(story, case):
    assert "Do what the rule above says, then resubmit the record" in story.pages[case].text


@pytest.mark.parametrize("case", CAUSES)
def test_sent_again_it_is_accepted(story, case):
    assert story.became[case] == "resolved"


def test_a_row_that_names_nobody_is_for_plansource_and_the_next_run_of_everyone(payroll, story):
    code = next(payroll.people)
    payroll.spoil(code, NOBODY)
    number = payroll.refused(payroll.site.run("nobody", delta=False).reference_id, None, NOBODY)
    page = payroll.olga.get(f"/assistant/rejections/{number}")
    payroll.mend(code)
    payroll.site.run("everyone", delta=False)
    assert (
        "give the employee one in PlanSource" in page.text,
        "the next run with Delta off" in page.text,
        page.has_form("/assistant/resubmit"),
        payroll.world.status(number),
    ) == (True, True, False, "resolved")


def refused_by_payroll(payroll: Payroll, name: str, rule: str) -> tuple[str, int, Page]:
    """Change what one person's dental costs while payroll refuses the row, and look at the page."""
    code, cause = next(payroll.people), Cause(rule, (wrong(org_premium="77.0"),))
    payroll.spoil(code, cause)
    run = payroll.site.run(name, include=[code])
    number = payroll.refused(run.reference_id, code, cause)
    return run.reference_id, number, payroll.olga.get(f"/assistant/rejections/{number}")


@pytest.mark.parametrize(("status", "rule"), PAYROLL.items())
def test_what_payroll_refuses_is_put_right_there_and_sent_again(payroll, story, status, rule):
    answered = {"kind": "status", "vendor": "bamboohr", "method": "POST", "route": "customDeductions"}
    payroll.site.sandbox.faults({**answered, "status": status})
    reference_id, number, page = refused_by_payroll(payroll, f"refused with {status}", rule)
    payroll.site.sandbox.faults()
    payroll.resubmit(reference_id)
    assert ("BambooHR" in page.text, payroll.world.status(number)) == (True, "resolved")


def test_an_employee_whom_payroll_does_not_know_is_put_right_there_and_sent_again(payroll, story):
    company, people = payroll.world.company, payroll.world.company.people()
    code = next(payroll.people)
    person = next(one for one, row in people.items() if row["fields"].get("employeeNumber") == code)
    payroll.people = iter([code, *payroll.people])
    company.drill(person, employeeNumber="E99001")
    reference_id, number, page = refused_by_payroll(payroll, "unknown", "employee.unknown")
    company.drill(person, employeeNumber=code)
    payroll.resubmit(reference_id)
    assert ("BambooHR shows no employee" in page.text, payroll.world.status(number)) == (True, "resolved")


def test_a_code_that_the_payroll_file_cannot_hold_is_put_right_in_plansource(payroll, story, monkeypatch):
    fields = {"conn_type": "sftp", "host": "127.0.0.1"}
    monkeypatch.setenv("AIRFLOW_CONN_PAYROLL_SFTP", json.dumps(fields))
    code, cause = (
        next(payroll.people),
        Cause("file.format", (wrong(**BEFORE_TAX, plan_payroll_mapping_code="DEN\u200b1"),)),
    )
    into_file = replace(payroll, site=payroll.site.into(FILE))
    payroll.spoil(code, cause)
    run = into_file.site.first("first file")
    number = into_file.refused(run.reference_id, code, cause)
    page = payroll.olga.get(f"/assistant/rejections/{number}")
    payroll.mend(code)
    into_file.resubmit(run.reference_id)
    assert ("correct it in PlanSource" in page.text, payroll.world.status(number)) == (True, "resolved")
