"""The README of the mappings names everything that a profile can state, and its defaults are true."""

import re

import pytest
import yaml

from benefits_sync.mapping.carriers.gates import Gate, Gates
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.identifiers import DateSource, IdSource, Structure
from benefits_sync.mapping.carriers.members import USUAL_EVENTS, Coverage, Employment
from benefits_sync.mapping.carriers.naming import PLACEHOLDERS
from tests.mapping.carriers.conftest import ROOT
from tests.mapping.carriers.models import keys_of_the_grammar

README = (ROOT / "include" / "mappings" / "README.md").read_text("utf-8")
SECTION = README[README.index("\n## Carriers\n") :]
CODE = re.findall(r"`([^`]*)`", SECTION)
NAMED = {word for code in CODE for word in re.findall(r"\w+", code)}


@pytest.mark.parametrize("key", sorted(keys_of_the_grammar()))
def test_it_names_the_key(key):
    assert key in NAMED


@pytest.mark.parametrize("part", CarrierProfile.model_fields)
def test_it_lists_the_part(part):
    assert re.search(rf"^\|[^|]*`{part}`[^|]*\|", SECTION, re.MULTILINE)


@pytest.mark.parametrize("values", [DateSource, IdSource, Coverage, Employment, PLACEHOLDERS])
def test_it_names_every_value(values):
    assert {str(value) for value in values} <= NAMED


def test_the_usual_codes_of_events_are_told():
    told = dict(re.findall(r"`(\w+)` \| (\d{3}/\w{2}) \|", SECTION))
    assert told == {str(event): f"{codes.type}/{codes.reason}" for event, codes in USUAL_EVENTS.items()}


def test_the_defaults_of_gates_are_told():
    told = re.findall(r"\| `(\w+)` \| (\d+), (\w+), (\d+) \|", SECTION)
    gates = [(name, gate) for name, gate in Gates() if isinstance(gate, Gate)]
    assert told == [
        (
            name,
            f"{gate.hold_percent:g}",
            f"{gate.refuse_percent or 'none'}".removesuffix(".0"),
            str(gate.floor),
        )
        for name, gate in gates
    ]


def test_the_structure_shown_is_good():
    text = SECTION[SECTION.index("```yaml\n") + len("```yaml\n") :]
    shown = yaml.safe_load(text[: text.index("```")])["structure"]
    assert [Structure.model_validate(one).reference for one in shown] == ["DX", "00"]
