"""The page on deduction lines names every rule and reason, and its example comes out as it says."""

from datetime import date
from pathlib import Path

import pytest

from benefits_sync.domain.deductions.row_rules import EXCLUSIONS, ROW_RULES
from tests.domain.deductions.payroll import MEDICAL, mapped

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "deduction-lines.md").read_text("utf-8")
CODES = {"medical": ("MED125", "MEDER"), "dental": ("DEN125", "DENER"), "hcra": ("FSAHC", None)}


@pytest.mark.parametrize("name", sorted({*(rule.name for rule in ROW_RULES), *EXCLUSIONS}))
def test_the_page_names_it(name):
    assert f"`{name}`" in PAGE


def table(first: str) -> list[dict[str, str]]:
    """Return the table whose heading begins so."""
    lines = PAGE[PAGE.index(f"| {first} |") :].split("\n\n")[0].splitlines()
    heads, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def as_row(shown: dict[str, str]) -> dict[str, str | None]:
    """Return the payroll row that a line of the table stands for."""
    mapping_code, partner_code = CODES[shown["benefit"]]
    return dict(MEDICAL) | {
        "org_plan_year_starts": f"{shown['plan year']}-01-01",
        "org_plan_year_ends": f"{shown['plan year']}-12-31",
        "benefit_lookup_code": shown["benefit"],
        "plan_name": shown["plan"],
        "change_effective_date": shown["change"],
        "created_at": f"{shown['entered']}T15:02:11.000Z",
        "subscriber_premium": shown["employee"],
        "subscriber_pretax_premium": shown["employee"],
        "org_premium": shown["employer"],
        "subscriber_fsa_amount": shown["election"] or None,
        "org_fsa_amount": "0",
        "termination_date": shown["termination"] or None,
        "current": shown["current"],
        "plan_payroll_mapping_code": mapping_code,
        "plan_partner_code_1": partner_code,
    }


def test_mayas_rows_become_the_lines_shown():
    shown = table("row")
    made = mapped(*map(as_row, shown), as_of=date(2027, 6, 3))
    found = made.mapped.payload.assign(row=made.records["source_row"])[made.mapped.exclusions.isna()]
    names = {f"row {at}": one["row"] for at, one in enumerate(shown)}
    assert [
        (
            names[one.row],
            one.code,
            one.kind,
            one.start_date,
            one.end_date,
            one.amount,
            one.annual_amount or "",
        )
        for one in found.itertuples()
    ] == [tuple(one.values()) for one in table("from row")]
