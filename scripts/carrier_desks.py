"""Works as every carrier does on this machine: takes its files in, has pyx12 read them, and answers.

Each does what its profile says: one decrypts what it gets, one has a write-only inbox, one puts its
answers into an HTTP API. Acknowledgments are pyx12's, so 999s; a file that it accepts is also followed by a
report without lines, even where a profile promises one for errors only, so that no deadline is waited for.
"""

import argparse
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from benefits_sync.domain.carriers.discrepancies import layout_of
from benefits_sync.mapping.carriers.calendar import Expected
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.legal import OTHER_LINES
from scripts.airflow_settings import ROOT
from scripts.carrier_answers import Answered, acknowledge
from scripts.carrier_keys import CarrierKeys, LocalProfiles
from scripts.local_carrier_api import LocalCarrierAPI

KEYS: Final = "carrier-keys.json"
API: Final = "carrier-api"
TAKEN: Final = "taken"
"""Directory of what a carrier has read, in clear."""

READERS: Final = 2
"""Files that are read at once."""

SETTLED: Final = 10.0
"""Seconds after which a file in an inbox is whole, and its delivery noted on the sender's side."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file that a carrier has read and answered.

    Args:
        carrier: The carrier.
        name: What the file was called.
        accepted: Whether pyx12 takes it.
        content: What it says.
    """

    carrier: str
    name: str
    accepted: bool
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CarrierDesks:
    """What the carriers of one folder work with.

    Args:
        profiles: What each of them wants.
        homes: Folder with one home for each carrier.
        api: Where the one over HTTP keeps its files.
        keys: The PGP keys.
    """

    profiles: LocalProfiles
    homes: Path
    api: LocalCarrierAPI
    keys: CarrierKeys

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Return the desks that were made in a folder."""
        keys, profiles = CarrierKeys.kept(folder / KEYS), LocalProfiles.at(folder / "include")
        return cls(profiles, folder / "carriers", LocalCarrierAPI(folder / API), keys)

    @classmethod
    def made(cls, folder: Path) -> Self:
        """Make the desks in a folder, with what is there already."""
        keys = CarrierKeys.kept(folder / KEYS)
        LocalProfiles.link(ROOT / "include", folder / "include", keys)
        return cls.at(folder)

    def answer(self, settled: float = 0) -> list[Read]:
        """Read and answer every file that came and that nobody has written to for some seconds."""
        arrived = [
            (profile, path)
            for profile in self.profiles.of.values()
            for path in self._arrived(profile, settled)
        ]
        if not arrived:
            return []
        contents = [self._content(profile, path) for profile, path in arrived]
        lines = [OTHER_LINES if profile.coverages.non_guide_lines else () for profile, _ in arrived]
        with ProcessPoolExecutor(READERS) as readers:
            said = list(readers.map(acknowledge, contents, lines))
        return [
            self._answered(profile, path, content, answered)
            for (profile, path), content, answered in zip(arrived, contents, said, strict=True)
        ]

    def taken(self, carrier: str) -> Path:
        """Return where a carrier keeps what it has read."""
        folder = self.homes / carrier / TAKEN
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _arrived(self, profile: CarrierProfile, settled: float) -> Iterator[Path]:
        sftp, known = profile.delivery.sftp, self.taken(profile.name)
        inbox = self.api.inbox if sftp is None else self.homes / profile.name / sftp.directory
        before = time.time() - settled
        for path in sorted(inbox.iterdir()):
            if path.is_file() and path.stat().st_mtime <= before and not (known / path.name).exists():
                yield path

    def _content(self, profile: CarrierProfile, path: Path) -> bytes:
        content = path.read_bytes()
        return content if profile.delivery.encryption is None else self.keys.decrypted(content)

    def _answered(self, profile: CarrierProfile, path: Path, content: bytes, said: Answered) -> Read:
        answers = profile.answers
        if answers.functional.expected is not Expected.NEVER and answers.functional.pattern is not None:
            self._put_out(profile, answers.functional.pattern, path, said.acknowledgment)
        if said.accepted and answers.report is not None:
            layout = layout_of(answers.report)
            headings = layout.delimiter.join(layout.headings.values()) + "\n"
            self._put_out(profile, answers.report.pattern, path, headings.encode(layout.encoding))
        (self.taken(profile.name) / path.name).write_bytes(content)
        return Read(profile.name, path.name, said.accepted, content)

    def _put_out(self, profile: CarrierProfile, pattern: str, about: Path, content: bytes) -> None:
        """Lay an answer out under a name that its pattern matches."""
        directory = profile.answers.directory
        outbox = self.api.outbox if directory is None else self.homes / profile.name / directory
        (outbox / pattern.replace("*", about.stem)).write_bytes(content)


def main() -> None:
    """Answer what comes until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    desks = CarrierDesks.at(parser.parse_args().folder)
    while True:
        desks.answer(SETTLED)
        time.sleep(SETTLED / 2)


if __name__ == "__main__":
    main()
