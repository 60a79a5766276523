"""Transforms that check who a person is: SSN, dates of a life, phone and e-mail."""

import re
from datetime import date
from typing import Final

from benefits_sync.mapping.transforms.registry import (
    Arguments,
    BrokenRuleError,
    Facts,
    Transform,
    is_digits,
    plain,
    without_separators,
)

YOUNGEST: Final = 14
OLDEST: Final = 100

_EMAIL: Final = re.compile(r"[^@\s,;<>]+@(?:[^@\s.,;<>]+\.)+[^@\s.,;<>\d]{2,}")
_ISO_DAY: Final = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ].*)?", re.ASCII)


def exactly_9(value: str) -> str:
    """Check that there are nine digits."""
    if len(value) != 9 or not is_digits(value):
        raise BrokenRuleError("must have exactly nine digits")
    return value


def ssn(value: str, facts: Facts, _arguments: Arguments) -> str:
    """Check an SSN against what the Social Security Administration never issues.

    Area 000 or 666, group 00, serial 0000, one digit nine times, and area 900 to 999 (those are ITINs) unless
    the mapping's setting ``ssn_allow_900_area`` lets invented people pass.
    """
    exactly_9(value)
    area, group, serial = value[:3], value[3:5], value[5:]
    if area in {"000", "666"} or group == "00" or serial == "0000" or len(set(value)) == 1:
        raise BrokenRuleError("is not a number that the Social Security Administration issues")
    if area >= "900" and not facts.ssn_allow_900_area:
        raise BrokenRuleError("is an ITIN or an invented number (area 900 to 999), not an SSN")
    return value


def iso_date(value: str) -> str:
    """Check a calendar date written YYYY-MM-DD or YYYY/MM/DD and write it YYYY-MM-DD."""
    found = _ISO_DAY.fullmatch(value)
    try:
        return date(*map(int, found.groups())).isoformat() if found else _no_date()
    except ValueError:
        return _no_date()


def _no_date() -> str:
    raise BrokenRuleError("must be a date of the calendar, written YYYY-MM-DD")


def not_in_future(value: str, facts: Facts, _arguments: Arguments) -> str:
    """Check that a date is not after the day of the run."""
    day = iso_date(value)
    if day > facts.as_of.isoformat():
        raise BrokenRuleError("must not lie in the future")
    return day


def plausible_birth_date(value: str, facts: Facts, _arguments: Arguments) -> str:
    """Check that a date of birth makes a person 14 to 100 years old on the day of the run."""
    born = date.fromisoformat(iso_date(value))
    had_birthday = (facts.as_of.month, facts.as_of.day) >= (born.month, born.day)
    age = facts.as_of.year - born.year - (not had_birthday)
    if not YOUNGEST <= age <= OLDEST:
        raise BrokenRuleError(f"must make an age of {YOUNGEST} to {OLDEST} years")
    return born.isoformat()


def phone_10(value: str) -> str:
    """Write a US or Canadian phone number as ten digits, without the country's 1."""
    digits = without_separators(value)
    if len(digits) == 11:
        digits = digits.removeprefix("1")
    if len(digits) != 10 or not is_digits(digits) or digits[0] in "01":
        raise BrokenRuleError("must be a US or Canadian phone number of ten digits")
    return digits


def email(value: str) -> str:
    """Check that the text is one e-mail address."""
    address = value.strip()
    if len(address) > 254 or ".." in address or not _EMAIL.fullmatch(address):
        raise BrokenRuleError("must be one e-mail address")
    return address


IDENTITY_TRANSFORMS: Final = (
    *map(plain, (exactly_9, iso_date, phone_10, email)),
    Transform(name="ssn", function=ssn),
    Transform(name="not_in_future", function=not_in_future),
    Transform(name="plausible_birth_date", function=plausible_birth_date),
)
