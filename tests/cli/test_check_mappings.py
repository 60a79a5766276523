"""The command that checks mapping files."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from benefits_sync.cli.check_mappings import check_mappings
from benefits_sync.errors import ParameterError
from sandbox.server import running
from tests.connections import define_connections, vendor_connections

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


SHIPPED = (MAPPINGS / "demographic_export.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("mistakes", "told"),
    [
        (
            {"transforms: [zip_code]": "transforms: [zipcode]", "{from: city,": "{from: citty,"},
            ["`citty` is not a field of the BambooHR employee", "`zipcode` is not a transform"],
        ),
        (
            {
                "{from: zipcode, transforms: [zip_code]": "{from: zip, transforms: [zipcode]",
                "lookup: country": "lookup: county",
            },
            ["`zipcode` is not a transform", "`zip` is not a field", "there is no lookup `county`"],
        ),
        (
            {"- reason: other_ein": "- raison: other_ein", "{payType: Contract}": "{payTipe: Contract}"},
            ["`reason` is missing", "`raison` is not a key here", "`payTipe` is not a field of the BambooHR"],
        ),
        (
            {
                "  city: {from": "  town: {from",
                "          # below": "",
                "lookup: language": "lookup: languages",
            },
            [
                "`city` is not mapped, and PlanSource requires it",
                "`town` is not a writable member",
                "there is no lookup `languages`",
                "there is no lookup `languages`",
                "lookup `language` is not used by any field",
            ],
        ),
        (
            {"custom_fields:": "custom_feilds:"},
            ["`custom_feilds` is not a key here; did you mean `custom_fields`"],
        ),
    ],
)
def test_all_problems_of_a_file_are_told_at_once_and_none_that_another_makes(tmp_path, mistakes, told):
    path, text = tmp_path / "bad.yaml", SHIPPED
    for right, wrong in mistakes.items():
        text = text.replace(right, wrong)
    path.write_text(text, encoding="utf-8")
    found = [line for line in run(str(path)).stderr.splitlines() if line.startswith(str(path))]
    assert [expected in line for expected, line in zip(told, found, strict=True)] == [True] * len(told), found


def test_the_shipped_integration_sets_are_good():
    result = run(str(MAPPINGS.parent / "sets"))
    assert (result.exit_code, "1 mapping checked, no problems." in result.stdout) == (0, True)


def test_an_integration_set_is_checked_as_one(tmp_path):
    path = tmp_path / "sets" / "nightly.yaml"
    path.parent.mkdir()
    path.write_text("name: nightly\ntitle: Every night\nsteps: [demographics_export]\n", encoding="utf-8")
    result = run(str(path))
    expected = f"{path}:3: `demographics_export` is not an integration; did you mean `demographic_export`?"
    assert (result.exit_code, expected in result.stderr) == (1, True)


def test_a_layout_of_a_payroll_file_is_checked_as_one(tmp_path):
    folder = tmp_path / "payroll_files"
    folder.mkdir()
    text = (MAPPINGS / "payroll_files" / "standard.yaml").read_text(encoding="utf-8")
    (folder / "bad.yaml").write_text(text.replace("from: employee", "from: employees"), encoding="utf-8")
    assert "`employees` is not a field of a deduction line" in run(str(tmp_path)).stderr


def test_a_carrier_profile_is_checked_as_one(tmp_path):
    folder = tmp_path / "carriers"
    folder.mkdir()
    text = (MAPPINGS / "carriers" / "clearwater_vision.yaml").read_text(encoding="utf-8")
    bad = text.replace('Vision Choice: "0042"', "Vision Choice: 0042")
    (folder / "clearwater_vision.yaml").write_text(bad, encoding="utf-8")
    assert 'the code 0042 must be quoted: write "0042"' in run(str(tmp_path)).stderr


def test_problems_of_meaning_are_shown_too(tmp_path):
    path = tmp_path / "bad.yaml"
    text = (MAPPINGS / "demographic_export.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("  ssn: {from", "  # ssn: {from"), encoding="utf-8")
    assert "`ssn` is not mapped, and PlanSource requires it" in run(str(path)).stderr


def test_a_file_that_is_not_yaml_is_one_problem(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("fields: [", encoding="utf-8")
    assert "1 mapping checked, 1 problem." in run(str(path)).stdout


def test_a_setting_for_test_data_is_a_warning_and_no_problem():
    result = run(str(MAPPINGS))
    assert (result.exit_code, "warning: `ssn_allow_900_area` lets invented SSNs pass" in result.stdout) == (
        0,
        True,
    )


def test_a_mapping_for_real_people_has_no_warning(tmp_path):
    text = (MAPPINGS / "demographic_export.yaml").read_text(encoding="utf-8")
    path = tmp_path / "real.yaml"
    path.write_text(text.replace("  ssn_allow_900_area: true", "  # "), encoding="utf-8")
    assert run(str(path)).stdout == "1 mapping checked, no problems.\n"


def test_a_folder_without_mappings_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="holds no mapping file"):
        check_mappings([tmp_path])


@pytest.fixture
def accounts(monkeypatch):
    """Connections to both vendors of the sandbox."""
    with running(employees=12, seed=7) as sandbox:
        define_connections(monkeypatch, vendor_connections(sandbox))
        yield


@pytest.mark.usefixtures("accounts")
def test_the_shipped_mapping_fits_the_accounts_of_the_sandbox():
    result = run(str(MAPPINGS), "--live")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("West: WEST", "West: WST", "PlanSource does not accept `WST` for `division`; did you mean `WEST`?"),
        ("West: WEST, ", "", "`West` of division has no code here"),
        (
            "location: Remote,",
            "location: Remot,",
            "location has no option `Remot` in BambooHR; did you mean `Remote`",
        ),
        ("customBadge", "customBage", "did you mean `customBadge`?"),
    ],
)
def test_live_lists_show_what_a_file_alone_cannot(tmp_path, right, wrong, expected):
    path = tmp_path / "bad.yaml"
    text = (MAPPINGS / "demographic_export.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    assert expected in run(str(path), "--live").stderr
