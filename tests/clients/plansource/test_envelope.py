"""Every published shape of an answer is read; any other is refused."""

from typing import Any

import orjson
import pytest

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.plansource.envelope import Complaint, Envelope, read_envelope
from benefits_sync.errors import VendorContractError


def read(content: Any, status: int = 200) -> Envelope:
    body = orjson.dumps(content) if status >= 300 else content
    return read_envelope(Answer(status, {}, body, "request-1"), "GET /x")


ERROR = {"http_status": 400, "message": "State must be a valid State abbreviation.", "error_code": 400}


def test_a_success_gives_its_data_and_no_complaint():
    envelope = read({"status": "success", "errors": [], "data": {"id": 1}})
    assert (envelope.rows, envelope.clean) == ([{"id": 1}], True)


def test_a_success_without_errors_is_a_success():
    assert read({"status": "success", "data": [{"id": 1}, {"id": 2}]}).rows == [{"id": 1}, {"id": 2}]


@pytest.mark.parametrize("errors", [ERROR, [ERROR]], ids=["object", "list"])
def test_errors_are_read_as_an_object_or_a_list(errors: Any):
    envelope = read({"status": "failure", "errors": errors, "data": []}, 400)
    assert [complaint.message for complaint in envelope.complaints] == [ERROR["message"]]


@pytest.mark.parametrize(
    ("code", "read_as"), [(400, "400"), ("invalid_token", "invalid_token"), (None, None)]
)
def test_an_error_code_is_a_number_a_word_or_missing(code: Any, read_as: str | None):
    error = {"message": "x", **({} if code is None else {"error_code": code})}
    assert read({"status": "failure", "errors": error}, 400).complaints[0].code == read_as


def test_a_failure_under_http_200_is_a_complaint():
    envelope = read({"status": "failure", "errors": {**ERROR, "http_status": 500}, "data": []})
    assert (envelope.status, envelope.complaints[0].status) == (200, 500)


def test_a_failure_may_lack_data_and_errors():
    assert read({"status": "failure"}, 404).complaints == (Complaint("", 404),)


def test_errors_beside_good_rows_are_complaints():
    envelope = read({"status": "success", "errors": [ERROR], "data": [{"id": 1}]})
    assert (len(envelope.rows), len(envelope.complaints)) == (1, 1)


def test_failed_rows_of_a_counts_envelope_are_complaints_that_name_their_row():
    data = {
        "valid_count": 0,
        "failed_count": 1,
        "failed_rows": [{"id": "E1", "errors": "Employee not found"}],
    }
    complaint = read({"status": "success", "errors": [], "data": data}).complaints[0]
    assert (complaint.record_key, complaint.message) == ("E1", "Employee not found")


def test_a_failed_count_without_rows_is_still_a_complaint():
    data = {"valid_count": 0, "failed_count": 3}
    assert not read({"status": "success", "errors": [], "data": data}).clean


@pytest.mark.parametrize("links", [{"href": "/a", "rel": "self"}, [{"href": "/a", "rel": "self"}]])
def test_links_are_read_as_an_object_or_a_list(links: Any):
    assert read({"status": "failure", "errors": {**ERROR, "links": links}}, 400).complaints[0].links == (
        "/a",
    )


@pytest.mark.parametrize(
    "content",
    [{"status": "success", "errors": []}, {"status": "pending", "data": []}, {"data": []}, [], "text", 7],
    ids=["no data", "unknown status", "no status", "list", "text", "number"],
)
def test_any_other_shape_breaks_the_contract(content: Any):
    with pytest.raises(VendorContractError, match="request-1"):
        read(content)


def test_a_refusal_that_is_no_json_breaks_the_contract():
    with pytest.raises(VendorContractError):
        read_envelope(Answer(404, {}, b"<html>not here</html>", "request-1"), "GET /x")


def test_a_complaint_does_not_show_the_vendor_s_text():
    assert "900112207" not in repr(Complaint("ssn 900112207 is odd", 400))
