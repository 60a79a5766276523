"""gpg keys made once for all tests: ours, a carrier's, and those that are of no use."""

from collections.abc import Iterator

import pytest

from scripts.local_gpg import GPG, gpg_home, is_installed

PASSPHRASE = "a passphrase of the tests"


@pytest.fixture(scope="session")
def gpg() -> Iterator[GPG]:
    """A home of gpg, for whoever is not us."""
    if not is_installed():
        pytest.skip("gpg is not installed (Debian: apt-get install gnupg)")
    with gpg_home() as home:
        yield home
