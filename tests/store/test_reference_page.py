"""The ledger's reference page names every table and column there is."""

from pathlib import Path

import pytest

from benefits_sync.store.tables import metadata

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "ledger.md").read_text()
SECTIONS = {part.split("`")[1]: part for part in PAGE.split("\n### ")[1:]}


def test_every_table_has_its_section():
    assert set(SECTIONS) == set(metadata.tables)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
def test_a_section_names_every_column(table):
    assert [column.name for column in table.columns if f"`{column.name}`" not in SECTIONS[table.name]] == []
