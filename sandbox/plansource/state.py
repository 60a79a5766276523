"""What PlanSource remembers, and its place in the sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Any

from aiohttp import web

from sandbox.core.state import Sandbox
from sandbox.core.wire import Json
from sandbox.plansource.benefits.enrollments import Enrollments
from sandbox.plansource.documents import SsnShown
from sandbox.plansource.envelope import failure
from sandbox.plansource.errors import ApiError
from sandbox.plansource.meta import SUBSCRIBER_LISTS, USUALLY_REQUIRED, Lists
from sandbox.plansource.portal_texts import PortalTexts
from sandbox.plansource.roster import Record, Roster

_FIRST_DEPENDENT = 7_710_001
_FIRST_BENEFICIARY = 3_300_001

_FAULT_MESSAGES = {403: "Forbidden", 429: "Too Many Requests", 503: "Service Unavailable"}


class PayrollRange(StrEnum):
    """What the date range of a payroll read is compared with."""

    EITHER = "either"
    EFFECTIVE = "effective"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Organization:
    """The one organization that the API user reaches."""

    id: int = 61_004
    name: str = "Juniperfield Works"
    organization_code: str = "JUNIPERFIELD"


class PlanSource:
    """The vendor's state; implements `sandbox.core.vendors.Vendor`."""

    organization = Organization()

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.reset()

    def reset(self) -> None:
        """Return to an organization that is set up and has no employee yet."""
        self.roster = Roster()
        self.dependents: dict[int, Record] = {}
        self._dependents_of: dict[int, list[Record]] = {}
        self.beneficiaries: dict[int, Record] = {}
        self.enrollments = Enrollments()
        self.required: tuple[str, ...] = USUALLY_REQUIRED
        self.lists: Lists = dict(SUBSCRIBER_LISTS)
        self.payroll_range = PayrollRange.EITHER
        self.subscriber_ssn = SsnShown.CLEAR
        self.expired_tokens: set[str] = set()
        self.refused_calls = 0
        """Calls refused for an expired token that have not come back with a fresh one."""
        self.used_assertions: dict[str, float] = {}
        self.administrators: dict[int, Record] = {}
        self.portal = PortalTexts()
        self.status_moments: dict[int, str] = {}
        """When each subscriber was hired, terminated or rehired last, or became another employment level."""
        self.failed_rows: set[str] = set()
        """Keys of the rows that a `bad_rows` fault has refused already: it never refuses one twice."""
        self._number()

    def _number(self) -> None:
        self.dependent_ids = count(max(self.dependents, default=_FIRST_DEPENDENT - 1) + 1)
        self.beneficiary_ids = count(max(self.beneficiaries, default=_FIRST_BENEFICIARY - 1) + 1)

    def snapshot(self) -> Json:
        """Return the employees and what hangs on them; set-up and tokens start afresh."""
        return {
            "subscribers": self.roster.all(),
            "dependents": list(self.dependents.values()),
            "beneficiaries": list(self.beneficiaries.values()),
            "enrollments": self.enrollments.snapshot(),
            "administrators": list(self.administrators.values()),
            "portal": self.portal.snapshot(),
            "status_moments": list(self.status_moments.items()),
        }

    def restore(self, state: Json) -> None:
        """Take over a snapshot."""
        self.roster = Roster(state["subscribers"])
        self.dependents, self._dependents_of = {}, {}
        for record in state["dependents"]:
            self._enter_dependent(record)
        self.beneficiaries = {record["id"]: record for record in state["beneficiaries"]}
        self.enrollments = Enrollments.restored(state["enrollments"])
        self.administrators = {record["id"]: record for record in state["administrators"]}
        self.portal = PortalTexts.restored(state["portal"])
        self.status_moments = dict(state["status_moments"])
        self._number()

    @property
    def coverages(self) -> Mapping[int, int]:
        """The subscriber of each coverage."""
        return self.enrollments.owners

    def fault_answer(self, status: int, text: str | None) -> web.Response:
        """Word an injected status in the vendor's envelope."""
        return failure(ApiError(status, text or _FAULT_MESSAGES.get(status, "Internal error")))

    def add_dependent(self, subscriber: Record, members: Record) -> Record:
        """Enter a new dependent of a subscriber; ids are given here."""
        number = next(self.dependent_ids)
        record = {"id": number, "public_id": number, "subscriber_id": subscriber["id"], **members}
        self._enter_dependent(record)
        return record

    def _enter_dependent(self, record: Record) -> None:
        self.dependents[record["id"]] = record
        self._dependents_of.setdefault(record["subscriber_id"], []).append(record)

    def dependents_of(self, subscriber: Record) -> list[Record]:
        """Return the dependents of one subscriber."""
        return self._dependents_of.get(subscriber["id"], [])

    def beneficiaries_of(self, coverage: int) -> list[Record]:
        """Return the beneficiaries of one coverage."""
        return [record for record in self.beneficiaries.values() if record["coverage_id"] == coverage]

    def coverages_of(self, subscriber: Record) -> list[int]:
        """Return the coverages of one subscriber."""
        return self.enrollments.coverages_of(subscriber["id"])

    def plan_year(self) -> dict[str, Any]:
        """Describe the current plan year as an employee's benefit salary names it."""
        year = self.sandbox.clock.today().year
        return {
            "org_plan_year_id": 5501 + year - 2026,
            "starts_on": f"{year}-01-01T00:00:00.000Z",
            "ends_on": f"{year}-12-31T00:00:00.000Z",
        }
