"""Codes of a coverage: lines, tiers, providers, other insurance and reporting categories (2300 to 2750)."""

from enum import StrEnum


class CoverageMaintenance(StrEnum):
    """What happens to a coverage (HD01)."""

    CHANGE = "001"
    DELETE = "002"
    ADDITION = "021"
    TERMINATION = "024"
    REINSTATEMENT = "025"
    CORRECTION = "026"
    AUDIT = "030"
    EMPLOYEE_INFORMATION_NOT_APPLICABLE = "032"


class InsuranceLine(StrEnum):
    """Lines of insurance (HD03)."""

    PREVENTATIVE = "AG"
    TWENTY_FOUR_HOUR = "AH"
    MEDICARE_RISK = "AJ"
    MENTAL_HEALTH = "AK"
    DENTAL_CAPITATION = "DCP"
    DENTAL = "DEN"
    EXCLUSIVE_PROVIDER = "EPO"
    FACILITY = "FAC"
    HEARING = "HE"
    HEALTH = "HLT"
    HEALTH_MAINTENANCE = "HMO"
    LONG_TERM_CARE = "LTC"
    LONG_TERM_DISABILITY = "LTD"
    MAJOR_MEDICAL = "MM"
    MAIL_ORDER_DRUG = "MOD"
    PRESCRIPTION_DRUG = "PDG"
    POINT_OF_SERVICE = "POS"
    PREFERRED_PROVIDER = "PPO"
    PRACTITIONERS = "PRA"
    SHORT_TERM_DISABILITY = "STD"
    UTILIZATION_REVIEW = "UR"
    VISION = "VIS"
    LIFE = "LIF"
    ACCIDENTAL_DEATH = "ADD"
    ACCIDENT = "AC"


NON_GUIDE_LINES = frozenset({InsuranceLine.LIFE, InsuranceLine.ACCIDENTAL_DEATH, InsuranceLine.ACCIDENT})
"""Lines that only the base standard knows; a profile has to switch them on."""


class CoverageTier(StrEnum):
    """Who is covered (HD05)."""

    EMPLOYEE = "EMP"
    EMPLOYEE_AND_SPOUSE = "ESP"
    EMPLOYEE_AND_CHILDREN = "ECH"
    FAMILY = "FAM"
    INDIVIDUAL = "IND"
    SPOUSE_ONLY = "SPO"
    SPOUSE_AND_CHILDREN = "SPC"
    CHILDREN_ONLY = "CHD"
    DEPENDENTS_ONLY = "DEP"
    TWO_PARTY = "TWO"
    EMPLOYEE_AND_ONE = "E1D"
    EMPLOYEE_AND_TWO = "E2D"
    EMPLOYEE_AND_THREE = "E3D"
    EMPLOYEE_AND_ONE_OR_MORE = "E5D"
    EMPLOYEE_AND_TWO_OR_MORE = "E6D"
    EMPLOYEE_AND_THREE_OR_MORE = "E7D"
    EMPLOYEE_AND_FOUR_OR_MORE = "E8D"
    EMPLOYEE_AND_FIVE_OR_MORE = "E9D"


class CoverageDate(StrEnum):
    """Dates of a coverage (DTP01 in 2300)."""

    ENROLLMENT_SIGNATURE = "300"
    MAINTENANCE_EFFECTIVE = "303"
    PREMIUM_PAID_TO = "343"
    BENEFIT_BEGIN = "348"
    BENEFIT_END = "349"
    LAST_PREMIUM_PAID = "543"
    PREVIOUS_PERIOD = "695"


class CoverageReference(StrEnum):
    """Ids of a coverage (REF01 in 2300, beside QQ)."""

    CLIENT_REPORTING_CATEGORY = "17"
    GROUP_OR_POLICY = "1L"
    PAYMENT_CATEGORY = "9V"
    CLASS_OF_CONTRACT = "CE"
    SERVICE_CONTRACT = "E8"
    MEDICAL_ASSISTANCE_CATEGORY = "M7"
    PROGRAM_ID = "PID"
    RATE_CODE = "RB"
    INTERNAL_CONTROL_NUMBER = "X9"
    ISSUER_NUMBER = "XM"
    SPECIAL_PROGRAM = "XX1"
    SERVICE_AREA = "XX2"
    COUNTY = "ZX"
    MUTUALLY_DEFINED = "ZZ"


class IdCardKind(StrEnum):
    """Which card is asked for (IDC02)."""

    DENTAL = "D"
    HEALTH = "H"
    PRESCRIPTION = "P"


class IdCardAction(StrEnum):
    """What is asked for (IDC04)."""

    ADD = "1"
    CHANGE = "2"
    REPLACE = "RX"


class ProviderRole(StrEnum):
    """What a chosen provider is (NM101 in 2310)."""

    LABORATORY = "1X"
    OBSTETRICS_FACILITY = "3D"
    HOSPITAL = "80"
    FACILITY = "FA"
    OPTOMETRIST = "OD"
    PRIMARY_CARE = "P3"
    PHARMACY = "QA"
    DENTIST = "QN"
    MANAGED_CARE_ORGANIZATION = "Y2"


class ProviderChangeReason(StrEnum):
    """Why a person has another provider (PLA05)."""

    VOLUNTARY_WITHDRAWAL = "14"
    PLAN_CHANGE = "22"
    CUSTOMER_INFORMATION_IN_ERROR = "46"
    DISSATISFIED_WITH_OFFICE_STAFF = "AA"
    DISSATISFIED_WITH_MEDICAL_CARE = "AB"
    INCONVENIENT_OFFICE_LOCATION = "AC"
    DISSATISFIED_WITH_OFFICE_HOURS = "AD"
    SCHEDULING_DIFFICULTY = "AE"
    DISSATISFIED_WITH_REFERRAL_POLICY = "AF"
    LESS_RESPECT_THAN_OTHERS = "AG"
    PATIENT_MOVED = "AH"
    NO_REASON_GIVEN = "AI"
    APPOINTMENT_NOT_TIMELY = "AJ"


class PatientRelationship(StrEnum):
    """Whether the provider knows the person (NM110)."""

    ESTABLISHED = "25"
    NOT_ESTABLISHED = "26"
    UNKNOWN = "72"


class CoordinationOrder(StrEnum):
    """Which insurer pays first (COB01)."""

    PRIMARY = "P"
    SECONDARY = "S"
    TERTIARY = "T"
    UNKNOWN = "U"


class Coordination(StrEnum):
    """Whether benefits are coordinated (COB03)."""

    COORDINATED = "1"
    UNKNOWN = "5"
    NONE = "6"


class CoordinationServiceType(StrEnum):
    """Which services another insurer covers (COB04)."""

    MEDICAL_CARE = "1"
    DENTAL_CARE = "35"
    HOSPITAL_INPATIENT = "48"
    HOSPITAL_OUTPATIENT = "50"
    LONG_TERM_CARE = "54"
    FREE_STANDING_PRESCRIPTION_DRUG = "89"
    MAIL_ORDER_PRESCRIPTION_DRUG = "90"
    PSYCHIATRIC = "A4"
    SKILLED_NURSING = "AG"
    VISION = "AL"
    PARTIAL_HOSPITALIZATION = "BB"


class CoordinationReference(StrEnum):
    """Ids of another insurance (REF01 in 2320)."""

    ACCOUNT_SUFFIX = "60"
    GROUP_NUMBER = "6P"
    SOCIAL_SECURITY_NUMBER = "SY"
    MUTUALLY_DEFINED = "ZZ"


class CategoryReference(StrEnum):
    """Ids of a reporting category (REF01 in 2750)."""

    CONTRACTING_DISTRICT = "00"
    CLIENT_REPORTING_CATEGORY = "17"
    PLAN_NUMBER = "18"
    DIVISION = "19"
    UNION = "26"
    BRANCH = "3L"
    APPLICATION = "6M"
    PAYMENT_CATEGORY = "9V"
    ACCOUNT_CATEGORY = "9X"
    GEOGRAPHIC_NUMBER = "GE"
    LOCATION = "LU"
    PROGRAM_ID = "PID"
    SPECIAL_PROGRAM = "XX1"
    SERVICE_AREA = "XX2"
    GEOGRAPHIC_KEY = "YY"
    MUTUALLY_DEFINED = "ZZ"
