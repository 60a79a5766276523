"""Mapping files of deductions written for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benefits_sync.errors import MappingError
from benefits_sync.mapping.deductions import load_deduction_mapping

ROOT = Path(__file__).resolve().parents[3]
DEDUCTIONS_IMPORT = ROOT / "include" / "mappings" / "deductions_import.yaml"
DEDUCTIONS_IMPORT_FILE = ROOT / "include" / "mappings" / "deductions_import_file.yaml"

Refusal = Callable[[str, str], str]


@pytest.fixture
def refusal(tmp_path: Path) -> Refusal:
    """Return what the author is told of the shipped file with one text replaced by another."""

    def refusal(right: str, wrong: str) -> str:
        text = DEDUCTIONS_IMPORT.read_text("utf-8")
        path = tmp_path / "demo.yaml"
        path.write_text(text.replace(right, wrong, 1), "utf-8")
        with pytest.raises(MappingError) as caught:
            load_deduction_mapping(path)
        return str(caught.value)

    return refusal
