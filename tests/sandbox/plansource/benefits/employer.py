"""An employer's side of benefits: hires, lets elect through the controls, and reads payroll rows."""

from typing import Any

from tests.sandbox.plansource.caller import Answer, Caller

CONTROL = "/__sandbox/plansource/"
YEAR_2026 = {"start_date": "2026-01-01", "end_date": "2026-12-31"}
EVER = {"start_date": "2025-01-01", "end_date": "2029-12-31"}
Row = dict[str, Any]


class Employer:
    """Maya (E00001), paid biweekly, hired on 9 March 2026, and whoever else is hired."""

    def __init__(self, api: Caller) -> None:
        self.api = api

    async def hire(self, number: int = 1, **members: Any) -> dict[str, Any]:
        return await self.api.hire(number, **{"org_payroll_id": "7712", **members})

    async def ask(self, name: str, method: str = "POST", code: str = "E00001", **body: Any) -> Any:
        """Call a control for one employee and return its status and what it answered."""
        members = {"subscriber_code": code, **body}
        sent: dict[str, Any] = {"params": members} if method in {"GET", "DELETE"} else {"json": members}
        async with self.api.session.request(method, CONTROL + name, **sent) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def refusal(self, name: str, code: str = "E00001", **body: Any) -> str:
        """Call a control that refuses and return why."""
        sent = {"subscriber_code": code, **body}
        async with self.api.session.post(CONTROL + name, json=sent) as response:
            assert response.status == 400
            return await response.text()

    async def elect(self, benefit: str, code: str = "E00001", **body: Any) -> Any:
        return await self.ask("elect", code=code, benefit=benefit, **body)

    async def decline(self, benefit: str, **body: Any) -> Any:
        return await self.ask("decline", benefit=benefit, **body)

    async def at(self, day: str) -> None:
        """Move the clock to noon of a day, and sign in again."""
        async with self.api.session.put("/__sandbox/clock", json={"now": f"{day}T19:00:00Z"}) as response:
            assert response.status == 200
        token = await self.api.ask_token(self.api.assertion(exp=4_000_000_000))
        self.api.token = token.body["access_token"]

    async def put(self, **members: Any) -> Answer:
        answer = await self.api.by_code("PUT", "/subscriber/E00001", members)
        assert answer.status == 200
        return answer

    async def rows(self, benefit: str | None = None, code: str = "E00001", **params: str) -> list[Row]:
        """Return an employee's payroll rows, of one benefit when asked, in the order of entry."""
        path = f"/payroll_coverages_subscriber/{code}"
        answer = await self.api.by_code("GET", path, **(params or EVER))
        assert answer.status == 200, answer.body
        return [one for one in answer.data if benefit in {None, one["benefit_lookup_code"]}]

    async def row(self, benefit: str, **params: str) -> Row:
        """Return the only row of a benefit."""
        (found,) = await self.rows(benefit, **params)
        return found

    async def bulk(self, **params: str) -> Any:
        answer = await self.api.call("GET", "/payroll_coverages_subscribers", **{**EVER, **params})
        assert answer.status == 200, answer.body
        return answer.data


def days(row: Row) -> tuple[str, str, str | None]:
    """Return when the coverage and this version of it began, and when it ends."""
    return row["original_effective_date"][:10], row["change_effective_date"][:10], row["termination_date"]


def members(row: Row, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)
