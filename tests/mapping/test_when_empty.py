"""When a member is cleared: the source or the mapping says that it is empty, and the field allows it."""

from collections.abc import Callable

import pandas as pd
import pytest

from benefits_sync.errors import MappingError
from benefits_sync.mapping import load_mapping, map_frame
from benefits_sync.mapping.checks import cleared_members
from tests.mapping.conftest import TODAY

KEY = "subscriber_code: {from: employeeNumber, required: true}"
TEXT = f"""\
custom_fields: [customUnion]
scope: [{{reason: test, when: {{jobTitle: Test}}}}]
fields:
  {KEY}
  city: {{from: city}}
  middle_name: {{from: middleName, transforms: [trim], when_empty: clear}}
  email: {{from: [workEmail, homeEmail], when_empty: clear}}
  home_phone: {{from: homePhone, transforms: [phone_10], on_error: leave_out, when_empty: clear}}
  union_code: {{from: customUnion, lookup: union, unlisted: leave_out, when_empty: clear}}
  org_class: {{rules: class, unlisted: leave_out, when_empty: clear}}
  country: {{from: country, default: Canada, when_empty: clear}}
lookups: {{union: {{Local 100: U100, Nobody: null}}}}
rules:
  class:
    - {{name: staff, when: {{payType: Salary}}, value: S}}
    - {{name: helper, when: {{payType: Hourly}}, value: null}}
"""
PERSON = {
    "employeeNumber": "E1", "city": "Boise", "middleName": "Ann", "workEmail": "a@b.test", "homeEmail": None,
    "homePhone": "208-555-0143", "customUnion": "Local 100", "payType": "Salary", "country": "Mexico",
    "jobTitle": None,
}  # fmt: skip


@pytest.fixture
def cleared(write) -> Callable[..., set[str]]:
    """Map one person and return the members that are to be cleared."""

    def cleared(*withheld: str, **fields: str | None) -> set[str]:
        row = {name: value for name, value in (PERSON | fields).items() if name not in withheld}
        mapped = map_frame(load_mapping(write(TEXT)), pd.DataFrame([row], dtype=object), TODAY)
        return {str(name) for name in mapped.cleared.columns[mapped.cleared.loc[0]]}

    return cleared


@pytest.mark.parametrize(
    ("because", "fields", "expected"),
    [
        ("every member has a value", {}, set()),
        ("the value is gone", {"middleName": None}, {"middle_name"}),
        ("only blanks are left", {"middleName": "  "}, {"middle_name"}),
        ("the field keeps what the target has", {"city": None}, set()),
        ("another source field still has a value", {"workEmail": None, "homeEmail": "x@y.test"}, set()),
        ("no source field has a value any more", {"workEmail": None}, {"email"}),
        ("the code table says nothing, on purpose", {"customUnion": "Nobody"}, {"union_code"}),
        ("a value without a code is no empty value", {"customUnion": "Local 300"}, set()),
        ("a value that breaks its rule is no empty value", {"homePhone": "555"}, set()),
        ("the rule table says nothing, on purpose", {"payType": "Hourly"}, {"org_class"}),
        ("where no rule holds nothing is known", {"payType": "Commission"}, set()),
        ("the default stands in", {"country": None}, set()),
        ("an excluded person loses nothing", {"jobTitle": "Test", "middleName": None}, set()),
    ],
)
def test_a_member_is_cleared_where_its_source_is_empty(cleared, because, fields, expected):
    assert cleared(**fields) == expected, because


@pytest.mark.parametrize("withheld", ["middleName", "workEmail", "homeEmail", "customUnion", "payType"])
def test_a_withheld_source_field_clears_nothing(cleared, withheld):
    nothing = dict.fromkeys(("middleName", "workEmail", "homeEmail", "customUnion"))
    member = {"middleName": "middle_name", "customUnion": "union_code", "payType": "org_class"}
    assert member.get(withheld, "email") not in cleared(withheld, **nothing)


def test_the_rows_are_those_of_the_source(write):
    frame = pd.DataFrame([PERSON, PERSON | {"middleName": None}], index=["a", "b"], dtype=object)
    mapped = map_frame(load_mapping(write(TEXT)), frame, TODAY)
    assert mapped.cleared["middle_name"].to_dict() == {"a": False, "b": True}


@pytest.mark.parametrize("field", ["{from: city, required: true, ", "{constant: Boise, "])
def test_a_member_that_always_has_a_value_cannot_be_cleared(write, field):
    path = write(f"fields:\n  {KEY}\n  city: {field}when_empty: clear}}\n")
    with pytest.raises(MappingError, match=r"demo\.yaml:8: `when_empty: clear` does not go with `required`"):
        load_mapping(path)


def test_clearing_what_plansource_requires_is_found(write):
    mapping = load_mapping(write(f"fields:\n  {KEY}\n  city: {{from: city, when_empty: clear}}\n"))
    messages = [problem.message for problem in cleared_members(mapping, frozenset({"city"}))]
    assert messages == ["`city` must not be cleared: PlanSource requires it"]
