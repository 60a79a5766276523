"""Whatever a profile puts into files as it stands is held against the characters that they may have."""

import pytest

DENTAL, MEDICAL, VISION = "brightleaf_dental", "cedarline_health", "clearwater_vision"

CASES = {
    "the sender's id": (MEDICAL, 'sender: {qualifier: "30", id: "841234567"', "841234567", "84{234567"),
    "the id of the test receiver": (MEDICAL, "id: CEDARTEST", "CEDARTEST", '"CEDAR{"'),
    "the payer's name": (MEDICAL, "payer: {name: Cedarline Health", "Cedarline Health", '"Cedarline{"'),
    "a broker's account": (DENTAL, "account: LB-204", "LB-204", '"LB~204"'),
    "a master policy": (MEDICAL, 'WEST: "70114-W"', "70114-W", "70114{W"),
    "the policy number": (VISION, "value: V-200", "V-200", '"V~200"'),
    "a rule's policy number": (MEDICAL, 'value: "70114-900"', "70114-900", "70114{900"),
    "a plan's policy number": (DENTAL, 'Dental Base: "88231-001"', "88231-001", "88231~001"),
    "a plan's code": (MEDICAL, "Silver PPO: SPPO-25", "SPPO-25", '"SPPO*25"'),
    "a category": (VISION, "category: COST CENTER", "COST CENTER", '"COST~CENTER"'),
    "a value of the structure": (MEDICAL, 'BOI: "001"', "001", "0{1"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_character_that_no_file_may_have_is_refused_at_its_line(problems_of, case):
    carrier, line, good, bad = CASES[case]
    broken = line.replace(good, bad)
    said = problems_of(carrier, (line, broken))
    marked = [shown for shown in said.splitlines() if shown.startswith(">")]
    assert ("does not allow in data" in said, [broken in shown for shown in marked]) == (True, [True])
