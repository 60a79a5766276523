"""The reader and answers that a healthy company does not give."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import orjson

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.bamboohr.roster import EmployeeReader
from benefits_sync.clients.patience import Patience
from benefits_sync.models.reading import ReadRequest, ReadResult
from tests.clients.scripted_server import ScriptedServer, answers

SINCE = datetime(2026, 3, 4, tzinfo=UTC)


async def read(server: ScriptedServer, *bodies: Any, **request: Any) -> ReadResult:
    server.script = [answers(200, orjson.dumps(body)) for body in bodies]
    asked = ReadRequest(("employeeNumber",), date(2026, 3, 4), **request)
    async with BambooHRClient("acme", "key", base_url=server.url, patience=Patience(attempts=1)) as client:
        return await EmployeeReader(client).read(asked, lambda _what, _count: None)


async def test_a_deleted_person_is_reported_and_not_read(server: ScriptedServer) -> None:
    feed = {"employees": {"317": {"action": "Deleted"}}}
    result = await read(server, feed, since=SINCE, due_source_ids=("317",))

    assert (result.deleted, len(result.frame), len(server.requests)) == (("317",), 0, 1)


async def test_a_person_sent_twice_stays_twice_for_the_guards_to_see(server: ScriptedServer) -> None:
    row = {"id": "317", "employeeNumber": "E10001", "hireDate": "2024-02-12"}
    report = {"fields": [{"id": "employeeNumber"}, {"id": "hireDate"}], "employees": [row, row]}
    result = await read(server, report, [])

    assert result.frame["source_id"].tolist() == ["317", "317"]


async def test_two_people_of_one_number_are_both_read(server: ScriptedServer) -> None:
    twins = [{"id": one, "employeeNumber": "E10001", "hireDate": "2024-02-12"} for one in ("317", "318")]
    report = {"fields": [{"id": "employeeNumber"}], "employees": twins}

    async def by_path(writer: asyncio.StreamWriter) -> None:
        path = server.requests[-1].target.partition("?")[0]
        one = next((twin for twin in twins if path.endswith(f"/employees/{twin['id']}")), [])
        await answers(200, orjson.dumps(one))(writer)

    server.script = [answers(200, orjson.dumps(report)), by_path]
    asked = ReadRequest(("employeeNumber",), date(2026, 3, 4), record_keys=("E10001",))
    async with BambooHRClient("acme", "key", base_url=server.url) as client:
        result = await EmployeeReader(client).read(asked, lambda _what, _count: None)

    assert result.frame["source_id"].tolist() == ["317", "318"]


async def test_a_table_that_comes_back_empty_for_everyone_is_withheld(server: ScriptedServer) -> None:
    server.script = [
        answers(200, orjson.dumps({"fields": [{"id": "hireDate"}], "employees": [{"id": "317"}]})),
        answers(200, b"[]"),
    ]
    asked = ReadRequest(("employmentStatus.terminationTypeId",), date(2026, 3, 4))
    async with BambooHRClient("acme", "key", base_url=server.url) as client:
        result = await EmployeeReader(client).read(asked, lambda _what, _count: None)

    assert result.withheld == ("employmentStatus.terminationTypeId",)
