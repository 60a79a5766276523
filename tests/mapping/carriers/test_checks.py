"""What contradicts itself in a profile is found before any file is made."""

import pytest

MEDICAL, DENTAL, VISION, LIFE = (
    "cedarline_health", "brightleaf_dental", "clearwater_vision", "harborstone_life",
)  # fmt: skip

CASES = {
    "a rule that an earlier one covers": (
        VISION,
        "{division: [EAST, CENTRAL], org_class: EXEC}",
        "{division: WEST, org_class: EXEC}",
        "can never be used: an earlier rule holds for all that this one is for",
    ),
    "a rule of an unknown plan": (
        MEDICAL,
        "plans: [Gold PPO]",
        "plans: [Gold POP]",
        "did you mean `Gold PPO`?",
    ),
    "a rule for plans is no rule for people": (MEDICAL, "at: both", "at: member", "rules for `plans` need"),
    "a rule is for somebody": (
        VISION,
        "when: {division: WEST}, value",
        "value",
        "a rule has `plans`, `when` or both",
    ),
    "life needs the switch": (
        LIFE,
        "non_guide_lines: true",
        "non_guide_lines: false",
        "the guide has no insurance line",
    ),
    "the switch needs life": (DENTAL, "waived: send", "non_guide_lines: true", "all lines are the guide's"),
    "a change file cannot omit": (
        VISION,
        "  kinds:\n",
        '  kinds:\n    change: {action: "2", by_event: true}\n',
        "cannot end coverage by omission",
    ),
    "absence is looked at in both modes": (
        MEDICAL,
        "mode: explicit",
        "mode: both",
        "`vanished: {hold_percent: 0, floor: 0}`",
    ),
    "the vanished are looked at": (
        VISION,
        "vanished: {hold_percent: 0, floor: 0}",
        "vanished: {hold_percent: 2}",
        "anybody who vanishes must be looked at",
    ),
    "omission repeats nothing": (
        VISION,
        "mode: omission",
        "mode: omission\n  repeat: until_confirmed",
        "nothing can be repeated",
    ),
    "days need a number": (DENTAL, "  repeat_days: 60\n", "", "`repeat_days` goes with `repeat: days`"),
    "a write-only inbox knows no rename": (
        VISION,
        "inbox: write_only",
        "inbox: write_only\n    temporary: {suffix: .tmp}",
        "a write-only inbox allows no rename",
    ),
    "no half file in an open inbox": (
        DENTAL,
        "    temporary: {directory: inbound/staging}\n",
        "",
        "or the carrier may take half a file",
    ),
    "one way only": (
        LIFE,
        "  http:\n",
        "  sftp: {connections: {production: a, test: b}, directory: in, inbox: write_only}\n  http:\n",
        "either `sftp` or `http`",
    ),
    "test is not production": (
        MEDICAL,
        "test: cedarline_sftp_test",
        "test: cedarline_sftp",
        "production and test have one connection",
    ),
    "an extension for encrypted files": (
        MEDICAL,
        "    encrypted_extension: pgp\n",
        "",
        "`encryption` and `naming.encrypted_extension` go together",
    ),
    "a key is a whole fingerprint": (
        MEDICAL,
        '"4F1D0C9A7B3E52860D4C1A9B7E6F5D4C3B2A1908"',
        '"3B2A1908"',
        "a whole fingerprint",
    ),
    "an unknown placeholder": (
        MEDICAL,
        '"CLH_{environment}',
        '"CLH_{enviroment}',
        "did you mean `environment`?",
    ),
    "names that cannot replace each other": (
        VISION,
        "{yymmdd}_{hhmmss}",
        "weekly",
        "each file would replace the one before it",
    ),
    "a file for each benefit is named so": (
        LIFE,
        "{line}_",
        "",
        "{line} is for carriers that get a file for each line",
    ),
    "a group in the name needs files by group": (
        VISION,
        "POS_3310",
        "POS_{group}",
        "{group} is for carriers",
    ),
    "transactions by group need the group": (
        MEDICAL,
        "group: division, ",
        "",
        "the subscriber member that names a person's group",
    ),
    "references are legal at their place": (DENTAL, '"3H"', "SY", "`SY` is not a reference of a member"),
    "a reference stands once": (
        DENTAL,
        'reference: "3H"',
        'reference: "17"',
        "an earlier entry sends 17 there already",
    ),
    "groups are not made of personal data": (
        DENTAL,
        "from: org_class",
        "from: ssn",
        "is not a subscriber member for groups",
    ),
    "a value fits its length": (MEDICAL, 'REM: "099"', 'REM: "0099"', "`max_length` is 3"),
    "a date stands once": (MEDICAL, '"340"', '"336"', "an earlier entry sends 336 for the same people"),
    "no date that the guide lacks": (
        MEDICAL,
        '"340"',
        '"348"',
        "`348` is not a date of a member (DTP in 2000)",
    ),
    "a termination has a date": (
        LIFE,
        '  - {qualifier: "357", from: eligibility_end, of: both, when: termination}\n',
        "",
        "a termination needs its date: send 357 of the subscriber",
    ),
    "a pseudo SSN is stated": (LIFE, 'pseudo: "999999999", ', "", "`pseudo` holds the nine digits"),
    "self is no dependent": (
        MEDICAL,
        'spouse: "01"',
        'spouse: "18"',
        "`18` is not a relationship of a dependent (INS02)",
    ),
    "each plan has a policy": (
        MEDICAL,
        ', Bronze HDHP: "70114-003"',
        "",
        "has plans without a policy number (REF*1L)",
    ),
    "policies of known plans": (
        MEDICAL,
        'Gold PPO: "70114-002"',
        'Golden PPO: "70114-002"',
        "did you mean `Gold PPO`?",
    ),
    "the usual kind is described": (DENTAL, "usual: full", "usual: audit", "which `kinds` does not describe"),
    "a change file is marked as one": (
        MEDICAL,
        'change: {action: "2", by_event: true}',
        'change: {action: "4", by_event: true}',
        "a change file has action 2",
    ),
    "only full files omit": (
        VISION,
        "    kind: full\n",
        "    kind: audit\n",
        "only a full file can end coverage by omission",
    ),
    "a TA1 asked for is expected": (
        MEDICAL,
        "ta1: {expected: always",
        "ta1: {expected: on_error",
        "expect it always",
    ),
    "an answer has a pattern": (
        MEDICAL,
        '{expected: always, pattern: "*.ta1", deadline_hours: 4}',
        "{expected: always}",
        "`pattern` says which files are this answer",
    ),
    "answers are in a directory": (
        DENTAL,
        "  directory: outbound\n",
        "",
        "state the `directory` in which the carrier puts its answers",
    ),
    "answers of an API are listed": (
        LIFE,
        "    answers_endpoint: /v2/acknowledgments\n",
        "",
        "state the `answers_endpoint`",
    ),
    "gates hold before they refuse": (
        MEDICAL,
        "hold_percent: 8, refuse_percent: 25",
        "hold_percent: 26, refuse_percent: 25",
        "no file would ever be held",
    ),
    "a number is no list of limits": (
        LIFE,
        "least_members: 10",
        "least_members: {floor: 1}",
        "valid integer",
    ),
    "test files are put elsewhere": (
        DENTAL,
        "test_directory: inbound/test",
        "test_directory: inbound/prod/",
        "`test_directory` is that of production",
    ),
    "half files are put elsewhere": (
        DENTAL,
        "temporary: {directory: inbound/staging}",
        "temporary: {directory: inbound/prod}",
        "where the carrier takes files, half ones too",
    ),
    "a volume is no policy number": (
        LIFE,
        "volume: {reference: ZZ}",
        'volume: {reference: "1L"}',
        "a volume needs another one",
    ),
    "a volume shares no reference": (
        LIFE,
        "{reference: P5, from: business_title, max_length: 30}",
        "{reference: ZZ, at: coverage, from: business_title}",
        "`structure` sends ZZ of each coverage already",
    ),
    "the prior identifier stands once": (
        MEDICAL,
        "{reference: ZZ, at: member, from: employee_number}",
        "{reference: Q4, at: member, from: employee_number}",
        "`identifiers.prior` sends Q4 of people already",
    ),
    "a category's reference stands once": (
        VISION,
        "from: division}",
        'from: division}\n  - {reference: "00", at: category, category: COST CENTER, constant: A}',
        "an earlier entry sends 00 there already",
    ),
    "the file of open enrollment is named like the others": (
        MEDICAL,
        "CLH_OE_",
        "CLH_{group}_",
        "{group} is for carriers",
    ),
    "history ends with the version": (DENTAL, "version: 1\n", "version: 2\n", "ends with 2"),
    "a known time zone": (DENTAL, "America/Chicago", "America/Chigaco", "not a time zone"),
    "days stand once": (
        LIFE,
        "days: [wednesday, friday]",
        "days: [friday, friday]",
        "each of the `days` stands once",
    ),
    "master policies by group": (
        MEDICAL,
        "send: by_group",
        "send: never",
        "`groups` goes with `send: by_group`",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_the_reason(problems_of, case):
    carrier, good, bad, reason = CASES[case]
    assert reason in problems_of(carrier, (good, bad))


def test_a_problem_stands_on_the_line_of_what_is_wrong(problems_of):
    said = problems_of(MEDICAL, ("SPPO-25", '"SPPO*25"'))
    assert ">" in next(line for line in said.splitlines() if "plans: {Silver PPO" in line)


def test_omission_needs_full_files(problems_of):
    full = '    full: {action: RX, member: "030", coverage: "030", reason: XN}'
    audit = '    audit: {action: "4", member: "030", coverage: "030", reason: XN}'
    said = problems_of(
        VISION,
        ("usual: full", "usual: audit"),
        (full, audit),
        ("terminates_by_omission: true", "terminates_by_omission: false"),
        ("kind: full", "kind: audit"),
    )
    assert "`mode: omission` needs full files" in said
