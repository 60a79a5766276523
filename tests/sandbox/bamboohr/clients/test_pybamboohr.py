"""PyBambooHR, unchanged from PyPI, does its work against the sandbox; only its base address is set.

Not used: its ``add_row`` and ``update_row`` (they call a method Python 3 lacks) and its reader of file lists
(it parses the JSON it asks for as XML).
"""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import requests
from PyBambooHR.PyBambooHR import PyBambooHR

from sandbox.company import awkward
from sandbox.server import Running, running


@pytest.fixture
def box() -> Iterator[Running]:
    with running(60, 1, today=date(2026, 3, 4)) as started:
        yield started


@pytest.fixture
def client(box):
    signed_in = box.credentials["bamboohr"]
    made = PyBambooHR(subdomain=signed_in["company"], api_key=signed_in["api_key"], only_current=True)
    made.base_url = f"{box.url}/api/gateway.php/{signed_in['company']}/v1/"
    return made


def test_it_reads_the_directory(client):
    people = client.get_employee_directory()
    assert {person["id"] for person in people} > {"101", str(awkward.CONTRACTOR)}


def test_it_reads_an_employee(client):
    employee = client.get_employee(101, ["employeeNumber", "status", "customBadge"])
    assert employee == {"id": "101", "employeeNumber": "E10001", "status": "Active", "customBadge": "B10001"}


def test_it_reads_every_field_it_knows(client):
    assert len(client.get_employee(101)) > 60


def test_it_reads_all_employees(client):
    everyone = client.get_all_employees(["employeeNumber"])
    assert everyone["102"]["employeeNumber"] == "E10002"


def test_it_adds_an_employee_and_reads_it_back(client):
    added = client.add_employee({"first_name": "Ines", "last_name": "Roe", "department": "Finance"})
    found = client.get_employee(added["id"], ["firstName", "department"])
    assert found == {"id": "161", "firstName": "Ines", "department": "Finance"}


def test_it_updates_an_employee(client):
    client.update_employee(102, {"city": "Kuna"})
    assert client.get_employee(102, ["city"])["city"] == "Kuna"


def test_it_asks_for_a_report_in_json(client):
    report = client.request_custom_report(["employeeNumber", "payRate"], report_format="json", title="Pay")
    assert (report["title"], len(report["employees"])) == ("Pay", 60)


def test_it_asks_for_a_report_of_the_changed(client):
    client.update_employee(102, {"city": "Kuna"})
    since = datetime(2026, 3, 4, 11)  # noqa: DTZ001 - the client sends it as UTC
    report = client.request_custom_report(["city"], report_format="json", last_changed=since)
    assert [row["id"] for row in report["employees"]] == ["102"]


@pytest.mark.parametrize(("form", "start"), [("csv", "Employee #"), ("xml", "<?xml")])
def test_it_asks_for_a_report_in_text(client, form, start):
    assert client.request_custom_report(["employeeNumber"], report_format=form).startswith(start)


def test_it_asks_for_a_saved_report(client):
    assert client.request_company_report(1)["title"] == "Roster"


def test_it_reads_a_table_of_everyone(client):
    client.headers.pop("Accept")  # its table reader understands XML only
    table = client.get_tabular_data("jobInfo")
    assert (len(table), table["102"][0]["row_id"].isdigit()) == (60, True)


def test_it_reads_the_changes(client):
    client.update_employee(102, {"city": "Kuna"})
    since = datetime(2026, 3, 4, 11)  # noqa: DTZ001 - the client sends it as UTC
    assert client.get_employee_changes(since=since)["employees"]["102"]["action"] == "Updated"


def test_it_reads_the_changed_rows_of_a_table(client):
    client.update_employee(102, {"jobTitle": "Actuary"})
    since = datetime(2026, 3, 4, 11)  # noqa: DTZ001 - the client sends it as UTC
    changed = client.get_employee_changed_table("jobInfo", since=since)
    assert changed["employees"]["102"]["rows"][-1]["jobTitle"] == "Actuary"


def test_it_reads_the_fields(client):
    assert "firstName" in {field.get("alias") for field in client.get_meta_fields()}


def test_it_reads_the_tables_in_xml(client):
    assert "customEquipment" in {table["alias"] for table in client.get_meta_tables()}


def test_it_reads_the_lists(client):
    assert "Department" in {each["name"] for each in client.get_meta_lists()}


def test_it_reads_the_users(client):
    assert client.get_meta_users()["2370"]["employeeId"] == 101


def test_it_uploads_a_file(client, tmp_path):
    offer = tmp_path / "offer.txt"
    offer.write_text("welcome")
    assert client.upload_employee_file(102, str(offer), 13, share=True)


def test_it_raises_for_an_unknown_employee(client):
    with pytest.raises(requests.HTTPError, match="404"):
        client.get_employee(9, ["firstName"])


def test_it_raises_for_a_wrong_key(client):
    client.api_key = "x" * 40
    with pytest.raises(requests.HTTPError, match="401"):
        client.get_employee_directory()
