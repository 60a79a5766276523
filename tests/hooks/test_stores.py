"""The hooks of the ledger and of the artifact store."""

from pathlib import Path

import pandas as pd
import pytest

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.hooks.artifacts import ArtifactsHook
from benefits_sync.hooks.ledger import LedgerHook
from benefits_sync.store.migrate import upgrade
from tests.hooks.conftest import Define


def define_ledger(define: Define, path: Path | str, key: str = "") -> LedgerHook:
    define(
        "benefits_ledger",
        conn_type="benefits_ledger",
        schema=str(path),
        extra={"dialect": "sqlite", "secret_key": key},
    )
    return LedgerHook()


def define_server(define: Define, **fields: object) -> LedgerHook:
    server: dict[str, object] = {
        "host": "db.test",
        "login": "benefits",
        "password": "p@ss/word",
        "schema": "benefits",
    }
    server["extra"] = {"dialect": "postgresql"}
    define("benefits_ledger", conn_type="benefits_ledger", **(server | fields))
    return LedgerHook()


def define_artifacts(define: Define, root: Path | str, key: str, **extra: str) -> ArtifactsHook:
    define("benefits_artifacts", conn_type="benefits_artifacts", host=str(root), password=key, extra=extra)
    return ArtifactsHook()


def test_a_ledger_in_a_file_opens(define: Define, tmp_path: Path, key: str) -> None:
    hook = define_ledger(define, tmp_path / "ledger.db", key)
    upgrade(hook.url())

    assert hook.test_connection() == (True, "The ledger opens, and its schema is the one this code needs.")


def test_a_ledger_without_tables_says_what_to_run(define: Define, tmp_path: Path, key: str) -> None:
    passed, words = define_ledger(define, tmp_path / "ledger.db", key).test_connection()

    assert (passed, "benefits ledger upgrade" in words) == (False, True)


def test_a_ledger_needs_a_key_made_for_it(define: Define, tmp_path: Path) -> None:
    passed, words = define_ledger(define, tmp_path / "ledger.db", "abc").test_connection()

    assert (passed, "benefits keygen" in words) == (False, True)


def test_a_relative_path_is_no_ledger(define: Define, key: str) -> None:
    with pytest.raises(ConnectionSettingsError, match="absolute path"):
        define_ledger(define, "ledger.db", key).url()


def test_a_ledger_on_a_server_has_a_url_with_its_password_escaped(define: Define) -> None:
    assert define_server(define).url() == "postgresql://benefits:p%40ss%2Fword@db.test:5432/benefits"


@pytest.mark.parametrize(("field", "label"), [("host", "host"), ("login", "user"), ("schema", "database")])
def test_a_server_needs_each_of_its_fields(define: Define, field: str, label: str) -> None:
    with pytest.raises(ConnectionSettingsError, match=f"{label} is empty"):
        define_server(define, **{field: None}).url()


def test_another_dialect_is_refused(define: Define) -> None:
    with pytest.raises(ConnectionSettingsError, match="dialect must be sqlite or postgresql"):
        define_server(define, extra={"dialect": "mysql"}).url()


def test_the_artifact_store_is_tried_by_writing_and_reading(define: Define, tmp_path: Path, key: str) -> None:
    passed, _ = define_artifacts(define, tmp_path, key).test_connection()

    assert (passed, list(tmp_path.iterdir())) == (True, [])


def test_a_root_that_cannot_be_written_fails_the_test_button(
    define: Define, tmp_path: Path, key: str
) -> None:
    (tmp_path / "file").write_text("")
    passed, words = define_artifacts(define, tmp_path / "file", key).test_connection()

    assert (passed, "testing the artifact store" in words) == (False, True)


def test_the_storage_connection_says_how_to_reach_the_root(define: Define, key: str) -> None:
    define("storage", conn_type="generic", extra={"skip_instance_cache": True})
    store = define_artifacts(define, "memory://artifacts", key, storage_conn_id="storage").get_store()
    folder = store.folder("demographic_export", "20260304-0a1b2c3d")
    store.write_frame(folder, "plan", pd.DataFrame({"record_key": ["E10001"]}, dtype=object))

    assert store.read_frame(folder, "plan")["record_key"].tolist() == ["E10001"]
