"""The assistant's page of the documentation names what the code goes by."""

from pathlib import Path

import pytest

from benefits_sync.domain.deductions.row_rules import CODE_UNMAPPED
from benefits_sync.ui.access import PERSONAL_VALUES
from benefits_sync.ui.assistant.adding import UNLISTED
from benefits_sync.ui.assistant.starting import DAG_ID

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "transaction-assistant.md").read_text("utf-8")
TEMPLATE = Path(__file__).parents[2] / "plugins/benefits_sync/ui/assistant/templates/rejection.html"


@pytest.mark.parametrize("name", [UNLISTED, CODE_UNMAPPED.name, DAG_ID, PERSONAL_VALUES])
def test_the_page_names_rules_rights_and_the_dag_as_the_code_does(name):
    assert name in PAGE


@pytest.mark.parametrize("button", ["Save and resubmit", "Resubmit as it is", "Add for everybody", "Dismiss"])
def test_the_runbook_names_the_buttons_as_the_page_does(button):
    runbook = (DOCS / "runbooks" / "refused-record.md").read_text("utf-8")
    assert button in runbook
    assert button in TEMPLATE.read_text("utf-8")
