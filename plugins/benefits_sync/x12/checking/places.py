"""The lists of others: countries, states, provinces and languages, as ISO keeps them."""

from functools import cache
from typing import Final

import pycountry

UNITED_STATES: Final = frozenset({"", "US", "USA"})
CANADA: Final = frozenset({"CA", "CAN"})
_MILITARY: Final = frozenset({"AA", "AE", "AP"})


@cache
def countries() -> frozenset[str]:
    """Return the codes of two and three letters of all countries (ISO 3166-1)."""
    return frozenset(code for one in pycountry.countries for code in (one.alpha_2, one.alpha_3))


@cache
def country_code(name: str) -> str | None:
    """Return the two letters of a country that is given by a name or code; None for one that nobody knows."""
    try:
        found: str = pycountry.countries.lookup(name).alpha_2
    except LookupError:
        return None
    return found


@cache
def states(country: str) -> frozenset[str] | None:
    """Return the states or provinces of a country that has them in addresses, armed forces included."""
    if country in UNITED_STATES:
        return _subdivisions("US") | _MILITARY
    return _subdivisions("CA") if country in CANADA else None


@cache
def languages(list_: str) -> frozenset[str] | None:
    """Return the codes of a list that LUI01 names: ``LE`` is ISO 639, ``LD`` is NISO Z39.53, in capitals."""
    if list_ == "LE":
        return frozenset(one.alpha_2.upper() for one in pycountry.languages if hasattr(one, "alpha_2"))
    if list_ == "LD":
        return frozenset(getattr(one, "bibliographic", one.alpha_3).upper() for one in pycountry.languages)
    return None


def _subdivisions(country: str) -> frozenset[str]:
    found = pycountry.subdivisions.get(country_code=country)  # type: ignore[no-untyped-call]
    return frozenset(one.code.partition("-")[2] for one in found)
