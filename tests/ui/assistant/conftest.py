"""A company with refused records, and people of several roles who look at them on the pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from airflow.models.dag import DagModel
from airflow.models.dagrun import DagRun
from airflow.utils.session import create_session
from fastapi.testclient import TestClient
from sqlalchemy import delete, update

from benefits_sync.models.runs import RunSummary
from benefits_sync.operators.resubmit import form_again
from benefits_sync.pipeline.integration import Integration
from benefits_sync.store.ledger import Ledger
from benefits_sync.ui.app import PREFIX
from benefits_sync.ui.assistant import resubmitting
from benefits_sync.ui.csrf import HEADER, token_for
from scripts.storage import Storage
from tests.connections import define_connections, vendor_connections
from tests.pipeline.company import Company
from tests.pipeline.deductions_site import DeductionSite
from tests.pipeline.site import KEY, Sandbox, Site, key_text
from tests.ui.pages import Page
from tests.ui.person import Person

EXPORT = "demographic_export"


def connect(environment: pytest.MonkeyPatch, site: Site | DeductionSite) -> None:
    """Define the connections that lead the pages to an installation and its vendors."""
    stores = Storage(site.folder, key_text()).connections()
    define_connections(environment, vendor_connections(site.sandbox) | stores)


def at_the_time_of(site: DeductionSite, environment: pytest.MonkeyPatch) -> None:
    """Let the pages see plan years from the day of an installation; all else of theirs is of today."""

    def then(integration: Integration, options: Any, _now: datetime) -> Any:
        return form_again(integration, options, site.now())

    environment.setattr(resubmitting, "form_again", then)


class Administrator(Person):
    """Somebody who repairs refused records."""

    def check(self, number: int, **values: str) -> Any:
        """Ask what the rules say, as the script does while somebody types."""
        headers = {**self.header, "Sec-Fetch-Site": "same-origin", HEADER: token_for(self.user)}
        sent = {f"value.{name}": value for name, value in values.items()}
        answer = self.server.post(f"{PREFIX}/assistant/rejections/{number}/check", json=sent, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def correct(self, number: int, seen: Page | None = None, **sent: str) -> Page:
        """Open a refused record, type values into its form and send it."""
        page = seen or self.get(f"/assistant/rejections/{number}")
        typed = {f"value.{name}": value for name, value in sent.items() if name != "resubmit"}
        form = {**page.fields("/correct"), **typed}
        if "resubmit" in sent:
            form["resubmit"] = "1"
        return self.post(f"/assistant/rejections/{number}/correct", form)


@dataclass
class World:
    """A company with its installation; each test takes refused records that no other test touches."""

    company: Company
    run: RunSummary
    spare: list[str] = field(default_factory=list)

    def ledger(self) -> Ledger:
        return Ledger.open(self.company.site.ledger_url, KEY)

    def take(self) -> tuple[str, int]:
        """Return a person whose ZIP code was refused, and the number of the rejection."""
        person = self.spare.pop()
        return person, self.rejection(person)

    def rejection(self, person: str, rule: str = "zip_code") -> int:
        """Return the number of a person's newest rejection by a rule."""
        with self.ledger() as ledger:
            runs = ledger.runs.latest(EXPORT, 20)
            for run in runs:
                rows = ledger.rejections.list(run.reference_id)
                mine = rows[rows["source_id"].eq(person) & rows["rule"].eq(rule)]
                if len(mine):
                    return int(mine["id"].iloc[0])
        raise AssertionError(f"{person} was not refused by {rule}")

    def status(self, number: int) -> str:
        with self.ledger() as ledger:
            found = ledger.refused.get(number)
        assert found is not None
        return found.status.value

    def audited(self, number: int) -> list[tuple[str, str, str | None]]:
        """Return who did what to a rejection, and to which field."""
        with self.ledger() as ledger:
            entries = ledger.audit.of_subject(f"rejection {number}")
        return [(entry.user, entry.action, entry.field) for entry in entries]

    def resubmission_at(self, page: Page) -> int:
        """Return the number of the resubmission to whose page a form has led."""
        assert page.status == 303, page.text
        found = re.search(r"/assistant/resubmissions/(\d+)$", page.answer.headers["location"])
        assert found is not None, page.answer.headers["location"]
        return int(found[1])

    def carry_out(self, number: int) -> RunSummary:
        """Make the run that Airflow would make for a resubmission."""
        return self.company.run(f"resubmission__{number}", resubmission=number)


BAD_ZIP = "837"
REFUSED = 40


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A company of which a run has refused many for their ZIP code."""
    sandbox = Sandbox.start("--employees", "200", "--seed", "3", "--today", "2026-03-04")
    company = Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("world")))
    company.run("first", delta=False)
    people = company.ordinary()[:REFUSED]
    for person in people:
        company.edit(person, zipcode=BAD_ZIP)
    run = company.run("bad day")
    with pytest.MonkeyPatch.context() as environment:
        connect(environment, company.site)
        yield World(company, run, people)
    sandbox.stop()


@pytest.fixture(scope="module", autouse=True)
def dags_are_on(server: TestClient) -> None:
    """Turn on what a resubmission needs; Airflow creates DAGs paused.

    The server is shared by all modules, and each of them has a ledger that numbers resubmissions from 1: the
    runs of another module's are forgotten.
    """
    with create_session() as session:
        session.execute(update(DagModel).values(is_paused=False))
        session.execute(delete(DagRun).where(DagRun.dag_id == "resubmit_records"))


@pytest.fixture
def kind_of_person(world: World) -> type[Person]:
    """Return who works in the company; its connections are the pages' own."""
    return Administrator


@pytest.fixture
def folder(world: World) -> Path:
    return world.company.site.folder
