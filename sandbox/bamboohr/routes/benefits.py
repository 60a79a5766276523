"""What the benefits pages tell; nobody can enrol through the API, so most of it is empty."""

import orjson
from aiohttp import web

from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.refusals import Family, RefusedError
from sandbox.core.wire import Json

_COVERAGES = ("Employee", "Employee + Spouse", "Employee + Child(ren)", "Employee + Family")
_FILTERS = {"employeeId", "companyBenefitId", "enrollmentStatusEffectiveDate"}
_DEDUCTIONS = (("401(k)", "401K", "retirement"), ("Medical", "MED", "health"), ("Dental", "DEN", "dental"))


async def coverages(call: Call) -> web.Response:
    """List the coverage levels; everything is text."""
    _must_administer(call)
    found = [
        {
            "id": str(number),
            "shortName": name,
            "description": None,
            "sortOrder": str(number),
            "benefitPlanId": None,
        }
        for number, name in enumerate(_COVERAGES, start=1)
    ]
    return call.json({"Benefit Coverages": found})


async def company_benefits(call: Call) -> web.Response:
    """List the company's plans: this company keeps its plans elsewhere."""
    _must_administer(call)
    return call.json({"companyBenefits": []})


async def employee_benefits(call: Call) -> web.Response:
    """List enrolments; a filter must stand in the body of the GET."""
    _must_administer(call)
    try:
        filters = (orjson.loads(call.body) if call.body else {}).get("filters") or {}
    except (AttributeError, ValueError):
        raise RefusedError(400, "Malformed JSON") from None
    if not _FILTERS & set(filters):
        raise RefusedError(400, "Invalid or Missing Argument")
    return call.json({"employeeBenefits": []})


async def member_events(call: Call) -> web.Response:
    """List the benefit events of the past year: there are none."""
    _must_administer(call)
    return call.json({"members": []})


async def member_benefits(call: Call) -> web.Response:
    """List enrolments a page at a time; the links never disappear, not even on the last page."""
    if not call.rights.benefit_admin:
        raise RefusedError(403, "Benefit administration rights are needed", "PERMISSION_DENIED")
    size, year = call.request.query.get("pageSize", "25"), call.request.query.get("calendarYear", "")
    if not (size.isdigit() and 1 <= int(size) <= 99) or not year.isdigit():
        raise RefusedError(400, "calendarYear or pageSize is not valid", "VALIDATION_ERROR")
    here = {"href": str(call.request.url)}
    meta = {"page": 1, "pageSize": int(size), "totalPages": 1, "totalItems": 0}
    return call.json({"data": [], "meta": meta, "_links": {"next": here, "prev": here}})


async def deduction_types(call: Call) -> web.Response:
    """List the deduction types."""
    _must_administer(call)
    return call.json([_deduction(number, *entry) for number, entry in enumerate(_DEDUCTIONS, start=1)])


def _deduction(number: int, name: str, code: str, benefit: str) -> dict[str, Json]:
    return {
        "id": number,
        "deductionTypeName": name,
        "defaultDeductionCode": code,
        "allowableBenefitTypes": [benefit],
        "nonBenefitDeductionType": False,
        "canBeCollectedByTrax": True,
        "additionalDescription": "",
        "hideAnnualMax": False,
        "managedDeductionType": None,
        "subTypes": [],
        "subTypeText": "",
        "deductionNote": "",
        "deductionNoteLink": "",
        "deductionNoteLinkText": "",
    }


def _must_administer(call: Call) -> None:
    if not call.rights.benefit_admin:
        raise RefusedError(403, "Benefit administration rights are needed")


ENDPOINTS = (
    Endpoint("GET", "/v1/benefitcoverages", coverages),
    Endpoint("GET", "/v1/benefit/company_benefit", company_benefits),
    Endpoint("GET", "/v1/benefit/employee_benefit", employee_benefits),
    Endpoint("GET", "/v1/benefit/member_benefit", member_events),
    Endpoint("GET", "/v1/benefits/member-benefits", member_benefits, Family.FLAT),
    Endpoint("GET", "/v1/benefits/settings/deduction_types/all", deduction_types),
)
