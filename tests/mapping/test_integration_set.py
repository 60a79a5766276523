"""Integration sets: their grammar, their mistakes shown where they stand, and the page that explains them."""

import re
from pathlib import Path

import pytest

from benefits_sync.errors import MappingError
from benefits_sync.mapping.integration_set import IntegrationSet, Step, load_set, set_files
from tests.conftest import ROOT

KNOWN = ("demographic_export", "deductions_import", "deductions_import_file")
SETS = ROOT / "include" / "sets"
GOOD = """\
name: nightly
title: Every night
steps:
  - demographic_export
  - integration: deductions_import
    form:
      lookback_days: 7
"""


@pytest.fixture
def written(tmp_path):
    """Write a set and read it."""

    def read(text: str, file: str = "nightly.yaml") -> IntegrationSet:
        (tmp_path / file).write_text(text, encoding="utf-8")
        return load_set(tmp_path / file, KNOWN)

    return read


def test_a_step_is_a_name_or_a_name_with_values_for_its_form(written):
    assert written(GOOD).steps == (
        Step(integration="demographic_export"),
        Step(integration="deductions_import", form={"lookback_days": "7"}),
    )


def test_a_set_aborts_on_failure_and_has_no_schedule_unless_it_says_so(written):
    found = written(GOOD)
    assert (found.abort_on_failure, found.schedule, found.timezone) == (True, None, "UTC")


def test_a_set_may_say_when_it_runs(written):
    found = written(GOOD + 'abort_on_failure: false\nschedule: "0 2 * * 1"\ntimezone: America/Denver\n')
    assert (found.abort_on_failure, found.schedule, found.timezone) == (False, "0 2 * * 1", "America/Denver")


@pytest.mark.parametrize(
    ("wrong", "line", "message"),
    [
        (
            GOOD + "abort_on_fail: true\n",
            8,
            "`abort_on_fail` is not a key here; did you mean `abort_on_failure`?",
        ),
        (GOOD.replace("form:", "from:"), 6, "`from` is not a key here; did you mean `form`?"),
        (
            GOOD.replace("- demographic_export", "- demographics_export"),
            4,
            "`demographics_export` is not an integration; did you mean `demographic_export`?",
        ),
        (
            GOOD.replace("integration: deductions_import", "integration: deduction_import"),
            5,
            "`deduction_import` is not an integration; did you mean `deductions_import`?",
        ),
        (GOOD.replace("name: nightly", "name: weekly"), 1, "`name` is that of the file: nightly"),
        (GOOD.replace("title: Every night\n", ""), 1, "`title` is missing"),
        (GOOD + 'schedule: "61 2 * * *"\n', 8, "not a cron expression of five fields"),
        (GOOD + 'schedule: "0 0 2 * * *"\n', 8, "not a cron expression of five fields"),
        (GOOD + 'schedule: "0 2 * * *"\ntimezone: Denver\n', 9, "not a time zone of the IANA list"),
        (GOOD + "timezone: America/Denver\n", 1, "`timezone` is that of the `schedule`, which is missing"),
        (GOOD + "abort_on_failure: perhaps\n", 8, "`abort_on_failure`: input should be a valid boolean"),
        ("name: nightly\ntitle: Every night\nsteps: []\n", 3, "`steps`: tuple should have at least 1 item"),
        (
            GOOD.replace("lookback_days: 7", "lookback_days: [7]"),
            7,
            "`lookback_days`: input should be a valid",
        ),
        (GOOD + "  - demographic_export: {delta: true}}\n", 8, "is not YAML"),
    ],
)
def test_a_mistake_is_shown_with_file_line_and_the_way_out(written, wrong, line, message):
    with pytest.raises(MappingError) as shown:
        written(wrong)
    first = str(shown.value).splitlines()[0]
    assert re.search(rf"nightly\.yaml:{line}: ", first) is not None, first
    assert message in first


def test_all_mistakes_are_shown_at_once_in_the_order_of_the_file(written):
    with pytest.raises(MappingError) as shown:
        written(GOOD.replace("nightly", "weekly").replace("- demographic_export", "- export"))
    assert re.findall(r"nightly\.yaml:(\d+):", str(shown.value)) == ["1", "4"]


def test_the_default_set_exports_demographics_before_it_imports_deductions():
    default = load_set(SETS / "default.yaml", KNOWN)
    assert [step.integration for step in default.steps] == ["demographic_export", "deductions_import"]
    assert (default.abort_on_failure, default.schedule) == (True, None)


def test_sets_are_found_by_the_names_of_their_files(tmp_path):
    for name in ("weekly.yaml", "daily.yaml", "README.md"):
        (tmp_path / name).touch()
    assert list(set_files(tmp_path)) == ["daily", "weekly"]


# The page


def keys(table: str) -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


def test_the_page_explains_every_key():
    of_sets, of_steps = (SETS / "README.md").read_text(encoding="utf-8").split("A step is")
    assert (keys(of_sets), keys(of_steps)) == (set(IntegrationSet.model_fields), set(Step.model_fields))


def test_the_example_of_the_page_is_a_set(tmp_path: Path):
    (example,) = re.findall(r"```yaml\n(.*?)```", (SETS / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "weekly_payroll.yaml").write_text(example, encoding="utf-8")
    assert load_set(tmp_path / "weekly_payroll.yaml", KNOWN).name == "weekly_payroll"
