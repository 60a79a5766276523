"""What every integration declares about itself."""

import importlib
import json
import pkgutil
from dataclasses import fields
from pathlib import Path

import pytest

from benefits_sync import integrations
from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.integrations.demographic_export import DEMOGRAPHIC_EXPORT
from benefits_sync.mapping import load_mapping
from benefits_sync.models.runs import IntegrationType
from benefits_sync.pipeline.integration import Integration
from sandbox.server import Running, running

MAPPINGS = Path(__file__).parents[2] / "include" / "mappings"
ENDS = [
    ("BambooHR", "bamboohr_default", DEMOGRAPHIC_EXPORT.open_reader),
    ("PlanSource", "plansource_default", lambda: DEMOGRAPHIC_EXPORT.open_writer(0)),
]


def declared_in(module: str) -> list[Integration]:
    content = vars(importlib.import_module(f"benefits_sync.integrations.{module}"))
    return [value for value in content.values() if isinstance(value, Integration)]


MODULES = [module.name for module in pkgutil.iter_modules(integrations.__path__) if declared_in(module.name)]


@pytest.fixture(scope="module")
def vendors() -> Running:
    with running(employees=5, seed=3) as sandbox:
        yield sandbox


@pytest.fixture
def connected(vendors, monkeypatch):
    bamboohr, plansource = vendors.credentials["bamboohr"], vendors.credentials["plansource"]
    connections = {
        "bamboohr": {"password": bamboohr["api_key"], "extra": {"company_domain": bamboohr["company"]}},
        "plansource": {
            "login": plansource["client_id"],
            "password": plansource["client_secret"],
            "extra": {"logged_in_user": plansource["logged_in_user"]},
        },
    }
    for kind, fields_of_its_own in connections.items():
        body = {"conn_type": kind, "host": vendors.url, **fields_of_its_own}
        monkeypatch.setenv(f"AIRFLOW_CONN_{kind.upper()}_DEFAULT", json.dumps(body))


def test_these_are_the_integrations():
    assert MODULES == ["demographic_export"]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_declares_one_integration_of_its_own_name(module):
    assert [one.name for one in declared_in(module)] == [module]


@pytest.mark.parametrize("module", MODULES)
def test_an_integration_has_a_mapping_of_its_own_name(module):
    (one,) = declared_in(module)
    assert load_mapping(MAPPINGS / one.mapping_file).name == one.name


def test_no_two_integrations_write_to_one_asset():
    uris = [one.asset_uri for module in MODULES for one in declared_in(module)]
    assert len(uris) == len(set(uris))


@pytest.mark.parametrize("module", MODULES)
def test_an_integration_is_shown_without_its_functions(module):
    (one,) = declared_in(module)
    shown = {field.name for field in fields(one) if field.repr}
    assert (shown, " at 0x" in repr(one)) == (
        {"name", "title", "type", "mapping_file", "asset_uri"},
        False,
    )


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
