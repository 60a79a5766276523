"""What a written value must look like, and how it is kept."""

from collections.abc import Callable
from datetime import date

from sandbox.bamboohr import derived
from sandbox.bamboohr.geography import country_name, state_code
from sandbox.bamboohr.lists import FIXED_VALUES
from sandbox.bamboohr.state import State
from sandbox.bamboohr.view import NO_DATE
from sandbox.core.wire import Json


class UnfitValueError(ValueError):
    """A value is none the field can hold; the message says why without the value."""


IGNORE = object()
"""What a value becomes that the vendor accepts and does nothing with."""

CLEAR = None
"""What a value becomes that empties the field."""


def accept(state: State, kind: str, source: str, value: Json) -> Json:
    """Turn a written value into the one that is kept.

    Args:
        state: The company, for its lists and its people's names.
        kind: The field's type.
        source: The plain value's key or ``table.column``, which leads to the list.
        value: What was sent.

    Returns:
        The text to keep, `CLEAR` or `IGNORE`.

    Raises:
        UnfitValueError: When the field cannot hold the value.
    """
    if isinstance(value, dict):
        value = value.get("value")
    text = _plain(value)
    if not text:
        return CLEAR
    options = state.list_for(source)
    if options is not None:
        matched = options.match(text)
        if matched is None:
            raise UnfitValueError("is not an option of the list")
        return matched
    check = _CHECKS.get(kind)
    if check is not None:
        return check(text)
    if kind == "employee":
        return _employee(state, text)
    return _one_of(FIXED_VALUES[kind], text) if kind in FIXED_VALUES else text


def currency_of(value: Json) -> str | None:
    """Return the currency an amount was sent with, if any."""
    if isinstance(value, dict):
        return value.get("currency")
    _, _, code = str(value or "").strip().partition(" ")
    return code or None


def _plain(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()


def _date(text: str) -> Json:
    if text == NO_DATE:
        return IGNORE
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UnfitValueError("is not a date YYYY-MM-DD") from None


def _state(text: str) -> str:
    code = state_code(text)
    if code is None:
        raise UnfitValueError("is not a state or province")
    return code


def _country(text: str) -> str:
    name = country_name(text)
    if name is None:
        raise UnfitValueError("is not a country")
    return name


def _amount(text: str) -> str:
    number = text.partition(" ")[0].replace(",", "").removeprefix("$")
    try:
        return f"{float(number):.2f}"
    except ValueError:
        raise UnfitValueError("is not an amount") from None


def _email(text: str) -> str:
    mailbox, at, host = text.partition("@")
    if not (mailbox and at and "." in host):
        raise UnfitValueError("is not an e-mail address")
    return text


def _one_of(allowed: tuple[str, ...], text: str) -> str:
    for each in allowed:
        if each.lower() == text.lower():
            return each
    raise UnfitValueError("is not one of the values allowed")


def _employee(state: State, text: str) -> Json:
    """Find a person by any of four spellings of the name; nobody of that name is no error."""
    wanted = text.lower()
    spellings = (
        derived.first_last,
        derived.last_first,
        derived.last_first_middle,
        derived.first_middle_last,
    )
    for person in state.company.people.values():
        if any(spell(person).lower() == wanted for spell in spellings):
            return str(person.id)
    return IGNORE


_CHECKS: dict[str, Callable[[str], Json]] = {
    "date": _date,
    "state": _state,
    "country": _country,
    "currency": _amount,
    "email": _email,
}
