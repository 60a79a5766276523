"""A carrier's API has each file once, whatever becomes of the answers."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from benefits_sync.clients.carriers.api_dropbox import Access, ApiDropbox
from benefits_sync.clients.carriers.dropbox import Receipt, Step
from benefits_sync.clients.carriers.outgoing import OutgoingFile
from benefits_sync.clients.patience import Patience
from benefits_sync.errors import (
    BenefitsSyncError,
    DeliveryError,
    VendorContractError,
    VendorRefusedError,
    VendorUnavailableError,
)
from benefits_sync.mapping.carriers.delivery import Http
from benefits_sync.models.carriers import Usage
from scripts.local_carrier_api import FILES, Fault, LocalCarrierAPI
from tests.clients.carriers.conftest import NOW, content_of, file_of
from tests.services.carrier_api import api_session

FILE = file_of("harborstone_life_20260302_1.x12", content_of() + bytes(range(256)))
CONTENT = FILE.opened().read()
PROFILE = {
    "connections": {"production": "harborstone_api", "test": "harborstone_api_sandbox"},
    "endpoint": FILES,
    "part": "file",
    "file_name_header": "X-File-Name",
    "idempotency_header": "Idempotency-Key",
    "receipt": "receiptId",
    "status_endpoint": f"{FILES}/{{receipt}}",
    "answers_endpoint": "/v2/acknowledgments",
}


class Waits:
    """Patience whose waits are noted and take no time."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def patience(self, **limits: Any) -> Patience:
        return Patience(sleep=self._sleep, rng=lambda: 0.0, **limits)

    async def _sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)


def dropbox(carrier: LocalCarrierAPI, waits: Waits | None = None, **way: Any) -> ApiDropbox:
    access = Access(carrier.url, api_session(carrier))
    profile = Http.model_validate(
        {name: value for name, value in {**PROFILE, **way}.items() if value is not None}
    )
    patience = (waits or Waits()).patience()
    return ApiDropbox(
        "harborstone_life", profile, Usage.PRODUCTION, access, patience=patience, clock=lambda: NOW
    )


def inbox(carrier: LocalCarrierAPI) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in carrier.inbox.iterdir()}


STORED = {f"HS-000001_{FILE.name}": CONTENT}


@pytest.mark.parametrize("part", ["file", None], ids=["as a form's part", "as the body"])
def test_a_file_arrives_with_its_name(carrier_api: LocalCarrierAPI, part: str | None) -> None:
    dropbox(carrier_api, part=part).deliver(FILE)
    assert inbox(carrier_api) == STORED


def test_the_receipt_is_the_carriers_and_verified(carrier_api: LocalCarrierAPI) -> None:
    receipt = dropbox(carrier_api).deliver(FILE)
    assert receipt == Receipt(FILE.name, FILE.size, verified=True, receipt_id="HS-000001", at=NOW)


def test_a_receipt_that_the_carrier_does_not_know_yet_is_not_verified(carrier_api: LocalCarrierAPI) -> None:
    receipt = dropbox(carrier_api, status_endpoint="/v2/elsewhere/{receipt}").deliver(FILE)
    assert (receipt.receipt_id, receipt.verified) == ("HS-000001", False)


def test_the_key_is_the_digest_of_the_bytes(carrier_api: LocalCarrierAPI) -> None:
    dropbox(carrier_api).deliver(FILE)
    assert carrier_api.requests[0].key == FILE.digest


def test_the_same_file_again_gets_the_same_receipt(carrier_api: LocalCarrierAPI) -> None:
    receipts = {dropbox(carrier_api).deliver(FILE, after=Step.UPLOADING) for _ in range(2)}
    assert (len(receipts), inbox(carrier_api)) == (1, STORED)


def test_it_is_said_that_sending_begins(carrier_api: LocalCarrierAPI) -> None:
    steps: list[tuple[Step, int]] = []
    dropbox(carrier_api).deliver(FILE, reached=lambda step: steps.append((step, len(carrier_api.requests))))
    assert steps == [(Step.UPLOADING, 0)]


def test_it_also_works_beside_an_event_loop(carrier_api: LocalCarrierAPI) -> None:
    async def delivered() -> Receipt:
        return await asyncio.to_thread(dropbox(carrier_api).deliver, FILE)

    assert asyncio.run(delivered()).verified


# What goes wrong on the way


@pytest.mark.parametrize(
    "fault",
    [Fault("before"), Fault("after"), Fault("answer", 503), Fault("answer", 409), Fault("answer", 429)],
    ids=lambda fault: f"{fault.kind} {fault.status}",
)
def test_after_a_fault_the_carrier_has_the_file_once(carrier_api: LocalCarrierAPI, fault: Fault) -> None:
    carrier_api.faults.append(fault)
    receipt = dropbox(carrier_api).deliver(FILE)

    assert (receipt.receipt_id, receipt.verified, inbox(carrier_api)) == ("HS-000001", True, STORED)


@pytest.mark.parametrize("status", [409, 429, 503])
def test_the_carrier_says_how_long_to_wait(carrier_api: LocalCarrierAPI, status: int) -> None:
    carrier_api.faults.append(Fault("answer", status, {"Retry-After": "7"}))
    waits = Waits()
    dropbox(carrier_api, waits).deliver(FILE)

    assert waits.seconds == [7.0]


@pytest.mark.parametrize("status", [409, 500, 503])
def test_a_carrier_that_never_has_time_is_tried_later(carrier_api: LocalCarrierAPI, status: int) -> None:
    carrier_api.faults.extend([Fault("answer", status)] * 6)

    with pytest.raises(VendorUnavailableError):
        dropbox(carrier_api).deliver(FILE)


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, VendorRefusedError, "does not know who we are"),
        (403, VendorRefusedError, "we may not do this there"),
        (404, VendorRefusedError, "nothing is served at this address"),
        (405, VendorRefusedError, "`delivery.http.method`"),
        (413, DeliveryError, "larger than the carrier takes"),
        (415, VendorRefusedError, "`delivery.http.content_type`"),
        (422, DeliveryError, "other bytes under this file's key"),
        (400, VendorContractError, "was not understood"),
    ],
)
def test_a_refusal_says_what_to_do(
    carrier_api: LocalCarrierAPI, status: int, error: type[Exception], words: str
) -> None:
    carrier_api.faults.append(Fault("answer", status))

    with pytest.raises(error, match=rf"harborstone_life POST {FILES} answered {status}: .*{words}"):
        dropbox(carrier_api).deliver(FILE)
    assert len(carrier_api.requests) == 1


def test_other_bytes_under_a_key_are_refused(carrier_api: LocalCarrierAPI) -> None:
    carrier_api.store(FILE.digest, FILE.name, b"other bytes")

    with pytest.raises(DeliveryError, match="other bytes under this file's key"):
        dropbox(carrier_api).deliver(FILE)


def test_an_answer_without_the_profiles_receipt_is_named(carrier_api: LocalCarrierAPI) -> None:
    with pytest.raises(VendorContractError, match="has no `ticket`"):
        dropbox(carrier_api, receipt="ticket").deliver(FILE)


@pytest.mark.parametrize("kind", ["answer", "before"])
def test_no_body_is_said_or_logged(
    carrier_api: LocalCarrierAPI, kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    carrier_api.faults.extend([Fault(kind, 500)] * 6)
    with pytest.raises(BenefitsSyncError) as caught:
        dropbox(carrier_api).deliver(FILE)

    assert "CANARY" not in f"{caught.value}{caught.value.__cause__}{caplog.text}"


# Which side


def test_a_test_file_never_goes_to_production(carrier_api: LocalCarrierAPI) -> None:
    with pytest.raises(DeliveryError, match="it is a test file"):
        dropbox(carrier_api).deliver(file_of(content=content_of("T"), usage=Usage.TEST))
    assert carrier_api.requests == []


def test_bytes_that_are_not_those_approved_are_not_sent(carrier_api: LocalCarrierAPI) -> None:
    altered: OutgoingFile = replace(FILE, opened=file_of().opened)

    with pytest.raises(DeliveryError, match="no longer those that were built"):
        dropbox(carrier_api).deliver(altered)
    assert carrier_api.requests == []


# Answers


@pytest.fixture
def answer(carrier_api: LocalCarrierAPI) -> Callable[[str, bytes], None]:
    def put(name: str, content: bytes) -> None:
        (carrier_api.outbox / name).write_bytes(content)

    return put


def test_new_answers_are_taken_and_left_there(
    carrier_api: LocalCarrierAPI, answer: Callable[[str, bytes], None]
) -> None:
    answer("1.999", b"ISA one")
    answer("2 #.999", b"ISA two")
    answer("notes.txt", b"no answer")
    found = list(dropbox(carrier_api).collect(["*.999"], set()))

    assert [(one.name, one.content) for one in found] == [("1.999", b"ISA one"), ("2 #.999", b"ISA two")]
    assert len(list(carrier_api.outbox.iterdir())) == 3


def test_what_was_taken_before_is_not_taken_again(
    carrier_api: LocalCarrierAPI, answer: Callable[[str, bytes], None]
) -> None:
    answer("1.999", b"ISA one")
    box = dropbox(carrier_api)
    seen = {one.mark for one in box.collect(["*"], set())}
    answer("2.999", b"ISA two")

    assert [one.name for one in box.collect(["*"], seen)] == ["2.999"]


def test_a_new_file_under_an_old_name_is_taken(
    carrier_api: LocalCarrierAPI, answer: Callable[[str, bytes], None]
) -> None:
    answer("1.999", b"ISA one")
    box = dropbox(carrier_api)
    seen = {one.mark for one in box.collect(["*"], set())}
    answer("1.999", b"ISA another")

    assert [one.content for one in box.collect(["*"], seen)] == [b"ISA another"]


def test_a_carrier_without_an_endpoint_for_answers_gives_none(carrier_api: LocalCarrierAPI) -> None:
    assert list(dropbox(carrier_api, answers_endpoint=None).collect(["*"], set())) == []


def test_answers_that_are_no_list_are_named(carrier_api: LocalCarrierAPI) -> None:
    carrier_api.store("a", "one.x12", b"one")
    box = dropbox(carrier_api, answers_endpoint=f"{FILES}/HS-000001")

    with pytest.raises(VendorContractError, match="no JSON list of objects"):
        list(box.collect(["*"], set()))
