"""The codes of the standard that a profile may state, each list with the element it is for.

Codes must stand in quotes wherever another YAML reader would make a number or a yes of them: ``01`` loses its
zero there, and ``Y``, ``N`` and ``ON`` become true and false.
"""

import re
from collections.abc import Collection
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from benefits_sync.mapping.carriers import legal
from benefits_sync.mapping.document import KEY, Document, Place

_SAFE: Final = re.compile(r"[A-Za-z].*", re.DOTALL)
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


class Unquoted(str):
    """A text that stands in the file without quotes although not every YAML reader would take it for text."""

    __slots__ = ()


def _quoted(value: object) -> object:
    if isinstance(value, Unquoted):
        raise ValueError(  # noqa: TRY004 - the author's mistake is the missing quotes
            f'the code {value} must be quoted: write "{value}"; without quotes YAML may make a number, or '
            "a yes or no, of it"
        )
    return value


def fits(shortest: int, longest: int) -> AfterValidator:
    """Return the check that a code has as many characters as its element takes."""

    def check(code: str) -> str:
        if not shortest <= len(code) <= longest:
            raise ValueError(f"`{code}` has {len(code)} characters; {shortest} to {longest} fit")
        return code

    return AfterValidator(check)


def shaped(pattern: str, shape: str) -> AfterValidator:
    """Return the check that a code is of a shape, told in words."""

    def check(code: str) -> str:
        if not re.fullmatch(pattern, code):
            raise ValueError(f"`{code}` is not {shape}")
        return code

    return AfterValidator(check)


Code = Annotated[str, StringConstraints(min_length=1), BeforeValidator(_quoted)]
"""Any code; it must be quoted unless it is plainly a text."""


Reference = Annotated[Code, fits(1, 50)]
"""The value of a REF."""


def coded_data(document: Document) -> object:
    """Return a file's data with those texts marked that, as a code, must be quoted."""
    return _marked(document, document.data, ())


def _marked(document: Document, data: object, place: Place) -> object:
    match data:
        case dict():
            return {
                _text(document, key, (*place, key, KEY)): _marked(document, value, (*place, key))
                for key, value in data.items()
            }
        case list():
            return [_marked(document, value, (*place, at)) for at, value in enumerate(data)]
        case str():
            return _text(document, data, place)
        case _:
            return data


def _text(document: Document, text: str, place: Place) -> str:
    plainly = _SAFE.fullmatch(text) and text.casefold() not in _WORDS
    return text if plainly or place not in document.unquoted else Unquoted(text)


def _one_of(what: str, codes: Collection[str]) -> AfterValidator:
    def check(code: str) -> str:
        if code not in codes:
            raise ValueError(f"`{code}` is not {what}; it is one of {', '.join(sorted(codes))}")
        return code

    return AfterValidator(check)


IdQualifier = Annotated[Code, _one_of("a qualifier of ISA05 and ISA07", legal.ID_QUALIFIERS)]
SponsorQualifier = Annotated[Code, _one_of("a qualifier of a plan sponsor (N103)", legal.SPONSOR_QUALIFIERS)]
PayerQualifier = Annotated[Code, _one_of("a qualifier of a payer or broker (N103)", legal.PAYER_QUALIFIERS)]
MemberType = Annotated[Code, _one_of("a maintenance type of a member (INS03)", legal.MEMBER_TYPES)]
CoverageType = Annotated[Code, _one_of("a maintenance type of a coverage (HD01)", legal.COVERAGE_TYPES)]
Reason = Annotated[Code, _one_of("a maintenance reason (INS04)", legal.REASONS)]
Relationship = Annotated[Code, _one_of("a relationship of a dependent (INS02)", legal.RELATIONSHIPS)]
BenefitStatus = Annotated[Code, _one_of("a benefit status (INS05)", legal.BENEFIT_STATUS)]
EmploymentStatus = Annotated[Code, _one_of("an employment status (INS08)", legal.EMPLOYMENT_STATUS)]
InsuranceLine = Annotated[Code, _one_of("an insurance line (HD03)", legal.GUIDE_LINES | legal.OTHER_LINES)]
Level = Annotated[Code, _one_of("a coverage level (HD05)", legal.LEVELS)]
CoverageReference = Annotated[
    Code, _one_of("a reference of a coverage (REF in 2300)", legal.COVERAGE_REFERENCES)
]
MemberDate = Annotated[Code, _one_of("a date of a member (DTP in 2000)", legal.MEMBER_DATES)]
HeaderDate = Annotated[Code, _one_of("a date of the header (DTP)", legal.HEADER_DATES)]
Total = Annotated[Code, _one_of("a total (QTY01)", legal.TOTALS)]
AmountQualifier = Annotated[Code, _one_of("an amount of a coverage (AMT01)", legal.AMOUNTS)]
Action = Annotated[Code, _one_of("an action code (BGN08)", legal.ACTIONS)]
IncomeFrequency = Annotated[Code, _one_of("a frequency of income (ICM01)", legal.INCOME_FREQUENCIES)]
TimeZoneCode = Annotated[Code, _one_of("a time zone (BGN05)", legal.TIME_ZONES)]
