"""Reading the bodies of the benefit controls, with answers that say what to send instead."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.core.wire import Json
from sandbox.plansource.benefits.pricing import ElectionError


class Body:
    """The JSON object of one control request."""

    def __init__(self, members: Json) -> None:
        if not isinstance(members, dict):
            raise ElectionError("send a JSON object")
        self._members: dict[str, Any] = members

    def text(self, name: str) -> str:
        """Return a member that must be there."""
        if not self._members.get(name):
            raise ElectionError(f"{name} is missing")
        return str(self._members[name])

    def choice(self, name: str) -> str | None:
        """Return a text that may be left out."""
        value = self._members.get(name)
        return None if value is None else str(value)

    def number(self, name: str) -> int | None:
        """Return a whole number that may be left out."""
        value = self._members.get(name)
        if value is not None and not isinstance(value, int):
            raise ElectionError(f"{name} must be a whole number")
        return value

    def day(self, name: str) -> date | None:
        """Return a date that may be left out."""
        value = self._members.get(name)
        try:
            return None if value is None else date.fromisoformat(str(value))
        except ValueError:
            raise ElectionError(f"{name} must be a date as YYYY-MM-DD") from None

    def cents(self, name: str) -> int | None:
        """Return an amount of dollars, sent as text or number, in cents."""
        value = self._members.get(name)
        try:
            return None if value is None else int(Decimal(str(value)) * 100)
        except (InvalidOperation, ValueError, OverflowError):
            raise ElectionError(f"{name} must be an amount of dollars") from None

    def flag(self, name: str) -> bool:
        """Return a boolean, false when left out."""
        return self._members.get(name) is True

    def listed(self, name: str) -> list[Any] | None:
        """Return a list that may be left out."""
        value = self._members.get(name)
        if value is not None and not isinstance(value, list):
            raise ElectionError(f"{name} must be a list")
        return value

    def members(self, name: str) -> dict[str, Any]:
        """Return an object, empty when left out."""
        value = self._members.get(name, {})
        if not isinstance(value, dict):
            raise ElectionError(f"{name} must be an object")
        return value
