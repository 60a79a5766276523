"""The runbook of carrier files names states, acts and tasks as the pages and DAGs have them."""

import re
from pathlib import Path

from benefits_sync.domain.carriers.states import BAD_NEWS, OVERDUE
from benefits_sync.models.carriers import FileState
from benefits_sync.ui.carriers.wording import STATES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "runbooks" / "carrier-file.md").read_text(encoding="utf-8")
TEMPLATES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "plugins/benefits_sync/ui/carriers/templates").glob("*.html")
)


def test_every_state_that_needs_a_person_is_told_by_its_title() -> None:
    states = {*BAD_NEWS, *OVERDUE.values(), FileState.HELD, FileState.REFUSED, FileState.SENDING}
    assert [title for state in states if f"*{(title := STATES[state].title)}*" not in PAGE] == []


def test_every_act_is_one_of_the_page() -> None:
    acts = set(re.findall(r"\*\*((?:Send|Build|Close|Quarantine|Dismiss|Assign|Set|Take)[^*]*)\*\*", PAGE))
    assert len(acts) == 8
    assert [act for act in acts if f">{act}<" not in TEMPLATES] == []


def test_every_task_is_one_of_a_dag() -> None:
    dags = "\n".join(path.read_text() for path in (ROOT / "dags").glob("carrier_*.py"))
    named = set(re.findall(r"`([a-z_]+)`", PAGE)) - {"envelope", "syntax", "history", "answers"}
    assert named == {"carrier_edi_answers", "deliver_files"}
    assert [name for name in named if name not in dags] == []
