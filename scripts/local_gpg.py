"""gpg for whoever is not us: a home with keys of its own, gone at the end."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.errors import StackError


@dataclass(frozen=True, slots=True)
class GPG:
    """A home with keys, driven by gpg itself."""

    home: Path

    def run(self, *words: str, content: bytes = b"", passphrase: str = "") -> bytes:
        """Return what gpg writes."""
        command = ["gpg", "--batch", "--homedir", str(self.home), "--trust-model", "always"]
        command += ["--pinentry-mode", "loopback", "--passphrase", passphrase, *words]
        return subprocess.run(command, input=content, check=True, capture_output=True).stdout  # noqa: S603

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
        """Return the whole fingerprint of a key."""
        lines = self.run("--with-colons", "--list-keys", f"{name}@example.com").decode().splitlines()
        return next(line.split(":")[9] for line in lines if line.startswith("fpr"))

    def public(self, *fingerprints: str) -> str:
        """Return public keys, armored."""
        return self.run("--armor", "--export", *fingerprints).decode()

    def private(self, fingerprint: str, passphrase: str = "") -> str:
        """Return a private key, armored."""
        return self.run("--armor", "--export-secret-keys", fingerprint, passphrase=passphrase).decode()


def is_installed() -> bool:
    """Tell whether there is a gpg."""
    return shutil.which("gpg") is not None


@contextmanager
def gpg_home() -> Iterator[GPG]:
    """Give gpg an empty home, and remove it with its agent at the end.

    Raises:
        StackError: gpg is not installed.
    """
    if not is_installed():
        raise StackError("gpg is not installed (Debian: apt-get install gnupg)")
    # The agent's socket lies in here, and its path may have no more than a hundred characters.
    home = Path(tempfile.mkdtemp(prefix="gpg-"))
    try:
        yield GPG(home)
    finally:
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)  # noqa: S603, S607
        shutil.rmtree(home, ignore_errors=True)
