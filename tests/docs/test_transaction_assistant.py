"""The assistant's page of the documentation names what the code goes by."""

import re
from pathlib import Path

import pytest

from benefits_sync.domain.deductions.row_rules import CODE_UNMAPPED
from benefits_sync.redaction import PERSONAL_VALUES
from benefits_sync.ui.assistant.adding import UNLISTED
from benefits_sync.ui.assistant.elsewhere import ELSEWHERE
from benefits_sync.ui.assistant.starting import DAG_ID

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "transaction-assistant.md").read_text("utf-8")
TEMPLATE = Path(__file__).parents[2] / "plugins/benefits_sync/ui/assistant/templates/rejection.html"


@pytest.mark.parametrize("name", [UNLISTED, CODE_UNMAPPED.name, DAG_ID, PERSONAL_VALUES])
def test_the_page_names_rules_rights_and_the_dag_as_the_code_does(name):
    assert name in PAGE


def test_the_page_names_every_rule_that_no_source_value_can_put_right():
    section = PAGE.partition("## What the page cannot put right")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    assert sorted(re.findall(r"`([\w.]+)`", " ".join(cells))) == sorted(ELSEWHERE)


@pytest.mark.parametrize("button", ["Save and resubmit", "Resubmit as it is", "Add for everybody", "Dismiss"])
def test_the_runbook_names_the_buttons_as_the_page_does(button):
    runbook = (DOCS / "runbooks" / "refused-record.md").read_text("utf-8")
    assert button in runbook
    assert button in TEMPLATE.read_text("utf-8")


def test_the_runbook_quotes_what_the_page_says_of_a_fault_elsewhere():
    words = "No value typed here can put this right"
    assert words in (DOCS / "runbooks" / "refused-record.md").read_text("utf-8")
    assert words in TEMPLATE.read_text("utf-8")
