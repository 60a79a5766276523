"""The page about payroll targets says what the code does."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from benefits_sync.clients.bamboohr import deduction_table_refusals as refusals
from benefits_sync.clients.bamboohr.deduction_table import COLUMNS, TABLE
from benefits_sync.clients.errands import Refusal
from benefits_sync.clients.payroll_file import text, writer
from benefits_sync.clients.payroll_file.formats import AMOUNT_FORMATS, DATE_FORMATS
from benefits_sync.clients.payroll_file.layout import FOLDER, Column, Layout
from benefits_sync.hooks.payroll_sftp import PayrollSFTPHook
from benefits_sync.integrations.payroll_file import LAYOUT
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.models.deductions import LINE_FIELDS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "payroll-targets.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text of one section, up to the next heading of its level."""
    level = title.partition(" ")[0]
    return re.split(rf"^#{{1,{len(level)}}} ", PAGE.partition(f"\n{title}")[2], flags=re.MULTILINE)[0]


def rows(part: str) -> list[list[str]]:
    """The cells of a section's table rows, without the marks."""
    return [
        [cell.strip().replace("`", "") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in part.splitlines()
        if line.startswith("| `")
    ]


def test_every_target_is_listed_with_its_mapping() -> None:
    listed = {cells[0]: cells[3] for cells in rows(PAGE.partition("\n## ")[0])}
    assert listed == {name: target.mapping_file for name, target in PAYROLL_TARGETS.items()}


def test_the_columns_of_the_table_are_those_that_are_written() -> None:
    part = section("## BambooHR")
    assert {cells[0]: cells[1] for cells in rows(part)} == dict(COLUMNS)
    assert TABLE in PAGE


def test_every_key_of_a_layout_is_explained() -> None:
    assert [cells[0] for cells in rows(section("### Layout"))] == list(Layout.model_fields)


@pytest.mark.parametrize(
    "names", [DATE_FORMATS, AMOUNT_FORMATS, LINE_FIELDS], ids=["dates", "amounts", "fields"]
)
def test_every_name_in_a_layout_is_explained(names: Iterable[str]) -> None:
    assert [name for name in names if f"`{name}`" not in section("### Layout")] == []


def test_every_key_of_a_column_is_explained() -> None:
    keys = [info.alias or name for name, info in Column.model_fields.items()]
    assert [name for name in keys if f"`{name}`" not in section("### Layout")] == []


def test_defaults_are_the_models() -> None:
    defaults = {cells[0]: cells[2].strip('"') for cells in rows(section("### Layout")) if cells[2]}
    shown = {name: str(Layout.model_fields[name].default) for name in defaults}
    assert {name: value.lower() if value == "True" else value for name, value in shown.items()} == defaults


def test_the_layout_and_the_connection_are_called_as_they_are() -> None:
    assert f"include/mappings/{FOLDER}/{LAYOUT}" in PAGE
    assert f"### Connection `{PayrollSFTPHook.default_conn_name}`" in PAGE


def test_every_rule_that_a_target_rejects_by_is_explained() -> None:
    fixed = {
        value.rule
        for module in (refusals, writer)
        for value in vars(module).values()
        if isinstance(value, Refusal)
    }
    by_status = {rule for rule, _ in refusals._RULES.values()}
    by_layout = set(re.findall(r'Refusal\("([a-z.]+)"', Path(text.__file__).read_text(encoding="utf-8")))
    assert {cells[0] for cells in rows(section("## Rejections"))} == fixed | by_status | by_layout
