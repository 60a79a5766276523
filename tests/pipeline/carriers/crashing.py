"""Carriers between two files, whose delivery is killed somewhere and tried again.

Each try begins from a copy of the same installation: carriers know everybody, and a week has passed in which
people came and left. What is seen at the carrier after a kill, and what is left in the end, is judged here.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

import paramiko
import requests

from benefits_sync.clients.carriers import outgoing
from benefits_sync.domain.carriers.states import LEFT
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState, Pair
from benefits_sync.pipeline.carriers.bench import CarrierBench, CarrierOrder
from benefits_sync.pipeline.carriers.build import build_carrier
from benefits_sync.pipeline.carriers.delivery import STEP, deliver
from benefits_sync.pipeline.carriers.pictures import picture_after
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.store.carriers.sealing import SealingWriter
from benefits_sync.x12.tokens import Tokens
from tests.pipeline.carriers.carrier_office import CarrierOffice
from tests.pipeline.killing import Events

STAGES = ("build", "approve", "deliver")
PIECE = 500
_ENVELOPE = {"ISA", "GS", "ST", "BGN", "SE", "GE", "IEA"}


@dataclass
class StillOffice(CarrierOffice):
    """An office whose clock stands, on a ledger that is there already."""

    moment: datetime = field(kw_only=True)

    def __post_init__(self) -> None:
        """Nothing is to be migrated."""

    def now(self) -> datetime:
        return self.moment + self.later


@dataclass(frozen=True)
class Delivery:
    """What one carrier is sent in one run, and where it is looked at."""

    office: StillOffice
    carrier: str
    run_id: str
    start: str = "build"

    @property
    def folder(self) -> Path:
        return self.office.site.folder

    def later(self, start: str) -> Self:
        """The same delivery tried again from one of its tasks on, a minute later."""
        moment = self.office.moment + timedelta(seconds=90)
        return replace(self, office=replace(self.office, moment=moment), start=start)

    @property
    def profile(self) -> CarrierProfile:
        return self.office.profile(self.carrier)

    def run(self, events: Events) -> None:
        """Do what the tasks of a run do, from ``start`` on."""
        watch_more(events)
        order = CarrierOrder.of(self.profile, None, run_id=self.run_id, as_of=self.office.now().date())
        stages = {"build": lambda bench: build_carrier(bench, order), "approve": self._approve}
        stages["deliver"] = self._deliver
        for stage in STAGES[STAGES.index(self.start) :]:
            with self.office.bench(self.carrier) as bench:
                events.stage = stage
                stages[stage](bench)
                events.stage = ""

    def _approve(self, bench: CarrierBench) -> None:
        for file in self.files(bench):
            if file.state is FileState.HELD:
                bench.ledger.moves.move(file.id, FileState.APPROVED, bench.step("approved"))

    def _deliver(self, bench: CarrierBench) -> None:
        for file in self.files(bench):
            deliver(bench, file.id)

    def files(self, bench: CarrierBench) -> list[FileRow]:
        return [one for one in bench.ledger.files.of_run(self.run_id) if one.carrier == self.carrier]

    # --- the carrier ----------------------------------------------------------------------------

    def shown(self) -> dict[str, bytes]:
        """What stands in the carrier's inbox, by the names that we gave."""
        found = {
            path: path.read_bytes() for path in self.office.inbox(self.carrier).iterdir() if path.is_file()
        }
        temporary = self.profile.delivery.sftp.temporary if self.profile.delivery.sftp else None
        draft = temporary.suffix if temporary and temporary.suffix else None
        over_http = self.profile.delivery.http is not None
        return {
            path.name.split("_", 1)[1] if over_http else path.name: content
            for path, content in found.items()
            if not (draft and path.name.endswith(draft))
        }

    def taken(self) -> dict[str, bytes]:
        """Let the carrier take what it sees, as its own job does at any moment."""
        seen = self.shown()
        for name in seen:
            (self.office.inbox(self.carrier) / name).unlink()
        return seen

    def sent(self, bench: CarrierBench, file: FileRow) -> bytes:
        """The bytes that a file goes out with, from the vault."""
        assert file.sent_uri is not None
        assert file.sent_sha256 is not None
        with bench.vault.open(file.sent_uri, file.sent_sha256) as stream:
            return stream.read()

    def in_pieces(self, shown: dict[str, bytes]) -> list[str]:
        """Say what is wrong about what the carrier can see between a kill and the next try.

        Half a file is wrong; in an inbox that can only be written to, it has to be the file's beginning.
        """
        with self.office.bench(self.carrier) as bench:
            files = {file.sent_name: file for file in self.files(bench) if file.state in LEFT}
            return [
                f"{name}: {wrong}"
                for name, content in shown.items()
                for wrong in self._wrong(bench, files.get(name), content)
            ]

    def _wrong(self, bench: CarrierBench, file: FileRow | None, content: bytes) -> Iterator[str]:
        if file is None:
            yield "the ledger does not know that it left"
            return
        history = bench.ledger.files.history(file.id)
        if not any(event.what == STEP for event in history):
            yield "its history does not say that it was being sent"
        whole = self.sent(bench, file)
        sftp = self.profile.delivery.sftp
        if sftp is not None and sftp.inbox == "write_only":
            if not whole.startswith(content):
                yield "it holds other bytes than the file's"
        elif content != whole:
            yield "it is not the whole file"

    # --- the end --------------------------------------------------------------------------------

    def outcome(self) -> dict[str, Any]:
        """Everything that has to be the same however often the run was killed; only times may differ."""
        with self.office.bench(self.carrier) as bench:
            files = self.files(bench)
            (pair,) = {Pair(file.sender, file.receiver, file.usage) for file in files}
            taken = bench.ledger.numbers.taken(pair)
            return {
                "files": [self._outcome(bench, file) for file in files],
                "numbers": [(one.interchange, one.group, one.file, one.skipped_reason) for one in taken],
            }

    def _outcome(self, bench: CarrierBench, file: FileRow) -> dict[str, Any]:
        with bench.vault.open(file.uri, file.sha256) as stream:
            said = [elements for elements in Tokens(stream) if elements[0] not in _ENVELOPE]
        picture = picture_after(bench.vault, file)
        messages = bench.ledger.messages.page(MessageFilter(file=file.id))
        same = (
            "id",
            "group",
            "kind",
            "state",
            "interchange",
            "group_number",
            "size",
            "segments",
            "coverages",
        )
        return {
            **{name: getattr(file, name) for name in same},
            "verdicts": [(gate.gate, gate.verdict) for gate in file.gates],
            "said": said,
            "picture": picture.to_dict("list"),
            "people": bench.ledger.people.of_file(file.id),
            "messages": [(one.origin, one.code, one.person_ref, one.state, one.segment) for one in messages],
            "history": [
                (one.what, one.from_state, one.to_state)
                for one in bench.ledger.files.history(file.id)
                if one.from_state is not one.to_state  # each try adds lines of its own
            ],
            "receipts": len(file.receipts),
        }

    def misdelivered(self, seen: Sequence[dict[str, bytes]]) -> list[str]:
        """Say what is wrong about the files that the carrier was given, each as often as it was."""
        given = [item for some in seen for item in some.items()]
        with self.office.bench(self.carrier) as bench:
            due = {str(file.sent_name): self.sent(bench, file) for file in self.files(bench)}
        names = Counter(name for name, _ in given)
        wrong = [f"{name} came {times} times" for name, times in names.items() if times > 1]
        wrong += [f"{name} is not in the ledger" for name in names.keys() - due.keys()]
        wrong += [f"{name} never came" for name in due.keys() - names.keys()]
        return wrong + [f"{name} has other bytes" for name, content in given if due.get(name) != content]


def watch_more(events: Events) -> None:
    """Count when something goes into the vault, when gpg is started, and what goes to and fro with carriers.

    Files leave in small pieces, so that even those of a small company can be cut in the middle.
    """
    outgoing.CHUNK = PIECE  # type: ignore[misc]  # of this child only
    write, close = SealingWriter.write, SealingWriter.close

    send, request = paramiko.SFTPClient._async_request, requests.Session.request

    def writing(writer: SealingWriter, data: bytes, /) -> int:
        events.happened("before vault write")
        return write(writer, data)

    def closing(writer: SealingWriter) -> None:
        events.happened("before vault end")
        close(writer)

    def starting(name: str, arguments: tuple[Any, ...]) -> None:
        if name == "subprocess.Popen":
            events.happened(f"before {Path(str(arguments[0])).name}")

    def sending(session: Any, file: Any, kind: Any, *arguments: Any) -> Any:
        number = send(session, file, kind, *arguments)
        events.happened(f"sent sftp {paramiko.sftp.CMD_NAMES.get(kind, kind)}")
        return number

    def asking(session: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
        events.happened(f"before {method}")
        answer = request(session, method, url, **options)
        events.happened(f"after {method}")
        return answer

    requests.Session.request = asking  # type: ignore[method-assign]
    paramiko.SFTPClient._async_request = sending
    SealingWriter.write = writing  # type: ignore[method-assign]
    SealingWriter.close = closing  # type: ignore[method-assign]
    sys.addaudithook(starting)
