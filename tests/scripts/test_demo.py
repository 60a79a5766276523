"""Tests for how the demo ends when something goes wrong."""

import sys

import pytest

from scripts import demo, down, up
from scripts.errors import StackError
from scripts.processes import free_port


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    monkeypatch.setattr(demo, "FOLDER", tmp_path / "demo")
    monkeypatch.setattr(sys, "argv", ["demo", "--employees", "5"])
    return tmp_path / "demo"


def fail_with(error: BaseException):
    def show(*_arguments):
        raise error

    return show


def test_a_failure_shows_the_end_of_its_log_and_a_status_that_is_not_zero(folder, monkeypatch, capsys):
    log = folder.parent / "some.log"
    log.write_text("first line\nthe disk is full\n")
    monkeypatch.setattr(demo, "show", fail_with(StackError("the sandbox has ended by itself", log)))
    assert demo.main() == 1
    assert "the disk is full" in capsys.readouterr().out


def test_ctrl_c_ends_the_demo_without_a_traceback(folder, monkeypatch):
    monkeypatch.setattr(demo, "show", fail_with(KeyboardInterrupt()))
    assert demo.main() == 130


def test_a_second_demo_does_not_disturb_the_first(folder):
    with demo.only_one(folder), pytest.raises(StackError, match="another demo"), demo.only_one(folder):
        pass


def test_a_port_in_use_is_named_with_the_way_out(monkeypatch):
    port = free_port()
    monkeypatch.setattr(up, "port_taken", lambda asked: asked == port)
    with pytest.raises(StackError, match=f"port {port} is in use.*AIRFLOW_PORT={port + 1}"):
        up.require_free(AIRFLOW_PORT=port)


def test_taking_down_what_is_not_up_is_no_error(tmp_path, monkeypatch):
    monkeypatch.setattr(down, "FOLDER", tmp_path / "up")
    down.main()
    assert not (tmp_path / "up").exists()
