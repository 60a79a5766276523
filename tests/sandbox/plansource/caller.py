"""A caller of the PlanSource sandbox that signs in as the documentation says, and invented people."""

import time
import uuid
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt

from sandbox.server import Running

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
API = "/admin/v2"


@dataclass
class Answer:
    status: int
    body: Any
    headers: dict[str, str]

    @property
    def data(self) -> Any:
        return self.body["data"]

    @property
    def message(self) -> str:
        errors = self.body["errors"]
        return (errors[0] if isinstance(errors, list) else errors)["message"]


class Caller:
    def __init__(self, box: Running, session: aiohttp.ClientSession) -> None:
        self.box = box
        self.session = session
        self.token: str | None = None

    def assertion(self, algorithm: str = "HS256", secret: str | None = None, **claims: Any) -> str:
        credentials = self.box.credentials["plansource"]
        full = {
            "iss": "tests",
            "sub": credentials["client_id"],
            "aud": "127.0.0.1",
            "exp": time.time() + 60,
            "jti": uuid.uuid4().hex,
            "scopes": "admin_api_v2",
        }
        kept = {name: value for name, value in (full | claims).items() if value is not None}
        return jwt.encode(kept, secret or credentials["client_secret"], algorithm=algorithm)

    async def ask_token(self, assertion: str, **form: str) -> Answer:
        body = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion,
            "code": "f00d",
            **form,
        }
        async with self.session.post("/oauth/v2/token", data=body) as response:
            return Answer(response.status, await response.json(), dict(response.headers))

    async def sign_in(self) -> None:
        self.token = (await self.ask_token(self.assertion())).body["access_token"]

    async def call(self, method: str, path: str, body: Any = None, **params: str) -> Answer:
        headers = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        async with self.session.request(
            method, API + path, json=body, params=params, headers=headers
        ) as response:
            return Answer(response.status, await response.json(), dict(response.headers))

    async def by_code(self, method: str, path: str, body: Any = None, **params: str) -> Answer:
        return await self.call(method, path, body, is_custom_id="true", **params)

    async def hire(self, number: int = 1, **members: Any) -> dict[str, Any]:
        answer = await self.call("POST", "/subscriber", person(number, **members))
        assert answer.status == 200, answer.body
        return answer.data

    async def leave(self, code: str = "E00001", **members: Any) -> Answer:
        body = {"termination_reason": "employment_termination", "termination_date": "2026-06-30", **members}
        return await self.by_code("PUT", f"/subscriber/{code}/terminate", body)


def person(number: int = 1, **members: Any) -> dict[str, Any]:
    return {
        "subscriber_code": f"E{number:05}",
        "first_name": "Maya",
        "last_name": "Okafor",
        "ssn": f"{900_000_000 + number}",
        "birthdate": "1991-11-30",
        "gender": "F",
        "marital_status": "S",
        "address_1": "18 Juniper Way",
        "city": "Boise",
        "state": "ID",
        "zip_code": "83702",
        "hire_date": "2026-03-09",
        "employment_level": "F",
        "current_salary": "65520.00",
        **members,
    }
