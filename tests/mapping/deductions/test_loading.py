"""Errors of a mapping of deductions name file, line, the lines around it, and the nearest valid name."""

import shutil
from pathlib import Path

import pytest

from benefits_sync.errors import MappingError
from benefits_sync.mapping.deductions import load_deduction_mapping
from benefits_sync.models.deductions import LINE_FIELDS, LINE_KEY, PAYROLL_FIELDS, LineKind

SHIPPED = Path(__file__).resolve().parents[3] / "include" / "mappings"
TABLE = SHIPPED / "deductions_import.yaml"
FILE = SHIPPED / "deductions_import_file.yaml"


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("ignored_benefits:", "ignored_benefit:", "did you mean `ignored_benefits`?"),
        ("target: bamboohr.customDeductions", "target: customDeductions", "`target`: string should match"),
        ("remainder: last", "remainder: lst", "`remainder`: input should be 'last', 'first' or 'none'"),
        ("every_days: 14", "every_dys: 14", "did you mean `every_days`?"),
        ("lookup: pretax_codes", "lookup: pretaxcodes", "did you mean `pretax_codes`?"),
        ("plan_partner_code_1, lookup", "partner_code_1, lookup", "`from`: input should be"),
        ("lookup: employer_codes", "overrides: []", "in neither"),
        ("hcra: pretax", "hcra: employer", "`hcra`: input should be"),
        ("dcra: pretax", "dcrra: pretax", "did you mean `dcra`?"),
        ("[eap]", "[hsa]", "cannot be ignored too"),
        ("medical: MEDPT", "medicle: MEDPT", "did you mean `medical`?"),
        ("medical: MEDPT", "medical: MED|PT", "should match pattern"),
        ("employer_codes: {}", "employer_codes: {}\n  spare: {}", "`spare` is not used by any code"),
        ("label: weekly", "label: biweekly", "another pay schedule is called `biweekly` too"),
        ("    first_pay_date: 2026-01-09\n", "", "either `first_pay_date` with `every_days`"),
        ("pays_per_year: 52", "pays_per_year: 50", "does not fit the pay dates"),
        ("pays_per_year: 26", "pays_per_year: 26\n    deductions_per_year: 25", "a multiple of 12"),
        ("{starts: 01-01}", "{starts: 13-01}", "a month and a day"),
        ("timezone: America/Denver", "timezone: Denver", "not a time zone"),
    ],
)
def test_a_mistake_is_shown_with_the_way_out(refusal, right, wrong, expected):
    assert expected in refusal(right, wrong)


def test_a_mistake_is_shown_on_its_line(refusal):
    lines = enumerate(TABLE.read_text("utf-8").splitlines(), 1)
    (line,) = (number for number, text in lines if text.startswith("  remainder: last"))
    assert f"demo.yaml:{line}:" in refusal("remainder: last", "remainder: lst")


def test_an_override_that_an_earlier_one_covers_is_refused(refusal):
    overrides = "overrides: [{benefit: medical, code: A}, {benefit: medical, plan: Gold PPO, code: B}], "
    assert "can never be used" in refusal("posttax: {", f"posttax: {{{overrides}")


def test_two_overrides_of_one_plan_are_refused(refusal):
    overrides = "overrides: [{benefit: dental, code: A}, {benefit: dental, code: B}], "
    assert "an earlier override names the same benefit and plan" in refusal(
        "posttax: {", f"posttax: {{{overrides}"
    )


def test_the_file_target_has_all_parts_of_the_file_it_extends():
    table, file = load_deduction_mapping(TABLE), load_deduction_mapping(FILE)
    own = {"name", "target"}
    assert file.model_dump(exclude=own) == table.model_dump(exclude=own)


def test_what_an_extending_file_states_replaces_the_part_it_extends(tmp_path):
    shutil.copy(TABLE, tmp_path)
    path = tmp_path / "other.yaml"
    path.write_text(FILE.read_text("utf-8") + "settings: {timezone: UTC, remainder: none}\n", "utf-8")
    assert load_deduction_mapping(path).settings.remainder == "none"


def test_the_version_label_changes_with_the_file_that_is_extended(tmp_path):
    shutil.copy(FILE, tmp_path)
    extended = tmp_path / TABLE.name
    extended.write_text(TABLE.read_text("utf-8") + "# a comment\n", "utf-8")
    before, after = load_deduction_mapping(FILE), load_deduction_mapping(tmp_path / FILE.name)
    assert (before.version_label[:2], before.version_label != after.version_label) == ("1-", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extends: nowhere.yaml\n", "nowhere.yaml: cannot be read"),
        ("extends: ../deductions_import.yaml\n", "a file of the same folder"),
        ("extends: demo.yaml\n", "extends another file itself"),
        ("extends: deductions_import.yaml\nacounts: {}\n", "did you mean `accounts`?"),
    ],
)
def test_a_file_that_cannot_extend_says_why(tmp_path, text, expected):
    shutil.copy(TABLE, tmp_path)
    path = tmp_path / "demo.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(MappingError) as caught:
        load_deduction_mapping(path)
    assert ("demo.yaml:" in str(caught.value), expected in str(caught.value)) == (True, True)


def test_a_mapping_of_deductions_speaks_for_payroll_rows_and_lines():
    mapping = load_deduction_mapping(TABLE)
    told = (mapping.key, mapping.source_key, mapping.source_fields, mapping.target_fields)
    assert told == (LINE_KEY, "source_id", tuple(PAYROLL_FIELDS), tuple(LINE_FIELDS))


def test_money_and_coverage_are_personal():
    mapping = load_deduction_mapping(TABLE)
    personal = {"subscriber_premium", "volume", "plan_name", "coverage_level", "amount", "annual_amount"}
    assert personal <= {*mapping.sensitive_sources, *mapping.sensitive_targets}


def test_a_missing_code_can_be_corrected_in_its_members_or_added_to_its_table():
    mapping = load_deduction_mapping(TABLE)
    field = f"{LineKind.EMPLOYER.value}_code"
    told = (mapping.sources_of_issue(field), mapping.lookup_of_issue(field))
    assert told == (("plan_partner_code_1",), "employer_codes")


def test_any_other_field_is_corrected_where_it_stands():
    mapping = load_deduction_mapping(TABLE)
    told = (mapping.sources_of_issue("org_premium"), mapping.lookup_of_issue("org_premium"))
    assert told == (("org_premium",), None)
