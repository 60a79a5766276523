"""The README of the mappings names every key of the grammar of deductions, and its examples are good."""

import re

import pytest
import yaml

from benefits_sync.mapping.deductions.codes import CodeRule, CodeRules, Override
from benefits_sync.mapping.deductions.grammar import DeductionMapping, DeductionSettings
from benefits_sync.mapping.deductions.guards import DeductionGuards
from benefits_sync.mapping.deductions.schedules import PaySchedule, PlanYears
from tests.mapping.deductions.conftest import ROOT

README = (ROOT / "include" / "mappings" / "README.md").read_text("utf-8")
SECTION = README[README.index("## Deductions") :]
MODELS = (
    DeductionMapping, DeductionSettings, PlanYears, PaySchedule, CodeRules, CodeRule, Override,
    DeductionGuards,
)  # fmt: skip
KEYS = sorted({info.alias or name for model in MODELS for name, info in model.model_fields.items()})


@pytest.mark.parametrize("name", KEYS)
def test_it_names_the_key(name):
    assert re.search(rf"\b{name}\b", SECTION)


def example(first: str) -> dict[str, dict[str, object]]:
    """Return the example that begins with a key."""
    text = SECTION[SECTION.index(f"```yaml\n{first}:") + len("```yaml\n") :]
    return yaml.safe_load(text[: text.index("```")])[first]


def test_the_pay_schedules_shown_are_good():
    labels = [PaySchedule.model_validate(one).label for one in example("pay_schedules").values()]
    assert labels == ["biweekly", "semi-monthly"]


def test_the_codes_shown_are_good():
    overrides = CodeRule.model_validate(example("codes")["posttax"], by_alias=True).overrides
    assert [one.code for one in overrides] == ["MEDGPT", None]


def test_the_defaults_of_guards_are_told():
    stated = dict(re.findall(r"\| `(\w+)` \| `(\{.*?\})` \|", SECTION))
    told = {name: yaml.safe_load(text) for name, text in stated.items()}
    assert told == {
        name: limit.model_dump(exclude={"fields"}, exclude_defaults=True) for name, limit in DeductionGuards()
    }
