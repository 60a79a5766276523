"""What a refusal of a carrier's API means, told without a word of its body."""

from typing import Final

from benefits_sync.clients.answers import Answer
from benefits_sync.errors import DeliveryError, VendorContractError, VendorError, VendorRefusedError

_SETTINGS: Final = {
    401: "it does not know who we are; correct login, password or key in the connection",
    403: "we may not do this there; have the carrier give the connection's user the right",
    404: "nothing is served at this address; correct the connection's host or the profile's endpoints",
    405: "the method is not taken there; correct `delivery.http.method` in the carrier's profile",
    415: "the type of content is not taken; correct `delivery.http.content_type` in the carrier's profile",
}
"""Status -> what is wrong with our settings."""

_REFUSED: Final = {
    413: "the file is larger than the carrier takes; ask for its limit, and split the file by the profile's "
    "`grouping`",
    422: "the carrier has other bytes under this file's key, or refuses the file; compare with the delivery "
    "log, then ask the carrier",
}
"""Status -> why this file is not taken."""


def explain(answer: Answer, operation: str, carrier: str) -> VendorError:
    """Return the error of a refusal."""
    where = {"vendor": carrier, "operation": operation}
    if answer.status in _SETTINGS:
        return VendorRefusedError(
            _SETTINGS[answer.status], **where, status=answer.status, request_id=answer.request_id
        )
    if answer.status in _REFUSED:
        return DeliveryError(
            _REFUSED[answer.status], **where, status=answer.status, request_id=answer.request_id
        )
    return VendorContractError(
        "the request was not understood; compare the profile with the carrier's description of its API",
        **where,
        status=answer.status,
        request_id=answer.request_id,
    )
