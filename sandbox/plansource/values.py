"""Reading one value that a caller sent, into the spelling the vendor answers with."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sandbox.core.wire import Json
from sandbox.plansource.errors import bad_request, invalid_date, invalid_value, unusable
from sandbox.plansource.fields import FieldKind

Value = str | bool | int | None

_LONGEST_TEXT = 255
_DATE = re.compile(r"\d{4}[-/]\d{2}[-/]\d{2}$")
_NOT_DIGITS = re.compile(r"\D")


def read_date(field: str, raw: Json) -> date:
    """Read ``YYYY-MM-DD``, ``YYYY/MM/DD`` or RFC 3339; anything else is refused as the vendor words it."""
    text = str(raw)
    try:
        if _DATE.match(text):
            return date.fromisoformat(text.replace("/", "-"))
        if "T" in text:
            return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    raise invalid_date(field)


def show_date(day: date) -> str:
    """Spell a date as answers do."""
    return f"{day:%Y/%m/%d}"


def read_flag(field: str, raw: Json) -> bool:
    """Read a JSON boolean or its name as text."""
    flag = {"true": True, "false": False}.get(str(raw).lower())
    if flag is None:
        raise invalid_value(field, ["true", "false"])
    return flag


def _text(field: str, raw: Json) -> str:
    text = str(raw)
    if len(text) > _LONGEST_TEXT:
        raise unusable(field, f"is too long (maximum is {_LONGEST_TEXT} characters)")
    return text


def _date(field: str, raw: Json) -> str:
    return show_date(read_date(field, raw))


def _decimal(field: str, raw: Json) -> str:
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        raise unusable(field, "is not a number") from None
    if not number.is_finite():
        raise unusable(field, "is not a number")
    whole, _, fraction = f"{number:f}".partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


def _integer(field: str, raw: Json) -> int:
    try:
        return int(str(raw))
    except ValueError:
        raise unusable(field, "is not a number") from None


def _ssn(field: str, raw: Json) -> str:
    digits = _NOT_DIGITS.sub("", str(raw))
    if len(digits) != 9:
        raise unusable(field, "is the wrong length (should be 9 characters)")
    return digits


def _zip(field: str, raw: Json) -> str:
    if len(_NOT_DIGITS.sub("", str(raw))) not in {5, 9}:
        raise unusable(field, "is invalid")
    return str(raw)


def _phone(field: str, raw: Json) -> str:
    digits = _NOT_DIGITS.sub("", str(raw))
    if len(digits) != 10:
        raise unusable(field, "is invalid")
    return digits


_READERS: dict[FieldKind, Callable[[str, Json], Value]] = {
    FieldKind.TEXT: _text,
    FieldKind.DATE: _date,
    FieldKind.BOOLEAN: read_flag,
    FieldKind.DECIMAL: _decimal,
    FieldKind.INTEGER: _integer,
    FieldKind.SSN: _ssn,
    FieldKind.ZIP: _zip,
    FieldKind.PHONE: _phone,
}


def read_value(kind: FieldKind, field: str, raw: Json) -> Value:
    """Read a value of `kind`; null and the empty text are both None, which clears the member."""
    if raw is None or raw == "":
        return None
    return _READERS[kind](field, raw)


def check_state(states: frozenset[str], raw: Json) -> None:
    """Refuse a state that is not a two-letter abbreviation we know."""
    if raw not in states:
        raise bad_request("State must be a valid State abbreviation.")
