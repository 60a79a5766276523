"""An administrator's side of benefits: reads and writes coverages through the API."""

from typing import Any

from tests.sandbox.plansource.benefits.employer import Employer
from tests.sandbox.plansource.caller import Answer

FIRST_SUBSCRIBER = 40_550_001
Document = dict[str, Any]


class Administrator(Employer):
    """Whoever writes to the coverages of Maya (E00001)."""

    async def read(self, path: str, **params: str) -> Any:
        answer = await self.api.call("GET", path, **params)
        assert answer.status == 200, answer.body
        return answer.data

    async def coverage(self, benefit: str, **params: str) -> Document:
        """Return Maya's coverage of a benefit in a plan year."""
        listed = await self.read(f"/coverage/subscriber/{FIRST_SUBSCRIBER}", **params)
        (found,) = [one for one in listed if one["benefit_lookup_code"] == benefit]
        return found

    async def write(self, method: str, path: str, body: Any, **params: str) -> Answer:
        return await self.api.call(method, path, body, **params)

    async def apply(self, method: str, path: str, body: Any, **params: str) -> None:
        """Write what must be applied."""
        answer = await self.write(method, path, body, **params)
        assert answer.data["failed_rows"] == [], answer.body

    async def refused(self, method: str, path: str, body: Any, **params: str) -> str:
        """Write one row that must fail, and return what is wrong with it."""
        answer = await self.write(method, path, body, **params)
        assert (answer.status, answer.data["valid_count"], answer.data["failed_count"]) == (200, 0, 1)
        return answer.data["failed_rows"][0]["errors"]


def dental(**members: Any) -> Document:
    """Return the body that creates Maya's dental coverage."""
    return {
        "subscriber_id": FIRST_SUBSCRIBER,
        "org_benefit_id": 88120,
        "benefit_lookup_code": "dental",
        "org_plan_id": 301455,
        "coverage_level_id": 1,
        "req_org_plan_id": 301455,
        "req_coverage_level_id": 1,
        "subscriber_premium": 11.2,
        "org_premium": 9.8,
        **members,
    }


def life(**members: Any) -> Document:
    """Return the body that creates Maya's voluntary life insurance."""
    terms = {
        "org_benefit_id": 88142,
        "benefit_lookup_code": "subscriber_life",
        "org_plan_id": 301482,
        "req_org_plan_id": 301482,
    }
    return dental(**{**terms, "subscriber_premium": 0, "org_premium": 0, **members})
