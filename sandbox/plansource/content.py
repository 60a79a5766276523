"""The four operations on the texts of the employees' portal."""

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from sandbox.plansource.calls import Route, page_number, read_json, read_object
from sandbox.plansource.coverage.finding import read_id
from sandbox.plansource.envelope import success
from sandbox.plansource.errors import ApiError, invalid_value, required, wrong_shape
from sandbox.plansource.portal_texts import ENROLLMENT_TYPES
from sandbox.plansource.state import PlanSource

_BLOCKS_A_PAGE = 10
_FILTERS = ("page_content_lookup_code", "enrollment_type", "benefit_lookup_code")
_PAGE_MEMBERS = ("enrollment_type", "benefit_lookup_code", "content")
_BLOCK_MEMBERS = ("title", "content")
_NEEDED = ("org_page_content_id", "org_plan_year_id")
_MISSING = "Requested Page Content Not Found"


class Content:
    """Handlers of page contents and content blocks."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def pages(self, request: web.Request) -> web.Response:
        """GET /page_content."""
        query = request.query
        if not query.get("org_plan_year_id"):
            raise required(["org_plan_year_id"])
        _check_type(query.get("enrollment_type"))
        listed = self._vendor.portal.pages(read_id(query["org_plan_year_id"]))
        wanted = {name: query[name] for name in _FILTERS if query.get(name)}
        number = query.get("org_page_content_id")
        return success(
            [
                one
                for one in listed
                if (not number or one["org_page_content_id"] == read_id(number))
                and all(one[name] == value for name, value in wanted.items())
            ]
        )

    async def change_page(self, request: web.Request) -> web.Response:
        """PUT /page_content; the page and the year stand in the query or in the body."""
        body = await read_object(request)
        named = {name: request.query.get(name) or body.get(name) for name in _NEEDED}
        if missing := [name for name, value in named.items() if value in (None, "")]:
            raise required(missing)
        number, year = (read_id(named[name]) for name in _NEEDED)
        if self._vendor.portal.page(year, number) is None:
            raise ApiError(400, _MISSING)
        changes = {name: body[name] for name in _PAGE_MEMBERS if name in body}
        _check_type(changes.get("enrollment_type"))
        self._vendor.portal.change_page(year, number, changes)
        return success(self._vendor.portal.page(year, number))

    async def blocks(self, request: web.Request) -> web.Response:
        """GET /content_blocks, ten on a page."""
        page, listed = page_number(request), list(self._vendor.portal.blocks.values())
        start = (page - 1) * _BLOCKS_A_PAGE
        return success(
            {
                "page": page,
                "per_page": _BLOCKS_A_PAGE,
                "total_records": len(listed),
                "content_blocks": listed[start : start + _BLOCKS_A_PAGE],
            }
        )

    async def change_block(self, request: web.Request) -> web.Response:
        """PUT /content_block."""
        body = await read_json(request)
        sent: Any = body.get("content_block") if isinstance(body, dict) else None
        if not isinstance(sent, dict):
            raise wrong_shape()
        block = self._vendor.portal.blocks.get(read_id(sent.get("id")))
        if block is None:
            raise ApiError(400, _MISSING)
        block |= {name: sent[name] for name in _BLOCK_MEMBERS if name in sent}
        return success(block)


def content_routes(vendor: PlanSource) -> Iterator[Route]:
    """Yield the operations on the portal's texts."""
    content = Content(vendor)
    yield "GET", "/page_content", content.pages
    yield "PUT", "/page_content", content.change_page
    yield "GET", "/content_blocks", content.blocks
    yield "PUT", "/content_block", content.change_block


def _check_type(enrollment_type: str | None) -> None:
    if enrollment_type and enrollment_type not in ENROLLMENT_TYPES:
        raise invalid_value("enrollment_type", ENROLLMENT_TYPES)
