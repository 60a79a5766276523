"""From an answer that is about no single record to the error that says what to do."""

from benefits_sync.clients.answers import Answer
from benefits_sync.clients.plansource.envelope import VENDOR, Envelope, read_envelope
from benefits_sync.clients.plansource.token import TOKEN_OPERATION, token_refusal
from benefits_sync.errors import (
    VendorContractError,
    VendorError,
    VendorRefusedError,
    VendorUnavailableError,
)


def explain(answer: Answer, operation: str) -> VendorError:
    """Return the error for a refusal of the caller rather than of a record."""
    if operation == TOKEN_OPERATION:
        return token_refusal(answer)
    if answer.status == 401 and _token_expired(answer):
        return _error(
            VendorUnavailableError, "a fresh token counts as expired; try again later", answer, operation
        )
    if answer.status == 401:
        reason = "a fresh token is refused; check the connection's client id"
        return _error(VendorRefusedError, reason, answer, operation)
    if answer.status == 403:
        reason = "this API user may not do this; have PlanSource check its rights and the logged-in user"
        return _error(VendorRefusedError, reason, answer, operation)
    return _error(VendorContractError, "an unexpected status; check the connection's URL", answer, operation)


def unwrapped(answer: Answer, operation: str) -> Envelope:
    """Unwrap an answer.

    Raises:
        VendorRefusedError: The address is not PlanSource's Admin API.
        VendorContractError: The answer is no envelope that PlanSource publishes.
    """
    envelope = read_envelope(answer, operation)
    if any(complaint.code == "route_not_found" for complaint in envelope.complaints):
        reason = "this address is not PlanSource's Admin API; check the connection's URL"
        raise _error(VendorRefusedError, reason, answer, operation)
    return envelope


def raise_complaints(envelope: Envelope, operation: str) -> None:
    """Raise when a read was answered with a complaint, which may come with HTTP 200."""
    if envelope.clean:
        return
    worst = max(complaint.status for complaint in envelope.complaints)
    kind = VendorUnavailableError if worst >= 500 else VendorContractError
    raise kind(
        f"the read was refused ({len(envelope.complaints)} errors inside the answer)",
        vendor=VENDOR,
        operation=operation,
        status=worst,
        request_id=envelope.request_id,
    )


def wrong_shape(reason: str, operation: str) -> VendorContractError:
    """Return the error for data of a shape that PlanSource does not publish."""
    return VendorContractError(reason, vendor=VENDOR, operation=operation)


def _token_expired(answer: Answer) -> bool:
    body = answer.json_or_none()
    errors = body.get("errors") if isinstance(body, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else errors
    return isinstance(first, dict) and first.get("error_code") == "invalid_token"


def _error(kind: type[VendorError], reason: str, answer: Answer, operation: str) -> VendorError:
    return kind(
        reason, vendor=VENDOR, operation=operation, status=answer.status, request_id=answer.request_id
    )
