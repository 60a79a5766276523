"""The runbooks of red and waiting runs know every DAG, and every guard and gate that asks somebody."""

import re
from pathlib import Path

import pytest

from benefits_sync.domain import guards
from benefits_sync.domain.deductions import guards as deduction_guards
from benefits_sync.domain.guards import Guard, Severity
from benefits_sync.mapping.carriers.gates import Gate, Gates

ROOT = Path(__file__).parents[2]
RED = (ROOT / "docs/runbooks/red-run.md").read_text(encoding="utf-8")
WAITING = (ROOT / "docs/runbooks/waiting-approval.md").read_text(encoding="utf-8")
DAG_IDS = set(
    re.findall(r"^\| `(\w+)` \|", (ROOT / "dags/README.md").read_text(encoding="utf-8"), re.MULTILINE)
)
GONE = {"missing_group", "missing_line"}
"""Gates without limits of their own: they hold a small group or line of which nobody is left."""


def rows(section: str) -> set[str]:
    """Return what the first column of a section's table names."""
    firsts = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return {name for first in firsts for name in re.findall(r"`(\w+)`", first)}


def told(title: str) -> set[str]:
    return rows(WAITING.partition(f"\n## {title}\n")[2].partition("\n## ")[0])


def asking(all_of: tuple[Guard, ...]) -> set[str]:
    return {guard.name for guard in all_of if guard.severity is Severity.ASK}


def test_of_every_dag_it_is_told_what_a_red_run_leaves_undone() -> None:
    assert rows(RED) == DAG_IDS


def test_of_every_dag_that_asks_it_is_told_what_a_no_does() -> None:
    files = [
        path for path in (ROOT / "dags").glob("*.py") if re.search(r"Approve\w+Operator", path.read_text())
    ]
    asks = {dag_id for dag_id in DAG_IDS if any(dag_id.startswith(path.stem) for path in files)}
    assert rows(WAITING.partition("\n## ")[0]) == asks


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Guards of the demographic export", asking(guards.GUARDS)),
        ("Guards of deductions", asking(deduction_guards.GUARDS)),
        (
            "Gates of carrier files",
            GONE | {n for n, one in Gates.model_fields.items() if one.annotation is Gate},
        ),
    ],
)
def test_everything_that_asks_has_its_question(title: str, names: set[str]) -> None:
    assert told(title) == names
