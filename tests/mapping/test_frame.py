"""A mapping applied to frames equals the plain reading of its grammar row by row; every issue is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.mapping import Mapping, load_mapping, map_frame
from benefits_sync.mapping.grammar import FieldSpec, OnFailure
from benefits_sync.mapping.transforms import BrokenRuleError, Facts
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, canonical, conforms

TODAY = date(2026, 3, 9)
Write = Callable[[str], Path]

MAPPING_TEXT = """\
name: demo
version: 1
source: bamboohr.employee
target: plansource.subscriber
key: subscriber_code
scope:
  - {reason: boss, when: {jobTitle: Boss}}
  - {reason: nameless, when: {firstName: {absent: true}, lastName: {absent: true}}}
fields:
  subscriber_code: {from: employeeNumber, transforms: [trim], required: true}
  first_name: {from: [preferredName, firstName], transforms: [trim, {first_n: 5}], required: true}
  zip_code: {from: zipcode, transforms: [zip_code]}
  county: {from: zipcode, transforms: [zip_code], on_error: leave_out}
  gender: {from: gender, lookup: gender, required: true}
  marital_status: {from: gender, lookup: few, unlisted: leave_out, default: U}
  current_salary:
    from: payRate
    transforms: [money_amount, {annual_salary: {per: payPer, hours: standardHoursPerWeek}}]
  hours_per_week: {from: standardHoursPerWeek}
  hire_date: {from: hireDate, default: 2020/01/31}
  org_class: {rules: class}
  division: {rules: class, unlisted: leave_out, default: NONE, required: true}
  udef_1: {constant: " always "}
lookups:
  gender: {Male: M, Female: F, Other: null}
  few: {Male: X}
rules:
  class:
    - name: long
      when: {standardHoursPerWeek: {at_least: 30}, hireDate: {tenure_at_least_days: 30}}
      value: FT
    - {name: none, when: {jobTitle: Ghost}, value: null}
    - {name: short, when: {standardHoursPerWeek: {below: 30}}, value: PT}
"""

VALUES = {
    "employeeNumber": ["E1", " E2 ", None],
    "firstName": ["Maya", "Alexandria", None],
    "lastName": ["Okafor", None],
    "preferredName": [None, None, "Al"],
    "jobTitle": [None, "Boss", "Ghost"],
    "zipcode": ["83702", "8370", None],
    "gender": ["Male", "Female", "Other", "Else", None],
    "payRate": ["31.50 USD", " USD", "lots", None],
    "payPer": ["Hour", "Year", "Moon", None],
    "standardHoursPerWeek": ["40", "20", "x", None],
    "hireDate": ["2020-03-09", "2026-03-01", "never", None],
}
PEOPLE = st.lists(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()}))


@pytest.fixture(scope="module")
def mapping(tmp_path_factory: pytest.TempPathFactory) -> Mapping:
    path = tmp_path_factory.mktemp("mapping") / "demo.yaml"
    path.write_text(MAPPING_TEXT, encoding="utf-8")
    return load_mapping(path)


def people(rows: list[dict[str, str | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(VALUES), dtype=object)


def plainly(mapping: Mapping, name: str, row: dict[str, str | None]) -> tuple[str | None, str | None]:
    """Read the grammar aloud for one member of one person: the value, and the broken rule."""
    spec = mapping.fields[name]
    if spec.rules:
        return by_rules(mapping, name, row)
    text = spec.constant or next((row[alias] for alias in spec.from_ if row[alias] is not None), None)
    for call in spec.transforms:
        if text:
            others = {parameter: row[alias] for parameter, alias in call.companions.items()}
            try:
                text = call.transform.function(text, Facts(TODAY), call.arguments | others)
            except BrokenRuleError:
                return (None, None) if spec.on_error is OnFailure.LEAVE_OUT else (None, call.name)
    if text and spec.lookup:
        return by_lookup(mapping, name, text)
    return settled(name, spec, text or spec.default)


def by_rules(mapping: Mapping, name: str, row: dict[str, str | None]) -> tuple[str | None, str | None]:
    spec = mapping.fields[name]
    for rule in mapping.rules[str(spec.rules)]:
        if all(condition.matches(row[alias], TODAY) for alias, condition in rule.conditions.items()):
            return (None, None) if rule.result is None else settled(name, spec, rule.result)
    return (None, "no_rule") if spec.unlisted is OnFailure.REJECT else settled(name, spec, spec.default)


def by_lookup(mapping: Mapping, name: str, text: str) -> tuple[str | None, str | None]:
    spec = mapping.fields[name]
    codes = mapping.lookups[str(spec.lookup)]
    if text in codes:
        return (None, None) if codes[text] is None else settled(name, spec, codes[text])
    return (None, "unlisted") if spec.unlisted is OnFailure.REJECT else (None, None)


def settled(name: str, spec: FieldSpec, text: str | None) -> tuple[str | None, str | None]:
    kind = SUBSCRIBER_FIELDS[name]
    value = canonical(kind, text)
    if value is None:
        return None, "required" if spec.required else None
    return (value, None) if conforms(kind, value) else (None, kind.value)


def reason(mapping: Mapping, row: dict[str, str | None]) -> str | None:
    for exclusion in mapping.scope:
        if all(condition.matches(row[alias], TODAY) for alias, condition in exclusion.when.items()):
            return exclusion.reason
    return None


@given(rows=PEOPLE)
def test_the_whole_frame_is_what_each_row_is_by_itself(mapping, rows):
    expected_rows, expected_issues, expected_reasons = [], set(), []
    for position, row in enumerate(rows):
        excluded = reason(mapping, row)
        outcomes = {name: plainly(mapping, name, row) for name in mapping.fields}
        expected_reasons.append(excluded)
        expected_rows.append(
            [value if name == mapping.key or not excluded else None for name, (value, _) in outcomes.items()]
        )
        if not excluded:
            expected_issues |= {(position, name, rule) for name, (_, rule) in outcomes.items() if rule}
    mapped = map_frame(mapping, people(rows), TODAY)
    found = set(zip(mapped.issues["row"], mapped.issues["field"], mapped.issues["rule"], strict=True))
    assert (mapped.payload.to_numpy().tolist(), found, mapped.exclusions.tolist()) == (
        expected_rows,
        expected_issues,
        expected_reasons,
    )


def test_rows_keep_the_labels_of_the_source(mapping):
    source = people([dict.fromkeys(VALUES), dict.fromkeys(VALUES) | {"firstName": "Maya"}])
    source.index = pd.Index(["a", "b"])
    mapped = map_frame(mapping, source, TODAY)
    assert (mapped.payload.index.tolist(), set(mapped.issues["row"])) == (["a", "b"], {"b"})


def test_nobody_to_map_gives_empty_parts(mapping):
    mapped = map_frame(mapping, people([]), TODAY)
    assert (mapped.payload.shape, mapped.issues.shape) == ((0, len(mapping.fields)), (0, 4))


def test_every_cell_is_text_or_none(mapping):
    mapped = map_frame(mapping, people([{name: values[0] for name, values in VALUES.items()}]), TODAY)
    assert {type(value) for value in mapped.payload.to_numpy().ravel()} <= {str, type(None)}


def test_an_excluded_person_shows_the_key_and_nothing_else(map_one):
    mapped = map_one(employmentHistoryStatus="Contractor")
    assert mapped.payload.loc[0].dropna().to_dict() == {"subscriber_code": "E10001"}


def test_an_excluded_person_has_no_issues(map_one):
    assert map_one(customTestEmployee="yes", ssn=None).issues.empty


def test_an_issue_names_row_field_rule_and_the_way_out(map_one):
    issue = map_one(zipcode="2108").issues.loc[0].to_dict()
    assert issue == {
        "row": 0,
        "field": "zip_code",
        "rule": "zip_code",
        "message": "zip_code must be a ZIP code of five or nine digits; correct zipcode in the source",
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"ssn": "CANARY-1"}, {"ssn": "000-12-3456"}, {"dateOfBirth": "CANARY"}, {"zipcode": "CANARY"},
        {"state": "CANARY"}, {"homePhone": "CANARY"}, {"workEmail": "CANARY"}, {"payRate": "CANARY USD"},
        {"payPer": "CANARY"}, {"gender": "CANARY"}, {"payType": "CANARY"}, {"standardHoursPerWeek": "CANARY"},
        {"hireDate": "CANARY"}, {"country": "CANARY"}, {"customShareholder": "CANARY"},
        {"employmentHistoryStatus": "Terminated", "terminationDate": "CANARY"},
        {"employmentHistoryStatus": "Terminated", "employmentStatus.terminationTypeId": "CANARY"},
    ],
)  # fmt: skip
def test_no_value_appears_in_an_issue_or_a_representation(map_one, fields):
    mapped = map_one(fields)
    shown = mapped.issues.to_json() + repr(mapped)
    assert (mapped.issues.empty, "CANARY" in shown, "000-12-3456" in shown) == (False, False, False)
