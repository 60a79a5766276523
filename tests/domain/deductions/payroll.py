"""Invented payroll rows, and what deduction lines take on a pay date."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import hypothesis
import pandas as pd

from benefits_sync.domain.deductions.lines import deduction_lines
from benefits_sync.mapping.deductions import DeductionMapping, load_deduction_mapping
from benefits_sync.mapping.records import MappedRecords, MappingContext
from benefits_sync.models.deductions import PAYROLL_FIELDS

UNHURRIED = hypothesis.settings(max_examples=60, deadline=None, derandomize=True)
"""For properties whose examples are payroll runs of their own."""

AS_OF = date(2026, 7, 21)
MAPPING = load_deduction_mapping(
    Path(__file__).resolve().parents[3] / "include" / "mappings" / "deductions_import.yaml"
)

Row = Mapping[str, str | None]
Line = dict[str, str | None]

MEDICAL: Row = dict.fromkeys(PAYROLL_FIELDS) | {
    "source_id": "E-2207",
    "subscriber_pay_frequency": "Biweekly (26 per year)",
    "subscriber_total_paydays": "26",
    "org_plan_year_starts": "2026-01-01",
    "org_plan_year_ends": "2026-12-31",
    "benefit_lookup_code": "medical",
    "plan_name": "Silver PPO",
    "coverage_level": "Employee Only",
    "subscriber_premium": "48.1",
    "org_premium": "0",
    "subscriber_pretax_premium": "48.1",
    "subscriber_posttax_premium": "0",
    "plan_payroll_mapping_code": "MED125",
    "change_effective_date": "2026-04-01",
    "current": "CA",
    "created_at": "2026-03-20T15:02:11.000Z",
    "test_employee": "false",
}
"""Maya's medical coverage, as row A of the life cycle."""

FSA: Row = MEDICAL | {
    "benefit_lookup_code": "hcra",
    "plan_name": "Health Care FSA",
    "subscriber_premium": "0",
    "subscriber_pretax_premium": "0",
    "subscriber_fsa_amount": "1000",
    "org_fsa_amount": "0",
    "plan_payroll_mapping_code": "FSAHC",
}

DECLINED: Row = MEDICAL | {
    "plan_name": "Decline",
    "coverage_level": "Decline",
    "subscriber_premium": "0",
    "subscriber_pretax_premium": "0",
    "plan_payroll_mapping_code": None,
    "termination_date": "2026-03-31",
}


def premium(pretax: str, **other: str | None) -> Row:
    """Return Maya's medical coverage with another premium, all of it before tax."""
    return MEDICAL | {"subscriber_premium": pretax, "subscriber_pretax_premium": pretax} | other


def later(row: Row, day: str, **other: str | None) -> Row:
    """Return a row that takes effect on a day and was entered on that day."""
    return {**row, "change_effective_date": day, "created_at": f"{day}T12:00:00.000Z"} | other


def mapping_with(**parts: object) -> DeductionMapping:
    """Return the shipped mapping with some parts replaced."""
    whole = MAPPING.model_dump(mode="json", by_alias=True) | parts
    return DeductionMapping.model_validate(whole, by_alias=True)


def settings(**changes: str) -> dict[str, object]:
    """Return the shipped settings with some changed."""
    return MAPPING.settings.model_dump(mode="json") | changes


def schedule(name: str, **changes: object) -> dict[str, object]:
    """Return the shipped pay schedules with one of them changed."""
    schedules = {key: one.model_dump(mode="json") for key, one in MAPPING.pay_schedules.items()}
    return schedules | {name: schedules[name] | changes}


def mapped(
    *rows: Row, mapping: DeductionMapping = MAPPING, as_of: date = AS_OF, **options: object
) -> MappedRecords:
    """Map rows; each has its place as its natural key."""
    numbered = [{**row, "source_row": f"row {at}"} for at, row in enumerate(rows)]
    source = pd.DataFrame(numbered, columns=["source_id", "source_row", *PAYROLL_FIELDS], dtype=object)
    return deduction_lines(mapping, source, MappingContext(as_of, options))


def lines(*rows: Row, mapping: DeductionMapping = MAPPING, **options: object) -> list[Line]:
    """Return the lines that rows become."""
    made = mapped(*rows, mapping=mapping, **options).mapped
    accepted = made.exclusions.isna() & ~made.payload.index.isin(made.issues["row"])
    return made.payload[accepted].to_dict("records")


def spans(found: Sequence[Line]) -> list[tuple[str | None, ...]]:
    """Return code, first day, last day and amount of lines."""
    return [(one["code"], one["start_date"], one["end_date"], one["amount"]) for one in found]


def broken(*rows: Row, mapping: DeductionMapping = MAPPING, **options: object) -> list[tuple[str, str, str]]:
    """Return row, field and rule of everything that is refused."""
    made = mapped(*rows, mapping=mapping, **options)
    of_row = made.records["source_row"]
    return [(of_row[one.row], one.field, one.rule) for one in made.mapped.issues.itertuples()]


def reasons(*rows: Row, mapping: DeductionMapping = MAPPING, **options: object) -> list[str | None]:
    """Return why each record is left out."""
    return mapped(*rows, mapping=mapping, **options).mapped.exclusions.tolist()


def taken(found: Sequence[Line], day: date, kind: str | None = None) -> Decimal:
    """Return what lines take on a pay date: those that cover it."""
    on = day.isoformat()
    covering = [one for one in found if str(one["start_date"]) <= on <= str(one["end_date"])]
    amounts = (Decimal(str(one["amount"])) for one in covering if kind in (None, one["kind"]))
    return sum(amounts, Decimal())
