"""Every way in which a deduction is refused: seen on the page, put right there, sent again, accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from fastapi.testclient import TestClient

from benefits_sync.domain.deductions.row_rules import CODE_UNMAPPED, ROW_RULES
from benefits_sync.domain.deductions.rules import RULES
from benefits_sync.ui.assistant.elsewhere import NAMELESS, OTHER_ROW
from tests.ui.assistant.conftest import Page
from tests.ui.assistant.payroll import Cause, Payroll, beside, opened, wrong

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
OTHER_PAGE = re.compile(r'/assistant/rejections/(\d+)">[^<]*: [\w.]+</a>')
UNTOLD = {"current": None, "created_at": None}


CAUSES = {
    "a benefit without a code": Cause(
        "benefit.missing", (wrong(benefit_lookup_code=None),), {"benefit_lookup_code": "dental"}
    ),
    "a plan year that does not exist": Cause(
        "plan_year.unknown",
        ({"defect": "unknown_plan_year"},),
        {"org_plan_year_starts": "2026-01-01", "org_plan_year_ends": "2026-12-31"},
    ),
    "a benefit's code with a bar": Cause(
        "text.separator", (wrong(benefit_lookup_code="dental|PPO"),), {"benefit_lookup_code": "dental"}
    ),
    "a payroll code with a bar": Cause(
        "text.separator",
        (wrong(**BEFORE_TAX, plan_payroll_mapping_code="DEN|125"),),
        {"plan_payroll_mapping_code": "DEN125"},
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
        {"org_premium": "5.00"},
        other="amount.negative",
    ),
}
"""What can be wrong with the rows of one employee's benefit."""

NOBODY = Cause("employee.missing", (beside(subscriber_code=None),))


@dataclass
class Story:
    """What the pages said of each refusal, and what became of it."""

    numbers: dict[str, int] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    answers: dict[str, Page] = field(default_factory=dict)
    became: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def payroll(
    server: TestClient, dags_are_on: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Payroll]:
    """A company with elections, whose payroll takes no partner's premium in two parts."""
    with opened(server, tmp_path_factory.mktemp("deductions"), 170, electing=len(CAUSES) + 3) as found:
        yield found


@pytest.fixture(scope="module")
def story(payroll: Payroll) -> Story:
    """Every row goes wrong for somebody, is put right, and is sent again."""
    told, who = Story(), {case: next(payroll.people) for case in CAUSES}
    for case, cause in CAUSES.items():
        payroll.spoil(who[case], cause)
    reference_id = payroll.site.run("bad day").reference_id
    for case, cause in CAUSES.items():
        number = told.numbers[case] = payroll.refused(reference_id, who[case], cause)
        page = told.pages[case] = payroll.olga.post(f"/assistant/rejections/{number}/look")
        if cause.other is not None:
            number = payroll.refused(reference_id, who[case], cause, cause.other)
            page = payroll.olga.post(f"/assistant/rejections/{number}/look")
        told.answers[case] = payroll.fix(number, page, cause)
    payroll.resubmit(reference_id)
    told.became = {case: payroll.world.status(number) for case, number in told.numbers.items()}
    return told


def test_every_rule_has_its_cause():
    named = {cause.rule for cause in (*CAUSES.values(), NOBODY)}
    assert named == {rule.name for rule in (*ROW_RULES, *RULES)}


@pytest.mark.parametrize(("case", "cause"), CAUSES.items(), ids=CAUSES)
def test_its_page_names_the_rule(story, case, cause):
    assert story.pages[case].cause[1] == cause.rule


@pytest.mark.parametrize("case", CAUSES)
def test_what_is_typed_on_the_page_is_kept(story, case):
    assert story.answers[case].status == 303, story.answers[case].text


@pytest.mark.parametrize("case", [case for case, cause in CAUSES.items() if cause.other])
def test_the_page_leads_to_the_row_at_fault_where_that_is_another(story, payroll, case):
    page, linked = story.pages[case], OTHER_PAGE.findall(story.pages[case].answer.text)
    other = payroll.olga.get(f"/assistant/rejections/{linked[0]}")
    assert (OTHER_ROW in page.notices, page.has_form("/correct"), other.cause[1]) == (
        True,
        False,
        CAUSES[case].other,
    )


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
        NAMELESS in page.notices,
        "the next run with Delta off" in page.notices,
        page.has_form("/assistant/resubmit"),
        payroll.world.status(number),
    ) == (True, True, False, "resolved")
