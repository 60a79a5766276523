"""All rules over facts, as one carrier wants them or as anybody would."""

from benefits_sync.x12.checking import code_sets, families, partner, product, situational
from benefits_sync.x12.checking.chronology import ChronologyRules
from benefits_sync.x12.checking.expected import Expected
from benefits_sync.x12.checking.facts import RuleSet
from benefits_sync.x12.checking.maintenance import MaintenanceRules


def rule_sets(expected: Expected | None = None) -> tuple[RuleSet, ...]:
    """Return the rules of types 4 to 7 and our own.

    Args:
        expected: What the carrier expects; without it only what holds for all carriers is checked.
    """
    pseudo_ssn = expected.pseudo_ssn if expected else None
    return (
        situational.situational_rules(
            employment_of_dependents=expected is not None and expected.employment_of_dependents
        ),
        code_sets.code_set_rules(itin=expected is not None and expected.itin, pseudo_ssn=pseudo_ssn),
        product.product_rules(expected),
        *(partner.partner_rules(expected) if expected else ()),
        families.family_rules(pseudo_ssn=pseudo_ssn),
        ChronologyRules(expected).rule_set,
        MaintenanceRules(expected).rule_set,
    )
