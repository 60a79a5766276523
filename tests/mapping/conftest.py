"""Mapping files written for one test, and the invented employee whom the mapping tests begin with."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent

import pandas as pd
import pytest

from benefits_sync.mapping import MappedFrame, map_frame
from benefits_sync.mapping import Mapping as MappingFile
from benefits_sync.mapping.loading import load_mapping

ROOT = Path(__file__).resolve().parents[2]
DEMOGRAPHIC_EXPORT = ROOT / "include" / "mappings" / "demographic_export.yaml"
TODAY = date(2026, 3, 9)

HEAD = """\
name: demo
version: 3
source: bamboohr.employee
target: plansource.subscriber
key: subscriber_code
"""

EMPLOYEE = {
    "employeeNumber": "E10001",
    "firstName": "Maya",
    "lastName": "Okafor",
    "ssn": "912-34-5678",
    "dateOfBirth": "1991-11-30",
    "gender": "Female",
    "maritalStatus": "Single",
    "address1": "18 Juniper Way",
    "city": "Boise",
    "state": "Idaho",
    "zipcode": "83702",
    "country": "United States",
    "workEmail": "maya.okafor@example.test",
    "mobilePhone": "208-555-0143",
    "hireDate": "2020-03-09",
    "status": "Active",
    "employmentHistoryStatus": "Full-Time",
    "division": "West",
    "location": "Boise",
    "department": "Finance",
    "payRate": "31.50 USD",
    "payType": "Hourly",
    "payPer": "Hour",
    "paySchedule": "Biweekly",
    "standardHoursPerWeek": "40",
    "customJobLevel": "Staff",
    "customEin": "84-1234567",
    "customTestEmployee": "no",
}

MapOne = Callable[..., MappedFrame]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a mapping file: the common head and the text given."""

    def write(text: str) -> Path:
        path = tmp_path / "demo.yaml"
        path.write_text(HEAD + dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def demographic_export() -> MappingFile:
    """The mapping that is shipped."""
    return load_mapping(DEMOGRAPHIC_EXPORT)


@pytest.fixture
def map_one(demographic_export: MappingFile) -> MapOne:
    """Map the invented employee with some fields changed."""

    def map_one(changes: Mapping[str, str | None] | None = None, **fields: str | None) -> MappedFrame:
        person = EMPLOYEE | fields | dict(changes or {})
        frame = pd.DataFrame(
            [{name: person.get(name) for name in demographic_export.source_fields}], dtype=object
        )
        return map_frame(demographic_export, frame, TODAY)

    return map_one
