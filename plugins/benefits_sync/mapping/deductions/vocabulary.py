"""The benefit lookup codes of PlanSource: the same for all its clients."""

from typing import Final

_PLAIN: Final = """
medical medical_2 dental vision rx eap
hsa hra hcra dcra premium_fsa transit transit_2 parking flex_credit section_125
401k 401k_catch_up 401k_roth 401k_roth_catch_up
basic_subscriber_life basic_spouse_life basic_dependent_life basic_add subscriber_life spouse_life
dependent_life add add_spouse_only add_dep_only
std ltd bstd bltd
critical_illness critical_illness_2 critical_illness_3 cancer cancer_select_plus_coverage
accident_advance_coverage critical_assistance_advance_coverage group_hospital_indemnity hosp_intensive
specified_health long_term_care legal work_accident colonial
pto_purchase pto_cash_out admin_fee miscellaneous survey_unum_eligibility
"""

_FAMILIES: Final = {
    "Rider_": (
        "AD&D Cancer Child_Term Continuation Dental Long_Term_Care Maternity Mental_Illness Prescription "
        "Pre_Existing_Condition Restoration Sports Spouse_Term Subscriber_Term Terminal_Illness Terrorism "
        "Vision Waiver_of_Premium"
    ),
    "aflac_": (
        "accidtental critical_ill_ee critical_ill_ee_buyup critical_ill_sp critical_ill_sp_buyup hospital "
        "std whole_life whole_life_ch whole_life_sp"
    ),
    "allstate_": (
        "accident accidental cancer cancer2 critical_illness critical_illness1 critical_ill_ee "
        "critical_ill_sp disability grp_accident grp_cancer grp_cancer_ill grp_disability grp_medical "
        "grp_term_to_100 grp_term_to_100_ch grp_term_to_100_sp grp_univ_life hospital shop std survey "
        "universal_life_dep universal_life_ee universal_life_sp whole_life"
    ),
    "trans_": "di_plus_coverage legacy_coverage select_coverage sure_coverage",
    "unum_": (
        "group_accident_employee group_critical_illness_ee_employee group_critical_illness_ee_spouse "
        "group_critical_illness_employee group_critical_illness_spouse group_hospital_indemnity_employee "
        "interest_sensitive_whole_life_child interest_sensitive_whole_life_employee "
        "interest_sensitive_whole_life_spouse vwb_std_employee _whole_life_child _whole_life_employee "
        "_whole_life_spouse"
    ),
}

_COUNTED: Final = {"agreement_": 3, "rider_": 5, "survey_": 20}

BENEFIT_LOOKUP_CODES: Final = (
    frozenset(_PLAIN.split())
    | {f"{family}{name}" for family, names in _FAMILIES.items() for name in names.split()}
    | {f"{family}{number}" for family, count in _COUNTED.items() for number in range(1, count + 1)}
)
"""Every published code, spelt as PlanSource spells it."""
