"""Lines and layouts of payroll files."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from benefits_sync.clients.payroll_file.layout import Layout, load_layout
from benefits_sync.models.deductions import LINE_FIELDS, key_of_line

ROOT = Path(__file__).parents[3]
STANDARD = ROOT / "include/mappings/payroll_files/standard.yaml"

Line = dict[str, str | None]


def line(employee: str = "E10002", **other: str | None) -> Line:
    return {
        "employee": employee,
        "plan_year": "2026-01-01",
        "benefit": "medical",
        "code": "MED125",
        "kind": "pretax",
        "start_date": "2026-01-01",
        "end_date": "2026-12-31",
        "amount": "52.10",
        "annual_amount": None,
        "frequency": "Biweekly",
        **other,
    }


def frame(*lines: Line) -> pd.DataFrame:
    """Lines as they are read back."""
    columns = {name: [one[name] for one in lines] for name in LINE_FIELDS}
    return pd.DataFrame({"record_key": [key_of_line(one) for one in lines], **columns}, dtype=object)


def layout_of(**other: Any) -> Layout:
    """The least layout, with other settings."""
    columns = [{"header": name, "from": name} for name in LINE_FIELDS]
    return Layout.model_validate({"name": "least", "file": "lines.csv", "columns": columns, **other})


@pytest.fixture(scope="session")
def standard() -> Layout:
    """The layout that is delivered with the product."""
    return load_layout(STANDARD)
