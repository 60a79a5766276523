"""The page about answers names what there is, and every verdict with its letters."""

import re
from pathlib import Path

import pytest

from benefits_sync.x12.acknowledgments.model import AnswerVerdict
from benefits_sync.x12.acknowledgments.verdicts import VERDICTS
from benefits_sync.x12.comparing.differences import DifferenceKind

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/acknowledgments.md").read_text()
LIBRARY = (ROOT / "docs/reference/x12.md").read_text()
PACKAGE = ROOT / "plugins/benefits_sync"


@pytest.mark.parametrize(("module", "text"), re.findall(r"^\| `(\S+\.py)` \| (.*) \|$", PAGE, re.MULTILINE))
def test_each_function_of_the_page_is_in_its_module(module, text):
    source = (PACKAGE / module).read_text()
    assert [name for name in re.findall(r"`(\w+)`", text) if f"def {name}(" not in source] == []


def test_each_verdict_stands_with_its_letters():
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \| ([^|]+) \|", PAGE, re.MULTILINE)
    letters = {name: set(re.findall(r"\b[A-Z]\b", f"{ta1} {functional}")) for name, ta1, functional in rows}
    assert letters == {
        verdict.value: {letter for letter, told in VERDICTS.items() if told is verdict}
        for verdict in AnswerVerdict
    }


def test_each_kind_of_difference_is_explained():
    section = LIBRARY.split("## Comparing")[1]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [kind.value for kind in DifferenceKind]
