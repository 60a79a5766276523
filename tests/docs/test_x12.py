"""The page about X12 names what the library has, and nothing else."""

import re
from dataclasses import fields
from pathlib import Path

import benefits_sync.x12 as package
from benefits_sync.x12.settings import WriterSettings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/x12.md").read_text()
FOLDER = Path(package.__file__).parent


def first_cells(heading):
    section = PAGE.split(heading)[1].split("\n#")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_each_setting_of_the_writer_is_explained_in_its_order():
    assert first_cells("### How a file is spelt") == [field.name for field in fields(WriterSettings)]


def test_each_part_that_the_page_names_exists():
    assert [part for part in first_cells("## Where things are") if not (FOLDER / part).exists()] == []


def test_each_name_that_stands_beside_its_module_is_defined_there():
    rows = re.findall(r"^\| `(\w+\.py)` \| (.*) \|$", PAGE, re.MULTILINE)
    missing = [
        name
        for module, text in rows
        for name in re.findall(r"`(\w+)`", text)
        if not re.search(rf"^(?:class|def) {name}\b", (FOLDER / module).read_text(), re.MULTILINE)
    ]
    assert missing == []
