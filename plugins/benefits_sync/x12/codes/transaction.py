"""Codes of the header: what a file is, and what it asks for."""

from enum import StrEnum


class TransactionPurpose(StrEnum):
    """Whether a transaction is new (BGN01)."""

    ORIGINAL = "00"
    RESUBMISSION = "15"
    INFORMATION_COPY = "22"


class FileAction(StrEnum):
    """What the carrier is to do with the whole file (BGN08)."""

    CHANGE = "2"
    VERIFY = "4"
    REPLACE = "RX"


class HeaderDate(StrEnum):
    """Dates that hold for the whole file (header DTP01)."""

    EFFECTIVE = "007"
    REPORT_START = "090"
    REPORT_END = "091"
    MAINTENANCE_EFFECTIVE = "303"
    ENROLLMENT = "382"
    PAYMENT_COMMENCEMENT = "388"


class QuantityKind(StrEnum):
    """What a control total counts (QTY01)."""

    TOTAL = "TO"
    SUBSCRIBERS = "ET"
    DEPENDENTS = "DT"


class OrganizationIdKind(StrEnum):
    """What kind of id names a sponsor, payer or broker (N103)."""

    EMPLOYER_ID = "24"
    ASSIGNED_BY_ORGANIZATION = "94"
    FEDERAL_TAX_ID = "FI"
    CMS_PLAN_ID = "XV"


class IntermediaryRole(StrEnum):
    """Who stands between sponsor and payer (N101 in 1000C)."""

    BROKER = "BO"
    THIRD_PARTY_ADMINISTRATOR = "TV"
