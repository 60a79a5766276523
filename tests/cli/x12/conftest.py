"""Carrier files on disk, and the command line that looks at them."""

import io
import sys
from types import SimpleNamespace

import pytest

from tests.cli.conftest import benefits  # noqa: F401 - the fixture of the folder above
from tests.x12.families import dependent, subscriber, transaction
from tests.x12.files import written


@pytest.fixture
def kept(tmp_path):
    """Keep bytes as a file, and return its path."""

    def keep(data, name="file.834"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode("latin-1"))
        return str(path)

    return keep


@pytest.fixture
def good():
    return written(transaction(subscriber(), dependent()))


@pytest.fixture
def piped(monkeypatch):
    """Give bytes to standard input."""

    def pipe(data):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))

    return pipe
