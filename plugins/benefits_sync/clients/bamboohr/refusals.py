"""What BambooHR means when it refuses a call, and what to do about it.

Most of its errors have an empty body and one of a handful of texts in a header, which exists in two
spellings. A text that is not one of the published ones is not repeated, since it could quote a record.
"""

import re
from typing import Final

from benefits_sync.clients.answers import Answer
from benefits_sync.errors import VendorContractError, VendorError, VendorRefusedError

VENDOR: Final = "BambooHR"
MESSAGE_HEADERS: Final = ("X-BambooHR-Error-Message", "X-BambooHR-Error-Messsage")
COMPANY_NOT_FOUND: Final = "Company not found"
PUBLISHED: Final = frozenset(
    {
        "API key not provided or invalid",
        COMPANY_NOT_FOUND,
        "Employee not found",
        "Invalid data",
        "Invalid or Missing Argument",
        "Malformed XML",
    }
)

WRONG_KEY: Final = (
    "the API key is missing or wrong, or its user was deactivated; make a key in BambooHR under the user's "
    "menu > API Keys and put it into the connection's API key"
)
NO_PERMISSION: Final = (
    "the API key is known but lacks permission for this call, or BambooHR has blocked it for a while after "
    "wrong keys; give the key's user an access level that sees all employees and the mapped fields"
)
WRONG_COMPANY: Final = (
    "no such company; the connection's company domain is the first part of https://<company>.bamboohr.com"
)
WRONG_ADDRESS: Final = (
    "nothing is served at this address; check the connection's company domain and base URL, and that the "
    "table or employee asked for exists"
)
ELSEWHERE: Final = (
    "the call is sent on to another page, as happens for an unknown company or a wrong base URL; check the "
    "connection's company domain and base URL"
)


def message(answer: Answer) -> str | None:
    """Return the vendor's text when it is a published one; it often comes doubled with a comma."""
    for header in MESSAGE_HEADERS:
        parts = [part.strip() for part in re.split(r",\s*", answer.headers.get(header, ""))]
        if parts[0] in PUBLISHED:
            return parts[0]
    return None


def explain(answer: Answer, operation: str) -> VendorError:
    """Turn a refusal into an error that says which of company, key and permission is wrong."""
    kind: type[VendorError] = VendorRefusedError
    if answer.status == 401:
        reason = WRONG_KEY
    elif answer.status == 403:
        reason = NO_PERMISSION
    elif answer.status == 404:
        reason = WRONG_COMPANY if message(answer) == COMPANY_NOT_FOUND else WRONG_ADDRESS
    elif answer.status < 400:
        reason = ELSEWHERE
    else:
        kind = VendorContractError
        reason = f"the call is refused as wrong ({message(answer) or 'without a published reason'})"
    return kind(
        reason, vendor=VENDOR, operation=operation, status=answer.status, request_id=answer.request_id
    )
