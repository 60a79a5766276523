"""What every stage of carrier files works with, and what a run asks of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from benefits_sync.clients.carriers.dropbox import CarrierDropbox
from benefits_sync.clients.carriers.pgp import Keyring
from benefits_sync.errors import ParameterError
from benefits_sync.mapping.carriers.file import Kind
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carriers import Usage
from benefits_sync.pipeline.integration import Progress
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.carriers.ledger import CarrierLedger
from benefits_sync.store.carriers.moves import Step
from benefits_sync.store.carriers.vault import Vault

INTEGRATION = "carrier_edi_delivery"
"""Under this name the runs and their artifacts are kept."""


class OpensDropbox(Protocol):
    """Leads to a carrier's one side."""

    def __call__(self, profile: CarrierProfile, usage: Usage) -> CarrierDropbox:
        """Return its inbox and outbox."""


@dataclass(frozen=True, slots=True)
class CarrierBench:
    """The profile of one carrier, the stores, the ways out, the clock, and a place to report progress.

    Args:
        profile: The carrier's profile.
        ledger: Where files, numbers and answers are kept.
        vault: Where the bytes of files and answers are kept, sealed.
        artifacts: Where snapshots and pictures are kept, sealed.
        key: Key of all references to people.
        who: Who is at work, for the histories of files.
        open_dropbox: Leads to the carrier.
        open_keyring: Gives gpg the keys of a connection.
        now: The clock.
        progress: Told how far the work is.
    """

    profile: CarrierProfile
    ledger: CarrierLedger = field(repr=False)
    vault: Vault = field(repr=False)
    artifacts: ArtifactStore = field(repr=False)
    key: bytes = field(repr=False)
    who: str
    open_dropbox: OpensDropbox = field(repr=False)
    open_keyring: Callable[[str], AbstractContextManager[Keyring]] = field(repr=False)
    now: Callable[[], datetime]
    progress: Progress

    def step(self, what: str, **detail: str | int | None) -> Step:
        """Return a line of a file's history: who does what, now."""
        return Step(self.who, what, self.now(), detail)

    def local_now(self) -> datetime:
        """Return the time in the carrier's zone, which is what its files show."""
        return self.now().astimezone(ZoneInfo(self.profile.schedule.timezone))


class CarrierOrder(BaseModel):
    """What a run wants of one carrier.

    Attributes:
        run_id: The run, whose snapshot is used.
        kind: What the carrier is to make of the file.
        as_of: The business day that it is true for.
        plan_year: ``next`` for open enrollment.
        usage: Whether the carrier is to load it.
        dry_run: Build, check and compare, but keep no file and send nothing.
        forced_reason: Why a second production file goes out on one business day.
        notice_given_on: When the carrier was told that absence from the file will end coverage.
        supersedes: The file that this one is built in place of.
        group: The only group whose file is wanted; all when left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    run_id: str
    kind: Kind
    as_of: date
    plan_year: Literal["current", "next"] = "current"
    usage: Usage = Usage.PRODUCTION
    dry_run: bool = False
    forced_reason: str | None = None
    notice_given_on: date | None = None
    supersedes: int | None = None
    group: str | None = None

    @classmethod
    def of(cls, profile: CarrierProfile, kind: str | None, **wanted: object) -> Self:
        """Return what is wanted, with the kind that is usual for the carrier where none is stated.

        Raises:
            ParameterError: If the carrier does not take files of the kind.
        """
        enrollment = profile.file.open_enrollment
        usual = profile.file.usual
        if wanted.get("plan_year") == "next" and enrollment is not None:
            usual = enrollment.kind
        chosen = Kind(kind) if kind else usual
        if chosen not in profile.file.kinds:
            raise ParameterError(
                f"{profile.name} takes no {chosen} files; its profile has {', '.join(profile.file.kinds)}"
            )
        return cls.model_validate({**wanted, "kind": chosen})
