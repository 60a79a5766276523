"""PlanSource's failures: status, text and code as published, double blanks included."""

from collections.abc import Iterable, Sequence
from typing import Any

from sandbox.core.wire import Json

Link = dict[str, str]


class ApiError(Exception):
    """A refusal that is answered with the failure envelope.

    Args:
        status: The HTTP status, repeated in the body.
        message: The vendor's text.
        code: The vendor's ``error_code``; None leaves the member out, as the vendor does for some errors.
        several: More texts of the same kind; they make the errors a list.
        listed: True for the list-validation family, whose errors are a list even when there is one.
    """

    def __init__(
        self,
        status: int,
        message: str,
        code: int | str | None = None,
        *,
        several: Sequence[str] = (),
        listed: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.messages = [message, *several]
        self.code = code
        self.listed = listed

    def describe(self, message: str, link: Link | None = None) -> dict[str, Any]:
        """Return one error object."""
        error: dict[str, Any] = {"http_status": self.status, "message": message, "details": None}
        if self.code is not None:
            error["error_code"] = self.code
        if link is not None:
            error["links"] = [link]
        return error

    def errors(self) -> Json:
        """Return the value of the envelope's ``errors``: one object, or a list for listed failures."""
        described = [self.describe(message) for message in self.messages]
        return described if self.listed else described[0]


def bad_request(message: str) -> ApiError:
    """Refuse with 400 and the code 400."""
    return ApiError(400, message, 400)


def not_found(message: str) -> ApiError:
    """Refuse with 404 and the code 404."""
    return ApiError(404, message, 404)


def invalid_value(field: str, valid: Iterable[object]) -> ApiError:
    """Refuse a value that is not in the list of `field`; an allowed blank is shown as ``''``."""
    shown = ",".join("''" if value == "" else str(value) for value in valid)
    return ApiError(400, f"Invalid value for {field}.  The valid values are {shown}.", 400, listed=True)


def required(names: Iterable[str]) -> ApiError:
    """Refuse a body that lacks the attributes named."""
    return bad_request(f"Invalid Attributes: {','.join(names)} is/are required.")


def missing_in_row(name: str) -> ApiError:
    """Refuse a row of a collection that lacks one attribute."""
    return ApiError(400, f"Missing required attribute: {name}", "missing.required.attribute")


def invalid_date(field: str) -> ApiError:
    """Refuse a text that is no date."""
    return ApiError(400, f"{field} date is not a valid YYYY-MM-DD date format.", "date.not.valid")


def taken(field: str) -> ApiError:
    """Refuse a value that another employee has."""
    return bad_request(f"{_label(field)} has already been taken")


def unusable(field: str, complaint: str) -> ApiError:
    """Refuse a value of the wrong form."""
    return bad_request(f"{_label(field)} {complaint}")


def no_employee(identifier: str) -> ApiError:
    """Refuse an id or code that no employee has."""
    return not_found(f"No employee with id: {identifier} found")


def wrong_shape(message: str = "no implicit conversion of Symbol into Integer") -> ApiError:
    """Refuse a body of the wrong shape with the raw exception text that the vendor lets through."""
    return ApiError(400, message)


def _label(field: str) -> str:
    return field.replace("_", " ").capitalize()
