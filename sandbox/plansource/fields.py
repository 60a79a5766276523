"""The writable members of subscribers, dependents and beneficiaries, with their kinds."""

from enum import StrEnum


class FieldKind(StrEnum):
    """How a member's value is read and answered."""

    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"
    SSN = "ssn"
    ZIP = "zip"
    PHONE = "phone"


def _fields(**names: str) -> dict[str, FieldKind]:
    return {name: FieldKind(kind) for kind, listed in names.items() for name in listed.split()}


def _udefs(count: int) -> str:
    return " ".join(f"udef_{number}" for number in range(1, count + 1))


SUBSCRIBER_FIELDS = _fields(
    text="subscriber_code first_name middle_name last_name name_suffix gender marital_status employee_number"
    " ee_code address_1 address_2 city state county country email email2 written_language spoken_language"
    " preferred_locale employment_level employment_status employee_type business_title division location"
    " org_class union_code benefit_company benefit_deduction_group eligible_org_population_ids org_payroll_id"
    " pay_type bank_account_type is_smoker medicare_reason medicare_plan user_name locked_at anthem_hcid"
    " anthem_member_code anthem_sub_id anthem_emp_dept_code " + _udefs(30),
    date="birthdate hire_date original_hire_date seniority_date termination_date employment_status_starts_on"
    " employment_status_ends_on current_salary_effective_on status_changed_at status_starts_on status_ends_on"
    " status_ends_on_expected benefits_start_date benefits_end_date original_effective_date"
    " change_effective_date medicare_effective_date medicare_termination_date disabled_on",
    boolean="is_voluntary_termination highly_compensated shareholder owner vip fmla hide_from_payroll"
    " test_employee ssn_exported exclude_from_batch_import",
    decimal="hours_per_week pay_rate current_salary",
    integer="public_id parent_dependent_id termination_reason_id subscriber_status_id"
    " subscriber_status_subtype_id attempted_logon_count",
    ssn="ssn",
    zip="zip_code",
    phone="home_phone work_phone cell_phone",
)

DEPENDENT_FIELDS = _fields(
    text="first_name middle_name last_name name_suffix gender relationship_code address_1 address_2 city"
    " state country is_smoker qmcso qmcso_benefits medicare_plan medicare_reason anthem_member_code "
    + _udefs(10),
    date="birthdate verification_expires_on termination_date medicare_effective_date"
    " medicare_termination_date",
    boolean="lives_at_home hide_dependent_on_termination verified",
    integer="termination_reason_id",
    ssn="ssn",
    zip="zip_code",
)

BENEFICIARY_FIELDS = _fields(
    text="name relationship address_1 address_2 city state country " + _udefs(10),
    decimal="allocation",
    integer="coverage_line_id",
    zip="zip_code",
)
