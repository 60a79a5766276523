"""The command line's reference page names every command, option and variable there is."""

from pathlib import Path

import pytest
import typer

from benefits_sync.cli.app import app

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text()
ELSEWHERE = {"--bamboohr-conn-id", "--plansource-conn-id"}  # the connections have a page of their own
COMMANDS = dict(typer.main.get_command(app).commands)
LEDGER_COMMANDS = COMMANDS.pop("ledger").commands


@pytest.mark.parametrize("name", [*COMMANDS, *(f"ledger {name}" for name in LEDGER_COMMANDS)])
def test_every_command_is_on_the_page(name):
    assert f"`benefits {name}" in PAGE


@pytest.mark.parametrize("command", [*COMMANDS.values(), *LEDGER_COMMANDS.values()], ids=lambda one: one.name)
def test_every_option_and_variable_is_on_the_page(command):
    options = {word for option in command.params for word in option.opts if word.startswith("--")}
    variables = {option.envvar for option in command.params if option.envvar}
    assert [word for word in sorted(options | variables) if word not in PAGE and word not in ELSEWHERE] == []
