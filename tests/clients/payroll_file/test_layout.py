"""A layout that cannot be used says where and why."""

import re
from pathlib import Path

import pytest

from benefits_sync.clients.payroll_file.layout import Layout, load_layout
from benefits_sync.errors import MappingError
from benefits_sync.models.deductions import LINE_FIELDS
from tests.clients.payroll_file.conftest import STANDARD


def edited(tmp_path: Path, old: str, new: str) -> Path:
    text = STANDARD.read_text()
    assert old in text
    path = tmp_path / "standard.yaml"
    path.write_text(text.replace(old, new))
    return path


def test_the_standard_layout_holds_every_field_of_a_line(standard: Layout) -> None:
    assert {column.from_ for column in standard.columns} - {None} == set(LINE_FIELDS)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "from: employee",
            "from: employe",
            "`employe` is not a field of a deduction line; did you mean",
        ),
        ("from: code", "source: code", "`source` is not a key here"),
        ("dates: YYYY-MM-DD", "dates: YYYY-DD-MM", "`YYYY-DD-MM` is not a date format"),
        ("amounts: decimal", "amounts: decimals", "did you mean `decimal`?"),
        ("encoding: utf-8", "encoding: klingon", "`encoding`: input should be 'utf-8'"),
        ('delimiter: ","', 'delimiter: "::"', "`delimiter`: input should be"),
        ("file: benefit_deductions.csv", "file: ../etc/passwd", "`file`: string should match pattern"),
        ("{header: Benefit, from: benefit}", "{header: Benefit}", "a column has either `from` or `constant`"),
        ("{header: Kind, from: kind}", "{header: Kind, constant: K}", "no column is from kind"),
        ("constant: DED", "from: code", "more than one column is from code"),
        ("{header: Kind, from: kind}", "{from: kind}", "with `header: true`, column 6 needs a `header`"),
        ("from: amount}", "from: amount, format: YYYYMMDD}", "`YYYYMMDD` is not a format of this column"),
        ("from: kind}", "from: kind, format: cents}", "`cents` is not a format of this column"),
    ],
)
def test_a_wrong_layout_says_what_is_wrong(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(MappingError, match=re.escape(words)):
        load_layout(edited(tmp_path, old, new))


def test_a_problem_is_shown_at_its_line(tmp_path: Path) -> None:
    path = edited(tmp_path, "from: code", "from: codes")
    line = path.read_text().splitlines().index("  - {header: Deduction Code, from: codes}") + 1

    with pytest.raises(MappingError, match=f"standard.yaml:{line}: "):
        load_layout(path)
