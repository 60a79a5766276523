"""States, provinces and countries, in the spellings the vendor uses at different places."""

_STATES = """
AL Alabama/AK Alaska/AZ Arizona/AR Arkansas/CA California/CO Colorado/CT Connecticut/DE Delaware/
DC District of Columbia/FL Florida/GA Georgia/HI Hawaii/ID Idaho/IL Illinois/IN Indiana/IA Iowa/KS Kansas/
KY Kentucky/LA Louisiana/ME Maine/MD Maryland/MA Massachusetts/MI Michigan/MN Minnesota/MS Mississippi/
MO Missouri/MT Montana/NE Nebraska/NV Nevada/NH New Hampshire/NJ New Jersey/NM New Mexico/NY New York/
NC North Carolina/ND North Dakota/OH Ohio/OK Oklahoma/OR Oregon/PA Pennsylvania/PR Puerto Rico/
RI Rhode Island/SC South Carolina/SD South Dakota/TN Tennessee/TX Texas/UT Utah/VT Vermont/VA Virginia/
VI Virgin Islands/WA Washington/WV West Virginia/WI Wisconsin/WY Wyoming/AS American Samoa/GU Guam/
MP Northern Mariana Islands/FM Federated States of Micronesia/MH Marshall Islands/PW Palau
"""
_PROVINCES = """
AB Alberta/BC British Columbia/MB Manitoba/NB New Brunswick/NL Newfoundland and Labrador/NS Nova Scotia/
NT Northwest Territories/NU Nunavut/ON Ontario/PE Prince Edward Island/QC Quebec/SK Saskatchewan/YT Yukon
"""


def _pairs(text: str) -> dict[str, str]:
    entries = (entry.strip().partition(" ") for entry in text.split("/"))
    return {code: name for code, _, name in entries}


US_STATES = _pairs(_STATES)
CA_PROVINCES = _pairs(_PROVINCES)
STATE_NAMES = US_STATES | CA_PROVINCES
STATE_CODES = {name.lower(): code for code, name in STATE_NAMES.items()}

COUNTRIES = (
    (1, "United States", "US"),
    (2, "Canada", "CA"),
    (3, "United Kingdom", "GB"),
    (4, "Mexico", "MX"),
    (5, "Germany", "DE"),
    (6, "Spain", "ES"),
)


def state_code(text: str) -> str | None:
    """Return the code of a state given by code or by full name, or None when there is no such state."""
    code = text.strip().upper()
    return code if code in STATE_NAMES else STATE_CODES.get(text.strip().lower())


def country_name(text: str) -> str | None:
    """Return the full name of a country given by name, two-letter code or number, or None."""
    wanted = text.strip().lower()
    for number, name, code in COUNTRIES:
        if wanted in {str(number), name.lower(), code.lower()}:
            return name
    return None
