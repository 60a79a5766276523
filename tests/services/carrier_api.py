"""A carrier's HTTP API on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from scripts.local_carrier_api import LocalCarrierAPI, local_carrier_api


@pytest.fixture
def carrier_api(tmp_path: Path) -> Iterator[LocalCarrierAPI]:
    """A carrier that was sent nothing yet."""
    with local_carrier_api(tmp_path / "harborstone") as carrier:
        yield carrier


def api_session(carrier: LocalCarrierAPI) -> requests.Session:
    """A session that the carrier knows by its user, as the provider's hook would make it."""
    session = requests.Session()
    session.auth = (carrier.user, carrier.password)
    return session
