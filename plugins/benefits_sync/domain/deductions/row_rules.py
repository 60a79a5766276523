"""Rules that refuse a payroll row before any line is made of it, and the reasons for leaving one out.

``docs/reference/deduction-lines.md`` explains each; a test keeps the two together. A message names fields, a
benefit's lookup code and what to do, and never an amount, a plan or a coverage.
"""

from typing import Final

from benefits_sync.domain.rules import Rule

EMPLOYEE_MISSING: Final = Rule(
    "employee.missing",
    "source_id",
    "the payroll row has no subscriber code; give the employee one in PlanSource",
)
BENEFIT_MISSING: Final = Rule(
    "benefit.missing",
    "benefit_lookup_code",
    "the payroll row has no benefit lookup code; have PlanSource put the benefit right",
)
PLAN_YEAR_UNKNOWN: Final = Rule(
    "plan_year.unknown",
    "org_plan_year_starts",
    "the row belongs to a plan year that does not exist; correct the plan year in PlanSource, or "
    "`plan_years` in the mapping",
)
TEXT_SEPARATOR: Final = Rule(
    "text.separator",
    "",
    "the text has a vertical bar (|), which separates the parts of a line's key; take it out in PlanSource",
)
DATE_MISSING: Final = Rule(
    "date.missing",
    "change_effective_date",
    "the row does not say from when on it holds; enter its date in PlanSource",
)
DATE_INVALID: Final = Rule("date.invalid", "", "this is no date of the calendar; correct it in PlanSource")
DATES_REVERSED: Final = Rule(
    "dates.reversed",
    "termination_date",
    "the deduction stops before it starts; correct one of the two dates in PlanSource",
)
AFTER_PLAN_YEAR: Final = Rule(
    "dates.reversed",
    "change_effective_date",
    "the row takes effect after the end of its plan year; correct its date or plan year in PlanSource",
)
CURRENT_REPEATED: Final = Rule(
    "current.repeated",
    "current",
    "two rows of this benefit and plan year say that they are the current one; have PlanSource withdraw one",
)
HISTORY_AMBIGUOUS: Final = Rule(
    "history.ambiguous",
    "change_effective_date",
    "two rows of this benefit take effect on one day and neither says that it is the later one; have "
    "PlanSource withdraw one",
)
AMOUNT_MISSING: Final = Rule(
    "amount.missing", "", "the row has no amount here; enter it in PlanSource, 0 where nothing is paid"
)
AMOUNT_INVALID: Final = Rule("amount.invalid", "", "this is no amount of money; correct it in PlanSource")
AMOUNT_NEGATIVE: Final = Rule("amount.negative", "", "the amount is below zero; correct it in PlanSource")
SPLIT_MISMATCH: Final = Rule(
    "split.mismatch",
    "subscriber_premium",
    "the parts before and after tax do not add up to the employee's premium; correct them in PlanSource",
)
FREQUENCY_UNKNOWN: Final = Rule(
    "frequency.unknown",
    "subscriber_pay_frequency",
    "the mapping has no pay schedule for this pay frequency; correct it in PlanSource, or add it to "
    "`pay_schedules`",
)
PAYDAYS_MISMATCH: Final = Rule(
    "paydays.mismatch",
    "subscriber_total_paydays",
    "the number of paydays does not fit the pay frequency; correct one of the two in PlanSource",
)
ACCOUNT_NO_PAYDAYS: Final = Rule(
    "account.no_paydays",
    "change_effective_date",
    "no pay date of the plan year is left for the annual amount; correct the date in PlanSource, or take the "
    "amount by hand and dismiss this row",
)
ACCOUNT_BELOW_TAKEN: Final = Rule(
    "account.below_taken",
    "",
    "the annual amount is below what earlier pay dates of the plan year take; correct it in PlanSource, or "
    "refund the difference by hand and elect that much",
)
CODE_UNMAPPED: Final = Rule("code.unmapped", "", "there is no deduction code")
CODE_REPEATED: Final = Rule(
    "code.repeated",
    "",
    "two parts of the row have one deduction code, and payroll could not tell them apart; give one of them "
    "its own in the mapping",
)
DOMESTIC_PARTNER_SPLIT: Final = Rule(
    "domestic_partner.split",
    "subscriber_pretax_premium",
    "a domestic partner's premium is partly before and partly after tax, and payroll takes only one of the "
    "two; key the deduction in payroll and dismiss this row",
)

ROW_RULES: Final = (
    EMPLOYEE_MISSING, BENEFIT_MISSING, PLAN_YEAR_UNKNOWN, TEXT_SEPARATOR, DATE_MISSING, DATE_INVALID,
    DATES_REVERSED, AFTER_PLAN_YEAR, CURRENT_REPEATED, HISTORY_AMBIGUOUS, AMOUNT_MISSING, AMOUNT_INVALID,
    AMOUNT_NEGATIVE, SPLIT_MISMATCH, FREQUENCY_UNKNOWN, PAYDAYS_MISMATCH, ACCOUNT_NO_PAYDAYS,
    ACCOUNT_BELOW_TAKEN, CODE_UNMAPPED, CODE_REPEATED, DOMESTIC_PARTNER_SPLIT,
)  # fmt: skip
"""Every rule that a payroll row can break."""

TEST_EMPLOYEE: Final = "test_employee"
IGNORED_BENEFIT: Final = "ignored_benefit"
OTHER_PLAN_YEAR: Final = "other_plan_year"
SUPERSEDED: Final = "superseded"
DECLINED: Final = "declined"
WITHDRAWN: Final = "withdrawn"
NO_AMOUNT: Final = "no_amount"
PARTNER_PRETAX: Final = "domestic_partner_pretax"

EXCLUSIONS: Final = (
    TEST_EMPLOYEE, IGNORED_BENEFIT, OTHER_PLAN_YEAR, SUPERSEDED, DECLINED, WITHDRAWN, NO_AMOUNT,
    PARTNER_PRETAX,
)  # fmt: skip
"""Every reason why a payroll row, or a part of one, gives no line."""
