"""Errors of a mapping file name the file, the line, the lines around it, and the nearest valid name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benefits_sync.errors import MappingError
from benefits_sync.mapping import load_mapping

Write = Callable[[str], Path]

KEY = "subscriber_code: {from: employeeNumber, required: true}"


def refusal(path: Path) -> str:
    """Return what the author of the file is told."""
    with pytest.raises(MappingError) as caught:
        load_mapping(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("ssn: {form: ssn}", "did you mean `from`?"),
        ("ssn: {from: ssn, transforms: [digit_only]}", "did you mean `digits_only`?"),
        ("snn: {from: ssn}", "did you mean `ssn`?"),
        ("ssn: {from: socialSecurity}", "not a field of the BambooHR employee"),
        ("city: {from: citty}", "did you mean `city`?"),
        ("city: {from: city, lookup: townz}", "did you mean `towns`?"),
        ("city: {rules: clas}", "did you mean `class`?"),
        ("city: {from: city, constant: Boise}", "exactly one of"),
        ("city: {required: true}", "exactly one of"),
        ("city: {constant: Boise, transforms: [trim]}", "read with `from`"),
        ("city: {from: city, transforms: [first_n]}", "needs n"),
        ("city: {from: city, transforms: [{first_n: some}]}", "whole number"),
        ("city: {from: city, transforms: [{trim: 3}]}", "takes no arguments"),
        ("city: {from: city, required: perhaps}", "`required`: input should be a valid boolean"),
    ],
)
def test_a_mistake_in_a_field_is_shown_on_its_line_with_the_way_out(write: Write, field, expected):
    tables = "lookups: {towns: {B: Boise}}\nrules: {class: [{name: all, otherwise: X}]}"
    told = refusal(write(f"fields:\n  {KEY}\n  {field}\n{tables}"))
    assert ("demo.yaml:8:" in told, expected in told) == (True, True), told


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (f"fields: {{{KEY}}}\nsetings: {{}}", 7, "did you mean `settings`?"),
        ("settings: {timzone: UTC}", 6, "did you mean `timezone`?"),
        ("settings: {timezone: Mars/Base}", 6, "not a time zone"),
        ("settings: {approval_hours: 24}", 6, "`approval_hours` is not a key here"),
        ("settings: {chunk_size: 0}", 6, "`chunk_size`: input should be greater than or equal to 1"),
        ("settings: {overlap_minutes: soon}", 6, "`overlap_minutes`: input should be a valid integer"),
        ("fields:\n  city: {from: city}\n  city: {from: state}", 8, "second time, after line 7"),
        ("fields:\n  city: {from: city}", 5, "the key `subscriber_code` is not one of the fields"),
        ("fields:\n  subscriber_code: {from: employeeNumber}", 7, "`required: true`"),
        ("rules:\n  class:\n  - {name: one, when: {city: Boise}}", 8, "`otherwise` alone"),
        ("rules:\n  class:\n  - {name: one, when: {city: {is: B}}, value: X}", 8, "did you mean `in`?"),
        ("rules:\n  class:\n  - {name: one, when: {city: {}}, value: X}", 8, "needs an operator"),
        ("guards: {terminations: {percent: 101}}", 6, "less than or equal to 100"),
        ("guards: {termination: {percent: 1}}", 6, "did you mean `terminations`?"),
        ("guards: {roster_overlap: {floor: 3}}", 6, "`floor` is not a key here"),
        ("guards: {creates: 5}", 6, "`creates`: input should be a valid dictionary"),
        ("fields: [unclosed", 7, "is not YAML"),
    ],
)
def test_a_mistake_elsewhere_is_shown_on_its_line_with_the_way_out(write: Write, text, line, expected):
    told = refusal(write(text))
    assert (f"demo.yaml:{line}:" in told, expected in told) == (True, True), told


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("guards: {field_changed: {percent: 10, fields: {ctiy: 5}}}", "`ctiy` is not one of the fields"),
        (
            "scope: [{reason: later, when: {hireDate: {more_than_days_ahead: 7}}}]",
            "must equal `hire_horizon_d",
        ),
        ("rules: {class: [{name: a, otherwise: X}, {name: a, otherwise: Y}]}", "already has a rule `a`"),
        ("rules: {class: []}", "is empty"),
        ("custom_fields: [department]\nfilds: {}", "did you mean `fields`?"),
    ],
)
def test_parts_of_a_mapping_have_to_fit_each_other(write: Write, part, expected):
    assert expected in refusal(write(f"fields: {{{KEY}}}\n{part}"))


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("reason: whi, voluntary: own", "did you mean `why`?"),
        ("reason: why, voluntary: owm", "did you mean `own`?"),
        ("reason: own, voluntary: why", "rule `any` must give true or false for a leaver"),
        ("reason: why, voluntary: own, keep: [org_clas]", "`org_clas` is not one of the fields"),
    ],
)
def test_the_tables_of_a_termination_have_to_fit(write: Write, part, expected):
    tables = "rules: {why: [{name: any, otherwise: death}], own: [{name: all, otherwise: 'false'}]}"
    ending = f"termination: {{when: {{status: Inactive}}, date: terminationDate, {part}}}"
    assert expected in refusal(write(f"fields: {{{KEY}}}\n{tables}\n{ending}"))


def test_the_lines_around_a_mistake_are_shown(write: Write):
    told = refusal(write(f"fields:\n  {KEY}\n  ssn: {{form: ssn}}\n"))
    assert told.splitlines()[1:] == [
        "     6 | fields:",
        f"     7 |   {KEY}",
        ">    8 |   ssn: {form: ssn}",
    ]


def test_all_mistakes_are_told_at_once(write: Write):
    told = refusal(
        write(f"setings: {{}}\nfields:\n  {KEY}\n  ssn: {{form: ssn}}\n  city: {{from: city, lokup: x}}")
    )
    assert told.count("demo.yaml:") == 3


def test_a_missing_file_is_named():
    with pytest.raises(MappingError, match=r"nowhere\.yaml: cannot be read: No such file"):
        load_mapping("nowhere.yaml")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path):
    path = tmp_path / "demo.yaml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(MappingError, match="is not UTF-8 text"):
        load_mapping(path)


def test_an_empty_file_lacks_its_members(tmp_path: Path):
    path = tmp_path / "demo.yaml"
    path.write_text("", encoding="utf-8")
    assert "`name` is missing" in refusal(path)


def test_codes_are_text_exactly_as_written(write: Write):
    text = (
        f"fields:\n  {KEY}\n  state: {{from: state, lookup: code}}\nlookups: {{code: {{No: 007, 1.50: yes}}}}"
    )
    assert load_mapping(write(text)).lookups["code"] == {"No": "007", "1.50": "yes"}


def test_an_unquoted_null_is_nothing_and_a_quoted_one_is_a_text(write: Write):
    text = (
        f"fields:\n  {KEY}\n  state: {{from: state, lookup: code}}\nlookups: {{code: {{A: null, B: 'null'}}}}"
    )
    assert load_mapping(write(text)).lookups["code"] == {"A": None, "B": "null"}


def test_the_version_label_changes_with_the_content(write: Write):
    first = load_mapping(write(f"fields: {{{KEY}}}")).version_label
    second = load_mapping(write(f"fields: {{{KEY}}}\n# a comment")).version_label
    assert (first[:2], len(first), first != second) == ("3-", 10, True)


def test_a_mapping_cannot_be_changed_once_read(write: Write):
    mapping = load_mapping(write(f"fields: {{{KEY}}}"))
    with pytest.raises(ValueError, match="frozen"):
        mapping.version = 4  # type: ignore[misc]


def test_every_source_field_in_use_is_read_once(write: Write):
    mapping = load_mapping(
        write(f"""
        scope: [{{reason: gone, when: {{status: Inactive}}}}]
        fields:
          {KEY}
          email: {{from: [workEmail, homeEmail]}}
          current_salary:
            from: payRate
            transforms: [{{annual_salary: {{per: payPer, hours: standardHoursPerWeek}}}}]
          org_class: {{rules: class}}
        rules:
          class: [{{name: here, when: {{location: Boise, status: Active}}, value: B}}]
          why: [{{name: any, when: {{employmentStatus.terminationTypeId: Death}}, value: death}}]
          own: [{{name: any, otherwise: "false"}}]
        termination: {{when: {{status: Inactive}}, date: terminationDate, reason: why, voluntary: own}}
        """)
    )
    assert mapping.source_fields == (
        "employeeNumber", "workEmail", "homeEmail", "payRate", "payPer", "standardHoursPerWeek", "location",
        "status", "terminationDate", "employmentStatus.terminationTypeId",
    )  # fmt: skip


def test_what_feeds_a_sensitive_member_is_sensitive_too(write: Write):
    text = f"custom_fields: [customHobby]\nfields:\n  {KEY}\n  udef_1: {{from: customHobby, sensitive: true}}"
    mapping = load_mapping(write(text))
    assert (mapping.sensitive_targets, mapping.sensitive_sources) == (("udef_1",), ("customHobby",))
