"""Codes of the envelope: ISA and GS."""

from enum import StrEnum


class InterchangeQualifier(StrEnum):
    """What kind of id names a sender or receiver (ISA05, ISA07)."""

    DUNS = "01"
    DUNS_PLUS_SUFFIX = "14"
    HEALTH_INDUSTRY_NUMBER = "20"
    CMS_CARRIER = "27"
    CMS_FISCAL_INTERMEDIARY = "28"
    CMS_PROVIDER = "29"
    FEDERAL_TAX_ID = "30"
    NAIC_COMPANY = "33"
    MUTUALLY_DEFINED = "ZZ"


class Usage(StrEnum):
    """Whether the receiver is to load the file (ISA15)."""

    TEST = "T"
    PRODUCTION = "P"
