"""The texts of the employees' portal: pages by plan year, and blocks used on any page."""

from itertools import count
from typing import Any

from sandbox.core.wire import Json
from sandbox.plansource.benefits.catalogue import PLAN_YEARS

_FIRST_PAGE, _FIRST_BLOCK = 44_001, 46_001
_FIRST_PLAN_YEAR = 5501 - 2026
ENROLLMENT_TYPES = ("open", "initial", "life_event", "dual")

_PAGES = (
    "enroll_personal", "enroll_dependents", "enroll_benefits", "enroll_coverage", "enroll_beneficiary",
    "enroll_pcp", "enroll_confirm", "sub_main/initial", "sub_main/open", "sub_main/life_event",
    "sub_main/dual", "sub_main/confirm", "sub_main/new_message", "dashboard", "dashboard/initial",
    "dashboard/open", "dashboard/dual", "dashboard/life_event",
)  # fmt: skip
_BLOCKS = (
    "welcome", "marketplace", "contact", "legal_notices", "hsa_information", "fsa_information",
    "life_insurance", "disability", "beneficiaries", "dependents", "confirmation", "help",
)  # fmt: skip


class PortalTexts:
    """What administrators may change of the portal's pages and blocks."""

    def __init__(self) -> None:
        self.blocks = {
            number: {"id": number, "lookup_code": code, "title": _title(code), "content": ""}
            for number, code in zip(count(_FIRST_BLOCK), _BLOCKS, strict=False)
        }
        self._pages = dict(zip(count(_FIRST_PAGE), _PAGES, strict=False))
        self._changed: dict[tuple[int, int], dict[str, Any]] = {}

    def page(self, plan_year_id: int, number: int) -> dict[str, Any] | None:
        """Return a page of a plan year, or None when there is no such page or year."""
        if number not in self._pages or plan_year_id - _FIRST_PLAN_YEAR not in PLAN_YEARS:
            return None
        code = self._pages[number]
        blank = {
            "org_page_content_id": number,
            "org_plan_year_id": plan_year_id,
            "page_content_lookup_code": code,
            "enrollment_type": next((one for one in ENROLLMENT_TYPES if code.endswith(f"/{one}")), None),
            "benefit_lookup_code": None,
            "content": "",
        }
        return blank | self._changed.get((plan_year_id, number), {})

    def pages(self, plan_year_id: int) -> list[dict[str, Any]]:
        """Return every page of a plan year."""
        found = (self.page(plan_year_id, number) for number in self._pages)
        return [one for one in found if one is not None]

    def change_page(self, plan_year_id: int, number: int, changes: dict[str, Any]) -> None:
        """Change the members given of a page of a plan year."""
        self._changed[plan_year_id, number] = self._changed.get((plan_year_id, number), {}) | changes

    def snapshot(self) -> Json:
        """Return what was changed, and the blocks."""
        return {"pages": list(self._changed.items()), "blocks": list(self.blocks.values())}

    @classmethod
    def restored(cls, state: Json) -> "PortalTexts":
        """Take over a snapshot."""
        fresh = cls()
        fresh.blocks |= {one["id"]: one for one in state["blocks"]}
        fresh._changed = {tuple(key): changes for key, changes in state["pages"]}
        return fresh


def _title(code: str) -> str:
    return code.replace("_", " ").capitalize()
