"""A refusal says which of company, key and permission is wrong, and what to do."""

import asyncio
from datetime import UTC, datetime

import pytest

from benefits_sync.clients.bamboohr.client import BambooHRClient
from benefits_sync.clients.patience import Patience
from benefits_sync.errors import VendorContractError, VendorRefusedError
from tests.clients.scripted_server import Behaviour, ScriptedServer, answers

HTML = "text/html; charset=UTF-8"
SINCE = datetime(2026, 3, 4, tzinfo=UTC)


async def changed(server: ScriptedServer, behaviour: Behaviour) -> None:
    server.script = [behaviour]
    async with BambooHRClient("acme", "key", base_url=server.url, patience=Patience(attempts=1)) as client:
        await client.changed(SINCE)


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (answers(401, b"", HTML), "the API key is missing or wrong"),
        (answers(403, b"", HTML), "lacks permission"),
        (answers(404, b"", HTML, X_BambooHR_Error_Message="Company not found"), "no such company"),
        # The vendor misspells its own header, and doubles the text.
        (
            answers(404, b"", HTML, X_BambooHR_Error_Messsage="Company not found, Company not found"),
            "no such company",
        ),
        (answers(404, b"", HTML), "nothing is served at this address"),
        (answers(302, b"", HTML, Location="https://example.test/login.php"), "sent on to another page"),
    ],
)
async def test_a_refusal_names_what_is_wrong(
    server: ScriptedServer, behaviour: Behaviour, words: str
) -> None:
    with pytest.raises(VendorRefusedError, match=words):
        await changed(server, behaviour)


async def test_a_call_refused_as_wrong_quotes_a_published_text(server: ScriptedServer) -> None:
    with pytest.raises(VendorContractError, match="Malformed XML"):
        await changed(server, answers(400, b"", HTML, X_BambooHR_Error_Message="Malformed XML"))


async def test_an_unpublished_text_is_never_quoted(server: ScriptedServer) -> None:
    with pytest.raises(VendorContractError) as caught:
        await changed(server, answers(409, b"", HTML, X_BambooHR_Error_Message="SSN 900-12-3456 exists"))

    assert "900" not in str(caught.value).replace(str(caught.value.request_id), "")


async def test_a_web_page_in_answer_to_the_test_button_is_a_wrong_company_or_url(
    server: ScriptedServer,
) -> None:
    server.script = [answers(200, b"<html>log in</html>", HTML)]
    async with BambooHRClient("acme", "key", base_url=server.url, patience=Patience(attempts=1)) as client:
        with pytest.raises(VendorRefusedError, match="check the connection's company domain and base URL"):
            await client.ping()


async def test_credentials_are_sent_without_being_asked_for(server: ScriptedServer) -> None:
    await changed(server, answers(200, b'{"employees": []}'))

    assert server.requests[0].headers["authorization"] == "Basic a2V5Ong="


async def test_since_is_sent_in_utc_without_a_plus(server: ScriptedServer) -> None:
    await changed(server, answers(200, b'{"employees": []}'))

    assert server.requests[0].target.endswith("since=2026-03-04T00:00:00Z")


async def test_the_clock_is_the_vendors_when_the_first_answer_was_asked_for(server: ScriptedServer) -> None:
    date = "Wed, 04 Mar 2026 09:15:00 GMT"

    async def slowly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        await answers(200, b'{"employees": []}', Date=date)(writer)

    server.script = [slowly]
    async with BambooHRClient("acme", "key", base_url=server.url) as client:
        await client.changed(SINCE)

    assert client.clock is not None
    assert client.clock < datetime(2026, 3, 4, 9, 14, 59, 900_000, UTC)
