"""What the demo needs of a machine for the carriers' part, and what it says without it."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from scripts import carriers_at_work, demo
from scripts.carrier_runs import require_closed
from scripts.carriers_at_work import lacking
from scripts.errors import StackError
from scripts.local_sshd import Programs


@pytest.fixture(autouse=True)
def everything_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Programs, "found", lambda: Programs("sshd", "sftp-server"))
    monkeypatch.setattr(carriers_at_work, "is_installed", lambda: True)


def test_nothing_is_lacking_where_both_programs_are_installed() -> None:
    assert lacking() is None


def test_what_is_missing_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Programs, "found", lambda: None)
    monkeypatch.setattr(carriers_at_work, "is_installed", lambda: False)
    assert str(lacking()).endswith("apt-get install openssh-server gnupg, and start again")


def test_the_demo_says_so_and_goes_on_without_carriers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(carriers_at_work, "is_installed", lambda: False)
    told = io.StringIO()
    stack = demo.prepare(tmp_path, 5, seed=1)
    started = demo._carriers(stack, demo.Narrator(Console(file=told, width=200)))
    assert (started, "without carriers: carrier files need gnupg" in told.getvalue()) == (None, True)


def test_a_demo_with_no_file_at_all_has_not_closed_any() -> None:
    with pytest.raises(StackError, match="no carrier file"):
        require_closed([])
