"""The command that checks mapping files."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from benefits_sync.cli.check_mappings import check_mappings
from benefits_sync.errors import ParameterError

MAPPINGS = Path(__file__).resolve().parents[2] / "include" / "mappings"


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(check_mappings)
    return CliRunner().invoke(app, list(arguments))


def test_the_shipped_mappings_are_good():
    result = run(str(MAPPINGS))
    assert (result.exit_code, "no problems." in result.stdout) == (0, True)


def test_a_problem_is_shown_with_its_line_and_fails_the_command(tmp_path):
    path = tmp_path / "bad.yaml"
    text = (MAPPINGS / "demographic_export.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("transforms: [zip_code]", "transforms: [zipcode]"), encoding="utf-8")
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "[zip_code]" in line)
    result = run(str(path))
    expected = f"{path}:{line}: `zipcode` is not a transform; did you mean `zip_code`?"
    assert (result.exit_code, expected in result.stderr) == (1, True)


def test_problems_of_meaning_are_shown_too(tmp_path):
    path = tmp_path / "bad.yaml"
    text = (MAPPINGS / "demographic_export.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("  ssn: {from", "  # ssn: {from"), encoding="utf-8")
    assert "`ssn` is not mapped, and PlanSource requires it" in run(str(path)).stderr


def test_a_file_that_is_not_yaml_is_one_problem(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("fields: [", encoding="utf-8")
    assert "1 mapping checked, 1 problem." in run(str(path)).stdout


def test_a_folder_without_mappings_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="holds no mapping file"):
        check_mappings([tmp_path])
