"""Tests that the composition is one Docker would accept, is healthy, private, and holds no secret."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from cryptography.fernet import Fernet

from benefits_sync.hooks.bamboohr import BambooHRHook
from benefits_sync.hooks.carrier_sftp import CarrierSFTPHook
from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.hooks.payroll_sftp import PayrollSFTPHook
from benefits_sync.hooks.plansource import PlanSourceHook
from benefits_sync.mapping.carriers.loading import load_profile, profile_files
from benefits_sync.store.keys import parse_key
from scripts.compose_env import filled, secret_values, sftp_values
from scripts.local_airflow import POOLS
from scripts.local_secrets import Secrets
from tests.connections import define_connections

ROOT = Path(__file__).parents[1]
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}")
SECRET = re.compile(r"PASSWORD|SECRET|KEY|TOKEN")
SANDBOX = {
    "BAMBOOHR_COMPANY": "acme",
    "BAMBOOHR_API_KEY": "key",
    "PLANSOURCE_CLIENT_ID": "client",
    "PLANSOURCE_CLIENT_SECRET": "secret",
    "PLANSOURCE_LOGGED_IN_USER": "integration",
}


def text() -> str:
    return (ROOT / "docker-compose.yaml").read_text()


def compose() -> dict[str, Any]:
    return yaml.safe_load(text())


def dockerfile() -> str:
    return (ROOT / "docker" / "Dockerfile").read_text()


def services() -> dict[str, dict[str, Any]]:
    return compose()["services"]


def variables_of(env_file: str) -> dict[str, str]:
    lines = [line for line in env_file.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def environment() -> dict[str, str]:
    example = (ROOT / ".env.example").read_text()
    return variables_of(filled(example, secret_values(Secrets.new()) | sftp_values() | SANDBOX))


def connections(values: Mapping[str, str] | None = None) -> dict[str, dict[str, Any]]:
    values = environment() if values is None else values
    worker = services()["worker"]["environment"]
    return {
        name.removeprefix("AIRFLOW_CONN_").lower(): json.loads(VARIABLE.sub(lambda v: values[v[1]], body))
        for name, body in worker.items()
        if name.startswith("AIRFLOW_CONN_")
    }


SFTP_PROFILES = [
    profile
    for profile in map(load_profile, profile_files(ROOT / "include" / "mappings").values())
    if profile.delivery.sftp is not None
]
CARRIER_CONNECTIONS = sorted(profile.delivery.connections.production for profile in SFTP_PROFILES)
PAYROLL = connections()[PayrollSFTPHook.default_conn_name]
LASTING = sorted(name for name in services() if name != "init")


def test_the_composition_follows_the_compose_specification():
    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    validator = jsonschema.Draft7Validator(json.loads(schema.read_text()))
    assert [error.message for error in validator.iter_errors(compose())] == []


def test_the_composition_has_every_part_of_a_production_airflow():
    airflow = {"init", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
    assert set(services()) == airflow | {"postgres", "redis", "sandbox", "sftp"}


def test_roles_get_their_rights_once_airflow_has_its_database():
    steps = services()["init"]["command"][-1].splitlines()
    assert steps.index("airflow db migrate") < steps.index("benefits roles")


@pytest.mark.parametrize("name", LASTING)
def test_every_lasting_service_has_a_health_check(name):
    assert services()[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("name", LASTING)
def test_every_lasting_service_comes_back_after_a_crash(name):
    assert services()[name]["restart"] == "unless-stopped"


def test_published_ports_are_reachable_from_this_machine_only():
    ports = [port for service in services().values() for port in service.get("ports", [])]
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_what_waits_for_another_service_waits_for_one_that_exists():
    waited_for = {other for service in services().values() for other in service.get("depends_on", {})}
    assert waited_for <= set(services())


def test_the_pools_are_those_of_the_local_airflow():
    steps = services()["init"]["command"][-1].splitlines()
    pools = [shlex.split(step)[3:] for step in steps if step.startswith("airflow pools set ")]
    assert {name: facts for name, *facts in pools} == {
        name: [str(pool["slots"]), pool["description"]] for name, pool in POOLS.items()
    }


def test_what_is_mounted_from_the_repository_is_there_to_be_run():
    mounts = [mount for service in services().values() for mount in service.get("volumes", [])]
    folders = [ROOT / mount.partition(":")[0] for mount in mounts if mount.startswith(".")]
    scripts = {folder.name: [os.access(script, os.X_OK) for script in folder.iterdir()] for folder in folders}
    assert scripts == {"postgres": [True], "sftp": [True]}


def test_every_mounted_volume_is_declared():
    mounts = [mount for service in services().values() for mount in service.get("volumes", [])]
    named = {mount.partition(":")[0] for mount in mounts if not mount.startswith(".")}
    assert named == set(compose()["volumes"])


def test_every_secret_comes_from_the_environment_and_has_no_default():
    found = {match[1]: match[2] for match in VARIABLE.finditer(text()) if SECRET.search(match[1])}
    assert set(found.values()) == {"?"}


def test_nothing_named_like_a_secret_has_its_value_in_the_file():
    named = [
        (name, value)
        for service in services().values()
        for name, value in service.get("environment", {}).items()
        if SECRET.search(name)
    ]
    assert [name for name, value in named if not VARIABLE.search(value)] == []


def test_the_example_names_every_variable_and_no_other():
    assert set(variables_of((ROOT / ".env.example").read_text())) == {v[1] for v in VARIABLE.finditer(text())}


def test_the_example_holds_no_secret():
    example = variables_of((ROOT / ".env.example").read_text())
    assert {value for name, value in example.items() if SECRET.search(name)} == {""}


def test_a_written_env_file_gives_every_variable_a_value():
    assert [name for name, value in environment().items() if not value] == []


def test_a_written_env_file_holds_keys_that_fit_their_use():
    values = environment()
    Fernet(values["AIRFLOW_FERNET_KEY"])
    assert len(parse_key(values["BENEFITS_DATA_KEY"])) == 32


def test_the_connections_are_those_the_hooks_look_up():
    stores = {"benefits_ledger", "benefits_artifacts"}
    ours = stores | {"bamboohr_default", "plansource_default", "payroll_sftp"}
    assert set(connections()) == ours | set(CARRIER_CONNECTIONS)


def test_every_carrier_over_sftp_has_a_user_with_its_directories():
    told = (user.split(":") for user in services()["sftp"]["environment"]["SFTP_USERS"].split())
    users = {user: set(directories.split(",")) for user, *_, directories in told}
    for profile in SFTP_PROFILES:
        way = profile.delivery.sftp
        staging = way.temporary.directory if way.temporary else None
        wanted = {way.directory, way.test_directory, staging, profile.answers.directory} - {None}
        assert users[connections()[way.connections.production]["login"]] == wanted


@pytest.mark.parametrize("name", CARRIER_CONNECTIONS)
def test_the_carriers_hook_accepts_their_connections(name, monkeypatch):
    define_connections(monkeypatch, connections())
    assert CarrierSFTPHook(name, "carrier").place == ("sftp", "22", name.removesuffix("_sftp"))


def test_payroll_files_go_to_the_server_of_the_composition():
    assert PAYROLL["host"] in services()


def test_the_server_has_the_user_and_the_folder_that_payroll_files_go_to():
    user, *_, folder = services()["sftp"]["environment"]["SFTP_USERS"].split()[0].split(":")
    assert (user, folder) == (PAYROLL["login"], PAYROLL["extra"]["folder"])


def test_the_sandbox_knows_every_option_it_is_given():
    usage = subprocess.check_output([sys.executable, "-m", "sandbox", "--help"], cwd=ROOT, text=True)
    given = [option.partition("=")[0] for option in services()["sandbox"]["command"]]
    assert [option for option in given if option not in usage] == []


def test_the_ledger_is_a_database_of_its_own_with_a_user_of_its_own():
    ledger = connections()["benefits_ledger"]
    assert (ledger["schema"], ledger["login"]) == ("benefits", "benefits")


@pytest.mark.parametrize("open_it", [BambooHRHook().client, PlanSourceHook().client, LedgerHook().url])
def test_the_hooks_accept_their_connections(open_it, monkeypatch):
    define_connections(monkeypatch, connections())
    assert open_it()


def test_the_image_holds_the_airflow_that_is_locked():
    image = re.search(
        r"^FROM apache/airflow:([\d.]+)-", (ROOT / "docker/Dockerfile").read_text(), re.MULTILINE
    )
    locked = re.search(r"^apache-airflow==([\d.]+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert image[1] == locked[1]


def test_everything_the_image_copies_is_in_the_repository_and_in_the_build_context():
    copies = re.findall(
        r"^COPY --chown=airflow:0 (.+) \S+$", (ROOT / "docker/Dockerfile").read_text(), re.MULTILINE
    )
    sources = [source.rstrip("/") for line in copies for source in line.split()]
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    assert [s for s in sources if f"!{s}" not in allowed or not (ROOT / s).exists()] == []
