"""The catalogue's benefits, plans and levels by the numbers that the API names them with."""

from sandbox.core.wire import Json
from sandbox.plansource.benefits.catalogue import BENEFITS, LEVELS, PLANS
from sandbox.plansource.benefits.model import DECLINE, Benefit
from sandbox.plansource.errors import ApiError

DECLINE_PLAN = 301_400
"""The number of the plan of who waives a benefit; the vendor has not published one."""

_PLAN_IDS = {one.code: one.id for one in PLANS.values()} | {DECLINE: DECLINE_PLAN}
_LEVELS_BY_ID = {one.id: one.code for one in LEVELS.values()}


def plan_id(code: str) -> int:
    """Return the number of a plan."""
    return _PLAN_IDS[code]


def read_benefit(number: Json, code: Json) -> Benefit:
    """Return the benefit that both ``org_benefit_id`` and ``benefit_lookup_code`` name."""
    benefit = BENEFITS.get(str(code))
    if benefit is None or str(number) != str(benefit.id):
        raise ApiError(400, "Benefit not found")
    return benefit


def read_plan(benefit: Benefit, number: Json) -> str:
    """Return the code of the plan of a benefit with this number, which may be that of a decline."""
    for code in (DECLINE, *(one.code for one in benefit.plans)):
        if str(number) == str(_PLAN_IDS[code]):
            return code
    raise ApiError(400, "Plan not found")


def read_level(benefit: Benefit, number: Json) -> str:
    """Return the code of the level of a benefit with this number, which may be that of a decline."""
    code = _LEVELS_BY_ID.get(int(number)) if str(number).isascii() and str(number).isdigit() else None
    if code is None or code not in {DECLINE, *benefit.levels}:
        raise ApiError(400, "Coverage level not found")
    return code
