"""Codes of a person: names, contacts, demographics, work and health (2100A to 2200)."""

from enum import StrEnum


class PartyRole(StrEnum):
    """Who a person or organization around a member is (NM101 in 2100D to 2100H and 2330)."""

    EMPLOYER = "36"
    SCHOOL = "M8"
    CUSTODIAL_PARENT = "S3"
    DROP_OFF_LOCATION = "45"
    CASE_MANAGER = "6Y"
    KEY_PERSON = "9K"
    LEGALLY_RESPONSIBLE_FOR_CHILD = "E1"
    EXECUTOR = "EI"
    EX_SPOUSE = "EXS"
    OTHER_INSURED = "GB"
    GUARDIAN = "GD"
    POWER_OF_ATTORNEY = "J6"
    LEGAL_REPRESENTATIVE = "LR"
    RESPONSIBLE_PARTY = "QD"
    PARENT = "S1"
    SIGNIFICANT_OTHER = "TZ"
    SPOUSE = "X4"
    INSURER = "IN"
    THIRD_PARTY_ADMINISTRATOR = "GW"


class PersonIdKind(StrEnum):
    """What kind of id a name carries (NM108)."""

    EMPLOYER_ID = "24"
    SOCIAL_SECURITY_NUMBER = "34"
    FEDERAL_TAX_ID = "FI"
    NATIONAL_ASSOCIATION = "NI"
    SERVICE_PROVIDER_NUMBER = "SV"
    CMS_PLAN_ID = "XV"
    NATIONAL_PROVIDER_ID = "XX"
    MUTUALLY_DEFINED = "ZZ"


class ContactKind(StrEnum):
    """How a person can be reached (PER03, PER05, PER07)."""

    ALTERNATE_PHONE = "AP"
    BEEPER = "BN"
    MOBILE = "CP"
    EMAIL = "EM"
    EXTENSION = "EX"
    FAX = "FX"
    HOME_PHONE = "HP"
    TELEPHONE = "TE"
    WORK_PHONE = "WP"


class AreaKind(StrEnum):
    """What kind of place N406 names (N405)."""

    AREA = "60"
    COUNTY = "CY"


class Gender(StrEnum):
    """DMG03."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"


class MaritalStatus(StrEnum):
    """DMG04."""

    REGISTERED_DOMESTIC_PARTNER = "B"
    DIVORCED = "D"
    SINGLE = "I"
    MARRIED = "M"
    UNREPORTED = "R"
    SEPARATED = "S"
    UNMARRIED = "U"
    WIDOWED = "W"
    LEGALLY_SEPARATED = "X"


class EmploymentClass(StrEnum):
    """Groups of employees that a person belongs to (EC01 to EC03)."""

    UNION = "01"
    NON_UNION = "02"
    EXECUTIVE = "03"
    NON_EXECUTIVE = "04"
    MANAGEMENT = "05"
    NON_MANAGEMENT = "06"
    HOURLY = "07"
    SALARIED = "08"
    ADMINISTRATIVE = "09"
    NON_ADMINISTRATIVE = "10"
    EXEMPT = "11"
    NON_EXEMPT = "12"
    HIGHLY_COMPENSATED = "17"
    KEY_EMPLOYEE = "18"
    BARGAINING = "19"
    NON_BARGAINING = "20"
    OWNER = "21"
    PRESIDENT = "22"
    VICE_PRESIDENT = "23"


class IncomeFrequency(StrEnum):
    """What one amount of income covers (ICM01)."""

    WEEKLY = "1"
    BIWEEKLY = "2"
    SEMIMONTHLY = "3"
    MONTHLY = "4"
    DAILY = "6"
    ANNUAL = "7"
    TWO_MONTHS = "8"
    LUMP_SUM = "9"
    YEAR_TO_DATE = "B"
    SINGLE = "C"
    HOURLY = "H"
    QUARTERLY = "Q"
    SEMIANNUAL = "S"
    UNKNOWN = "U"


class AmountKind(StrEnum):
    """What an amount of a person or a coverage is (AMT01)."""

    COINSURANCE = "B9"
    COPAYMENT = "C1"
    DEDUCTIBLE = "D2"
    EXPECTED_EXPENDITURE = "EBA"
    OTHER = "FK"
    PREMIUM = "P3"
    SPEND_DOWN = "R"


class HealthHabit(StrEnum):
    """What a carrier asks about a person's habits (HLH01)."""

    NONE = "N"
    SUBSTANCE_ABUSE = "S"
    TOBACCO = "T"
    UNKNOWN = "U"
    TOBACCO_AND_SUBSTANCE_ABUSE = "X"


class LanguageCodeSet(StrEnum):
    """Where a language code comes from (LUI01)."""

    Z39_53 = "LD"
    ISO_639 = "LE"


class LanguageUse(StrEnum):
    """What a person uses a language for (LUI04)."""

    READING = "5"
    WRITING = "6"
    SPEAKING = "7"
    NATIVE = "8"


class DisabilityKind(StrEnum):
    """DSB01."""

    SHORT_TERM = "1"
    LONG_TERM = "2"
    PERMANENT = "3"
    NONE = "4"


class DiagnosisCodeSet(StrEnum):
    """Where a diagnosis code comes from (DSB07)."""

    ICD_9 = "DX"
    MUTUALLY_DEFINED = "ZZ"
