"""Many subscribers in one call, and the walk over all of them."""

from typing import Any

import pytest

from sandbox.server import Running
from tests.sandbox.plansource.caller import Caller, person


def codes(rows: list[dict[str, Any]]) -> list[str]:
    return [row["subscriber_code"] for row in rows]


async def test_good_rows_are_created_although_others_fail(api: Caller) -> None:
    rows = [person(1), person(2, gender="X"), person(3)]
    answer = await api.call("POST", "/subscribers", rows)
    assert (answer.status, answer.body["status"], codes(answer.data)) == (
        200,
        "success",
        ["E00001", "E00003"],
    )


async def test_each_failed_row_has_an_error_with_its_link(api: Caller) -> None:
    answer = await api.call("POST", "/subscribers", [person(1), person(2, gender="X")])
    assert answer.body["errors"] == [
        {
            "http_status": 400,
            "message": "Invalid value for gender.  The valid values are M,F.",
            "details": None,
            "error_code": 400,
            "links": [{"href": "/admin/subscriber/E00002?is_custom_id=true", "rel": "self"}],
        }
    ]


async def test_a_row_is_told_the_first_attribute_it_lacks(api: Caller) -> None:
    answer = await api.call("POST", "/subscribers", [person(1, ssn=None, city=None)])
    assert (answer.message, answer.body["errors"][0]["error_code"]) == (
        "Missing required attribute: ssn",
        "missing.required.attribute",
    )


async def test_a_call_in_which_every_row_fails_is_a_failure(api: Caller) -> None:
    answer = await api.call("POST", "/subscribers", [person(1, gender="X")])
    assert (answer.status, answer.body["status"], answer.data) == (400, "failure", [])


async def test_two_rows_with_one_code_create_one_employee(api: Caller) -> None:
    answer = await api.call("POST", "/subscribers", [person(1), person(1, ssn="900000777")])
    assert (len(answer.data), answer.message) == (1, "Subscriber code has already been taken")


async def test_rows_are_updated_by_code(api: Caller) -> None:
    await api.hire(1)
    await api.hire(2)
    rows = [{"id": "E00001", "city": "Austin"}, {"id": "E00002", "city": "Denver"}]
    answer = await api.by_code("PUT", "/subscribers", rows)
    assert [row["city"] for row in answer.data] == ["Austin", "Denver"]


async def test_rows_are_updated_by_id(api: Caller) -> None:
    hired = await api.hire(1)
    answer = await api.call("PUT", "/subscribers", [{"id": str(hired["id"]), "city": "Austin"}])
    assert answer.data[0]["city"] == "Austin"


async def test_an_unknown_row_is_named_by_its_link(api: Caller) -> None:
    answer = await api.by_code("PUT", "/subscribers", [{"id": "E00404", "city": "Austin"}])
    error = answer.body["errors"][0]
    assert (error["message"], error["links"][0]["href"]) == (
        "No employee with id: E00404 found",
        "/admin/subscriber/E00404?is_custom_id=true",
    )


async def test_rows_are_terminated_and_rehired(api: Caller) -> None:
    await api.hire(1)
    row = {"id": "E00001", "termination_reason": "death", "termination_date": "2026-06-30"}
    left = await api.by_code("PUT", "/subscribers/terminate", [row])
    back = await api.by_code("PUT", "/subscribers/rehire", [{"id": "E00001", "rehire_date": "2026-09-01"}])
    assert (left.data[0]["termination_reason_id"], back.data[0]["termination_reason_id"]) == (3, None)


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ("terminate", "Cannot perform action as the employee is terminated"),
        ("rehire", "Cannot perform action as the employee is not terminated"),
    ],
)
async def test_a_row_in_the_wrong_state_is_refused(api: Caller, operation: str, message: str) -> None:
    await api.hire(1)
    if operation == "terminate":
        await api.leave()
    answer = await api.by_code("PUT", f"/subscribers/{operation}", [{"id": "E00001"}])
    assert (answer.status, answer.message) == (400, message)


async def test_a_body_that_is_no_list_gets_the_raw_complaint(api: Caller) -> None:
    answer = await api.call("PUT", "/subscribers", {"id": "E00001"})
    assert (answer.status, answer.message) == (400, "no implicit conversion of Symbol into Integer")


async def test_injected_bad_rows_fail_once_and_then_work(api: Caller, box: Running) -> None:
    box.sandbox.faults.replace([{"kind": "bad_rows"}])
    rows = [person(number) for number in range(1, 41)]
    first = await api.call("POST", "/subscribers", rows)
    done = set(codes(first.data))
    box.sandbox.faults.replace([])
    again = await api.call("POST", "/subscribers", [r for r in rows if r["subscriber_code"] not in done])
    assert (0 < len(first.body["errors"]) < 40, len(done) + len(again.data), again.body["errors"]) == (
        True,
        40,
        [],
    )


async def test_a_bad_row_is_never_refused_twice_by_a_lasting_fault(api: Caller, box: Running) -> None:
    box.sandbox.faults.replace([{"kind": "bad_rows"}])
    sent = [person(1)]
    first, again = await api.call("POST", "/subscribers", sent), await api.call("POST", "/subscribers", sent)
    assert (len(first.body["errors"]), len(again.data)) == (1, 1)


async def test_pages_walk_all_employees_in_order_and_end_empty(api: Caller) -> None:
    await api.call("POST", "/subscribers", [person(number) for number in range(1, 6)])
    pages = [
        codes((await api.call("GET", "/subscribers", page=str(page), per_page="2")).data)
        for page in (1, 2, 3, 4)
    ]
    assert pages == [["E00001", "E00002"], ["E00003", "E00004"], ["E00005"], []]


async def test_a_page_holds_at_most_five_hundred(api: Caller) -> None:
    await api.call("POST", "/subscribers", [person(number) for number in range(1, 502)])
    assert len((await api.call("GET", "/subscribers", per_page="9999")).data) == 500


async def test_test_employees_are_listed_only_when_asked_for(api: Caller) -> None:
    await api.hire(1)
    await api.hire(2, test_employee=True)
    without = await api.call("GET", "/subscribers")
    everyone = await api.call("GET", "/subscribers", include_test="true")
    assert (codes(without.data), codes(everyone.data)) == (["E00001"], ["E00001", "E00002"])


async def test_a_test_employee_is_read_by_itself_without_asking(api: Caller) -> None:
    await api.hire(1, test_employee=True)
    assert (await api.by_code("GET", "/subscriber/E00001")).data["test_employee"] is True


async def test_a_shifted_page_repeats_one_row_and_drops_one(api: Caller, box: Running) -> None:
    await api.call("POST", "/subscribers", [person(number) for number in range(1, 7)])
    box.sandbox.faults.replace([{"kind": "shifted_page", "times": 1}])
    walk = [codes((await api.call("GET", "/subscribers", page=p, per_page="2")).data) for p in "123"]
    assert walk == [["E00001", "E00002"], ["E00002", "E00003"], ["E00005", "E00006"]]
