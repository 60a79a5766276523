"""Carriers with their servers, and what we build for them, deliver and hear back.

SFTP carriers have a home on OpenSSH's own server, the one over HTTP its API; acknowledgments are pyx12's.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import paramiko

from benefits_sync.clients.carriers.api_dropbox import Access, ApiDropbox
from benefits_sync.clients.carriers.dropbox import CarrierDropbox
from benefits_sync.clients.carriers.pgp import Keyring, Keys, keyring
from benefits_sync.clients.carriers.sftp_dropbox import SftpDropbox
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carrier_alarms import AlarmRow
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState, Usage
from benefits_sync.pipeline.carriers.alarms import tell_untold
from benefits_sync.pipeline.carriers.answers import AnswersOutcome, collect_answers
from benefits_sync.pipeline.carriers.bench import CarrierBench, CarrierOrder
from benefits_sync.pipeline.carriers.build import build_carrier
from benefits_sync.pipeline.carriers.delivery import deliver
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome
from benefits_sync.store.ledger import Ledger
from scripts.carrier_answers import acknowledge
from scripts.local_carrier import LocalCarriers
from scripts.local_carrier_api import LocalCarrierAPI
from tests.ledgers import new_ledger
from tests.mapping.carriers.profiles import PROFILE_OF, changed
from tests.pipeline.carriers.carrier_site import CarrierSite
from tests.pipeline.site import KEY
from tests.services.carrier_api import api_session
from tests.services.sshd import session_of

REFERENCES = b"references of people in tests"
LIFE = frozenset({"LIF", "ADD", "AC"})


@dataclass
class CarrierOffice:
    """One company's carrier files: ``build``, ``deliver``, ``answer`` as the carrier, ``collect``."""

    site: CarrierSite
    servers: LocalCarriers
    api: LocalCarrierAPI | None = None
    keys: Keys | None = None
    who: str = "tests"
    changed: dict[str, CarrierProfile] = field(default_factory=dict)
    later: timedelta = timedelta()
    _answers_sent: int = 0

    def __post_init__(self) -> None:
        new_ledger(self.site.folder / "ledger.db")

    @property
    def ledger_url(self) -> str:
        return f"sqlite:///{self.site.folder / 'ledger.db'}"

    def now(self) -> datetime:
        """The vendors' time, and what was let pass since."""
        told = datetime.fromisoformat(self.site.sandbox.call("GET", "clock")["now"])
        return told.astimezone(UTC) + self.later

    def profile(self, carrier: str) -> CarrierProfile:
        return self.changed.get(carrier) or PROFILE_OF[carrier]

    @contextmanager
    def bench(self, carrier: str) -> Iterator[CarrierBench]:
        """What the stages of one carrier work with."""
        with Ledger.open(self.ledger_url, KEY) as ledger:
            yield CarrierBench(
                profile=self.profile(carrier),
                ledger=ledger.carriers,
                vault=self.site.artifacts.vault,
                artifacts=self.site.artifacts,
                key=REFERENCES,
                who=self.who,
                open_dropbox=self.dropbox,
                open_keyring=self.keyring,
                now=self.now,
                progress=lambda what, number: None,
            )

    def in_clear(self, carrier: str) -> None:
        """Let a carrier do without encryption."""
        plain = {"encryption": None, "naming": {"encrypted_extension": None}}
        self.changed[carrier] = changed(self.profile(carrier), delivery=plain)

    def enroll(self, day: str, plan_year: int) -> None:
        """Let everybody elect for a plan year on a day of the year before."""
        self.site.on(day)
        self.site.control("open_enrollment", plan_year=plan_year)

    # --- what we do -----------------------------------------------------------------------------

    def order(self, carrier: str, kind: str | None = None, **wanted: Any) -> CarrierOrder:
        """An order about a new snapshot."""
        taken = self.site.take()
        return CarrierOrder.of(
            self.profile(carrier),
            kind,
            **{"run_id": taken.reference_id, "as_of": self.now().date(), **wanted},
        )

    def build(self, carrier: str, kind: str | None = None, **wanted: Any) -> CarrierOutcome:
        order = self.order(carrier, kind, **wanted)
        with self.bench(carrier) as bench:
            return build_carrier(bench, order)

    def deliver(self, carrier: str, number: int) -> FileRow:
        with self.bench(carrier) as bench:
            return deliver(bench, number)

    def send(self, carrier: str, kind: str | None = None, **wanted: Any) -> FileRow:
        """Build one file and hand it over, letting it through where a gate holds it."""
        (built,) = self.build(carrier, kind, **wanted).files
        assert built.file is not None
        assert built.state in {FileState.APPROVED, FileState.HELD}, built
        if built.state is FileState.HELD:
            with self.bench(carrier) as bench:
                bench.ledger.moves.move(built.file, FileState.APPROVED, bench.step("approved"))
        return self.deliver(carrier, built.file)

    def collect(self, carrier: str) -> AnswersOutcome:
        with self.bench(carrier) as bench:
            return collect_answers(bench)

    def told(self, carrier: str) -> list[AlarmRow]:
        """Tell what nobody was told of the carrier's files, and return it."""
        with self.bench(carrier) as bench:
            return tell_untold(bench.ledger, carrier, lambda _: True, bench.now())

    def file(self, number: int) -> FileRow:
        with Ledger.open(self.ledger_url, KEY) as ledger:
            return ledger.carriers.files.get(number)

    def content(self, number: int) -> bytes:
        """The file in clear, from the vault."""
        file = self.file(number)
        with self.site.artifacts.vault.open(file.uri, file.sha256) as stream:
            return stream.read()

    # --- what the carrier does ------------------------------------------------------------------

    def inbox(self, carrier: str) -> Path:
        if self.api is not None and self.profile(carrier).delivery.http is not None:
            return self.api.inbox
        sftp = self.profile(carrier).delivery.sftp
        assert sftp is not None
        return self.servers.directory(carrier, sftp.directory)

    def put_out(self, carrier: str, name: str, content: bytes) -> None:
        """Lay an answer out, written a few minutes ago."""
        profile = self.profile(carrier)
        directory = profile.answers.directory
        outbox = self.api.outbox if self.api and not directory else None
        path = (outbox or self.servers.directory(carrier, str(directory))) / name
        path.write_bytes(content)
        moment = (self.now() - timedelta(minutes=5)).timestamp()
        os.utime(path, (moment, moment))

    def answer(self, carrier: str, content: bytes) -> None:
        """Put out what goes for a functional acknowledgment by its name."""
        self._answers_sent += 1
        pattern = self.profile(carrier).answers.functional.pattern or "*"
        self.put_out(carrier, pattern.replace("*", f"answer{self._answers_sent}"), content)

    def acknowledge(self, carrier: str, number: int) -> bool:
        """Answer a file by pyx12's 999; tell whether pyx12 accepts it."""
        extra = LIFE if self.profile(carrier).coverages.non_guide_lines else frozenset()
        answered = acknowledge(self.content(number), extra)
        self.answer(carrier, answered.acknowledgment)
        return answered.accepted

    # --- the ways there -------------------------------------------------------------------------

    def dropbox(self, profile: CarrierProfile, usage: Usage) -> CarrierDropbox:
        delivery = profile.delivery
        if delivery.http is not None:
            assert self.api is not None
            access = Access(self.api.url, api_session(self.api))
            return ApiDropbox(profile.name, delivery.http, usage, access, clock=self.now)
        assert delivery.sftp is not None
        return SftpDropbox(
            profile.name,
            delivery.sftp,
            usage,
            lambda: self.session(profile.name),
            answers=profile.answers.directory,
            clock=self.now,
        )

    def session(self, carrier: str) -> AbstractContextManager[paramiko.SFTPClient]:
        return session_of(self.servers.server, carrier)

    def keyring(self, connection: str) -> AbstractContextManager[Keyring]:
        assert self.keys is not None, connection
        return keyring(self.keys)
