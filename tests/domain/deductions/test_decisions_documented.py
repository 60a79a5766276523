"""The page on deductions names every rule, guard, kind of difference and speaking reason."""

from pathlib import Path

import pytest

from benefits_sync.domain.deductions.decision import SURPLUS_COPIES
from benefits_sync.domain.deductions.differences import DifferenceKind
from benefits_sync.domain.deductions.evidence import SPEAKING
from benefits_sync.domain.deductions.guards import GUARDS
from benefits_sync.domain.deductions.planning import NO_LONGER_KNOWN
from benefits_sync.domain.deductions.reconciliation import STRAIGHTFORWARD
from benefits_sync.domain.deductions.rules import RULES

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "decisions-per-deduction.md").read_text("utf-8")


def row_of(name: str) -> str:
    """Return the one table row that begins with the name."""
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
    return line


@pytest.mark.parametrize(
    "name", [*(rule.name for rule in RULES), *sorted(SPEAKING), NO_LONGER_KNOWN, SURPLUS_COPIES]
)
def test_the_page_names_it(name):
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_the_page_says_what_the_guard_does(guard):
    runs = "full" if guard.full_run_only else "all"
    assert row_of(guard.name).endswith(f"| {guard.severity}s | {runs} |")


@pytest.mark.parametrize("kind", DifferenceKind)
def test_the_page_says_which_differences_are_straightforward(kind):
    answer = row_of(kind).split("|")[3].strip()
    assert answer.startswith("yes") is (kind in STRAIGHTFORWARD)
