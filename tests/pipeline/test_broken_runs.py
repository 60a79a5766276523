"""A run that breaks off fails cleanly, keeps account of what it did, and the next one carries on."""

import os
import resource
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace

import psycopg2
import pytest

from benefits_sync.errors import (
    BenefitsSyncError,
    ConnectionSettingsError,
    RunError,
    StoreUnavailableError,
    VendorUnavailableError,
)
from benefits_sync.pipeline.close import fail
from benefits_sync.pipeline.journal import WriteJournal
from benefits_sync.store import engine
from benefits_sync.store.migrate import upgrade
from tests.pipeline.company import Company
from tests.pipeline.site import Site

STAGES = ("extract", "plan", "apply", "close")
OTHER_KEY = bytes(range(1, 33))


@pytest.fixture
def busy(exported: Company) -> Company:
    """A company with four updates, a termination and a new hire to be sent."""
    for person in (122, 123, 124, 125):
        exported.edit(person, firstName="Zelda")
    exported.terminate(128)
    exported.hire()
    exported.sandbox.forget_journal()
    return exported


WAITING = {
    **{("updated", f"E100{number}"): 1 for number in (22, 23, 24, 25)},
    ("terminated", "E10028"): 1,
    ("created", "E20141"): 1,
}
"""What all runs together must have done in the end."""


def up_to(site: Site, stage: str) -> None:
    """Make a run's stages before this one."""
    for step in STAGES[: STAGES.index(stage)]:
        do(site, step)


def do(site: Site, stage: str) -> None:
    site.extract("broken off") if stage == "extract" else getattr(site, stage)()


def carried_on(company: Company) -> bool:
    """Make the next run and tell whether all was done, once."""
    company.present.run("next")
    return company.wrote() == WAITING


# --- a vendor that stops answering ---------------------------------------------------------------


def after_the_first_update(company: Company) -> Site:
    """Return an installation whose run failed after one update."""
    company.site.patience = replace(company.site.patience, attempts=2)
    site = company.present
    up_to(site, "apply")
    company.sandbox.faults(
        {"kind": "status", "status": 503, "method": "PUT", "skip": 1},
        {"kind": "status", "status": 503, "method": "POST", "route": "subscriber"},
    )
    with pytest.raises(VendorUnavailableError):
        site.apply()
    company.sandbox.faults()
    return site


def test_what_was_applied_before_a_failure_stays_and_is_counted(busy: Company) -> None:
    site = after_the_first_update(busy)
    with site.bench() as bench:
        counts = fail(bench, site.reference_id(bench), "stopped at apply").counts
    assert counts.written == len(busy.wrote()) == 1


def test_after_a_failure_the_next_run_sends_what_is_missing(busy: Company) -> None:
    after_the_first_update(busy)
    assert carried_on(busy)


# --- artifacts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES[1:])
def test_artifacts_purged_between_two_tasks_are_told_and_the_next_run_carries_on(
    busy: Company, stage: str
) -> None:
    site = busy.present
    up_to(site, stage)
    shutil.rmtree(site.folder / "artifacts")
    with pytest.raises(RunError, match="it was never written, or it was purged"):
        do(site, stage)
    assert carried_on(busy)


@pytest.mark.parametrize("stage", STAGES[1:])
def test_another_key_for_the_artifacts_is_told_and_the_right_one_carries_on(
    busy: Company, stage: str
) -> None:
    site = busy.present
    up_to(site, stage)
    with pytest.raises(ConnectionSettingsError, match="was written with another key"):
        do(replace(site, key=OTHER_KEY), stage)
    assert carried_on(busy)


# --- the ledger ----------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_a_locked_ledger_is_told_and_the_next_run_carries_on(
    busy: Company, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_SECONDS", 0.1)
    site = busy.present
    up_to(site, stage)
    holder = sqlite3.connect(site.folder / "ledger.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailableError, match="held the ledger's lock for too long"):
        do(site, stage)
    holder.close()
    assert carried_on(busy)


def at_the_first_outcome(monkeypatch: pytest.MonkeyPatch, trouble: Callable[[], object]) -> None:
    """Let trouble happen once, between the vendor's commit and our note of it."""
    settled, happened = WriteJournal.settled, []

    def troubled(journal: WriteJournal, *outcomes: object) -> None:
        if not happened:
            happened.append(trouble())
        settled(journal, *outcomes)  # type: ignore[arg-type]

    monkeypatch.setattr(WriteJournal, "settled", troubled)


@pytest.fixture
def locked_in_mid_run(busy: Company, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A run whose ledger was locked by somebody else after the first write; the lock is gone now."""
    monkeypatch.setattr(engine, "LOCK_SECONDS", 0.1)
    site = busy.present
    up_to(site, "apply")
    holder = sqlite3.connect(site.folder / "ledger.db", isolation_level=None, check_same_thread=False)
    at_the_first_outcome(monkeypatch, lambda: holder.execute("BEGIN EXCLUSIVE"))
    with pytest.raises(StoreUnavailableError):
        site.apply()
    holder.close()
    return site


def test_a_ledger_locked_in_mid_run_costs_no_second_write(busy: Company, locked_in_mid_run: Site) -> None:
    locked_in_mid_run.close(locked_in_mid_run.apply())
    assert busy.wrote() == WAITING


def test_a_ledger_locked_in_mid_run_leaves_a_balanced_summary(locked_in_mid_run: Site) -> None:
    counts = locked_in_mid_run.close(locked_in_mid_run.apply()).counts
    assert (counts.balanced, counts.written) == (True, len(WAITING))


def test_after_a_ledger_locked_in_mid_run_the_next_run_carries_on(
    busy: Company, locked_in_mid_run: Site
) -> None:
    assert carried_on(busy)


@pytest.mark.service
def test_connections_to_the_ledger_lost_in_mid_run_are_made_anew(
    company: Company, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(postgres_database)
    company.site = replace(company.site, database=postgres_database)
    company.run("first", delta=False)
    company.edit(122, firstName="Zelda")
    company.edit(123, firstName="Zelda")
    at_the_first_outcome(monkeypatch, lambda: drop_connections(postgres_database))
    company.run("dropped")
    assert company.wrote() == {("updated", "E10022"): 1, ("updated", "E10023"): 1}


@pytest.mark.service
def test_a_ledgers_server_that_is_gone_is_told_and_the_next_run_carries_on(
    company: Company, postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(postgres_database)
    company.site = replace(company.site, database=postgres_database)
    company.run("first", delta=False)
    company.edit(122, firstName="Zelda")
    company.edit(123, firstName="Zelda")
    company.sandbox.forget_journal()
    site = company.present
    up_to(site, "apply")
    with monkeypatch.context() as gone:
        at_the_first_outcome(gone, lambda: refuse_connections(postgres_database, refuse=True))
        with pytest.raises(StoreUnavailableError):
            site.apply()
    refuse_connections(postgres_database, refuse=False)
    company.present.run("next")
    assert company.wrote() == {("updated", "E10022"): 1, ("updated", "E10023"): 1}


def refuse_connections(database: str, *, refuse: bool) -> None:
    """Let the server take no new session for the ledger's database, and end those there are."""
    address, _, name = database.rpartition("/")
    connection = psycopg2.connect(f"{address}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS {"false" if refuse else "true"}')
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
    connection.close()


def drop_connections(database: str) -> None:
    """End every session of the ledger's database but our own."""
    with psycopg2.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


# --- the disk ------------------------------------------------------------------------------------


def with_a_full_disk(site: Site, stage: str) -> None:
    """Do a stage in a child process that may not make any file longer than it can be."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
            do(site, stage)
        except BenefitsSyncError as error:
            code = 0 if isinstance(error, StoreUnavailableError) and "disk" in str(error) else 2
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WEXITSTATUS(status) == 0, "the stage did not say that the disk is full"


@pytest.mark.parametrize("stage", STAGES)
def test_a_full_disk_is_told_and_the_next_run_carries_on(busy: Company, stage: str) -> None:
    site = busy.present
    up_to(site, stage)
    with_a_full_disk(site, stage)
    assert carried_on(busy)
