"""No personal value leaves the carriers' files, whatever carriers do with them.

People and families whose values are known go through a real Airflow to five carriers: a file that our check
refuses, files that gates hold and people decide on, a 999 that repeats their values, a report full of names,
answers to nothing and of nothing, a carrier out of reach. Then every log, database, file, question, notice,
answer and page is searched, as in `test_canary`.
"""

import json
from dataclasses import replace
from http.server import HTTPServer

import pytest

from benefits_sync.models.carriers import FileState
from benefits_sync.models.runs import RunStatus
from benefits_sync.notifications.notices import NOTICES_CONNECTION
from benefits_sync.store.approvals import Decision
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import parse_key
from scripts.carrier_runs import ANSWERS, DELIVERY
from scripts.carriers_at_work import CarriersAtWork, lacking
from scripts.local_secrets import USERS, Secrets, new_password
from scripts.processes import Processes
from tests.e2e.canaries import PEOPLE, Search
from tests.e2e.carrier_canaries import FAMILIES, stray_words
from tests.e2e.carrier_life import DENTAL, LIFE, MEDICAL, VISION, WELLNESS, Life
from tests.e2e.companies import company
from tests.e2e.visitors import Visitor
from tests.notifications.servers import WebHook, serving

pytestmark = [pytest.mark.slow, pytest.mark.service, pytest.mark.timeout(900)]
EMPLOYEES = 40
WATCHER = "watcher"
TASKS = (
    "take_snapshot",
    "one_carrier.build_files",
    "one_carrier.approve_files",
    "one_carrier.deliver_files",
    "close_run",
    "collect_answers",
)


@pytest.fixture(scope="module")
def notices():
    """The web hook of those who look after carrier files."""
    with serving(HTTPServer(("127.0.0.1", 0), WebHook)) as inbox:
        yield inbox


@pytest.fixture(scope="module")
def lived_through(notices, tmp_path_factory):
    """A company whose carrier files have been through everything."""
    if reason := lacking():
        pytest.skip(reason)
    secrets = Secrets.new()
    secrets = replace(secrets, passwords={**secrets.passwords, WATCHER: new_password()})
    users = ",".join(f"{user}:{role}" for user, role in {**USERS, WATCHER: "viewer"}.items())
    outside = tmp_path_factory.mktemp("carriers")
    processes = Processes(outside)
    processes.guard()
    try:
        carriers = CarriersAtWork.start(processes, outside)
        environment = {"AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": users, **carriers.environment()}
        environment[f"AIRFLOW_CONN_{NOTICES_CONNECTION.upper()}"] = web_hook(notices)
        folder = tmp_path_factory.mktemp("canary")
        with company(folder, EMPLOYEES, environment=environment, secrets=secrets) as site:
            for dag_id in (DELIVERY, ANSWERS):
                site.stack.airflow.wait_for_dag(dag_id)
            life = Life(site, carriers, processes)
            life.live()
            yield life
    finally:
        processes.stop()


def web_hook(inbox):
    """A web hook as a connection."""
    host, port = inbox.address
    fields = {"conn_type": "slackwebhook", "host": f"http://{host}:{port}", "password": "/services/T0/B0/key"}
    return json.dumps(fields)


@pytest.fixture(scope="module")
def search():
    people = {f"person {number}": one.spellings() for number, one in enumerate(PEOPLE, 1)}
    families = {f"dependent {number}": one.spellings() for number, one in enumerate(FAMILIES, 1)}
    return Search(people | families)


@pytest.fixture(scope="module")
def visitors(lived_through):
    """Everybody who can sign in, by name."""
    airflow = lived_through.site.stack.airflow.settings
    return {user: Visitor(airflow, user) for user in (*USERS, WATCHER)}


# The canaries did go through all of it


def test_files_went_out_and_one_was_refused_by_our_own_check(lived_through):
    delivery = lived_through.summary("delivery")
    assert (delivery.status, lived_through.file(VISION).state) == (
        RunStatus.COMPLETED_WITH_ERRORS,
        FileState.REFUSED,
    )


def test_held_files_were_asked_about_and_another_person_answered(lived_through):
    answers = {
        one.plan_id.partition(":")[0]: (one.decision, one.answered_by) for one in lived_through.approvals()
    }
    assert answers == {DENTAL: (Decision.APPROVED, "approver"), LIFE: (Decision.REFUSED, "approver")}


def test_carriers_rejected_and_complained(lived_through):
    states = {carrier: lived_through.file(carrier).state for carrier in (MEDICAL, DENTAL)}
    assert (lived_through.state("answers"), states) == (
        "failed",
        {MEDICAL: FileState.FUNCTIONAL_REJECTED, DENTAL: FileState.REPORT_DISCREPANCIES},
    )


def test_answers_to_nothing_and_of_nothing_were_kept(lived_through):
    with lived_through.site.stack.storage.open_ledger() as ledger:
        kept = [(one.name, one.file) for one in ledger.carriers.strays.page()]
    assert {(name, None) for name in ("unreadable", "unmatched")} <= set(kept)


def test_a_carrier_was_out_of_reach(lived_through):
    states = (lived_through.state("out of reach"), lived_through.file(WELLNESS).state)
    assert states == ("failed", FileState.SENDING)


def test_the_search_finds_them_where_they_belong(lived_through, search):
    """In the files that lie at the carriers, as these read them, and in their answers."""
    lived_through.carriers.desks.answer()
    found = {what for path in lived_through.at_the_carriers() for what in search.found(path.read_bytes())}
    kinds = ("name", "birth date", "address", "SSN", "pay", "phone", "ZIP code")
    numbers = range(1, 5)
    people = {f"{kind} of person {number}" for kind in kinds for number in numbers}
    families = {
        f"{kind} of dependent {number}" for kind in ("name", "birth date", "SSN") for number in numbers
    }
    assert (people | families) - found == set()


def test_it_finds_names_with_and_without_accents(search):
    plain = {what for what in search.found(stray_words()) if "dependent" in what}
    assert len(plain) == 3 * len(FAMILIES)


def test_the_vault_opens_to_them_with_the_key_only(lived_through, search):
    stack, file = lived_through.site.stack, lived_through.file(MEDICAL)
    vault = ArtifactStore(str(stack.folder / "artifacts"), parse_key(stack.storage.key)).vault
    with vault.open(file.uri, file.sha256) as stream:
        assert "name of dependent 1" in search.found(stream.read())


# And are nowhere else


def test_no_name_of_a_file_holds_them(lived_through, search):
    names = "\n".join(str(path) for path in lived_through.at_the_carriers())
    assert search.place("names of files", names) == []


def test_no_file_of_the_installation_holds_them(lived_through, search):
    """Task logs, component logs, databases, snapshots, the vault, summaries and lists, byte by byte."""
    assert list(search.files(lived_through.site.stack.folder)) == []
    searched = "\n".join(search.places)
    kinds = ("scheduler.log", "attempt=1.log", "airflow.db", "ledger.db", "summary.json", "carriers/")
    assert [kind for kind in kinds if kind not in searched] == []


@pytest.mark.parametrize("task_id", TASKS)
def test_the_logs_of_every_task_were_among_them(lived_through, task_id):
    logs = lived_through.site.stack.airflow.settings.home / "logs"
    assert any(log.stat().st_size for log in logs.glob(f"**/task_id={task_id}/**/attempt=*.log"))


def test_no_log_of_a_carriers_server_holds_them(lived_through, search):
    """Which files were written and read is all that passes a connection in clear."""
    logs = lived_through.carriers.desks.homes.parent / "logs"
    assert [leak for log in logs.iterdir() for leak in search.place(log.name, log.read_bytes())] == []
    assert {"sshd.log", "carrier-api.log"} <= {log.name for log in logs.iterdir()}


@pytest.mark.parametrize(
    ("database", "tables"),
    [
        ("airflow/airflow.db", {"xcom", "dag_run", "rendered_task_instance_fields", "log", "hitl_detail",
                                "task_instance_note", "asset_state_store", "serialized_dag"}),
        ("ledger.db", {"runs", "approvals", "carrier_files", "carrier_file_events", "carrier_file_people",
                       "carrier_answers", "carrier_messages", "carrier_control_numbers", "audit"}),
    ],
)  # fmt: skip
def test_no_table_holds_them(lived_through, search, database, tables):
    file = lived_through.site.stack.folder / database
    assert list(search.database(file)) == []
    assert tables - {place.rpartition(":")[2] for place in search.places} == set()


def test_no_answer_of_the_interface_holds_them(lived_through, search):
    leaks = [
        leak
        for dag_id, run_id in lived_through.runs.values()
        for path, answer in lived_through.site.of_dag(dag_id).answers_about(run_id)
        for leak in search.place(path, answer)
    ]
    assert leaks == []


def test_no_question_about_a_held_file_holds_them(lived_through, search):
    asked = {one["subject"].partition(":")[0]: one for one in lived_through.questions}
    leaks = [
        leak
        for carrier, question in asked.items()
        for part in ("subject", "body", "options")
        for leak in search.place(f"{part} about {carrier}", str(question[part]))
    ]
    reasons = {DENTAL: "dependents lost", LIFE: "people fewer"}
    asked_for = {carrier: what for carrier, what in reasons.items() if what in asked[carrier]["body"]}
    assert (asked_for, leaks) == (reasons, [])


def test_no_page_shows_them_while_files_are_held(lived_through, search):
    pages = lived_through.pages_of_held
    leaks = [leak for path, page in pages.items() for leak in search.place(path, page.answer.text)]
    shown = [page.status for page in pages.values() if "held" in page.answer.text]
    assert (shown, leaks) == ([200, 200, 200], [])


def test_no_notice_holds_them(lived_through, notices, search):
    told = "\n".join(notices.messages)
    news = [VISION, "it was refused by approver", " cannot be read: ", "messages are on its page"]
    assert (search.place("notices", told), [one for one in news if one not in told]) == ([], [])


@pytest.mark.parametrize("user", ["approver", WATCHER])
def test_no_page_holds_them(search, visitors, user):
    pages = dict(visitors[user].walk("carriers", "carriers/answers", "carriers/numbers", "runs"))
    leaks = [leak for path, page in pages.items() for leak in search.place(path, page.answer.text)]
    assert ({page.status for page in pages.values()}, leaks) == ({200}, [])
    assert [kind for kind in ("carriers/files/", "runs/") if kind not in "\n".join(pages)] == []


def test_pages_about_people_name_nobody_either(lived_through, search, visitors):
    pages = dict(visitors["operator"].walk("carriers"))
    leaks = [leak for path, page in pages.items() for leak in search.place(path, page.answer.text)]
    assert ([path for path in pages if path.endswith("/people")] != [], leaks) == (True, [])


@pytest.mark.parametrize("user", ["approver", WATCHER])
def test_files_in_clear_are_refused(lived_through, search, visitors, user):
    page = visitors[user].get(f"carriers/files/{lived_through.file(DENTAL).id}/content/clear")
    assert (page.status, search.found(page.answer.text)) == (403, [])


def test_no_address_of_a_request_holds_them(lived_through, search):
    journal = lived_through.site.stack.sandbox.journal()
    addresses = "\n".join(f"{entry['path']}?{entry['query']}" for entry in journal)
    assert search.place("addresses", addresses) == []


@pytest.mark.parametrize("command", ["check", "check --json", "show"])
@pytest.mark.parametrize("carrier", [MEDICAL, DENTAL, LIFE])
def test_no_command_about_a_file_prints_them(lived_through, search, command, carrier):
    lived_through.carriers.desks.answer()
    path = min(lived_through.carriers.desks.taken(carrier).iterdir())
    name, *options = command.split()
    said = lived_through.site.benefits("x12", name, str(path), *options)
    assert (said.returncode in {0, 1}, search.place(command, said.stdout + said.stderr)) == (True, [])


def test_no_command_about_an_answer_prints_them(lived_through, search):
    answer = lived_through.carriers.servers.directory(MEDICAL, "outbound") / "rejected.999"
    said = lived_through.site.benefits("x12", "ack", str(answer))
    assert (said.returncode, search.place("ack", said.stdout + said.stderr)) == (1, [])
