"""One carrier file as a line of the list: its state in words, what it waits for, and what stopped it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState, GateOutcome, Usage, Verdict
from benefits_sync.store.carriers.listing import FollowUp
from benefits_sync.ui.carriers.wording import (
    KINDS,
    STATES,
    VERDICTS,
    Told,
    Tone,
    Wait,
    carrier_title,
    wait_of,
)
from benefits_sync.ui.carriers.wording import words as in_words

_STOPPED: Final = frozenset({FileState.HELD, FileState.REFUSED, FileState.SKIPPED})
_STOPPING: Final = frozenset({Verdict.HOLD, Verdict.REFUSE, Verdict.SKIP})


@dataclass(frozen=True, slots=True)
class FileLine:
    """What the list shows of a file."""

    file: FileRow
    told: Told
    wait: Wait | None
    open_messages: int

    @classmethod
    def of(cls, one: FollowUp, now: datetime) -> Self:
        """Return the line of a file at a moment."""
        return cls(one.file, STATES[one.file.state], wait_of(one.clock, now), one.open_messages)

    @property
    def carrier(self) -> str:
        """The carrier's name for people."""
        return carrier_title(self.file.carrier)

    @property
    def kind(self) -> str:
        """What the carrier is to make of the file."""
        return KINDS[self.file.kind]

    @property
    def is_test(self) -> bool:
        """Whether the carrier is only to try the file."""
        return self.file.usage is Usage.TEST

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many people and coverages the file names."""
        return counts_of(self.file)

    @property
    def stopped(self) -> list[tuple[str, str, Tone]]:
        """The gates that keep the file from going out, each once with its gravest word."""
        gravest: dict[str, Verdict] = {}
        for gate in self.file.gates if self.file.state in _STOPPED else ():
            if gate.verdict in _STOPPING:
                gravest[gate.gate] = Verdict.worst([gate.verdict, gravest.get(gate.gate, Verdict.PASS)])
        return [(in_words(name), *VERDICTS[verdict]) for name, verdict in gravest.items()]


def counts_of(file: FileRow) -> list[tuple[str, int]]:
    """Return how many people and coverages a file names."""
    return [
        ("People", file.subscribers + file.dependents),
        ("Subscribers", file.subscribers),
        ("Dependents", file.dependents),
        ("Coverages", file.coverages),
    ]


def by_gravity(gates: Iterable[GateOutcome]) -> list[GateOutcome]:
    """Return what gates said, the gravest first."""
    return sorted(gates, key=lambda gate: list(Verdict).index(gate.verdict), reverse=True)
