"""The organization and the meta documents."""

from dataclasses import asdict

from aiohttp import web

from sandbox.plansource import meta
from sandbox.plansource.envelope import answer, success
from sandbox.plansource.errors import ApiError
from sandbox.plansource.state import PlanSource


class Directory:
    """Handlers of what describes the organization itself."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def organizations(self, _request: web.Request) -> web.Response:
        """GET /organizations, whose envelope has no ``errors``."""
        return answer({"status": "success", "data": [asdict(self._vendor.organization)]})

    async def subscriber_meta(self, _request: web.Request) -> web.Response:
        """GET /subscriber/meta."""
        return success(meta.subscriber_meta(self._vendor.lists, self._vendor.required))

    async def dependent_meta(self, request: web.Request) -> web.Response:
        """GET /dependent/meta."""
        if request.query.get("subscriber_id") == "":
            raise ApiError(400, "No Employee ID in the request.")
        return success(meta.dependent_meta())

    async def beneficiary_meta(self, _request: web.Request) -> web.Response:
        """GET /beneficiaries/meta."""
        return success(meta.beneficiary_meta())
