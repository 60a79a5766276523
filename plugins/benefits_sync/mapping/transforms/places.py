"""Transforms of states, provinces and postal codes."""

from typing import Final

from benefits_sync.mapping.transforms.registry import BrokenRuleError, is_digits, plain, without_separators

_NAMES: Final = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas
KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi
MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York
NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island
SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington
WV West Virginia|WI Wisconsin|WY Wyoming
AS American Samoa|FM Federated States of Micronesia|GU Guam|MH Marshall Islands|MP Northern Mariana Islands
PR Puerto Rico|PW Palau|VI Virgin Islands|VI U.S. Virgin Islands
AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia
NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|QC Québec|SK Saskatchewan
YT Yukon
"""

STATES: Final = {
    name.casefold(): code
    for code, _, name in (entry.partition(" ") for entry in _NAMES.strip().replace("\n", "|").split("|"))
}
"""State, territory or province by its full name in small letters -> postal code."""

_CODES: Final = frozenset(STATES.values())


def state_code(value: str) -> str:
    """Write a state, territory or Canadian province, given by name or code, as its two-letter code."""
    text = " ".join(value.split())
    code = text.upper() if text.upper() in _CODES else STATES.get(text.casefold())
    if code is None:
        raise BrokenRuleError("must be a state, territory or Canadian province, by name or two-letter code")
    return code


def zip_code(value: str) -> str:
    """Check a ZIP code of five or nine digits and write it as digits."""
    digits = without_separators(value)
    if len(digits) not in (5, 9) or not is_digits(digits) or digits.startswith("000"):
        raise BrokenRuleError("must be a ZIP code of five or nine digits")
    return digits


PLACE_TRANSFORMS: Final = tuple(map(plain, (state_code, zip_code)))
