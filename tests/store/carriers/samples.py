"""Carrier files to put into a ledger."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from benefits_sync.domain.carriers.states import ANSWERS
from benefits_sync.models.carrier_files import FileRow, NewAnswer, NewFile, NewMessage, PersonIndexRow
from benefits_sync.models.carriers import AnswerKind, Due, FileKind, FileState, Pair, Usage
from benefits_sync.store.carriers.moves import Outgoing, Step
from benefits_sync.store.ledger import Ledger
from tests.store.samples import NOW, hours

DENTAL = "brightleaf_dental"
PAIR = Pair("841234567", "930456789", Usage.PRODUCTION)
TEST_PAIR = PAIR._replace(usage=Usage.TEST)
DUE = Due(ta1=hours(4), functional=hours(24), report=hours(72))
S = FileState


def did(what: str = "went on", at: Any = NOW, who: str = "airflow", **detail: Any) -> Step:
    return Step(who, what, at, detail)


def file(ledger: Ledger, purpose: str = "run 1", **changed: Any) -> NewFile:
    """Return a file under numbers of its own."""
    usage = changed.get("usage", Usage.PRODUCTION)
    numbers = ledger.carriers.numbers.take(PAIR._replace(usage=usage), purpose, NOW)
    facts: dict[str, Any] = {
        "carrier": DENTAL,
        "usage": usage,
        "kind": FileKind.FULL,
        "as_of": date(2026, 11, 20),
        "sender": PAIR.sender,
        "receiver": PAIR.receiver,
        "interchange": numbers.interchange,
        "group_number": numbers.group,
        "reference": f"B{numbers.interchange}",
        "name": f"BLD_{numbers.interchange:09}.edi",
        "sha256": f"digest of {purpose}",
        "size": 1200,
        "segments": 40,
        "subscribers": 3,
        "dependents": 2,
        "coverages": 5,
        "profile_version": "1-1a2b3c4d",
        "run_id": "20261120-5f0c1a2b3d4e",
        "business_day": date(2026, 11, 20),
        "uri": "carrier_files/x",
    }
    return NewFile(**{**facts, **changed})


def kept(
    ledger: Ledger, purpose: str = "run 1", people: Iterable[PersonIndexRow] = (), **changed: Any
) -> FileRow:
    return ledger.carriers.files.create(file(ledger, purpose, **changed), "airflow", NOW, people)


def at(ledger: Ledger, state: FileState, purpose: str = "run 1", **changed: Any) -> FileRow:
    """Return a file that went the usual way up to a state, or was held on it."""
    found = kept(ledger, purpose, **changed)
    for to in (S.VALIDATED, S.HELD if state is S.HELD else S.APPROVED):
        if found.state is state:
            return found
        found = ledger.carriers.moves.move(found.id, to, did())
    if found.state is state:
        return found
    found = ledger.carriers.moves.sending(found.id, outgoing(purpose), did("sending"))
    if state is S.SENDING:
        return found
    return ledger.carriers.moves.delivered(found.id, f"sent {purpose}", "size seen", DUE, did("delivered"))


def outgoing(purpose: str = "run 1") -> Outgoing:
    return Outgoing(f"{purpose}.edi.pgp", f"sent {purpose}", 900, "carrier_files/x.pgp")


def answer(number: int | None, kind: AnswerKind = AnswerKind.FUNCTIONAL, **changed: Any) -> NewAnswer:
    facts: dict[str, Any] = {
        "carrier": DENTAL,
        "kind": kind,
        "name": f"{kind}_1",
        "sha256": f"{kind} of {number}",
        "uri": "carrier_files/a",
        "verdict": "A",
        "file": number,
    }
    return NewAnswer(**{**facts, **changed})


def answered(ledger: Ledger, number: int, told: FileState, how: Step | None = None) -> FileRow:
    """Let the carrier answer to a file, in the way that tells its state, and return the file."""
    kind = next(kind for kind, states in ANSWERS.items() if told in states)
    ledger.carriers.answers.keep(answer(number, kind), told, [], how or did())
    return ledger.carriers.files.get(number)


def message(person: str | None = "a1", **changed: Any) -> NewMessage:
    facts: dict[str, Any] = {
        "severity": "error",
        "owner": "benefits",
        "code": "E205",
        "text": "the plan is unknown",
        "person_ref": person,
        "subscriber_code": "E10001",
    }
    return NewMessage(**{**facts, **changed})


def person(ref: str = "a1", code: str = "E10001", first: int = 8, last: int = 14) -> PersonIndexRow:
    return PersonIndexRow(ref, code, "addition", "0001", first, last)
