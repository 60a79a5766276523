"""A part of a profile that contradicts itself is refused with the reason, whatever the other parts say."""

import pytest

DENTAL, MEDICAL, VISION, LIFE = (
    "brightleaf_dental", "cedarline_health", "clearwater_vision", "harborstone_life",
)  # fmt: skip

CASES = {
    "an amount stands once": (
        LIFE,
        "{qualifier: FK, from: volume}",
        "{qualifier: P3, from: volume}",
        "each qualifier of `amounts` stands once",
    ),
    "a half file has one other name": (
        MEDICAL,
        "temporary: {suffix: .part}",
        "temporary: {suffix: .part, directory: staging}",
        "one of them",
    ),
    "an application code has two characters": (
        VISION,
        'receiver: {qualifier: "01", id: "061234567"}',
        'receiver: {qualifier: "01", id: "0"}',
        "has at least two characters",
    ),
    "small letters need the extended set": (
        VISION,
        "charset: extended",
        "charset: basic",
        "need `charset: extended`",
    ),
    "extra characters are single ones of the set": (
        MEDICAL,
        'extra_characters: ["@", "_"]',
        'extra_characters: ["@", "é"]',
        "single characters of the extended set",
    ),
    "a replacement can be written": (
        MEDICAL,
        '"~": "-"}',
        '"~": "{"}',
        "what replaces `~` must be allowed in data",
    ),
    "everybody has a type": (
        MEDICAL,
        'change: {action: "2", by_event: true}',
        'change: {action: "2"}',
        "or `by_event: true`",
    ),
    "people and coverages are marked together": (
        MEDICAL,
        'member: "030", coverage: "030"',
        'member: "030"',
        "`member` and `coverage` go together",
    ),
    "a constant master policy has its value": (
        VISION,
        "{send: constant, value: CWV-3310}",
        "{send: constant}",
        "`value` goes with `send: constant`",
    ),
    "open enrollment is of a described kind": (
        VISION,
        (
            "kind: full\n    ahead_days: 90\n    due_days_before: 30\n    notice_business_days: 3\n"
            "    terminates_by_omission: true"
        ),
        "kind: audit\n    ahead_days: 90\n    due_days_before: 30\n    notice_business_days: 3",
        "is of kind `audit`, which `kinds` does not describe",
    ),
    "master policies by group need the group": (
        MEDICAL,
        "grouping: {group: division, transactions: group, most_members: 10000}",
        "grouping: {most_members: 10000}",
        "state `grouping.group`",
    ),
    "a total stands once": (DENTAL, "totals: [TO]", "totals: [TO, TO]", "each of the `totals` stands once"),
    "a date of the header stands once": (
        MEDICAL,
        '{qualifier: "303", from: as_of}',
        '{qualifier: "007", from: as_of}',
        "each qualifier of `dates` stands once",
    ),
    "a source of the identifier stands once": (
        MEDICAL,
        "subscriber: [ssn, employee_number]",
        "subscriber: [ssn, ssn]",
        "each source of the `subscriber` identifier stands once",
    ),
    "a reference has one source": (
        DENTAL,
        'constant: "88231"}',
        'constant: "88231", from: division}',
        "either `from` or `constant`",
    ),
    "a category has a name": (VISION, ", category: COST CENTER", "", "`category`, a name, goes with"),
    "a file name holds no blank": (MEDICAL, '"CLH_{env', '"CLH {env', "a file name holds letters, digits"),
    "a name fits its length": (
        DENTAL,
        "max_length: 32",
        "max_length: 12",
        "shorter than the fixed part of the name",
    ),
    "policies of plans stand at coverages": (
        DENTAL,
        "policy: {at: both}",
        "policy: {at: member}",
        "need `identifiers.policy.at` to be `coverage` or `both`",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_the_reason(problems_of, case):
    carrier, good, bad, reason = CASES[case]
    assert reason in problems_of(carrier, (good, bad))
