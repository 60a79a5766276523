"""Rules about codes that others keep (SNIP type 5): places, SSNs, ethnicity and languages."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from benefits_sync.x12.checking.facts import Person, Report, RuleSet
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.places import CANADA, UNITED_STATES, countries, languages, states
from benefits_sync.x12.delimiters import Delimiters

_CODES, _ERROR, _WARNING = Snip.CODE_SET, Severity.ERROR, Severity.WARNING

STATE: Final = Rule(
    "state-unknown", _CODES, _ERROR,
    "N402 is no state or province of the country.",
    "Send the two letters of the state or province.",
)  # fmt: skip
COUNTRY: Final = Rule(
    "country-unknown", _CODES, _ERROR,
    "N404 is no country of ISO 3166.",
    "Send the two or three letters of the country, or nothing for the United States.",
)  # fmt: skip
POSTAL_CODE: Final = Rule(
    "postal-code-shape", _CODES, _ERROR,
    "N403 is no postal code of the country: five or nine digits in the United States, a pattern in Canada.",
    "Correct the postal code, without a hyphen.",
)  # fmt: skip
SSN: Final = Rule(
    "ssn-shape", _CODES, _ERROR,
    "NM109 is said to be an SSN, but none of this shape was ever given out.",
    "Correct the SSN where it is kept, or leave NM108 and NM109 out.",
)  # fmt: skip
ETHNICITY: Final = Rule(
    "ethnicity-unknown", _CODES, _WARNING,
    "DMG05 has a code of race or ethnicity that is in neither of its lists.",
    "Send a code of the guide, or RET with a code of the CDC's list.",
)  # fmt: skip
LANGUAGE: Final = Rule(
    "language-unknown", _CODES, _WARNING,
    "LUI02 is no language of the list that LUI01 names.",
    "Send two letters with LE, three letters with LD.",
)  # fmt: skip

RULES: Final = (STATE, COUNTRY, POSTAL_CODE, SSN, ETHNICITY, LANGUAGE)

SSN_KIND: Final = "34"
_SSN: Final = re.compile(r"(?!000|666)[0-8]\d\d(?!00)\d\d(?!0000)\d{4}", re.ASCII)
_ITIN: Final = re.compile(r"9\d\d(?!00)\d\d(?!0000)\d{4}", re.ASCII)
_ZIP: Final = re.compile(r"\d{5}(?:\d{4})?", re.ASCII)
_CANADIAN: Final = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d", re.ASCII)
_ONE_LETTER: Final = frozenset(
    ["7", "8", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "N", "O", "P", "Z"]
)
_CDC: Final = re.compile(r"[0-9]{4}-[0-9]|[ER][0-9](?:\.[0-9]{2})*(?:\.[0-9]{3})?", re.ASCII)


@lru_cache(maxsize=1 << 14)
def place_problem(country: str, state: str, postal_code: str) -> Rule | None:
    """Return the rule that a place breaks, or None; what is left out breaks none here."""
    if country and country not in countries():
        return COUNTRY
    known = states(country)
    if state and known is not None and state not in known:
        return STATE
    shape = _ZIP if country in UNITED_STATES else _CANADIAN if country in CANADA else None
    return POSTAL_CODE if postal_code and shape and not shape.fullmatch(postal_code) else None


def is_ssn(text: str, *, itin: bool = False) -> bool:
    """Tell whether a text has the shape of an SSN, or with ``itin`` of a taxpayer number."""
    return bool(_SSN.fullmatch(text) or (itin and _ITIN.fullmatch(text)))


def ethnicity_is_known(code: str, component: str) -> bool:
    """Tell whether one repetition of DMG05 is in one of its lists."""
    letter, _, rest = code.partition(component)
    if not rest:
        return letter in _ONE_LETTER
    kind, _, listed = rest.partition(component)
    return (not letter or letter in _ONE_LETTER) and kind == "RET" and bool(_CDC.fullmatch(listed))


_ELEMENTS: Final = {STATE: "N402", COUNTRY: "N404", POSTAL_CODE: "N403"}


def _places(person: Person, report: Report) -> None:
    for address in person.addresses:
        problem = place_problem(address.country, address.state, address.postal_code)
        if problem is not None:
            report.on_person(problem, person, address.index, _ELEMENTS[problem], loop=address.loop)


def _person(person: Person, report: Report) -> None:
    if person.ethnicity:
        delimiters = Delimiters(*person.transaction.envelope.delimiters)
        codes = person.ethnicity.split(delimiters.repetition)
        if not all(ethnicity_is_known(code, delimiters.component) for code in codes):
            report.on_person(ETHNICITY, person, person.places.get("DMG", 0), "DMG05", loop="2100A")
    for index, list_, code in person.languages:
        known = languages(list_)
        if known is not None and code.upper() not in known:
            report.on_person(LANGUAGE, person, index, "LUI02", loop="2100A")


def _ssn(person: Person, report: Report) -> None:
    if person.id_kind == SSN_KIND and not _SSN.fullmatch(person.id):
        place = person.places.get("NM1*IL", person.places.get("NM1*74", 0))
        report.on_person(SSN, person, place, "NM109", loop="2100A")


def _ssn_or(*, itin: bool, pseudo: str | None) -> Callable[[Person, Report], None]:
    """Return the rule about SSNs that lets other numbers pass which the carrier takes for them."""

    def check(person: Person, report: Report) -> None:
        if person.id != pseudo and not is_ssn(person.id, itin=itin):
            _ssn(person, report)

    return check


def code_set_rules(*, itin: bool = False, pseudo_ssn: str | None = None) -> RuleSet:
    """Return the rules.

    Args:
        itin: Whether a taxpayer number may stand where an SSN does.
        pseudo_ssn: What stands there for people who have neither.
    """
    return RuleSet(person=(_places, _person, _ssn_or(itin=itin, pseudo=pseudo_ssn)))
