"""The page on outcomes names every rule and every guard."""

from pathlib import Path

import pytest

from benefits_sync.domain.guards import GUARDS
from benefits_sync.domain.rules import RULES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "decisions-per-employee.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*(rule.name for rule in RULES), *(guard.name for guard in GUARDS)])
def test_the_page_names_it(name):
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_the_page_says_what_the_guard_does(guard):
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{guard.name}` |"))
    assert line.endswith(f"| {guard.severity}s | {'full' if guard.full_run_only else 'all'} |")
