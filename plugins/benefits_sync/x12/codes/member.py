"""Codes of a person's membership: what happens to it, why, and what the person's standing is."""

from enum import StrEnum


class MaintenanceType(StrEnum):
    """What happens to a person (INS03)."""

    CHANGE = "001"
    ADDITION = "021"
    TERMINATION = "024"
    REINSTATEMENT = "025"
    AUDIT = "030"


class MaintenanceReason(StrEnum):
    """Why it happens (INS04)."""

    DIVORCE = "01"
    BIRTH = "02"
    DEATH = "03"
    RETIREMENT = "04"
    ADOPTION = "05"
    STRIKE = "06"
    TERMINATION_OF_BENEFITS = "07"
    TERMINATION_OF_EMPLOYMENT = "08"
    COBRA = "09"
    COBRA_PREMIUM_PAID = "10"
    SURVIVING_SPOUSE = "11"
    VOLUNTARY_WITHDRAWAL = "14"
    PRIMARY_CARE_PROVIDER_CHANGE = "15"
    QUIT = "16"
    FIRED = "17"
    SUSPENDED = "18"
    ACTIVE = "20"
    DISABILITY = "21"
    PLAN_CHANGE = "22"
    IDENTIFYING_DATA_CHANGE = "25"
    DECLINED_COVERAGE = "26"
    PRE_ENROLLMENT = "27"
    INITIAL_ENROLLMENT = "28"
    BENEFIT_SELECTION = "29"
    LEGAL_SEPARATION = "31"
    MARRIAGE = "32"
    PERSONNEL_DATA = "33"
    LEAVE_WITH_BENEFITS = "37"
    LEAVE_WITHOUT_BENEFITS = "38"
    LAYOFF_WITH_BENEFITS = "39"
    LAYOFF_WITHOUT_BENEFITS = "40"
    RE_ENROLLMENT = "41"
    LOCATION_CHANGE = "43"
    NON_PAYMENT = "59"
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
    ALGORITHM_ASSIGNED = "AL"
    MEMBER_BENEFIT_SELECTION = "EC"
    NOTIFICATION_ONLY = "XN"
    TRANSFER = "XT"


class Relationship(StrEnum):
    """What a person is to the subscriber (INS02)."""

    SPOUSE = "01"
    PARENT = "03"
    GRANDPARENT = "04"
    GRANDCHILD = "05"
    UNCLE_OR_AUNT = "06"
    NEPHEW_OR_NIECE = "07"
    COUSIN = "08"
    ADOPTED_CHILD = "09"
    FOSTER_CHILD = "10"
    CHILD_IN_LAW = "11"
    SIBLING_IN_LAW = "12"
    PARENT_IN_LAW = "13"
    SIBLING = "14"
    WARD = "15"
    STEPPARENT = "16"
    STEPCHILD = "17"
    SELF = "18"
    CHILD = "19"
    SPONSORED_DEPENDENT = "23"
    DEPENDENT_OF_MINOR_DEPENDENT = "24"
    EX_SPOUSE = "25"
    GUARDIAN = "26"
    COURT_APPOINTED_GUARDIAN = "31"
    COLLATERAL_DEPENDENT = "38"
    LIFE_PARTNER = "53"
    ANNUITANT = "60"
    TRUSTEE = "D2"
    OTHER_RELATIONSHIP = "G8"
    OTHER_RELATIVE = "G9"


class BenefitStatus(StrEnum):
    """On what ground a person is covered (INS05)."""

    ACTIVE = "A"
    COBRA = "C"
    SURVIVING_INSURED = "S"
    TEFRA = "T"


class MedicarePlan(StrEnum):
    """Which parts of Medicare a person has (first component of INS06)."""

    PART_A = "A"
    PART_B = "B"
    PARTS_A_AND_B = "C"
    PART_UNKNOWN = "D"
    NONE = "E"


class MedicareReason(StrEnum):
    """Why a person is entitled to Medicare (second component of INS06)."""

    AGE = "0"
    DISABILITY = "1"
    END_STAGE_RENAL_DISEASE = "2"


class CobraEvent(StrEnum):
    """What made a person a COBRA beneficiary (INS07)."""

    TERMINATION = "1"
    REDUCED_HOURS = "2"
    MEDICARE = "3"
    DEATH = "4"
    DIVORCE = "5"
    SEPARATION = "6"
    INELIGIBLE_CHILD = "7"
    BANKRUPTCY_OF_RETIREES_EMPLOYER = "8"
    LAYOFF = "9"
    LEAVE_OF_ABSENCE = "10"
    MUTUALLY_DEFINED = "ZZ"


class EmploymentStatus(StrEnum):
    """How a subscriber is employed (INS08)."""

    ACTIVE = "AC"
    ACTIVE_MILITARY_OVERSEAS = "AO"
    ACTIVE_MILITARY_USA = "AU"
    FULL_TIME = "FT"
    LEAVE_OF_ABSENCE = "L1"
    PART_TIME = "PT"
    RETIRED = "RT"
    TERMINATED = "TE"


class StudentStatus(StrEnum):
    """Whether a person studies (INS09)."""

    FULL_TIME = "F"
    NOT_A_STUDENT = "N"
    PART_TIME = "P"


class Confidentiality(StrEnum):
    """Who may see a person's data (INS13)."""

    RESTRICTED = "R"
    UNRESTRICTED = "U"


class MemberReference(StrEnum):
    """Supplemental ids of a person (REF01 in 2000, beside 0F and 1L)."""

    CLIENT_REPORTING_CATEGORY = "17"
    CLIENT_NUMBER = "23"
    CASE_NUMBER = "3H"
    PERSONAL_IDENTIFICATION_NUMBER = "4A"
    CROSS_REFERENCE = "6O"
    PERSONAL_ID = "ABB"
    PHARMACY_NUMBER = "D3"
    DEPARTMENT = "DX"
    MEDICARE_BENEFICIARY_NUMBER = "F6"
    POSITION_CODE = "P5"
    PRIOR_IDENTIFIER = "Q4"
    UNIT_NUMBER = "QQ"
    MUTUALLY_DEFINED = "ZZ"


class MemberDate(StrEnum):
    """Dates of a person (DTP01 in 2000)."""

    RECEIVED = "050"
    RETIREMENT = "286"
    RETURN_TO_WORK = "296"
    LAST_DAY_WORKED = "297"
    ENROLLMENT_SIGNATURE = "300"
    COBRA_EVENT = "301"
    MAINTENANCE_EFFECTIVE = "303"
    EMPLOYMENT_BEGIN = "336"
    EMPLOYMENT_END = "337"
    MEDICARE_BEGIN = "338"
    MEDICARE_END = "339"
    COBRA_BEGIN = "340"
    COBRA_END = "341"
    EDUCATION_BEGIN = "350"
    EDUCATION_END = "351"
    ELIGIBILITY_BEGIN = "356"
    ELIGIBILITY_END = "357"
    ADJUSTED_HIRE = "383"
    CREDITED_SERVICE_BEGIN = "385"
    CREDITED_SERVICE_END = "386"
    PARTICIPATION_SUSPENSION = "393"
    REHIRE = "394"
    MEDICAID_BEGIN = "473"
    MEDICAID_END = "474"
