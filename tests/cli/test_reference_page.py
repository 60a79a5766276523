"""The command line's reference page names every command, option and variable there is."""

from pathlib import Path

import pytest
import typer

from benefits_sync.cli.app import app

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text()
ELSEWHERE = {"--bamboohr-conn-id", "--plansource-conn-id"}  # the connections have a page of their own
COMMANDS = dict(typer.main.get_command(app).commands)
GROUPS = {group: dict(COMMANDS.pop(group).commands) for group in ("ledger", "x12")}
GROUPED = {f"{group} {name}": one for group, commands in GROUPS.items() for name, one in commands.items()}
EVERY = COMMANDS | GROUPED


@pytest.mark.parametrize("name", EVERY)
def test_every_command_is_on_the_page(name):
    assert f"`benefits {name}" in PAGE


@pytest.mark.parametrize("name", EVERY)
def test_every_option_and_variable_is_on_the_page(name):
    options = {word for option in EVERY[name].params for word in option.opts if word.startswith("--")}
    variables = {option.envvar for option in EVERY[name].params if option.envvar}
    assert [word for word in sorted(options | variables) if word not in PAGE and word not in ELSEWHERE] == []


@pytest.mark.parametrize("row", [line for line in PAGE.splitlines() if line.startswith("| `benefits ")])
def test_every_command_of_the_page_exists(row):
    words = row.split("`")[1].split()[1:]
    assert words[0] in EVERY or " ".join(words[:2]) in EVERY
