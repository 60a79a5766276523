"""The page about carrier files names every event, reason, refusal and column that there is, and no other."""

import re
from pathlib import Path

import benefits_sync.domain.carriers as package
from benefits_sync.domain.carriers.picture import PICTURE_FIELDS
from benefits_sync.domain.carriers.terminations import REASON_EVENTS
from benefits_sync.mapping.carriers.members import Event

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/carrier-files.md").read_text()
FOLDER = Path(package.__file__).parent


def section(heading):
    return PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]


def rows(heading):
    return re.findall(r"^\| `(\w+)` \| (.*) \|$", section(heading), re.MULTILINE)


def test_every_event_is_in_the_table_or_said_never_to_be_told():
    told = [name for name, _ in rows("What happened")]
    assert sorted([*told, "cobra_paid"]) == sorted(Event)


def test_every_reason_is_told_as_the_event_that_the_table_says():
    assert {reason: event.strip("`") for reason, event in rows("Terminations")} == REASON_EVENTS


def test_every_rule_that_refuses_a_family_is_in_the_table():
    code = "".join(path.read_text() for path in FOLDER.glob("*.py"))
    raised = set(re.findall(r'CannotTellError\(\s*f?[\w.".{}]+,\s*"(\w+)"', code))
    assert {name for name, _ in rows("Refusals")} == raised


def test_every_column_of_a_picture_is_named_in_its_order():
    assert tuple(re.findall(r"`(\w+)`", section("The picture"))) == PICTURE_FIELDS
