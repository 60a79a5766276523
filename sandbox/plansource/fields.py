"""The writable members of records, with their kinds."""

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

COVERAGE_EXTRAS = _fields(
    text="esigned_at esigned_by had_prior_coverage beneficiary_required beneficiary_esign_at"
    " beneficiary_esign_by pcpcode1 pcpcode2 pcp_name1 pcp_existing_patient1 waive_plan_policyholder"
    " waive_plan_insurer waive_plan_insurer_phone",
    date="payment_change_effective_date election_effective_date carrier_effective_date"
    " demographic_effective_date signature_date subscriber_ytd_effective_date org_ytd_effective_date"
    " hsa_contribution_end_date req_hsa_contribution_end_date waive_plan_effective_date"
    " waive_plan_termination_date",
    boolean="waiting_for_doc_requests beneficiary_optional_admin",
    decimal="billing_premium billing_fee billing_fee2 req_billing_premium req_billing_fee req_billing_fee2"
    " subscriber_ytd org_ytd deny_pend_permanently_amount",
)
"""What a coverage's write stores as it was sent; its terms, dates and amounts are read one by one."""

LINE_EXTRAS = _fields(
    text="policy",
    date="election_effective_date carrier_effective_date demographic_effective_date",
    decimal="billing_premium billing_fee billing_fee2",
)

DEPENDENT_COVERAGE_EXTRAS = _fields(
    text="pcp_code1 pcp_name1 pcp_existing_patient1",
    date="election_effective_date carrier_effective_date demographic_effective_date",
    integer="org_carrier_id",
)
