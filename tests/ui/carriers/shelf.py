"""Carrier files as the pages find them: in the ledger by its own API, and their bytes in the vault."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benefits_sync.models.carrier_files import FileRow, MessageOrigin, PersonIndexRow
from benefits_sync.models.carriers import (
    AnswerKind,
    Counted,
    Due,
    FileKind,
    FileMeasures,
    FileState,
    GateOutcome,
    PartCounted,
    Verdict,
)
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.carriers.moves import Outgoing
from benefits_sync.store.ledger import Ledger
from tests.store.carriers.samples import DENTAL, PAIR, S, answer, did, file, message, person

CANARY = "987-65-4321"
CONTENT = f"ISA*00*~REF*0F*{CANARY}~IEA*1*1~".encode()
ANSWER = f"ISA*00*~IK4*3*67*7*{CANARY}~IEA*1*1~".encode()
SENT = b"-----BEGIN PGP MESSAGE-----"
EMPLOYEE = "E10001"
PERSON_REF = "0a1b2c3d4e5f"
PEOPLE = (person(PERSON_REF, EMPLOYEE, 8, 14), person("f5e4d3c2b1a0", "E10002", 15, 21))

GATES = (
    GateOutcome(
        gate="snapshot_age", verdict=Verdict.PASS, observed=1.5, limit=24, sentence="read 1.5 hours before"
    ),
    GateOutcome(
        gate="members_drop",
        verdict=Verdict.HOLD,
        observed=31,
        limit=26,
        total=260,
        sentence="31 people fewer, of 260; held above 26, refused above 78",
    ),
    GateOutcome(
        gate="terminations",
        verdict=Verdict.LIST,
        observed=9,
        limit=10,
        total=101,
        line="DEN",
        sentence="9 terminations, of 101",
    ),
)
MEASURES = FileMeasures(
    kind=FileKind.FULL,
    totals=Counted(
        members_before=1260,
        members_now=1229,
        active_before=1241,
        terminations=17,
        vanished=14,
        plan_changes=23,
        coverages_before=1300,
        coverages_now=1277,
        dependents_before=611,
        dependents_lost=13,
        identity_changed=19,
    ),
    parts=(PartCounted(line="DEN", members_before=1260, members_now=1229),),
    people=1247,
    refused=11,
    retold=6,
    covered_left_out=7,
    retroactive=12,
    beyond_retro=16,
    snapshot_age_hours=1.5,
    same_as_last=False,
    open_enrollment=True,
)


@dataclass(frozen=True)
class Shelf:
    """Puts files onto the shelf that the pages show."""

    ledger: Ledger
    artifacts: ArtifactStore

    def sealed(self, name: str, content: bytes) -> dict[str, str]:
        """Put bytes into the vault."""
        with self.artifacts.vault.put(DENTAL, name, datetime.now(UTC)) as deposit:
            deposit.write(content)
        return {"uri": deposit.uri, "sha256": deposit.sha256}

    def kept(
        self, purpose: str = "one", people: Sequence[PersonIndexRow] = PEOPLE, **changed: Any
    ) -> FileRow:
        """Keep a file whose bytes are of its own."""
        sealed = self.sealed(purpose.replace(" ", "_"), CONTENT + purpose.encode())
        facts = {**sealed, "group": purpose, "gates": GATES, "measures": MEASURES, **changed}
        new = file(self.ledger, purpose, **facts)
        return self.ledger.carriers.files.create(new, "airflow", datetime.now(UTC), people)

    def at(self, state: FileState, purpose: str = "one", **changed: Any) -> FileRow:
        """Keep a file that went the usual way up to a state between built and delivered."""
        found = self.kept(purpose, **changed)
        moves = self.ledger.carriers.moves
        way = {S.HELD: (S.VALIDATED, S.HELD), S.REFUSED: (S.VALIDATED, S.REFUSED), S.BUILT: ()}
        for to in way.get(state, (S.VALIDATED, S.APPROVED)):
            found = moves.move(found.id, to, did(at=datetime.now(UTC)))
        if state in {S.SENDING, S.DELIVERED}:
            sealed = self.sealed(f"{purpose}.pgp".replace(" ", "_"), SENT)
            out = Outgoing(f"{found.name}.pgp", sealed["sha256"], len(SENT), sealed["uri"])
            found = moves.sending(found.id, out, did("sending"))
        if state is S.DELIVERED:
            found = moves.delivered(found.id, found.sent_sha256 or "", "size seen", due(), did("delivered"))
        return found

    def answered(
        self,
        number: int | None,
        told: FileState | None,
        kind: AnswerKind = AnswerKind.FUNCTIONAL,
        **facts: Any,
    ) -> int:
        """Keep an answer with an error about a person and a note that only informs."""
        sealed = self.sealed(f"{kind}_{number}", ANSWER)
        found = [
            message(PERSON_REF, subscriber_code=EMPLOYEE, text="the plan is unknown to the carrier"),
            message(None, subscriber_code=None, severity="information", code="I1", text="for your records"),
        ]
        new = answer(number, kind, **{"name": f"{kind}_{number}", "verdict": "rejected", **sealed, **facts})
        return self.ledger.carriers.answers.keep(new, told, found, did("collected")).answer.id

    def gap(self, ago: timedelta = timedelta(days=2)) -> int:
        """Take a control number that no file comes to carry."""
        return self.ledger.carriers.numbers.take(
            PAIR, "a run that was stopped", datetime.now(UTC) - ago
        ).interchange

    def left_out(self, found: FileRow) -> None:
        """Keep that the build left a family out."""
        told = [
            message("bb", subscriber_code="E10077", code="ssn_missing", text="The family is left out: no SSN")
        ]
        self.ledger.carriers.messages.keep(found, MessageOrigin.BUILD, told, datetime.now(UTC))

    def state(self, number: int) -> FileState:
        return self.ledger.carriers.files.get(number).state


def due(hours: float = 3) -> Due:
    """Return deadlines of which the first is so many hours from now, or was so many ago."""
    now = datetime.now(UTC)
    return Due(now + timedelta(hours=hours, minutes=1), now + timedelta(hours=24), now + timedelta(hours=72))
