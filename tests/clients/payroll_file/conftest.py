"""Lines and layouts of payroll files."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from benefits_sync.clients.payroll_file.layout import Layout, load_layout
from benefits_sync.models.deductions import LINE_FIELDS
from tests.deduction_lines import Line, key_of_line

ROOT = Path(__file__).parents[3]
STANDARD = ROOT / "include/mappings/payroll_files/standard.yaml"


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
