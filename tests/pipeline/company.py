"""A company's working life: what HR types into BambooHR and administrators into PlanSource, and our runs.

Everything goes through the vendors' own APIs, or the sandbox's drills where no API could do it.
"""

import asyncio
import base64
import json
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.models.runs import RunSummary
from benefits_sync.store.ledger import Ledger
from tests.pipeline.judging import effects
from tests.pipeline.site import KEY, Sandbox, Site

ZONE = ZoneInfo("America/Denver")
LAST_AWKWARD = 121
NOWHERE = "https://app.example.test/back"

Person = dict[str, Any]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True)
class Seen:
    """One run and what it left behind, taken down before the next one began."""

    summary: RunSummary
    journal: list[dict[str, Any]]
    held: dict[str, dict[str, Any]]
    people: dict[str, Person]
    today: date

    def touches(self) -> list[dict[str, Any]]:
        """Return what PlanSource did to records, in its order."""
        return [
            touch
            for entry in self.journal
            for touch in entry["records"]
            if entry["vendor"] == "plansource" and touch["effect"] != "none"
        ]

    def numbers(self, effect: str) -> list[str]:
        """Return the employee numbers that PlanSource did something to, sorted, repeated ones too."""
        return sorted(touch["key"] for touch in self.touches() if touch["effect"] == effect)

    def order(self, number: str) -> list[str]:
        """Tell what PlanSource did to one person, in its order."""
        return [touch["effect"] for touch in self.touches() if touch["key"] == number]

    def members(self, number: str, effect: str = "updated") -> set[str]:
        """Return the names of the members that PlanSource was sent for one person."""
        return {
            name
            for touch in self.touches()
            if (touch["key"], touch["effect"]) == (number, effect)
            for name in touch["members"]
        }


@dataclass
class Company:
    """The vendors and an installation of ours, all living by the sandbox's clock."""

    sandbox: Sandbox
    site: Site

    # --- time -----------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.sandbox.call("GET", "clock")["now"])

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def day(self, ahead: int) -> str:
        """Return the day so many days from today as BambooHR spells it."""
        return (self.today + timedelta(days=ahead)).isoformat()

    def pass_days(self, days: float) -> None:
        self.sandbox.call("PUT", "clock", {"advance_days": days})

    def set_clock(self, moment: str) -> None:
        self.sandbox.call("PUT", "clock", {"now": moment})

    # --- our runs -------------------------------------------------------------------------------

    @property
    def present(self) -> Site:
        """The installation at the sandbox's time."""
        return self.site.at(self.now)

    def run(self, name: str, **options: Any) -> RunSummary:
        """Make one run and let only its own requests stand in the journal."""
        self.sandbox.forget_journal()
        return self.present.run(name, **options)

    def look(self, name: str, **options: Any) -> "Seen":
        """Make one run and take down what it came to."""
        summary = self.run(name, **options)
        return Seen(summary, self.sandbox.journal(), self.sandbox.subscribers(), self.people(), self.today)

    def wrote(self) -> dict[tuple[str, str], int]:
        """Tell what PlanSource did since the last run began: (effect, employee number) -> how often."""
        return dict(effects(self.sandbox))

    # --- BambooHR -------------------------------------------------------------------------------

    def people(self) -> dict[str, Person]:
        """Return everybody as BambooHR has them, by BambooHR id."""
        return {row["id"]: row for row in self.sandbox.call("GET", "bamboohr/employees")}

    def ordinary(self) -> list[str]:
        """Return the BambooHR ids of people at work full-time about whom nothing is awkward."""
        return [
            number
            for number, person in self.people().items()
            if int(number) > LAST_AWKWARD
            and [row["employmentStatus"] for row in person["tables"]["employmentStatus"]] == ["Full-Time"]
        ]

    def number(self, person: int | str) -> str:
        number: str = self.people()[str(person)]["fields"]["employeeNumber"]
        return number

    def drill(self, person: int | str, **fields: object) -> None:
        """Force fields past every rule and history; None empties them."""
        self.sandbox.call("PUT", f"bamboohr/employees/{person}", fields)

    def vanish(self, person: int | str) -> None:
        """Let somebody vanish without a trace in the change feed."""
        self.sandbox.call("DELETE", f"bamboohr/employees/{person}")

    def permissions(self, **rights: object) -> None:
        self.sandbox.call("PUT", "bamboohr/permissions", rights)

    def hire(self, on: str | None = None, **fields: str) -> tuple[str, str]:
        """Hire somebody with the defaults below; return BambooHR id and employee number."""
        serial = max(map(int, self.people())) + 1
        day = on or self.today.isoformat()
        person = {
            "employeeNumber": f"E{20_000 + serial}",
            "firstName": "Nora",
            "lastName": f"Newcomer{chr(65 + serial % 26)}",
            "ssn": f"955-55-{serial:04d}",
            "dateOfBirth": "1990-05-17",
            "gender": "Female",
            "maritalStatus": "Single",
            "address1": "1 Elm St",
            "city": "Boise",
            "state": "ID",
            "zipcode": "83702",
            "country": "United States",
            "workEmail": f"nora.{serial}@example.test",
            "hireDate": day,
            "employmentHistoryStatus": "Full-Time",
            "jobTitle": "Technician",
            "department": "Operations",
            "division": "West",
            "location": "Boise",
            "payRate": "25.00 USD",
            "payType": "Hourly",
            "payPer": "Hour",
            "paySchedule": "Biweekly",
            "exempt": "Non-exempt",
            "standardHoursPerWeek": "40",
            "customEin": "84-1234567",
            "customTestEmployee": "no",
            "customJobLevel": "Staff",
        } | fields
        made = self._bamboohr("POST", "v1/employees", person)
        return str(made["id"]), person["employeeNumber"]

    def edit(self, person: int | str, **fields: str) -> None:
        """Type over plain fields, or over job, pay and status from today on."""
        self._bamboohr("POST", f"v1/employees/{person}", fields)

    def enter(self, person: int | str, table: str, **row: str) -> None:
        """Enter a row into a history table."""
        self._bamboohr("POST", f"v1/employees/{person}/tables/{table}", row)

    def withdraw(self, person: int | str, table: str) -> None:
        """Take the newest row of a history table away."""
        row = self.people()[str(person)]["tables"][table][-1]
        self._bamboohr("DELETE", f"v1/employees/{person}/tables/{table}/{row['id']}")

    def terminate(
        self,
        person: int | str,
        on: str | None = None,
        kind: str = "Resignation (Voluntary)",
        reason: str = "Relocation",
    ) -> None:
        self.enter(
            person,
            "employmentStatus",
            date=on or self.today.isoformat(),
            employmentStatus="Terminated",
            terminationTypeId=kind,
            terminationReasonId=reason,
            terminationRehireId="Yes",
        )

    def rehire(self, person: int | str, on: str | None = None, status: str = "Full-Time") -> None:
        """Take somebody back: the status row moves the hire date, at once or on its day."""
        self.enter(person, "employmentStatus", date=on or self.today.isoformat(), employmentStatus=status)

    def delete(self, person: int | str) -> None:
        """Delete somebody for good, which the change feed tells."""
        keys = self.sandbox.call("GET", "bamboohr/credentials")["oauth"]
        asked = {
            "response_type": "code",
            "client_id": keys["client_id"],
            "redirect_uri": NOWHERE,
            "scope": "employee.write",
        }
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            opener.open(f"{self.sandbox.url}/authorize.php?{urllib.parse.urlencode(asked)}")
        except urllib.request.HTTPError as sent_back:
            back = urllib.parse.urlsplit(sent_back.headers["Location"])
        code = urllib.parse.parse_qs(back.query)["code"][0]
        form = {**keys, "grant_type": "authorization_code", "code": code, "redirect_uri": NOWHERE}
        request = urllib.request.Request(
            f"{self.sandbox.url}/token.php", urllib.parse.urlencode(form).encode(), method="POST"
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            token = json.load(answer)["access_token"]
        self._bamboohr("DELETE", f"v1/employees/{person}", authorization=f"Bearer {token}")

    def _bamboohr(self, method: str, path: str, body: object = None, authorization: str = "") -> Any:
        keys = self.sandbox.credentials["bamboohr"]
        basic = base64.b64encode(f"{keys['api_key']}:x".encode()).decode()
        request = urllib.request.Request(
            f"{self.sandbox.url}/api/gateway.php/{keys['company']}/{path}",
            None if body is None else json.dumps(body).encode(),
            {
                "Authorization": authorization or f"Basic {basic}",
                "Accept": "application/json",
                "Content-Type": "application/json",
            },
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def rejections(self, run: RunSummary) -> dict[str, set[tuple[str, str]]]:
        """Return what a run refused: BambooHR id -> (member, rule)."""
        with Ledger.open(self.site.ledger_url, KEY) as ledger:
            rows = ledger.rejections.list(run.reference_id)
        found: dict[str, set[tuple[str, str]]] = {}
        for row in rows.to_dict("records"):
            found.setdefault(str(row["source_id"]), set()).add((row["field"], row["rule"]))
        return found

    # --- PlanSource -----------------------------------------------------------------------------

    def administer(self, code: str, **members: object) -> None:
        """Change somebody in PlanSource by hand."""
        asyncio.run(self._administer(code, members))

    async def _administer(self, code: str, members: dict[str, Any]) -> None:
        keys = self.sandbox.credentials["plansource"]
        connection = PlanSourceClient.connect(
            self.sandbox.url, keys["client_id"], keys["client_secret"], keys["logged_in_user"]
        )
        async with connection as client:
            envelope = await client.update(code, members)
        assert envelope.clean, envelope

    def subscriber(self, number: str) -> dict[str, Any]:
        """Return what PlanSource holds for an employee number."""
        return self.sandbox.subscribers()[number]
