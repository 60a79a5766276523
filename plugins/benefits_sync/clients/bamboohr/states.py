"""Codes of states and provinces: reports give the name where single reads give the code."""

from typing import Final

_US: Final = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|"
    "DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|"
    "KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|"
    "MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|"
    "NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|"
    "PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|"
    "VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|AS American Samoa|"
    "FM Federated States of Micronesia|GU Guam|MH Marshall Islands|MP Northern Mariana Islands|"
    "PR Puerto Rico|PW Palau|VI Virgin Islands"
)
_CANADA: Final = (
    "AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|"
    "NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|"
    "SK Saskatchewan|YT Yukon"
)

CODES: Final = {entry[3:].lower(): entry[:2] for entry in f"{_US}|{_CANADA}".split("|")}
"""Lower-case name -> code, for the names to which the vendor gives a code."""


def state_code(text: str | None) -> str | None:
    """Return the code of a state or province; a name without one stays as it is."""
    return None if text is None else CODES.get(text.strip().lower(), text)
