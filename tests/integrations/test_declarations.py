"""What every integration declares about itself."""

from dataclasses import fields
from pathlib import Path

import pytest

from benefits_sync.errors import ConnectionSettingsError, MappingError
from benefits_sync.integrations.declarations import declaration_of
from benefits_sync.integrations.deductions import DEDUCTIONS
from benefits_sync.integrations.demographic_export import DEMOGRAPHIC_EXPORT
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.mapping import load_mapping
from benefits_sync.mapping.deductions import load_deduction_mapping
from benefits_sync.models.runs import IntegrationType
from sandbox.server import Running, running
from tests.connections import define_connection, define_connections, vendor_connections

MAPPINGS = Path(__file__).parents[2] / "include" / "mappings"
TABLE, FILE = declaration_of("deductions_import"), declaration_of("deductions_import_file")
NAMES = list(DAG_IDS)
ENDS = [
    ("BambooHR", "bamboohr_default", DEMOGRAPHIC_EXPORT.open_reader),
    ("PlanSource", "plansource_default", lambda: DEMOGRAPHIC_EXPORT.open_writer(0)),
    ("PlanSource", "plansource_default", TABLE.open_reader),
    ("BambooHR", "bamboohr_default", lambda: TABLE.open_writer(0)),
]


@pytest.fixture(scope="module")
def vendors() -> Running:
    with running(employees=5, seed=3) as sandbox:
        yield sandbox


@pytest.fixture
def connected(vendors, monkeypatch):
    define_connections(monkeypatch, vendor_connections(vendors))


@pytest.mark.parametrize("name", NAMES)
def test_a_declaration_is_found_by_its_name(name):
    assert declaration_of(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_an_integration_has_a_mapping_of_its_own_name(name):
    file = MAPPINGS / declaration_of(name).mapping_file
    load = load_mapping if name == "demographic_export" else load_deduction_mapping
    assert load(file).name == name


def test_no_two_integrations_write_to_one_asset():
    uris = [declaration_of(name).asset_uri for name in NAMES]
    assert len(uris) == len(set(uris))


@pytest.mark.parametrize("name", NAMES)
def test_an_integration_is_shown_without_its_functions(name):
    one = declaration_of(name)
    shown = {field.name for field in fields(one) if field.repr}
    assert (shown, " at 0x" in repr(one)) == (
        {"name", "title", "type", "mapping_file", "asset_uri", "one_record_each"},
        False,
    )


@pytest.mark.parametrize("one", DEDUCTIONS.values(), ids=lambda one: one.name)
def test_the_deductions_imports_differ_in_their_target_only(one):
    own = {"name", "title", "mapping_file", "asset_uri", "open_mapping", "open_writer"}
    assert {f.name for f in fields(one) if getattr(one, f.name) != getattr(TABLE, f.name)} <= own


def test_the_records_of_a_sandbox_go_to_no_real_payroll(connected, monkeypatch):
    define_connection(monkeypatch, "payroll_sftp", conn_type="sftp", host="sftp.payroll.example.com")
    with pytest.raises(MappingError, match=r"would write them to sftp\.payroll\.example\.com"):
        FILE.open_mapping(MAPPINGS / FILE.mapping_file)


def test_the_records_of_a_sandbox_go_to_a_sandbox(connected):
    assert TABLE.open_mapping(MAPPINGS / TABLE.mapping_file).name == "deductions_import"


def test_the_deductions_imports_go_the_other_way():
    assert {one.type for one in DEDUCTIONS.values()} == {IntegrationType.IMPORT}


def test_the_demographic_export_goes_from_bamboohr_to_plansource():
    assert DEMOGRAPHIC_EXPORT.type is IntegrationType.EXPORT


@pytest.mark.parametrize(("vendor", "connection", "opened"), ENDS)
async def test_a_missing_connection_is_named_when_it_is_needed(vendor, connection, opened):
    with pytest.raises(ConnectionSettingsError, match=f"connection {connection} does not exist"):
        async with opened():
            pass


@pytest.mark.parametrize(("vendor", "connection", "opened"), ENDS)
async def test_opening_a_vendor_costs_no_call(connected, vendor, connection, opened):
    async with opened() as end:
        assert (end.vendor, end.calls) == (vendor, 0)
