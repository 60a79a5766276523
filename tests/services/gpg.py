"""gpg keys made once for all tests: ours, a carrier's, and those that are of no use."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PASSPHRASE = "a passphrase of the tests"


@dataclass(frozen=True)
class GPG:
    """A home with keys, driven by gpg itself."""

    home: Path

    def run(self, *words: str, content: bytes = b"", passphrase: str = "") -> bytes:
        """What gpg writes."""
        command = ["gpg", "--batch", "--homedir", str(self.home), "--trust-model", "always"]
        command += ["--pinentry-mode", "loopback", "--passphrase", passphrase, *words]
        return subprocess.run(command, input=content, check=True, capture_output=True).stdout

    def new_key(
        self, name: str, *, expires: str = "0", since: str = "", passphrase: str = "", encrypts: bool = True
    ) -> str:
        """Make a key, and return its fingerprint."""
        past = ["--faked-system-time", since] if since else []
        kind = ["ed25519", "sign", expires]
        self.run(*past, "--quick-gen-key", f"{name} <{name}@example.com>", *kind, passphrase=passphrase)
        fingerprint = self.fingerprint(name)
        if encrypts:
            self.run(*past, "--quick-add-key", fingerprint, "cv25519", "encr", expires, passphrase=passphrase)
        return fingerprint

    def fingerprint(self, name: str) -> str:
        """The whole fingerprint of a key."""
        lines = self.run("--with-colons", "--list-keys", f"{name}@example.com").decode().splitlines()
        return next(line.split(":")[9] for line in lines if line.startswith("fpr"))

    def public(self, *fingerprints: str) -> str:
        """Public keys, armored."""
        return self.run("--armor", "--export", *fingerprints).decode()

    def private(self, fingerprint: str, passphrase: str = "") -> str:
        """A private key, armored."""
        return self.run("--armor", "--export-secret-keys", fingerprint, passphrase=passphrase).decode()


@pytest.fixture(scope="session")
def gpg() -> Iterator[GPG]:
    """A home of gpg, for whoever is not us."""
    if shutil.which("gpg") is None:
        pytest.skip("gpg is not installed (Debian: apt-get install gnupg)")
    # The agent's socket lies in here, and its path may have no more than a hundred characters.
    home = Path(tempfile.mkdtemp(prefix="gpg-", dir=os.environ.get("TMPDIR", "/tmp")))
    yield GPG(home)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)
    shutil.rmtree(home, ignore_errors=True)
