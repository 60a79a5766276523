"""No personal value leaves its place on the way from an election to payroll, nor while people put it right.

Elections whose values are known go through a real Airflow: the import into both targets, an integration set,
refusals, corrections typed on the pages, resubmissions, faults, an SFTP server that refuses, reconciliations.
Then every log, database, file, answer and page is searched, as in `test_canary`.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from benefits_sync.models.runs import RunStatus
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import parse_key
from benefits_sync.store.rejections import RejectionStatus
from scripts.local_secrets import USERS, Secrets, new_password
from scripts.runs import DEDUCTIONS
from tests.e2e.canaries import PEOPLE, Search
from tests.e2e.companies import DAG_ID, company
from tests.e2e.payroll_canaries import NEW_SSN, NEW_ZIP, every_spelling, spelt
from tests.e2e.payroll_life import RECONCILED, RESUBMIT, SET, TO_FILE, Life
from tests.e2e.visitors import Visitor
from tests.services.sshd import SFTPServer

pytestmark = [pytest.mark.slow, pytest.mark.service, pytest.mark.timeout(900)]
EMPLOYEES = 22
WATCHER = "watcher"
"""May look at runs and at nothing else; `approver` may start them, and has no right to personal values."""


@pytest.fixture(scope="module")
def lived_through(sshd, tmp_path_factory):
    """A company whose elections have been through everything, and what became of its runs."""
    secrets = Secrets.new()
    secrets = replace(secrets, passwords={**secrets.passwords, WATCHER: new_password()})
    users = ",".join(f"{user}:{role}" for user, role in {**USERS, WATCHER: "viewer"}.items())
    environment = {"AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": users}
    folder = tmp_path_factory.mktemp("canary")
    with company(folder, EMPLOYEES, environment=environment, secrets=secrets) as site:
        for dag_id in (SET, RESUBMIT, DEDUCTIONS, TO_FILE, *RECONCILED):
            site.stack.airflow.wait_for_dag(dag_id)
        life = Life(site, SFTPServer.at(sshd, tmp_path_factory.mktemp("office")))
        life.live()
        yield life


@pytest.fixture(scope="module")
def search(lived_through):
    people = {f"person {number}": one.spellings() for number, one in enumerate(PEOPLE, 1)}
    parts = lived_through.account_amounts()
    assert len(parts) >= len(PEOPLE), "each person's account takes an amount of its own"
    return Search(people | spelt() | {"an account": {"part": every_spelling(parts)}})


@pytest.fixture(scope="module")
def visitors(lived_through):
    """Everybody who can sign in, by name."""
    airflow = lived_through.site.stack.airflow.settings
    return {user: Visitor(airflow, user) for user in (*USERS, WATCHER)}


# The canaries did go through all of it


def test_the_set_stopped_behind_the_refused_export(lived_through):
    export, states = lived_through.summary("export"), lived_through.site.of_dag(SET)
    assert (export.status, export.rejection_rules) == (
        RunStatus.COMPLETED_WITH_ERRORS,
        {"ssn: exactly_9": 1, "zip_code: zip_code": 1},
    )
    assert states.operator.run(SET, lived_through.runs["set"][1])["state"] == "failed"


def test_what_was_typed_has_reached_plansource(lived_through):
    subscribers = lived_through.site.subscribers()
    second, third = (subscribers[code] for code in lived_through.codes[1:3])
    reached = [second["ssn"].replace("-", ""), third["zip_code"]]
    assert reached == [NEW_SSN.replace("-", ""), NEW_ZIP.replace("-", "")]


def test_wrong_rows_were_refused_by_both_imports(lived_through):
    first = [lived_through.summary(f"first {dag_id}") for dag_id in (DEDUCTIONS, TO_FILE)]
    rules = {rule.partition(": ")[2] for rule in first[0].rejection_rules}
    assert {summary.status for summary in first} == {RunStatus.COMPLETED_WITH_ERRORS}
    assert rules == {"amount.negative", "amount.invalid", "split.mismatch", "current.repeated"}


def test_corrected_amounts_were_approved_and_imported(lived_through):
    sent = lived_through.summary("deductions resubmitted")
    assert (sent.status, sent.approved_by, sent.corrected) == (RunStatus.COMPLETED, "approver", 3)


def test_faults_and_refusals_were_met(lived_through):
    names = [f"cut short {DEDUCTIONS}", f"cut short {TO_FILE}", "refused file", "refused table"]
    assert [lived_through.summary(name).status for name in names] == [
        RunStatus.FAILED,
        RunStatus.FAILED,
        RunStatus.FAILED,
        RunStatus.COMPLETED_WITH_ERRORS,
    ]


def test_the_reconciliations_put_differences_right(lived_through):
    found = [lived_through.summary(dag_id) for dag_id in RECONCILED]
    assert [summary.counts.updated >= len(PEOPLE) for summary in found] == [True, True]


def test_a_correction_is_sealed_and_opens_with_the_key(lived_through, search):
    with closing(sqlite3.connect(lived_through.site.stack.folder / "ledger.db")) as connection:
        sealed = [row[0] for row in connection.execute("SELECT sealed FROM corrections")]
    with lived_through.site.stack.storage.open_ledger() as ledger:
        people = [person["id"] for person in lived_through.people]
        opened = {one.value for one in ledger.corrections.of_people(DAG_ID, people)}
    assert ([search.found(one) for one in sealed], opened) == ([[]] * len(sealed), {NEW_SSN, NEW_ZIP})


def test_the_search_finds_them_where_they_belong(lived_through, search):
    """In payroll's own file, and in the artifacts once these are decrypted."""
    stack = lived_through.site.stack
    artifacts = ArtifactStore(stack.folder / "artifacts", parse_key(stack.storage.key))
    summary = lived_through.summary(f"first {DEDUCTIONS}")
    source = artifacts.read_frame(artifacts.folder(DEDUCTIONS, summary.reference_id), "source").to_csv()
    kinds = ("plan", "coverage", "reason", "premium", "employer's premium", "volume")
    in_source = {f"{kind} of person {number} at first" for kind in kinds for number in range(1, 5)}
    in_source |= {f"{kind} of anybody" for kind in ("medical amount", "medical plan", "account")}
    (file,) = lived_through.sftp.folder.glob("*.csv")
    in_file = {f"premium of person {number} at last" for number in range(1, 5)} | {"part of an account"}
    missing = (in_source - set(search.found(source)), in_file - set(search.found(file.read_bytes())))
    assert missing == (set(), set())


def test_a_look_shows_a_value_to_whoever_may_and_to_nobody_else(lived_through, search, visitors):
    person = lived_through.codes[2]
    (number,) = lived_through.rejected(DEDUCTIONS, person, "subscriber_premium", status="resolved")
    looks = {user: visitors[user].look(number) for user in ("operator", "approver", WATCHER)}
    assert {user: (page.status, search.found(page.answer.text)) for user, page in looks.items()} == {
        "operator": (200, ["medical amount of anybody"]),
        "approver": (403, []),
        WATCHER: (403, []),
    }


# And are nowhere else


def test_no_file_of_the_installation_holds_them(lived_through, search):
    """Task logs, component logs, databases, artifacts, summaries and lists for people, byte by byte."""
    assert list(search.files(lived_through.site.stack.folder)) == []
    searched = "\n".join(search.places)
    logs, databases = ("scheduler.log", "api-server.log", "attempt=1.log"), ("airflow.db", "ledger.db")
    files = ("source.parquet", "differences.parquet", "differences.csv", "output.csv", "errors.csv")
    kinds = (*logs, *databases, *files, "summary.json")
    assert [kind for kind in kinds if kind not in searched] == []


@pytest.mark.parametrize("dag_id", [DEDUCTIONS, TO_FILE, *RECONCILED, SET, RESUBMIT])
def test_the_logs_of_every_dag_were_among_them(lived_through, dag_id):
    logs = lived_through.site.stack.airflow.settings.home / "logs"
    assert any(log.stat().st_size for log in logs.glob(f"dag_id={dag_id}/**/attempt=*.log"))


@pytest.mark.parametrize(
    ("database", "tables"),
    [
        ("airflow/airflow.db", {"xcom", "dag_run", "dag_run_note", "rendered_task_instance_fields", "log",
                                "hitl_detail", "task_instance_note", "asset_state_store", "trigger"}),
        ("ledger.db", {"runs", "states", "writes", "rejections", "approvals", "fill_rates", "corrections",
                       "additions", "resubmissions", "resubmitted", "audit"}),
    ],
)  # fmt: skip
def test_no_table_holds_them(lived_through, search, database, tables):
    file = lived_through.site.stack.folder / database
    assert list(search.database(file)) == []
    assert tables - {place.rpartition(":")[2] for place in search.places} == set()


def test_what_people_did_is_in_the_audit(lived_through):
    with closing(sqlite3.connect(lived_through.site.stack.folder / "ledger.db")) as connection:
        done = {row[0] for row in connection.execute("SELECT action FROM audit")}
    assert {"corrected", "resubmitted", "dismissed"} <= done


def test_no_answer_of_the_interface_holds_them(lived_through, search):
    leaks = [
        leak
        for dag_id, run_id in lived_through.runs.values()
        for path, answer in lived_through.site.of_dag(dag_id).answers_about(run_id)
        for leak in search.place(path, answer)
    ]
    assert leaks == []


def test_no_answer_to_a_form_holds_them(lived_through, search):
    answers = {
        name: f"{page.answer.headers} {page.answer.text}" for name, page in lived_through.answers.items()
    }
    assert [leak for name, answer in answers.items() for leak in search.place(name, answer)] == []


@pytest.mark.parametrize("user", ["operator", "approver", WATCHER])
def test_no_page_holds_them(search, visitors, user):
    """Not even for the operator, who may see personal values, as long as nobody asks for them."""
    listed = [f"assistant?status={status.value}" for status in RejectionStatus]
    pages = dict(visitors[user].walk("runs", "assistant/additions", *listed))
    leaks = [leak for path, page in pages.items() for leak in search.place(path, page.answer.text)]
    assert ({page.status for page in pages.values()}, leaks) == ({200}, [])
    walked = "\n".join(pages)
    kinds = ("runs/", "assistant/rejections/", "assistant/resubmissions/", "files/errors", "files/output")
    assert [kind for kind in kinds if kind not in walked] == []


@pytest.mark.parametrize("user", ["approver", WATCHER])
def test_the_source_in_clear_is_refused(lived_through, search, visitors, user):
    reference_id = lived_through.summary(f"first {DEDUCTIONS}").reference_id
    page = visitors[user].get(f"runs/{reference_id}/files/source")
    assert (page.status, search.found(page.answer.text)) == (403, [])


def test_no_address_of_a_request_holds_them(lived_through, search):
    journal = lived_through.site.stack.sandbox.journal()
    addresses = "\n".join(f"{entry['path']}?{entry['query']}" for entry in journal)
    assert search.place("addresses", addresses) == []


def test_no_command_prints_them(lived_through, search):
    first = lived_through.summary(f"first {DEDUCTIONS}").reference_id
    compared = lived_through.summary(RECONCILED[0]).reference_id
    commands = [("rejections", first), ("reconciliation", compared), ("explain", lived_through.codes[0])]
    answers = {" ".join(words): lived_through.site.benefits(*words) for words in commands}
    printed = {name: answer.stdout + answer.stderr for name, answer in answers.items()}
    assert {name: answer.returncode for name, answer in answers.items()} == dict.fromkeys(answers, 0)
    assert [leak for name, text in printed.items() for leak in search.place(name, text)] == []
