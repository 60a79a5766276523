"""Reference data: countries, provinces, currencies, time zones, the company and its places."""

from aiohttp import web

from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.geography import CA_PROVINCES, COUNTRIES, US_STATES
from sandbox.bamboohr.payloads import COMPANY_ID
from sandbox.bamboohr.refusals import Family, RefusedError
from sandbox.company.vocabulary import LOCATIONS, PLACES
from sandbox.core.wire import Json

_CURRENCIES = (("USD", "US Dollar", "$"), ("CAD", "Canadian Dollar", "$"), ("GBP", "Pound Sterling", "£"))
_TIMEZONES = (("UTC", "+00:00"), ("America/New_York", "-05:00"), ("America/Denver", "-07:00"))
NAME = "Juniperfield"


async def countries(call: Call) -> web.Response:
    """List the countries, or answer with the one of an ISO code."""
    found = [{"id": number, "name": name, "isoCode": code} for number, name, code in COUNTRIES]
    code = call.request.query.get("isoCode")
    if code is None:
        return call.json(found)
    if len(code) != 2:
        raise RefusedError(422, "isoCode must have two letters")
    for each in found:
        if each["isoCode"] == code.upper():
            return call.json(each)
    raise RefusedError(404, "Country not found")


async def provinces(call: Call) -> web.Response:
    """List every country's provinces."""
    return call.json([province for number in (1, 2) for province in _provinces(number)])


async def provinces_of(call: Call) -> web.Response:
    """List one country's provinces."""
    number = call.path["id"]
    if not any(str(each[0]) == number for each in COUNTRIES):
        raise RefusedError(404, "Country not found")
    options = [
        {name: value for name, value in each.items() if name != "countryId"}
        for each in _provinces(int(number))
    ]
    return call.json({"options": options})


async def currencies(call: Call) -> web.Response:
    """List the currencies; position 0 puts the symbol before the amount."""
    return call.json(
        [
            {"id": number, "code": code, "name": name, "symbol": symbol, "symbolPosition": 0}
            for number, (code, name, symbol) in enumerate(_CURRENCIES, start=1)
        ]
    )


async def timezones(call: Call) -> web.Response:
    """List the time zones, a page at a time."""
    found = [
        {"id": number, "gmtOffset": offset, "name": name, "utcName": f"UTC{offset}"}
        for number, (name, offset) in enumerate(_TIMEZONES, start=1)
    ]
    page, size = _paging(call, 1, 100)
    start = (page - 1) * size
    return call.json({"data": found[start : start + size], "meta": _meta(page, size, len(found))})


async def company(call: Call) -> web.Response:
    """Tell the company's name, domain and address on the gateway."""
    base = f"https://api.bamboohr.com/api/gateway.php/{call.vendor.domain}/v1"
    return call.json({"id": COMPANY_ID, "name": NAME, "domain": call.vendor.domain, "baseApiUrl": base})


async def company_information(call: Call) -> web.Response:
    """Tell the company's legal name and address."""
    address = {"line1": "100 Juniper Way", "line2": None, "city": "Boise", "state": "ID", "zip": "83702"}
    return call.json(
        {
            "legalName": f"{NAME} Inc.",
            "displayName": NAME,
            "address": address,
            "phone": "208-555-0100",
        }
    )


async def locations(call: Call) -> web.Response:
    """List the company's locations; pages are counted from 0."""
    cities = {place.location: place for place in reversed(PLACES) if place.location != "Remote"}
    found: list[dict[str, Json]] = []
    for number, name in enumerate(LOCATIONS, start=1):
        place = cities.get(name)
        address = {"city": place.city, "state": place.state, "zipcode": place.zipcode} if place else None
        found.append({"id": number, "name": name, "address": address})
    page, size = _paging(call, 0, 500)
    return call.json({"data": found[page * size : (page + 1) * size], "meta": _meta(page, size, len(found))})


def _provinces(country: int) -> list[dict[str, Json]]:
    codes = {1: US_STATES, 2: CA_PROVINCES}.get(country, {})
    iso = "US" if country == 1 else "CA"
    return [
        {
            "id": country * 100 + place,
            "countryId": country,
            "label": code,
            "iso": f"{iso}-{code}",
            "name": name,
        }
        for place, (code, name) in enumerate(codes.items())
    ]


def _paging(call: Call, first: int, size: int) -> tuple[int, int]:
    page, wanted = call.request.query.get("page", str(first)), call.request.query.get("pageSize", str(size))
    if not (page.isdigit() and wanted.isdigit()) or int(page) < first or int(wanted) < 1:
        raise RefusedError(422, "page and pageSize must be numbers", "INVALID_PAGINATION")
    return int(page), int(wanted)


def _meta(page: int, size: int, total: int) -> dict[str, int]:
    return {"page": page, "pageSize": size, "totalPages": max(1, -(-total // size)), "totalItems": total}


ENDPOINTS = (
    Endpoint("GET", "/v1/meta/countries/options", countries),
    Endpoint("GET", "/v1/meta/provinces", provinces, oauth_only=True),
    Endpoint("GET", "/v1/meta/provinces/{id}", provinces_of),
    Endpoint("GET", "/v1/meta/currency/types", currencies),
    Endpoint("GET", "/v1/meta/timezones", timezones, Family.PROBLEM),
    Endpoint("GET", "/v1/meta/company", company, oauth_only=True, scope="company:info"),
    Endpoint("GET", "/v1/company_information", company_information),
    Endpoint("GET", "/v1/hris/org/locations", locations, Family.PROBLEM),
)
