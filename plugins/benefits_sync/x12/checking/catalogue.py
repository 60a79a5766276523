"""The catalogue: every rule that a file is checked against, each declared in the module that checks it.

A module of rules has its rules in ``RULES``. Rules over facts (see `facts`) offer them as a `RuleSet`.
"""

from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Final

from benefits_sync.x12.checking import (
    balance,
    chronology,
    code_sets,
    envelope,
    families,
    guide_rules,
    maintenance,
    partner,
    partner_coverages,
    partner_file,
    partner_people,
    partner_references,
    product,
    situational,
    syntax,
)
from benefits_sync.x12.checking.findings import Rule

MODULES: Final[tuple[ModuleType, ...]] = (
    envelope,
    syntax,
    guide_rules,
    balance,
    situational,
    code_sets,
    product,
    partner,
    partner_file,
    partner_references,
    partner_people,
    partner_coverages,
    families,
    chronology,
    maintenance,
)

CATALOGUE: Final[Mapping[str, Rule]] = MappingProxyType(
    {rule.id: rule for module in MODULES for rule in module.RULES}
)
