"""What the canaries go through between their election and payroll, in a real Airflow."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benefits_sync.models.runs import RunSummary
from benefits_sync.operators.approve import APPROVE
from benefits_sync.store.approvals import Decision
from benefits_sync.store.rejection_listing import RejectionFilter
from scripts.runs import DEDUCTIONS
from tests.e2e.canaries import PEOPLE, Elected, ordinary
from tests.e2e.companies import DAG_ID, Company, eventually
from tests.e2e.payroll_canaries import (
    BY_HAND,
    CORRECTED,
    DENTAL,
    FSA,
    LAST,
    LATER,
    MISTYPED_AMOUNT,
    MISTYPED_SSN,
    NEW_SSN,
    NEW_ZIP,
    NO_SSN,
    NO_ZIP,
    WRONG,
)
from tests.e2e.visitors import Visitor
from tests.services.sshd import SFTPServer
from tests.ui.pages import Page

SET, RESUBMIT = "integration_set", "resubmit_records"
TO_FILE = f"{DEDUCTIONS}_file"
RECONCILED = ("deductions_reconciliation", "deductions_reconciliation_file")

Wait = Callable[[], object]


class Life:
    """Runs by name, with the DAG of each, and what the pages answered to forms."""

    def __init__(self, site: Company, sftp: SFTPServer) -> None:
        self.site, self.sftp = site, sftp
        self.runs: dict[str, tuple[str, str]] = {}
        self.answers: dict[str, Page] = {}
        self.people = ordinary(site.employees(), len(PEOPLE))
        self.codes = [person["fields"]["employeeNumber"] for person in self.people]
        self.year = int(site.stack.sandbox.control("GET", "clock")["now"][:4])
        self.operator = Visitor(site.stack.airflow.settings, "operator")

    def summary(self, name: str) -> RunSummary | None:
        dag_id, run_id = self.runs[name]
        return self.site.of_dag(dag_id).summary(run_id)

    def account_amounts(self) -> set[str]:
        """Return what payroll takes each pay date for the accounts, by the table that it reads."""
        rows = [
            row
            for person in self.site.employees()
            if person["fields"].get("employeeNumber") in self.codes
            for row in person["tables"]["customDeductions"]
        ]
        return {str(row["amount"]).split()[0] for row in rows if row["benefit"] == "hcra"}

    # --- what happens, in order -----------------------------------------------------------------

    def live(self) -> None:
        """Go through all of it."""
        self.deliver_as("writer")
        self.exported()
        self.corrected_demographics()
        self.elected()
        self.imported()
        self.corrected_deductions()
        self.faulty()
        self.refused_by_payroll()
        self.reconciled()

    def exported(self) -> None:
        """Start the default set: two people are refused, so that its second step does not start."""
        for person, canary in zip(self.people, PEOPLE, strict=True):
            self.site.change(person["id"], **canary.fields())
        self.site.change(self.people[1]["id"], ssn=NO_SSN)
        self.site.change(self.people[2]["id"], zipcode=NO_ZIP)
        self.trigger("set", SET)()
        self.runs["export"] = (DAG_ID, self.newest(DAG_ID))

    def corrected_demographics(self) -> None:
        """Type a new SSN and a new ZIP code on the pages, and send the two records again."""
        (ssn,) = self.rejected(DAG_ID, self.people[1]["id"], "ssn")
        (zip_code,) = self.rejected(DAG_ID, self.people[2]["id"], "zip_code")
        self.mistype(ssn, "ssn", MISTYPED_SSN)
        self.correct(ssn, "ssn", NEW_SSN)
        self.correct(zip_code, "zipcode", NEW_ZIP)
        self.resubmit("demographics", DAG_ID, rejection=[str(ssn), str(zip_code)], scope="chosen")()

    def elected(self) -> None:
        """Let everyone elect; canaries hold rows of their own, a wrong one each."""
        self.at_plansource("elect_everyone")
        begins = {"effective_date": f"{self.year}-01-01", "plan_year": self.year}
        for code, amount, wrong in zip(self.codes, FSA, WRONG, strict=True):
            self.at_plansource("elect", subscriber_code=code, benefit="hcra", amount=amount, **begins)
            self.at_plansource("elect", subscriber_code=code, benefit="dental", **begins)
            self.at_plansource("elect", subscriber_code=code, benefit="medical", **begins)
            self.row_becomes(code, "medical", wrong, beside="plan_name" in wrong)
        self.rows_become(DENTAL)

    def imported(self) -> None:
        """Import into both targets for the first time."""
        form = {"deduction_start_date": f"{self.year}-01-01"}
        self.all_of([self.trigger(f"first {dag_id}", dag_id, **form) for dag_id in (DEDUCTIONS, TO_FILE)])

    def corrected_deductions(self) -> None:
        """Type amounts on the pages, put aside what cannot be corrected, and send all the rest again."""
        for code, members in zip(self.codes, CORRECTED, strict=False):
            for name, value in members.items():
                (number,) = self.rejected(DEDUCTIONS, code, name)
                self.mistype(number, name, MISTYPED_AMOUNT)
                self.correct(number, name, value)
        for number in self.rejected(DEDUCTIONS, self.codes[3], "current"):
            self.dismiss(number, f"ask for {NEW_SSN}")
            self.dismiss(number, "Withdrawn by PlanSource, ticket 4711")
        ended = self.resubmit("deductions", DEDUCTIONS, scope="all")
        _, run_id = self.runs["deductions resubmitted"]
        eventually(lambda: self.newest(DEDUCTIONS) == run_id, "the resubmission begins")
        office = self.site.of_dag(DEDUCTIONS)
        # What a pay date takes from the employees moves by more than a guard lets pass.
        office.in_state(run_id, "approve_plan", "awaiting_input")
        office.answer(office.approver, run_id, APPROVE, Decision.APPROVED)
        ended()

    def faulty(self) -> None:
        """Let PlanSource's answers break off in the middle of payroll rows, whoever asks."""
        self.site.faults({"kind": "truncated", "vendor": "plansource", "route": "payroll_coverages"})
        form = {"include_employees": ",".join(self.codes)}
        self.all_of([self.trigger(f"cut short {dag_id}", dag_id, **form) for dag_id in (DEDUCTIONS, TO_FILE)])
        self.site.faults()

    def refused_by_payroll(self) -> None:
        """Change amounts; BambooHR refuses a row and loses answers, and the SFTP server refuses the file."""
        self.rows_become(LATER)
        writes = {"vendor": "bamboohr", "method": "POST", "route": "customDeductions", "times": 1}
        self.site.faults(
            {"kind": "status", "status": 406, **writes},
            {"kind": "cut_after", **writes},
            {"kind": "truncated", **writes},
        )
        self.deliver_as("reader")
        form = {"integrations": [DEDUCTIONS], "run_name": "Payroll refuses"}
        of_set = self.trigger("set of one", SET, **form)
        # Of everyone's rows the wrong ones are too few for a guard to ask.
        self.all_of([of_set, self.trigger("refused file", TO_FILE, delta=False)])
        self.site.faults()
        self.deliver_as("writer")
        self.runs["refused table"] = (DEDUCTIONS, self.newest(DEDUCTIONS))

    def reconciled(self) -> None:
        """Change amounts once more, and the file by hand, and have the differences put right."""
        self.rows_become(LAST)
        (file,) = self.sftp.folder.glob("*.csv")
        before = file.read_bytes()
        file.write_bytes(before.replace(DENTAL[0].premium.encode(), BY_HAND.encode(), 1))
        assert file.read_bytes() != before, "the file holds the first amount until it is put right"
        self.all_of([self.trigger(dag_id, dag_id, correct=True) for dag_id in RECONCILED])

    # --- how it happens --------------------------------------------------------------------------

    def trigger(self, name: str, dag_id: str, **form: Any) -> Wait:
        """Start a run and return how to wait for its end."""
        office = self.site.of_dag(dag_id)
        run_id = office.trigger(**form)
        self.runs[name] = (dag_id, run_id)
        return lambda: office.ended(run_id)

    def all_of(self, waits: Sequence[Wait]) -> None:
        """Wait for runs that were all started before."""
        for wait in waits:
            wait()

    def newest(self, dag_id: str) -> str:
        """Return the run of a DAG that began last."""
        path = f"dags/{dag_id}/dagRuns?order_by=-run_after&limit=1"
        return str(self.site.operator.call("GET", path)["dag_runs"][0]["dag_run_id"])

    def at_plansource(self, what: str, **body: Any) -> None:
        self.site.stack.sandbox.control("POST", f"plansource/{what}", body)

    def row_becomes(self, code: str, benefit: str, members: Mapping[str, str], *, beside: bool) -> None:
        """Change members of somebody's current payroll row, or have the changed row beside it."""
        told = {"subscriber_code": code, "benefit": benefit, "set": members, "add": beside}
        self.at_plansource("payroll_rows", **told)

    def rows_become(self, elections: Sequence[Elected]) -> None:
        for code, elected in zip(self.codes, elections, strict=True):
            self.row_becomes(code, "dental", elected.fields(), beside=False)

    def rejected(self, integration: str, source_id: str, field: str, status: str = "open") -> list[int]:
        """Return the rejections of a person's field, open ones unless others are asked for."""
        wanted = RejectionFilter([integration], field=field, record=source_id, status=status)
        with self.site.stack.storage.open_ledger() as ledger:
            return [one.id for one in ledger.refused.every(wanted) if one.source_id == source_id]

    def mistype(self, number: int, name: str, value: str) -> None:
        """Type a value that the rules refuse; the page that says so shows it to whoever typed it."""
        page, answer = self._typed(number, name, value)
        assert (page.status, answer.status) == (200, 422), answer.text

    def correct(self, number: int, name: str, value: str) -> None:
        """Type a value that is kept."""
        _, answer = self._typed(number, name, value)
        assert answer.status == 303, answer.text
        self.answers[f"correcting {name} of {number}"] = answer

    def dismiss(self, number: int, reason: str) -> None:
        page = self.operator.get(f"assistant/rejections/{number}")
        answer = self.operator.send(page, f"assistant/rejections/{number}/dismiss", reason=reason)
        self.answers[f"dismissing {number}: {answer.status}"] = answer

    def resubmit(self, name: str, dag_id: str, **form: Any) -> Wait:
        """Send open rejections of an integration again; return how to wait for the end of it."""
        page = self.operator.get(f"assistant?integration={dag_id}&status=open")
        answer = self.answers[f"resubmitting {name}"] = self.operator.send(page, "assistant/resubmit", **form)
        assert answer.status == 303, answer.text
        run_id = f"resubmission__{answer.answer.headers['location'].rpartition('/')[2]}"
        self.runs |= {f"{name} sent": (RESUBMIT, run_id), f"{name} resubmitted": (dag_id, run_id)}
        return lambda: self.site.of_dag(RESUBMIT).ended(run_id)

    def deliver_as(self, client: str) -> None:
        """Let Airflow's connection to the payroll folder sign in as a client of the SFTP server."""
        fields = self.sftp.connection(client)
        body = {"connection_id": "payroll_sftp", **fields, "extra": json.dumps(fields["extra"])}
        known = self.site.operator.call("GET", "connections")["connections"]
        if any(one["connection_id"] == body["connection_id"] for one in known):
            self.site.operator.call("PATCH", "connections/payroll_sftp", body)
        else:
            self.site.operator.call("POST", "connections", body)

    def _typed(self, number: int, name: str, value: str) -> tuple[Page, Page]:
        """Type a value into a record's form; return the verdict while typing and the answer to the form."""
        page = self.operator.get(f"assistant/rejections/{number}")
        verdict = self.operator.check(page, number, **{name: value})
        self.answers[f"checking {name} of {number}: {len(self.answers)}"] = verdict
        form = f"assistant/rejections/{number}/correct"
        return verdict, self.operator.send(page, form, **{f"value.{name}": value})
