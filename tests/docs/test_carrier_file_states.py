"""The page about carrier files has the table of states and the gates that the code has."""

import re
from pathlib import Path

from benefits_sync.domain.carriers.gates import judge
from benefits_sync.domain.carriers.states import TRANSITIONS
from benefits_sync.mapping.carriers.gates import Gates
from benefits_sync.mapping.carriers.terminations import Terminations
from benefits_sync.models.carriers import FileKind, FileMeasures, PartCounted
from tests.mapping.carriers.profiles import DENTAL

PAGE = (Path(__file__).parents[2] / "docs/reference/carrier-file-states.md").read_text()
TABLES = re.split(r"^## ", PAGE, flags=re.MULTILINE)


def rows(section):
    return [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]


def test_every_state_is_there_with_what_can_follow():
    told = {cells[0].strip("`"): set(re.findall(r"`(\w+)`", cells[2])) for cells in rows(TABLES[0])}
    assert told == {state: set(following) for state, following in TRANSITIONS.items()}


def test_every_gate_is_there_in_its_order():
    gone = [
        PartCounted(group=group, line="dental", members_before=9, members_now=now, coverages_before=9)
        for group, now in (("EAST", 0), ("WEST", 9))
    ]
    found = judge(FileMeasures(kind=FileKind.FULL, parts=tuple(gone)), DENTAL)
    assert [cells[0].strip("`") for cells in rows(TABLES[-1])] == list(
        dict.fromkeys(one.gate for one in found)
    )


def test_every_limit_that_the_page_names_is_in_the_grammar():
    limits = {name for _, name in re.findall(r"`(gates|terminations)\.(\w+)", TABLES[-1])}
    assert limits <= set(Gates.model_fields) | set(Terminations.model_fields)
