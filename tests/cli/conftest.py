"""Runs the command line in this process, against a ledger in a temporary file."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from benefits_sync.cli.app import main
from benefits_sync.store.keys import generate_key, parse_key
from benefits_sync.store.ledger import Ledger
from tests.ledgers import new_ledger

TEXT_KEY = generate_key()


@dataclass
class Answer:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return orjson.loads(self.out)


@pytest.fixture
def benefits(monkeypatch, capsys) -> Callable[..., Answer]:
    def run(*words: str) -> Answer:
        capsys.readouterr()  # what the set-up printed
        monkeypatch.setattr(sys, "argv", ["benefits", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Answer(ended.value.code or 0, said.out, said.err)

    return run


@pytest.fixture
def ledger_url(tmp_path: Path, monkeypatch) -> str:
    url = new_ledger(tmp_path / "ledger.db")
    monkeypatch.setenv("BENEFITS_LEDGER_URL", url)
    monkeypatch.setenv("BENEFITS_KEY", TEXT_KEY)
    return url


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, parse_key(TEXT_KEY)) as opened:
        yield opened
