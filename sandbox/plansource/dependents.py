"""The operations on dependents: never deleted, only deactivated and reactivated."""

from aiohttp import web

from sandbox.core.journal import Effect
from sandbox.plansource import documents, meta
from sandbox.plansource.calls import by_code, find_subscriber, journalled, key_of, read_object
from sandbox.plansource.checking import check_required, read_members
from sandbox.plansource.coverage.leaving import end_for_dependent
from sandbox.plansource.envelope import success
from sandbox.plansource.errors import ApiError, bad_request, not_found, wrong_shape
from sandbox.plansource.fields import DEPENDENT_FIELDS
from sandbox.plansource.roster import Record
from sandbox.plansource.state import PlanSource
from sandbox.plansource.values import show_date
from sandbox.plansource.vocabulary import DEPENDENT_REASONS, REASON_IDS

_RAW_COMPLAINT = "undefined method `gsub' for nil:NilClass"
_REASONS = meta.reason_list(DEPENDENT_REASONS)


class Dependents:
    """Handlers of the dependents of subscribers."""

    def __init__(self, vendor: PlanSource) -> None:
        self._vendor = vendor

    async def create(self, request: web.Request) -> web.Response:
        """POST /subscriber/{subscriber_id}/dependent."""
        body = await read_object(request)
        owner = find_subscriber(self._vendor, request, "subscriber_id")
        with journalled(self._vendor, request, key_of(owner), Effect.CREATED, body):
            check_required(body, meta.REQUIRED_OF_DEPENDENTS)
            members = read_members(body, DEPENDENT_FIELDS, meta.DEPENDENT_LISTS)
        kept = {name: value for name, value in members.items() if value is not None}
        return success(documents.dependent(self._vendor.add_dependent(owner, kept)))

    async def read(self, request: web.Request) -> web.Response:
        """GET /subscriber/{subscriber_id}/dependent/{id}."""
        owner = find_subscriber(self._vendor, request, "subscriber_id")
        record = self._vendor.dependents.get(_number(request))
        if record is None or record["subscriber_id"] != owner["id"]:
            raise ApiError(400, "The dependent does not belong to this employee.")
        return success(documents.dependent(record))

    async def update(self, request: web.Request) -> web.Response:
        """PUT /subscriber/{subscriber_id}/dependent/{id}."""
        body = await read_object(request, _RAW_COMPLAINT)
        owner, record = self._find(request)
        with journalled(self._vendor, request, key_of(owner), Effect.UPDATED, body):
            members = read_members(body, DEPENDENT_FIELDS, meta.DEPENDENT_LISTS)
        for name, value in members.items():
            if value is None:
                record.pop(name, None)
            else:
                record[name] = value
        return success(documents.dependent(record))

    async def deactivate(self, request: web.Request) -> web.Response:
        """PUT /subscriber/{subscriber_id}/dependent/{id}/deactivate."""
        body = await read_object(request)
        owner, record = self._find(request)
        with journalled(self._vendor, request, key_of(owner), Effect.TERMINATED, body):
            if "termination_date" in record:
                raise bad_request("The dependent cannot be terminated.  The dependent is already terminated.")
            reason = body.get("termination_reason")
            if not reason:
                raise not_found(
                    "A termination_reason is required.  "
                    "Please check the meta and pass the lookup_code in the termination_reason variable."
                )
            _REASONS.check("termination_reason", reason)
        today = self._vendor.sandbox.clock.today()
        record["termination_date"] = show_date(today)
        record["termination_reason_id"] = REASON_IDS[str(reason)]
        end_for_dependent(self._vendor, record, today, REASON_IDS[str(reason)])
        return success(documents.dependent(record))

    async def reactivate(self, request: web.Request) -> web.Response:
        """PUT /subscriber/{subscriber_id}/dependent/{id}/reactivate."""
        owner, record = self._find(request)
        with journalled(self._vendor, request, key_of(owner), Effect.UPDATED):
            if "termination_date" not in record:
                raise bad_request("The dependent cannot be reactivated.  The dependent is already active.")
        del record["termination_date"]
        return success(documents.dependent(record))

    async def read_all(self, request: web.Request) -> web.Response:
        """GET /dependents."""
        records = self._listed(request)
        active = [documents.dependent(one) for one in records if "termination_date" not in one]
        inactive = [documents.dependent(one) for one in records if "termination_date" in one]
        return success(
            {"dependents": active, "inactive_dependents": inactive, "cannot_terminate_dependents": []}
        )

    def _listed(self, request: web.Request) -> list[Record]:
        identifier = request.query.get("subscriber_id")
        if identifier:
            return self._vendor.dependents_of(self._vendor.roster.find(identifier, custom=by_code(request)))
        if by_code(request):
            raise wrong_shape(_RAW_COMPLAINT)
        listed = {one["id"] for one in self._vendor.roster.listed(include_test=False)}
        return [one for one in self._vendor.dependents.values() if one["subscriber_id"] in listed]

    def _find(self, request: web.Request) -> tuple[Record, Record]:
        owner = find_subscriber(self._vendor, request, "subscriber_id")
        record = self._vendor.dependents.get(_number(request))
        if record is None:
            raise not_found("Invalid dependent.  The dependent ID does not exist.")
        if record["subscriber_id"] != owner["id"]:
            raise ApiError(400, "The dependent does not belong to this employee.")
        return owner, record


def _number(request: web.Request) -> int:
    text = request.match_info["id"]
    return int(text) if text.isascii() and text.isdigit() else -1
