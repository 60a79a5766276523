"""The vendor's oddities, and the one spelling they get."""

from datetime import UTC, datetime
from typing import Any

import pytest

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.bamboohr import shapes
from benefits_sync.errors import VendorContractError


def answer(body: Any) -> Answer:
    return Answer(200, {}, body, "request-1")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Ines", "Ines"),
        ("", None),
        ("0000-00-00", None),
        (None, None),
        ("52000.00 USD", "52000.00 USD"),
        (" USD", None),  # pay without an amount
        ({"currency": "USD", "value": "52000.00"}, "52000.00 USD"),
        ({"currency": "USD", "value": ""}, None),
        (True, "true"),
        (40, "40"),
        (["East", "West"], "East, West"),
        ([], None),
    ],
)
def test_a_value_has_one_spelling_as_text(value: object, text: str | None) -> None:
    assert shapes.plain_value(value) == text


@pytest.mark.parametrize(("sent", "plain"), [("4310.0", "4310"), ("19.1", "19.1"), ("hireDate", "hireDate")])
def test_a_dotted_field_id_is_the_one_asked_for(sent: str, plain: str) -> None:
    assert shapes.plain_id(sent) == plain


@pytest.mark.parametrize("nobody", [{"employees": []}, {"employees": {}}, {}])
def test_an_empty_change_feed_comes_in_three_shapes(nobody: dict[str, Any]) -> None:
    assert shapes.changes(answer(nobody), "GET /x") == shapes.Changes((), (), None)


def test_a_deleted_employee_is_not_a_changed_one() -> None:
    employees = {"317": {"action": "Updated"}, "318": {"action": "Inserted"}, "319": {"action": "Deleted"}}
    feed = shapes.changes(answer({"latest": "2026-03-04T09:15:00+00:00", "employees": employees}), "GET /x")

    assert feed == shapes.Changes(("317", "318"), ("319",), datetime(2026, 3, 4, 9, 15, tzinfo=UTC))


def test_rows_of_a_change_feed_get_the_employee_of_their_map() -> None:
    body = {"employees": {"317": {"rows": [{"date": "2024-02-12"}]}}}

    assert shapes.changed_rows(answer(body), "GET /x") == [{"date": "2024-02-12", "employeeId": "317"}]


def test_a_nested_custom_table_is_flattened() -> None:
    assert shapes.rows(answer(None), "GET /x", [[{"id": "1"}], [{"id": "2"}]]) == [{"id": "1"}, {"id": "2"}]


def test_a_report_is_keyed_as_asked() -> None:
    body = {"fields": [{"id": "4310.0"}], "employees": [{"id": "317", "4310.0": "B-17"}]}
    report = shapes.report(answer(body), "POST /x", shapes.report_decoder(["4310"]))

    assert (report.columns, report.rows) == (("4310",), [{"id": "317", "4310": "B-17"}])


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"employees": []},  # no fields
        {"fields": []},  # no employees
        {"fields": ["hireDate"], "employees": []},
        {"fields": [], "employees": [{"hireDate": "2024-02-12"}]},  # a row without an id
        {"fields": [], "employees": ["317"]},
    ],
)
def test_a_report_of_another_shape_is_a_broken_contract(body: Any) -> None:
    with pytest.raises(VendorContractError, match="POST /reports/custom"):
        shapes.report(answer(body), "POST /reports/custom", shapes.report_decoder(["hireDate"]))


@pytest.mark.parametrize("body", [{"employees": ["317"]}, {"employees": {"x": {}}}, {"employees": 5}, []])
def test_a_change_feed_of_another_shape_is_a_broken_contract(body: Any) -> None:
    with pytest.raises(VendorContractError):
        shapes.changes(answer(body), "GET /x")


def test_another_employee_than_the_one_asked_for_is_a_broken_contract() -> None:
    with pytest.raises(VendorContractError, match="lacks the employee asked for"):
        shapes.employee(answer({"id": "318", "ssn": "900-12-3456"}), "GET /x", "317")
