"""What Airflow makes of our provider metadata."""

import json
from pathlib import Path

import airflow
import jsonschema
import pytest
from airflow.api_fastapi.core_api.datamodels.connections import ConnectionHookMetaData
from airflow.api_fastapi.core_api.services.ui.connections import HookMetaService
from airflow.providers_manager import ProvidersManager
from airflow.sdk._shared.module_loading import import_string

from benefits_sync.provider import get_provider_info

OURS = {"bamboohr", "plansource", "benefits_ledger", "benefits_artifacts", "benefits_pgp"}
TYPES = get_provider_info()["connection-types"]


@pytest.fixture(scope="module")
def forms() -> dict[str, ConnectionHookMetaData]:
    """The forms as the UI gets them."""
    return {
        form.connection_type: form
        for form in HookMetaService.hook_meta_data()
        if form.connection_type in OURS
    }


def test_the_metadata_is_valid_by_airflows_schema() -> None:
    schema = json.loads((Path(airflow.__file__).parent / "provider_info.schema.json").read_text())

    jsonschema.validate(get_provider_info(), schema)


def test_airflow_finds_the_package_as_a_provider() -> None:
    assert "benefits-sync" in ProvidersManager().providers


def test_the_ui_offers_our_connection_types(forms: dict[str, ConnectionHookMetaData]) -> None:
    assert set(forms) == OURS


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind["connection-type"])
def test_each_type_leads_to_its_hook(kind: dict[str, str]) -> None:
    hook = import_string(kind["hook-class-name"])

    assert (hook.conn_type, hook.hook_name) == (kind["connection-type"], kind["hook-name"])


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_form_has_labelled_fields_of_its_own(
    forms: dict[str, ConnectionHookMetaData], name: str
) -> None:
    fields = forms[name].extra_fields or {}

    assert fields
    assert all(field["schema"]["title"] for field in fields.values())


def test_the_key_of_the_ledger_is_typed_as_a_password(forms: dict[str, ConnectionHookMetaData]) -> None:
    fields = forms["benefits_ledger"].extra_fields or {}

    assert fields["secret_key"]["schema"]["format"] == "password"
