"""The lists of the invented company: codes it set up, and those that are the vendor's own."""

from dataclasses import dataclass

STATES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO",
    "Connecticut": "CT", "Delaware": "DE", "District of Columbia": "DC", "Florida": "FL", "Georgia": "GA",
    "Hawaii": "HI", "Idaho": "ID", "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS",
    "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA",
    "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO", "Montana": "MT",
    "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM",
    "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK",
    "Oregon": "OR", "Pennsylvania": "PA", "Puerto Rico": "PR", "Rhode Island": "RI", "South Carolina": "SC",
    "South Dakota": "SD", "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA",
    "Washington": "WA", "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
}  # fmt: skip

COUNTRIES = ("United States", "Canada", "Mexico")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A payroll schedule, which an administrator set up."""

    id: int
    name: str
    lookup_code: str


SCHEDULES = (
    Schedule(7712, "Biweekly", "biweekly_1"),
    Schedule(7713, "Semi-monthly", "semimonthly_1"),
    Schedule(7714, "Weekly", "weekly_1"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A termination reason; the list is the vendor's and the same for every client."""

    id: int
    lookup_code: str
    name: str
    description: str


# The vendor publishes the reasons 1, 2, 4, 7, 8, 21 and 25, and `death` without its id. The codes and ids of
# the others are not public and hold in this sandbox only.
REASONS = (
    Reason(1, "employment_termination", "Termination of Employment (COBRA)", "Employment ended"),
    Reason(
        2,
        "employment_termination_for_cause",
        "Termination or Employment for gross misconduct (Non-COBRA)",
        "Employment ended for gross misconduct",
    ),
    Reason(3, "death", "Death (COBRA)", "Death of Employee"),
    Reason(
        4,
        "voluntary_waive",
        "Voluntary Coverage Waive (Non-COBRA)",
        "Subscriber voluntarily waived coverage",
    ),
    Reason(5, "retirement", "Retirement (COBRA)", "Employee retired"),
    Reason(6, "layoff", "Layoff (COBRA)", "Employee laid off"),
    Reason(7, "divorce", "Divorce (COBRA)", "Spouse Divorced from employee"),
    Reason(8, "overage_child", "Child becomes ineligible (COBRA)", "Child reached the age limit"),
    Reason(9, "reduction_of_hours", "Reduction of Hours (COBRA)", "Hours fell below eligibility"),
    Reason(10, "leave_of_absence", "Leave of Absence (COBRA)", "Employee on leave"),
    Reason(11, "loss_of_eligibility", "Loss of Eligibility (COBRA)", "No longer eligible"),
    Reason(12, "medicare_entitlement", "Entitlement to Medicare (COBRA)", "Entitled to Medicare"),
    Reason(13, "legal_separation", "Legal Separation (COBRA)", "Legally separated from spouse"),
    Reason(
        14,
        "end_of_domestic_partnership",
        "End of Domestic Partnership (Non-COBRA)",
        "Domestic partnership ended",
    ),
    Reason(15, "transfer", "Transfer to Affiliated Company (Non-COBRA)", "Transferred to another company"),
    Reason(16, "military_leave", "Military Leave (COBRA)", "Called to military service"),
    Reason(17, "strike", "Strike or Lockout (COBRA)", "On strike or locked out"),
    Reason(18, "nonpayment_of_premium", "Nonpayment of Premium (Non-COBRA)", "Premium not paid"),
    Reason(19, "employer_bankruptcy", "Bankruptcy of Employer (COBRA)", "Employer is bankrupt"),
    Reason(20, "plan_ended", "Plan Discontinued (Non-COBRA)", "Plan is no longer offered"),
    Reason(21, "dependent_death", "Dependent Death (Non-COBRA)", "Death of Dependent"),
    Reason(22, "other_coverage", "Gained Other Coverage (Non-COBRA)", "Covered elsewhere"),
    Reason(23, "entered_in_error", "Entered in Error (Non-COBRA)", "Coverage was entered in error"),
    Reason(24, "end_of_court_order", "End of Court Order (Non-COBRA)", "Court order ended"),
    Reason(
        25,
        "failed_to_receive_documentation",
        "Failed to receive documentation (Non-COBRA)",
        "Documentation not received",
    ),
)
REASON_IDS = {reason.lookup_code: reason.id for reason in REASONS}
DEPENDENT_REASONS = tuple(reason for reason in REASONS if reason.id in {4, 7, 8, 11, 21, 25})

RELATIONSHIPS = {
    "Spouse": "spouse", "Child": "child", "Domestic Partner": "domestic_partner",
    "Domestic Partner's Child": "dp_child", "Other": "other",
}  # fmt: skip

DIVISIONS = {"West": "WEST", "East": "EAST", "Central": "CENTRAL"}
LOCATIONS = {"Boise": "BOI", "Denver": "DEN", "Austin": "AUS", "Boston": "BOS", "Remote": "REM"}
CLASSES = {
    "Executive": "EXEC", "Full-Time Salaried": "FT-SAL", "Full-Time Hourly": "FT-HRLY", "Part-Time": "PT",
    "Intern": "INTERN", "Furloughed": "FURL",
}  # fmt: skip
LEVELS = {"F": "F", "P": "P"}
UNIONS = {"Local 100": "U100", "Local 200": "U200"}
GENDERS = {"Male": "M", "Female": "F"}
MARITAL_STATUSES = {"Single": "S", "Married": "M", "Divorced": "D"}
LANGUAGES = {"English": "en", "Spanish": "es"}
MEDICARE_REASONS = {"Age": "AGE", "Disability": "DISABILITY", "End-Stage Renal Disease": "ESRD"}
MEDICARE_PLANS = {"Part A": "A", "Part B": "B", "Parts A and B": "AB"}
YES_NO = {"Yes": "YES", "No": "NO"}
