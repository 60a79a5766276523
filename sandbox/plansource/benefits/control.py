"""What employees and administrators do about benefits by hand, under /__sandbox/plansource/.

Bodies are JSON objects. Amounts are dollars as text or number, dates ``YYYY-MM-DD``. Employees are named by
`subscriber_code`, benefits by lookup code, plans and levels by the codes of the catalogue. What the catalogue
or the employee's data does not allow is answered 400 with the reason.
"""

from collections.abc import Awaitable, Callable
from random import Random

from aiohttp import web

from sandbox.core.vendors import CONTROL
from sandbox.core.wire import json_answer, json_body
from sandbox.plansource.benefits.blemishes import DEFECTS, Blemish
from sandbox.plansource.benefits.consequences import Decision, decide
from sandbox.plansource.benefits.control_body import Body
from sandbox.plansource.benefits.elections import Election, When, benefit_of, decline, elect, moment
from sandbox.plansource.benefits.everyone import elect_everyone
from sandbox.plansource.benefits.family import add_relative
from sandbox.plansource.benefits.life_events import TIERED, happen
from sandbox.plansource.benefits.open_enrollment import enroll_everyone
from sandbox.plansource.benefits.pricing import ElectionError
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource

_PREFIX = f"{CONTROL}/plansource"

Handler = Callable[[web.Request], Awaitable[web.Response]]


class BenefitsControl:
    """Handlers of the benefit controls."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def elect(self, request: web.Request) -> web.Response:
        """Elect one benefit: `subscriber_code, benefit`; `plan, level, dependents`, when.

        `volume` goes with voluntary life, `amount` (for the year) with accounts. Left out: the first plan and
        the employee alone. `effective_date` and `plan_year` say when: as a new hire's, or today. `dependents`
        are ids, or relationship codes of which somebody is invented where there is none; left out, everyone
        whom the level covers.
        """
        body, record = await self._employee(request)
        when = When.of(self._vendor, record, body.day("effective_date"), body.number("plan_year"))
        election = Election(
            benefit=body.text("benefit"),
            plan=body.choice("plan"),
            level=body.choice("level"),
            volume=body.cents("volume"),
            amount=body.cents("amount"),
            dependents=self._dependents(record, body),
        )
        return json_answer(elect(self._vendor, record, election, when))

    async def decline(self, request: web.Request) -> web.Response:
        """Decline one benefit: `subscriber_code, benefit`; `effective_date, plan_year`."""
        body, record = await self._employee(request)
        when = When.of(self._vendor, record, body.day("effective_date"), body.number("plan_year"))
        return json_answer(decline(self._vendor, record, body.text("benefit"), when))

    async def change(self, request: web.Request) -> web.Response:
        """Let a life event happen: `subscriber_code, event`; `effective_date` (today), `benefits`.

        A `marriage`, `domestic_partnership` or `birth` enters an invented dependent, a `divorce` ends the
        spouse or partner, an `overage_child` every child who is 26, with the month. The level of every
        medical, dental and vision coverage held follows.
        """
        body, record = await self._employee(request)
        effective = body.day("effective_date") or self._vendor.sandbox.clock.today()
        benefits = tuple(body.listed("benefits") or TIERED)
        return json_answer(happen(self._vendor, record, body.text("event"), effective, benefits))

    async def elect_everyone(self, request: web.Request) -> web.Response:
        """Let every full-time employee elect who has not; `seed` (the sandbox's), `effective_date`."""
        body = Body(await json_body(request))
        seed = body.number("seed") or self._vendor.sandbox.seed
        return json_answer(elect_everyone(self._vendor, seed, body.day("effective_date")))

    async def open_enrollment(self, request: web.Request) -> web.Response:
        """Let everyone who has benefits elect for `plan_year` (the next one); `seed` (the sandbox's)."""
        body = Body(await json_body(request))
        year = body.number("plan_year") or self._vendor.sandbox.clock.today().year + 1
        seed = body.number("seed") or self._vendor.sandbox.seed
        return json_answer(enroll_everyone(self._vendor, year, seed))

    async def decide_eoi(self, request: web.Request) -> web.Response:
        """Decide on a pending volume: `subscriber_code, benefit, decision`; `approved_volume`, when.

        `decision` is `approve_all`, `approve_part`, `pend_remaining`, `deny_permanently`, `expire_all` or
        `deny_all`. `effective_date` is today and `plan_year` its year when left out.
        """
        body, record = await self._employee(request)
        benefit = benefit_of(body.text("benefit")).code
        effective = body.day("effective_date") or self._vendor.sandbox.clock.today()
        pending = self._vendor.enrollments.current(
            record["id"], benefit, body.number("plan_year") or effective.year
        )
        decision = body.text("decision")
        if pending is None or decision not in set(Decision):
            raise ElectionError(f"send a benefit that is held and a decision out of {list(Decision)}")
        volume = body.cents("approved_volume") or pending.amounts.volume
        return json_answer(decide(self._vendor, record, pending, Decision(decision), effective, volume))

    async def coverages(self, request: web.Request) -> web.Response:
        """Return every version of every coverage as stored, in cents; of one `subscriber_code` when asked."""
        code = request.query.get("subscriber_code")
        if code is None:
            return json_answer(list(self._vendor.enrollments.all()))
        return json_answer(self._vendor.enrollments.of(self._find(code)["id"]))

    async def spoil(self, request: web.Request) -> web.Response:
        """Make a current payroll row wrong: `subscriber_code, benefit`; `defect` or `set`, `add, plan_year`.

        `defect` is `no_amount`, `negative_amount`, `unknown_frequency`, `two_current`, `unknown_plan_year` or
        `start_after_stop`. `set` names members of the row and what they are instead; with `add` true the
        wrong row stands beside the right one.
        """
        body, record = await self._employee(request)
        benefit = benefit_of(body.text("benefit")).code
        year = body.number("plan_year") or self._vendor.sandbox.clock.today().year
        if self._vendor.enrollments.current(record["id"], benefit, year) is None:
            raise ElectionError(f"the employee has no row of {benefit} in {year}")
        name = body.choice("defect")
        if name is not None and name not in DEFECTS:
            raise ElectionError(f"there is no defect {name!r}; there are {sorted(DEFECTS)}")
        members, added = DEFECTS[name] if name else ({}, False)
        changed = {**members, **body.members("set")}
        blemish = Blemish(benefit, year, changed, added or body.flag("add"), moment(self._vendor))
        self._vendor.enrollments.spoil(record["id"], blemish)
        return json_answer(blemish)

    async def mend(self, request: web.Request) -> web.Response:
        """Make the payroll rows of a `subscriber_code` right again."""
        record = self._find(request.query.get("subscriber_code", ""))
        self._vendor.enrollments.mend(record["id"], moment(self._vendor))
        return json_answer({"status": "mended"})

    async def _employee(self, request: web.Request) -> tuple[Body, Record]:
        body = Body(await json_body(request))
        return body, self._find(body.text("subscriber_code"))

    def _find(self, code: str) -> Record:
        record = self._vendor.roster.lookup(code, custom=True)
        if record is None:
            raise ElectionError("subscriber_code is nobody's")
        return record

    def _dependents(self, record: Record, body: Body) -> tuple[int, ...] | None:
        wanted = body.listed("dependents")
        if wanted is None:
            return None
        return tuple(one if isinstance(one, int) else self._relative(record, str(one)) for one in wanted)

    def _relative(self, record: Record, relationship: str) -> int:
        known = self._vendor.dependents_of(record)
        for one in known:
            if one.get("relationship_code") == relationship and "termination_date" not in one:
                return int(one["id"])
        rng = Random(f"{self._vendor.sandbox.seed}:{record['id']}:{len(known)}")
        return int(add_relative(self._vendor, record, relationship, rng)["id"])


def _explained(handler: Handler) -> Handler:
    """Answer 400 with the reason where a control asks for what is not allowed."""

    async def call(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except ElectionError as error:
            raise web.HTTPBadRequest(text=str(error)) from None

    return call


def add_benefit_routes(app: web.Application, vendor: PlanSource) -> None:
    """Register the benefit controls."""
    control = BenefitsControl(vendor)
    routes: list[tuple[str, str, Handler]] = [
        ("GET", "coverages", control.coverages),
        ("POST", "elect", control.elect),
        ("POST", "decline", control.decline),
        ("POST", "change", control.change),
        ("POST", "elect_everyone", control.elect_everyone),
        ("POST", "open_enrollment", control.open_enrollment),
        ("POST", "decide_eoi", control.decide_eoi),
        ("POST", "payroll_rows", control.spoil),
        ("DELETE", "payroll_rows", control.mend),
    ]
    for method, name, handler in routes:
        app.router.add_route(method, f"{_PREFIX}/{name}", _explained(handler))
