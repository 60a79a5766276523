"""The codes of the standard that a profile may state: one list for each element."""

from typing import Final


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


ID_QUALIFIERS: Final = _codes("01 14 20 27 28 29 30 33 ZZ")
SPONSOR_QUALIFIERS: Final = _codes("24 94 FI")
PAYER_QUALIFIERS: Final = _codes("94 FI XV")
"""Those of a broker or administrator, too."""
MEMBER_TYPES: Final = _codes("001 021 024 025 030")
COVERAGE_TYPES: Final = _codes("001 002 021 024 025 026 030 032")
REASONS: Final = _codes(
    "01 02 03 04 05 06 07 08 09 10 11 14 15 16 17 18 20 21 22 25 26 27 28 29 31 32 33 37 38 39 40 41 43 59 "
    "AA AB AC AD AE AF AG AH AI AJ AL EC XN XT"
)
RELATIONSHIPS: Final = _codes(
    "01 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 19 23 24 25 26 31 38 53 60 D2 G8 G9"
)
BENEFIT_STATUS: Final = _codes("A C S T")
EMPLOYMENT_STATUS: Final = _codes("AC AO AU FT L1 PT RT TE")
GUIDE_LINES: Final = _codes(
    "AG AH AJ AK DCP DEN EPO FAC HE HLT HMO LTC LTD MM MOD PDG POS PPO PRA STD UR VIS"
)
OTHER_LINES: Final = _codes("AC ADD LIF")
"""Life and accidental death: elements of the base standard that the guide leaves out."""
LEVELS: Final = _codes("CHD DEP E1D E2D E3D E5D E6D E7D E8D E9D ECH EMP ESP FAM IND SPC SPO TWO")
PRIOR_IDENTIFIER: Final = "Q4"
MEMBER_REFERENCES: Final = _codes("17 23 3H 4A 6O ABB D3 DX F6 P5 Q4 QQ ZZ")
POLICY_NUMBER: Final = "1L"
COVERAGE_REFERENCES: Final = _codes("17 1L 9V CE E8 M7 PID RB X9 XM XX1 XX2 ZX ZZ")
CATEGORY_REFERENCES: Final = _codes("00 17 18 19 26 3L 6M 9V 9X GE LU PID XX1 XX2 YY ZZ")
MEMBER_DATES: Final = _codes(
    "050 286 296 297 300 301 303 336 337 338 339 340 341 350 351 356 357 383 385 386 393 394 473 474"
)
HEADER_DATES: Final = _codes("007 090 091 303 382 388")
TOTALS: Final = _codes("DT ET TO")
AMOUNTS: Final = _codes("B9 C1 D2 EBA FK P3 R")
ACTIONS: Final = _codes("2 4 RX")
INCOME_FREQUENCIES: Final = _codes("1 2 3 4 6 7 8 9 B C H Q S U")
TIME_ZONES: Final = frozenset(
    {f"{hours:02}" for hours in range(1, 25)}
    | _codes("AD AS AT CD CS CT ED ES ET GM HD HS HT LT MD MS MT ND NS NT PD PS PT TD TS TT UT")
)
