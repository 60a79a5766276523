"""Everyone's people and elections are read whole, also while lists move, and with few calls."""

from typing import Any

import pytest
from aiohttp import web

from benefits_sync.clients.plansource import elections_pages
from benefits_sync.clients.plansource.client import PlanSourceClient
from benefits_sync.clients.plansource.elections import ElectionReader
from benefits_sync.errors import VendorContractError
from benefits_sync.models.elections import ELECTION_FIELDS, PERSON_FIELDS, ElectionsRead
from benefits_sync.models.frames import records_of
from sandbox.plansource.benefits.everyone import elect_everyone
from tests.clients.plansource.conftest import Office, ScriptedVendor, hire

SUBSCRIBER = {"id": 40, "subscriber_code": "E-1", "first_name": "Maya", "ssn": "XXX-XX-2207"}
LINK = {"href": "/admin/subscriber/40/dependent/77", "rel": "self"}
DEPENDENT = {"id": 77, "links": [LINK], "first_name": "Theo", "relationship_code": "child"}
COVERAGE = {
    "id": 55,
    "subscriber_id": 40,
    "benefit_lookup_code": "medical",
    "org_plan_name": "Silver PPO",
    "coverage_level_name": "Employee + Child(ren)",
    "change_effective_date": "2026/04/01",
    "termination_date": None,
    "termination_reason_id": None,
    "subscriber_premium": "70.250",
    "waiting_for_eoi": False,
}
PART = {
    "id": 66,
    "coverage_id": 55,
    "dependent_id": 77,
    "benefit_lookup_code": "medical",
    "original_effective_date": "2026-04-01T00:00:00.000Z",
    "termination_date": "2026/05/31",
    "termination_reason_id": 8,
}


class Benefits:
    """What a scripted vendor holds, in the shapes that its documentation shows."""

    def __init__(self, vendor: ScriptedVendor) -> None:
        self.subscribers: list[Any] = [SUBSCRIBER]
        self.coverages: list[Any] = [COVERAGE]
        self.parts: list[Any] = [PART]
        self.dependents: Any = {
            "dependents": [DEPENDENT],
            "inactive_dependents": [],
            "cannot_terminate_dependents": [],
        }
        self.refuses_everyone = False
        self.on_a_page = 500
        vendor.reply = self.reply

    def reply(self, request: web.Request, _body: Any) -> web.Response:
        path = request.path.removeprefix("/admin/v2")
        if path == "/dependents":
            return self._dependents(request)
        if path == "/coverage/composites":
            number = int(request.query["page"]) - 1
            page = slice(number * self.on_a_page, (number + 1) * self.on_a_page)
            found = {"coverages": self.coverages[page], "dependents": self.parts[page], "lines": []}
            # Composites are published without ``errors``.
            return web.json_response({"status": "success", "data": found})
        data = (
            {"termination_reasons": [{"id": 8, "name": "Too old", "lookup_code": "overage_child"}]}
            if path == "/coverage/meta"
            else self.subscribers
        )
        return web.json_response({"status": "success", "errors": [], "data": data})

    def _dependents(self, request: web.Request) -> web.Response:
        if self.refuses_everyone and "subscriber_id" not in request.query:
            error = {"http_status": 400, "message": "undefined method `gsub' for nil:NilClass"}
            return web.json_response({"status": "failure", "errors": error, "data": []}, status=400)
        return web.json_response({"status": "success", "errors": [], "data": self.dependents})


@pytest.fixture
def benefits(vendor: ScriptedVendor) -> Benefits:
    return Benefits(vendor)


async def read(client: PlanSourceClient, *years: str) -> ElectionsRead:
    return await ElectionReader(client).read(years or ("current",), lambda what, number: None)


# What is read


async def test_both_frames_have_every_field(benefits: Benefits, client: PlanSourceClient):
    found = await read(client)
    assert (set(found.people), set(found.elections)) == (set(PERSON_FIELDS), set(ELECTION_FIELDS))


async def test_people_are_subscribers_and_their_dependents(benefits: Benefits, client: PlanSourceClient):
    people = records_of((await read(client)).people)
    assert [(one["person"], one["subscriber_code"], one["relationship_code"]) for one in people] == [
        ("E-1", "E-1", "self"),
        ("E-1/77", "E-1", "child"),
    ]


async def test_a_coverage_and_the_part_of_a_dependent_are_a_row_each(
    benefits: Benefits, client: PlanSourceClient
):
    elections = records_of((await read(client)).elections)
    assert [(one["person"], one["coverage_id"], one["dependent_coverage_id"]) for one in elections] == [
        ("E-1", "55", None),
        ("E-1/77", "55", "66"),
    ]


async def test_dates_amounts_and_flags_are_spelled_in_one_way(benefits: Benefits, client: PlanSourceClient):
    own, part = records_of((await read(client)).elections)
    assert (own["change_effective_date"], own["subscriber_premium"], own["waiting_for_eoi"]) == (
        "2026-04-01",
        "70.25",
        "false",
    )
    assert (part["original_effective_date"], part["termination_date"]) == ("2026-04-01", "2026-05-31")


async def test_a_reason_is_told_by_its_lookup_code(benefits: Benefits, client: PlanSourceClient):
    _, part = records_of((await read(client)).elections)
    assert part["termination_reason"] == "overage_child"


async def test_a_reason_that_is_in_no_list_keeps_its_number(benefits: Benefits, client: PlanSourceClient):
    benefits.parts = [PART | {"termination_reason_id": 99}]
    _, part = records_of((await read(client)).elections)
    assert part["termination_reason"] == "99"


@pytest.mark.parametrize("member", ["org_plan_name", "coverage_level_name"])
async def test_a_plan_or_level_decline_is_a_waived_benefit(
    benefits: Benefits, client: PlanSourceClient, member: str
):
    benefits.coverages = [COVERAGE | {member: "Decline"}]
    own, _ = records_of((await read(client)).elections)
    assert own["waived"] == "true"


async def test_a_subscriber_without_a_code_is_named_by_number(benefits: Benefits, client: PlanSourceClient):
    benefits.subscribers = [SUBSCRIBER | {"subscriber_code": None}]
    found = await read(client)
    assert (found.uncoded, len(found.people), len(found.elections)) == (("40",), 0, 0)


async def test_members_that_no_record_has_are_told_by_list(benefits: Benefits, client: PlanSourceClient):
    withheld = (await read(client)).withheld
    assert {kind: "termination_date" in names for kind, names in withheld.items()} == {
        "subscribers": True,
        "dependents": True,
        "coverages": False,
        "dependent_coverages": False,
    }


async def test_an_empty_list_says_nothing_of_its_members(benefits: Benefits, client: PlanSourceClient):
    benefits.coverages, benefits.parts = [], []
    withheld = (await read(client)).withheld
    assert (withheld["coverages"], withheld["dependent_coverages"]) == ((), ())


# Odd answers


async def test_a_link_may_stand_alone(benefits: Benefits, client: PlanSourceClient):
    benefits.dependents["dependents"] = [DEPENDENT | {"links": LINK}]
    assert "E-1/77" in set((await read(client)).people["person"])


async def test_a_dependent_whose_link_names_nobody_is_left_out(benefits: Benefits, client: PlanSourceClient):
    benefits.dependents["dependents"] = [DEPENDENT | {"links": None}]
    assert (await read(client)).people["person"].tolist() == ["E-1"]


async def test_a_deactivated_dependent_is_read_too(benefits: Benefits, client: PlanSourceClient):
    gone = DEPENDENT | {"termination_date": "2026/05/10", "termination_reason_id": 8}
    benefits.dependents |= {"dependents": [], "inactive_dependents": [gone]}
    _, theo = records_of((await read(client)).people)
    assert (theo["termination_date"], theo["termination_reason"]) == ("2026-05-10", "overage_child")


async def test_where_the_list_of_all_dependents_fails_those_of_who_covers_somebody_are_read(
    benefits: Benefits, client: PlanSourceClient, vendor: ScriptedVendor
):
    benefits.refuses_everyone = True
    benefits.coverages = [COVERAGE, COVERAGE | {"id": 56, "subscriber_id": 41}]
    people = (await read(client)).people["person"].tolist()
    assert (people, vendor.routes.count("GET /dependents")) == (["E-1", "E-1/77"], 2)


async def test_pages_are_read_until_one_is_empty_as_nobody_says_what_they_count(
    benefits: Benefits, client: PlanSourceClient
):
    benefits.on_a_page = 1
    benefits.coverages = [COVERAGE | {"id": number} for number in range(1, 8)]
    found = records_of((await read(client)).elections)
    assert sorted(one["coverage_id"] or "" for one in found) == ["1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize("data", [[], {"coverages": []}, {"coverages": 5, "dependents": []}])
async def test_composites_of_another_shape_are_refused(
    benefits: Benefits, client: PlanSourceClient, vendor: ScriptedVendor, data: Any
):
    def reply(request: web.Request, body: Any) -> web.Response:
        if request.path.endswith("/composites"):
            return web.json_response({"status": "success", "errors": [], "data": data})
        return benefits.reply(request, body)

    vendor.reply = reply
    with pytest.raises(VendorContractError, match="GET /coverage/composites"):
        await read(client)


# Against the sandbox


@pytest.fixture
async def enrolled(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Six people who have elected or declined benefits, read in pages of 20 coverages."""
    monkeypatch.setattr(elections_pages, "PER_PAGE", 20)
    await office.write(*(hire(number, hire_date="2024-01-08") for number in range(1, 7)))
    vendor: Any = office.box.sandbox.vendors["plansource"]
    elect_everyone(vendor, seed=1)
    office.box.sandbox.journal.clear()
    return office


def held(office: Office) -> set[tuple[str, str]]:
    """Return every coverage as the vendor stores it: whose, and which benefit."""
    vendor: Any = office.box.sandbox.vendors["plansource"]
    codes = {record["id"]: record["subscriber_code"] for record in vendor.roster.all()}
    return {(codes[one.subscriber_id], one.benefit) for one in vendor.enrollments.all()}


def own(found: ElectionsRead) -> list[tuple[str | None, str | None]]:
    """Return whose and which benefit every coverage that was read is."""
    rows = records_of(found.elections[found.elections["dependent_coverage_id"].isna()])
    return [(one["person"], one["benefit_lookup_code"]) for one in rows]


async def test_every_coverage_of_everyone_is_read_once(enrolled: Office):
    found = own(await read(enrolled.client))
    assert (len(found) > 40, sorted(found)) == (True, sorted(held(enrolled)))


async def test_coverages_come_before_dependents_and_subscribers_last(enrolled: Office):
    await read(enrolled.client)
    calls = list(dict.fromkeys(enrolled.calls()))
    assert calls == [
        "GET /coverage/meta",
        "GET /coverage/composites",
        "GET /dependents",
        "GET /subscribers",
    ]


async def test_a_plan_year_without_elections_costs_one_call(enrolled: Office):
    await read(enrolled.client, "next")
    assert len(enrolled.calls()) == 4


async def test_a_list_that_moves_is_read_again(enrolled: Office):
    enrolled.faults({"kind": "shifted_page", "route": "/coverage/composites", "times": 1})
    assert sorted(own(await read(enrolled.client))) == sorted(held(enrolled))


async def test_a_list_that_moves_in_every_reading_is_given_up(enrolled: Office):
    enrolled.faults({"kind": "shifted_page", "route": "/coverage/composites"})
    with pytest.raises(VendorContractError, match=r"GET /coverage/composites: .*3 readings of the list"):
        await read(enrolled.client)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "expired_token", "skip": 2, "times": 2},
        {"kind": "status", "status": 429, "retry_after": 0, "probability": 0.5, "times": 6},
        {"kind": "truncated", "probability": 0.5, "times": 6},
        {"kind": "html", "probability": 0.5, "times": 6},
        {"kind": "error_in_200", "probability": 0.5, "times": 6},
        {"kind": "cut_after", "probability": 0.5, "times": 6},
    ],
    ids=lambda fault: fault["kind"],
)
async def test_a_bad_day_of_the_vendor_changes_nothing_of_what_is_read(enrolled: Office, fault: Any):
    quiet = await read(enrolled.client)
    enrolled.faults(fault)
    stormy = await read(enrolled.client)
    assert (stormy.people.equals(quiet.people), stormy.elections.equals(quiet.elections)) == (True, True)


async def test_values_of_people_are_in_no_representation_of_what_was_read(enrolled: Office):
    assert "Maya" not in repr(await read(enrolled.client))
