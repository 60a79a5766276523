"""What canaries and their families go through between elections and carriers, in a real Airflow."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from benefits_sync.domain.carriers.discrepancies import layout_of
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState
from benefits_sync.models.runs import RunSummary
from benefits_sync.operators.carriers.approve import REFUSE
from benefits_sync.store.approvals import Approval
from benefits_sync.store.carriers.listing import FileFilter
from scripts.carrier_answers import acknowledge
from scripts.carrier_runs import ANSWERS, DELIVERY
from scripts.carriers_at_work import CarriersAtWork
from scripts.processes import Processes
from scripts.runs import wait_until_noticed
from tests.e2e.canaries import PEOPLE, ordinary
from tests.e2e.carrier_canaries import FAMILIES, rejection, report, stray_words
from tests.e2e.companies import DAG_ID, Company
from tests.e2e.visitors import Visitor
from tests.ui.pages import Page

MEDICAL, DENTAL, VISION = "cedarline_health", "brightleaf_dental", "clearwater_vision"
LIFE, WELLNESS = "harborstone_life", "summit_wellness"
TIERED = ("medical", "dental", "vision")
OWN = ("basic_subscriber_life", "basic_add", "std", "ltd")
LEVELS = {"spouse": "employee_spouse", "child": "employee_children"}
"""The level that covers a dependent of each kind."""
QUESTION = "one_carrier.approve_files"


class Life:
    """Runs by name with the DAG of each, and what was asked and shown while files were held."""

    def __init__(self, site: Company, carriers: CarriersAtWork, processes: Processes) -> None:
        self.site, self.carriers, self._processes = site, carriers, processes
        self.runs: dict[str, tuple[str, str]] = {}
        self.questions: list[dict[str, Any]] = []
        self.pages_of_held: dict[str, Page] = {}
        self.people = ordinary(site.employees(), len(PEOPLE))
        self.codes = [person["fields"]["employeeNumber"] for person in self.people]

    def live(self) -> None:
        """Go through all of it."""
        self.elected()
        self.delivered()
        self.held()
        self.answered()
        self.out_of_reach()

    # --- what happens, in order -----------------------------------------------------------------

    def elected(self) -> None:
        """Export everyone, enter the families, and let them elect everything."""
        for person, canary, relative in zip(self.people, PEOPLE, FAMILIES, strict=True):
            self.site.change(person["id"], **canary.fields())
            self._enter(relative.row(str(person["id"])))
        self.trigger("export", DAG_ID, delta=False)
        self._control("families")
        for code, relative in zip(self.codes, FAMILIES, strict=True):
            tiers = {benefit: {"level": LEVELS[relative.relationship]} for benefit in TIERED}
            for benefit, wanted in {**tiers, **{benefit: {} for benefit in OWN}}.items():
                self._control("plansource/elect", {"subscriber_code": code, "benefit": benefit, **wanted})
        self._control("plansource/elect_everyone", {})

    def delivered(self) -> None:
        """Send every carrier its files; one is refused by our own check, for a birth date."""
        self.trigger("delivery", DELIVERY)

    def held(self) -> None:
        """Let all four drop dependents and a line, so that files are held: one goes out, and one does not."""
        for code in self.codes:
            self._control(
                "plansource/elect", {"subscriber_code": code, "benefit": "dental", "level": "employee"}
            )
            self._control("plansource/decline", {"subscriber_code": code, "benefit": "ltd"})
        delivery = self.site.of_dag(DELIVERY)
        run_id = delivery.trigger(carriers=[DENTAL, LIFE], forced_reason="elections were corrected")
        self.runs["held"] = (DELIVERY, run_id)
        for index in range(2):
            delivery.in_state(run_id, f"{QUESTION}[{index}]", "awaiting_input")
        wait_until_noticed(self.site.stack, DELIVERY, run_id, QUESTION, times=2)
        self._look_at_held()
        self._answer(delivery, run_id)
        delivery.ended(run_id)

    def answered(self) -> None:
        """Let carriers reject, complain, and answer what nobody sent or can read, with values of people."""
        medical, dental = self.file(MEDICAL), self.file(DENTAL)
        profiles = self.carriers.desks.profiles.of
        self._put_out(MEDICAL, "rejected.999", rejection(profiles[MEDICAL], medical.group_number))
        content = (self.carriers.servers.directory(DENTAL, "inbound/prod") / dental.name).read_bytes()
        self._put_out(DENTAL, "997_accepted", acknowledge(content).acknowledgment)
        layout = layout_of(profiles[DENTAL].answers.report)
        complaint = report(layout.headings, layout.delimiter)
        self._put_out(DENTAL, "DISC_week.csv", complaint.encode(layout.encoding))
        self.carriers.api.outbox.joinpath("unreadable").write_bytes(stray_words())
        self.carriers.api.outbox.joinpath("unmatched").write_bytes(rejection(profiles[LIFE], 999_999))
        self.trigger("answers", ANSWERS)

    def out_of_reach(self) -> None:
        """Stop the carriers' server, and try to deliver and to collect."""
        self._processes.kill("sshd")
        reason = "the first one was never taken"
        self._without_server("out of reach", DELIVERY, "one_carrier.deliver_files[0]", forced_reason=reason)
        self._without_server("silence", ANSWERS, "collect_answers[0]")

    # --- how it happens -------------------------------------------------------------------------

    def trigger(self, name: str, dag_id: str, **form: object) -> None:
        """Start a run and wait for its end."""
        self.runs[name] = (dag_id, self.site.of_dag(dag_id).run(**form))

    def summary(self, name: str) -> RunSummary | None:
        dag_id, run_id = self.runs[name]
        return self.site.of_dag(dag_id).summary(run_id)

    def state(self, name: str) -> str:
        dag_id, run_id = self.runs[name]
        return str(self.site.operator.run(dag_id, run_id)["state"])

    def files(self) -> list[FileRow]:
        with self.site.stack.storage.open_ledger() as ledger:
            return ledger.carriers.listing.page(FileFilter())

    def file(self, carrier: str) -> FileRow:
        """Return the newest file of a carrier."""
        return next(file for file in self.files() if file.carrier == carrier)

    def approvals(self) -> list[Approval]:
        dag_id, run_id = self.runs["held"]
        return self.site.of_dag(dag_id).approvals(run_id)

    def at_the_carriers(self) -> Iterator[Path]:
        """Yield every file that lies at a carrier."""
        homes, api = self.carriers.desks.homes, self.carriers.api
        yield from (path for folder in (homes, api.folder) for path in folder.rglob("*") if path.is_file())

    def _enter(self, row: object) -> None:
        """Enter a dependent at BambooHR, as its benefits pages do."""
        sandbox = self.site.stack.sandbox
        answer = httpx.post(
            f"{sandbox.url}/api/v1/employeedependents",
            json=row,
            auth=(sandbox.credentials["bamboohr"]["api_key"], "x"),
            trust_env=False,
        )
        answer.raise_for_status()

    def _look_at_held(self) -> None:
        """Read the pages about held files as the person who has to answer."""
        visitor = Visitor(self.site.stack.airflow.settings, "approver")
        held = [f"carriers/files/{file.id}" for file in self.files() if file.state is FileState.HELD]
        self.pages_of_held = {path: visitor.get(path) for path in ["carriers", *held]}

    def _answer(self, delivery: Company, run_id: str) -> None:
        """Let the dental carrier's file go out, and the other one not."""
        run = f"dags/{DELIVERY}/dagRuns/{run_id}"
        self.questions = delivery.approver.call("GET", f"{run}/hitlDetails")["hitl_details"]
        for asked in self.questions:
            yes = asked["subject"].startswith(DENTAL)
            option = next(one for one in asked["options"] if (one != REFUSE) is yes)
            path = f"{run}/taskInstances/{QUESTION}/{asked['task_instance']['map_index']}/hitlDetails"
            delivery.approver.call("PATCH", path, {"chosen_options": [option], "params_input": {}})

    def _control(self, path: str, body: object = None) -> None:
        self.site.stack.sandbox.control("POST", path, body)

    def _put_out(self, carrier: str, name: str, content: bytes) -> None:
        (self.carriers.servers.directory(carrier, "outbound") / name).write_bytes(content)

    def _without_server(self, name: str, dag_id: str, task: str, **form: object) -> None:
        """Start a run of one carrier that cannot be reached, and give it up at its first pause."""
        company = self.site.of_dag(dag_id)
        run_id = company.trigger(carriers=[WELLNESS], **form)
        self.runs[name] = (dag_id, run_id)
        company.in_state(run_id, task, "up_for_retry")
        self.site.operator.call("PATCH", f"dags/{dag_id}/dagRuns/{run_id}", {"state": "failed"})
