"""No personal value is anywhere but where it belongs, whatever goes wrong.

People whose values are known go through full, delta, guarded, refused, faulty and crashing runs of a real
Airflow; then every log, database, file and answer is searched. What is reported names files, never a value.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from benefits_sync.models.runs import RunStatus
from benefits_sync.operators.approve import APPROVE
from benefits_sync.store.approvals import Decision
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import parse_key
from scripts.errors import StackError
from tests.e2e.canaries import PEOPLE, Search, ordinary
from tests.e2e.companies import DAG_ID, company

pytestmark = [pytest.mark.slow, pytest.mark.service, pytest.mark.timeout(900)]
ROOT = Path(__file__).parents[2]
MAPPING = Path("mappings") / "demographic_export.yaml"
TASKS = ("extract_employees", "plan_changes", "approve_plan", "apply_plan", "close_run")

SECOND = [
    replace(
        one,
        last_name=f"{one.last_name}-Nettlebridge",
        ssn=f"97{one.ssn[2:]}",
        born=one.born.replace(year=one.born.year + 3),
        rate=f"{float(one.rate) + 111.11:.2f}",
        phone=f"{one.phone[:-4]}{int(one.phone[-4:]) - 1311}",
        street=f"Flat 9, {one.street} North",
    )
    for one in PEOPLE
]
WRONG = [
    {"ssn": "000-98-76543", "homeEmail": "zq.broken(at)example.test"},
    {"dateOfBirth": "2193-02-27", "mobilePhone": "303-555-82645"},
    {"zipcode": "7879955", "payRate": "minus 598321"},
    {"gender": "Featherlike", "payPer": "Blue Moon"},
]
"""Values that validation refuses, each a person's own."""

WRONG_SPELT = {
    "refused values": {
        "000-98-76543", "0009876543", "00098765432", "zq.broken", "2193-02-27", "21930227", "02/27/2193",
        "303-555-82645", "30355582645", "7879955", "minus 598321", "Featherlike", "Blue Moon",
    }
}  # fmt: skip
FAULTS = {
    "html": [{"kind": "html", "vendor": "bamboohr"}],
    "truncated": [{"kind": "truncated", "vendor": "plansource", "method": "GET", "route": "subscriber"}],
    "nonsense that passes": [
        {"kind": "status", "vendor": "*", "status": 500, "times": 3},
        {"kind": "error_in_200", "vendor": "plansource", "times": 2},
        {"kind": "cut_after", "vendor": "plansource", "method": "PUT", "times": 2},
    ],
}


@pytest.fixture(scope="module")
def lived_through(tmp_path_factory):
    """A company that has lived through everything, and what became of its runs."""
    folder = tmp_path_factory.mktemp("canary")
    include = folder / "include"
    shutil.copytree(ROOT / "include", include)
    with company(folder, environment={"BENEFITS_SYNC_INCLUDE": str(include)}) as site:
        life = Life(site, include)
        life.exported()
        life.guarded()
        life.faulty()
        life.refused()
        life.crashed()
        life.mistyped()
        yield life


class Life:
    """The runs, by what happened to them."""

    def __init__(self, site, include):
        self.site = site
        self.include = include
        self.runs = {}
        self.people = ordinary(site.employees(), len(PEOPLE))

    @property
    def codes(self):
        return [person["fields"]["employeeNumber"] for person in self.people]

    def become(self, canaries):
        for person, canary in zip(self.people, canaries, strict=True):
            self.site.change(person["id"], **canary.fields())

    def exported(self):
        """Export everyone, some rows of the bulk call being refused by the vendor at first."""
        self.become(PEOPLE)
        self.site.faults({"kind": "bad_rows", "vendor": "plansource", "times": 1})
        self.runs["full"] = self.site.run(delta=False)
        self.site.faults()
        self.runs["named"] = self.site.run(include_employees=",".join(self.codes))
        self.first = self.site.subscribers()

    def guarded(self):
        """Change so many SSNs that a guard asks, and let another person approve it."""
        self.become(SECOND)
        run_id = self.runs["guarded"] = self.site.trigger()
        self.site.in_state(run_id, "approve_plan", "awaiting_input")
        self.site.answer(self.site.approver, run_id, APPROVE, Decision.APPROVED)
        self.site.ended(run_id)

    def faulty(self):
        """Let the vendors answer nonsense while the same people are read and written."""
        for number, (name, faults) in enumerate(FAULTS.items()):
            person, canary = self.people[number], SECOND[number]
            self.site.change(person["id"], address1=f"{canary.street} {number}")
            self.site.faults(*faults)
            self.runs[name] = self.site.run(include_employees=person["fields"]["employeeNumber"])
            self.site.faults()

    def refused(self):
        """Give everyone values that validation refuses."""
        for person, wrong in zip(self.people, WRONG, strict=True):
            self.site.change(person["id"], **wrong)
        self.runs["refused"] = self.site.run(include_employees=",".join(self.codes[:3]))
        self.runs["refused too"] = self.site.run(include_employees=self.codes[3])
        self.become(SECOND)

    def crashed(self):
        """Break the mapping, once so that it cannot be read and once so that its values make no sense."""
        good = (self.include / MAPPING).read_text()
        broken = {
            "unreadable mapping": good.replace("key: subscriber_code", "key: subscriber_cod"),
            "senseless mapping": good.replace(
                "{from: lastName, transforms: [trim], required: true}", "{from: lastName, lookup: gender}"
            ).replace("{from: homeEmail, transforms: [email]", "{from: ssn, transforms: [iso_date]"),
        }
        for name, text in broken.items():
            (self.include / MAPPING).write_text(text)
            self.runs[name] = self.site.run(include_employees=self.codes[0])
        (self.include / MAPPING).write_text(good)

    def mistyped(self):
        """Start runs with parameters that cannot be used."""
        with pytest.raises(StackError, match="400"):
            self.site.trigger(lookback_days=99)
        self.runs["unknown number"] = self.site.run(include_employees="E99999")


@pytest.fixture(scope="module")
def search():
    canaries = {f"person {number}": one.spellings() for number, one in enumerate(PEOPLE, 1)}
    again = {f"person {number} changed": one.spellings() for number, one in enumerate(SECOND, 1)}
    return Search(canaries | again | {"anybody": WRONG_SPELT})


# The canaries did go through all of it


def test_the_canaries_were_exported(lived_through):
    sent = [lived_through.first[code]["ssn"].replace("-", "") for code in lived_through.codes]
    assert sent == [one.ssn.replace("-", "") for one in PEOPLE]


def test_their_changes_were_approved_and_exported(lived_through):
    summary = lived_through.site.summary(lived_through.runs["guarded"])
    names = [lived_through.site.subscribers()[code]["last_name"] for code in lived_through.codes]
    assert (summary.approved_by, summary.counts.updated) == ("approver", 4)
    assert names == [one.last_name for one in SECOND]


def test_their_wrong_values_were_refused(lived_through):
    refused = [lived_through.site.summary(lived_through.runs[name]) for name in ("refused", "refused too")]
    assert [summary.counts.rejected for summary in refused] == [3, 1]


def test_the_broken_mapping_and_the_unknown_number_ended_red(lived_through):
    ended = [
        lived_through.runs[name] for name in ("unreadable mapping", "senseless mapping", "unknown number")
    ]
    assert {lived_through.site.operator.run(DAG_ID, run_id)["state"] for run_id in ended} == {"failed"}


def test_the_vendors_nonsense_was_met(lived_through):
    ended = {name: lived_through.site.summary(lived_through.runs[name]).status for name in FAULTS}
    assert ended == {
        "html": RunStatus.FAILED,
        "truncated": RunStatus.FAILED,
        "nonsense that passes": RunStatus.COMPLETED,
    }


def test_the_search_finds_them_where_they_belong(lived_through, search):
    """In the vendors' own data, and in the artifacts once these are decrypted."""
    site = lived_through.site
    artifacts = ArtifactStore(site.stack.folder / "artifacts", parse_key(site.stack.storage.key))
    reference_id = site.summary(lived_through.runs["full"]).reference_id
    source = artifacts.read_frame(artifacts.folder(DAG_ID, reference_id), "source").to_csv()
    kinds = ("SSN", "birth date", "pay", "phone", "ZIP code", "name", "address", "e-mail")
    wanted = {f"{kind} of person {number}" for kind in kinds for number in range(1, 5)}
    assert wanted - set(search.found(source)) == set()


# And are nowhere else


def test_no_file_of_the_installation_holds_them(lived_through, search):
    """Task logs, component logs, databases, artifacts, summaries and lists for people, byte by byte."""
    folder = lived_through.site.stack.folder
    assert list(search.files(folder)) == []
    searched = "\n".join(search.places)
    kinds = ("scheduler.log", "attempt=1.log", "airflow.db", "ledger.db", "source.parquet", "output.csv",
             "errors.csv", "summary.json")  # fmt: skip
    assert [kind for kind in kinds if kind not in searched] == []


@pytest.mark.parametrize("task_id", TASKS)
def test_the_logs_of_every_task_were_among_them(lived_through, task_id):
    logs = lived_through.site.stack.airflow.settings.home / "logs"
    assert any(log.stat().st_size for log in logs.glob(f"**/task_id={task_id}/**/attempt=*.log"))


@pytest.mark.parametrize(
    ("database", "tables"),
    [
        ("airflow/airflow.db", {"xcom", "dag_run", "dag_run_note", "rendered_task_instance_fields", "log",
                                "hitl_detail", "task_instance_note", "asset_state_store", "serialized_dag"}),
        ("ledger.db", {"runs", "states", "writes", "rejections", "approvals", "schedule", "fill_rates"}),
    ],
)  # fmt: skip
def test_no_table_holds_them(lived_through, search, database, tables):
    file = lived_through.site.stack.folder / database
    assert list(search.database(file)) == []
    assert tables - {place.rpartition(":")[2] for place in search.places} == set()


def test_no_answer_of_the_interface_holds_them(lived_through, search):
    site = lived_through.site
    leaks = [
        leak
        for run_id in lived_through.runs.values()
        for path, answer in site.answers_about(run_id)
        for leak in search.place(path, answer)
    ]
    assert leaks == []


def test_no_page_holds_them(lived_through, search):
    settings = lived_through.site.stack.airflow.settings
    password = settings.secrets.passwords["operator"]
    with httpx.Client(base_url=settings.url, trust_env=False) as client:
        token = client.post("/auth/token", json={"username": "operator", "password": password}).json()
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        pages = {
            name: client.get(f"/benefits/dags/{DAG_ID}/runs/{run_id}/summary", headers=headers)
            for name, run_id in lived_through.runs.items()
        }
    assert {page.status_code for page in pages.values()} == {200}
    assert [leak for name, page in pages.items() for leak in search.place(name, page.text)] == []


def test_no_address_of_a_request_holds_them(lived_through, search):
    journal = lived_through.site.stack.sandbox.journal()
    addresses = "\n".join(f"{entry['path']}?{entry['query']}" for entry in journal)
    assert search.place("addresses", addresses) == []


def test_no_command_prints_them(lived_through, search):
    site, runs = lived_through.site, lived_through.runs
    refused = site.summary(runs["refused"]).reference_id
    commands = [
        ("runs",),
        ("summary", refused),
        ("rejections", refused),
        *(("explain", code) for code in lived_through.codes),
    ]
    answers = {" ".join(words): site.benefits(*words) for words in commands}
    printed = {name: answer.stdout + answer.stderr for name, answer in answers.items()}
    assert {name: answer.returncode for name, answer in answers.items()} == dict.fromkeys(answers, 0)
    assert [leak for name, text in printed.items() for leak in search.place(name, text)] == []
