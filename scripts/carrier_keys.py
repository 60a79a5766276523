"""PGP keys for a carrier on this machine: ours in the Airflow connection, its own to read what it gets.

The fingerprints in the invented profiles belong to nobody. A stack therefore runs with a folder of mappings
in which everything is a link to the project's own, but for those profiles, which name the new keys.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from benefits_sync.mapping.carriers.delivery import Encryption
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.loading import load_profile, profile_files
from scripts.local_gpg import gpg_home
from scripts.local_secrets import new_password, write_private


@dataclass(frozen=True, slots=True, repr=False)
class CarrierKeys:
    """The keys of both sides, armored.

    Args:
        ours: Fingerprint of the key that signs our files.
        theirs: Fingerprint of the key that files are encrypted for.
        public: Both public keys.
        our_private: What signs.
        our_passphrase: What unlocks it.
        their_private: What decrypts.
    """

    ours: str
    theirs: str
    public: str
    our_private: str
    our_passphrase: str
    their_private: str

    @classmethod
    def kept(cls, file: Path) -> Self:
        """Read the keys in a file, or make some and write them there for its owner's eyes only."""
        if file.exists():
            return cls(**json.loads(file.read_text()))
        passphrase = new_password()
        with gpg_home() as gpg:
            ours = gpg.new_key("juniper", passphrase=passphrase)
            theirs = gpg.new_key("carrier")
            private = gpg.private(ours, passphrase), gpg.private(theirs)
            made = cls(ours, theirs, gpg.public(ours, theirs), private[0], passphrase, private[1])
        write_private(file, json.dumps(asdict(made)))
        return made

    def connection(self) -> dict[str, Any]:
        """Return the fields of the Airflow connection that holds our side of them."""
        extra = {"public_keys": self.public, "private_key": self.our_private}
        return {"conn_type": "benefits_pgp", "password": self.our_passphrase, "extra": extra}

    def decrypted(self, content: bytes) -> bytes:
        """Read a file as the carrier does; gpg fails where our signature is not good."""
        with gpg_home() as gpg:
            gpg.run("--import", content=(self.public + self.their_private).encode())
            return gpg.run("--decrypt", content=content)

    def named_in(self, profile: str, encryption: Encryption) -> str:
        """Return a profile's text with these keys in place of the invented ones."""
        text = profile.replace(encryption.recipient, self.theirs)
        return text.replace(encryption.sign_with, self.ours) if encryption.sign_with else text


@dataclass(frozen=True, slots=True)
class LocalProfiles:
    """The carriers' profiles as a stack on this machine runs with them.

    Args:
        include: Folder of mappings, for ``BENEFITS_SYNC_INCLUDE``.
        of: Carrier -> profile.
    """

    include: Path
    of: Mapping[str, CarrierProfile] = field(repr=False)

    @classmethod
    def at(cls, include: Path) -> Self:
        """Read the profiles in a folder of mappings."""
        files = profile_files(include / "mappings")
        return cls(include, {carrier: load_profile(path) for carrier, path in files.items()})

    @staticmethod
    def link(source: Path, include: Path, keys: CarrierKeys) -> None:
        """Link everything of a folder of mappings into another one, with these keys in its profiles."""
        folder = include / "mappings" / "carriers"
        folder.mkdir(parents=True, exist_ok=True)
        for earlier in folder.iterdir():
            earlier.unlink()
        _link(source, include, but="mappings")
        _link(source / "mappings", include / "mappings", but="carriers")
        for path in profile_files(source / "mappings").values():
            encryption = load_profile(path).delivery.encryption
            copy = folder / path.name
            if encryption is None:
                copy.symlink_to(path)
            else:
                copy.write_text(keys.named_in(path.read_text("utf-8"), encryption), "utf-8")


def _link(source: Path, folder: Path, *, but: str) -> None:
    """Link what is in a folder into another one, anew, but for one name."""
    for path in source.iterdir():
        if path.name != but:
            link = folder / path.name
            link.unlink(missing_ok=True)
            link.symlink_to(path)
