"""Parties and delimiters that no file could have are found before any file is made."""

import pytest

DENTAL, MEDICAL, LIFE = "brightleaf_dental", "cedarline_health", "harborstone_life"

CASES = {
    "a sponsor is identified as the guide has it": (
        MEDICAL,
        "name: Juniper Works, qualifier: FI",
        "name: Juniper Works, qualifier: XV",
        "`XV` is not a qualifier of a plan sponsor",
    ),
    "a payer is identified as the guide has it": (
        MEDICAL,
        'qualifier: XV, id: "70114"',
        'qualifier: "24", id: "70114"',
        "`24` is not a qualifier of a payer or broker",
    ),
    "amounts hold no delimiter": (LIFE, 'component: ">"', 'component: "."', "amounts and periods are spelt"),
    "periods hold no delimiter": (LIFE, 'component: ">"', 'component: "-"', "amounts and periods are spelt"),
    "delimiters differ": (LIFE, 'component: ">"', 'component: "|"', "no two delimiters"),
    "a delimiter is no letter": (LIFE, 'repetition: "^"', 'repetition: "U"', "no letter, digit or blank"),
    "a replacement of a delimiter only": (MEDICAL, '"~": "-"}', '"%": "-"}', "which is no delimiter here"),
    "sender ids fit": (
        MEDICAL,
        'sender: {qualifier: "30", id: "841234567"}',
        'sender: {qualifier: "30", id: "8412345678901234"}',
        "has 16 characters; 1 to 15 fit",
    ),
    "one broker of a role": (DENTAL, "role: TV", "role: BO", "at most one BO and one TV"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_the_reason(problems_of, case):
    carrier, good, bad, reason = CASES[case]
    assert reason in problems_of(carrier, (good, bad))
