"""The subscribers: found by id or code, unique where the vendor demands it, in the order of creation."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sandbox.plansource.errors import no_employee, taken

Record = dict[str, Any]
"""A subscriber, dependent or beneficiary without its null members."""

UNIQUE = ("ssn", "subscriber_code", "user_name")
_FIRST_ID = 40_550_001
_FIRST_PUBLIC_ID = 1_200_001
_NOT_LETTERS = re.compile(r"[^a-z]")


class Roster:
    """All subscribers of the organization."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._by_id: dict[int, Record] = {}
        self._holder: dict[str, dict[str, int]] = {name: {} for name in UNIQUE}
        self._stems: dict[str, int] = {}
        self._listed: dict[bool, list[Record]] = {}
        for record in records:
            self._enter(record)

    def all(self) -> list[Record]:
        """Return every subscriber, test employees included."""
        return list(self._by_id.values())

    def listed(self, *, include_test: bool) -> list[Record]:
        """Return the subscribers that list reads walk through."""
        if include_test not in self._listed:
            self._listed[include_test] = [
                record for record in self._by_id.values() if include_test or not record.get("test_employee")
            ]
        return self._listed[include_test]

    def find(self, identifier: str, *, custom: bool) -> Record:
        """Return the subscriber with this id, or with this subscriber code when `custom`."""
        record = self.lookup(identifier, custom=custom)
        if record is None:
            raise no_employee(identifier)
        return record

    def lookup(self, identifier: str, *, custom: bool) -> Record | None:
        """Return the subscriber with this id or code, or None."""
        if custom:
            number = self._holder["subscriber_code"].get(identifier)
        else:
            number = int(identifier) if identifier.isascii() and identifier.isdigit() else None
        return None if number is None else self._by_id.get(number)

    def of_ssn(self, digits: str) -> Record | None:
        """Return the subscriber with this social security number, or None."""
        number = self._holder["ssn"].get(digits)
        return None if number is None else self._by_id[number]

    def add(self, members: Record) -> Record:
        """Enter a new subscriber; ids and a missing user name are given here."""
        self._check_unique(members, None)
        number = _FIRST_ID + len(self._by_id)
        record: Record = {"id": number, "public_id": _FIRST_PUBLIC_ID + len(self._by_id), **members}
        record.setdefault("user_name", self._user_name(members))
        self._enter(record)
        return record

    def change(self, record: Record, changes: Record) -> None:
        """Set the members of `changes` on `record`; None clears a member."""
        self._check_unique(changes, record["id"])
        for name in UNIQUE:
            if name in changes and name in record:
                del self._holder[name][record[name]]
        for name, value in changes.items():
            if value is None:
                record.pop(name, None)
            else:
                record[name] = value
        self._enter(record)

    def _enter(self, record: Record) -> None:
        self._by_id[record["id"]] = record
        for name in UNIQUE:
            if name in record:
                self._holder[name][record[name]] = record["id"]
        self._listed.clear()

    def _check_unique(self, members: Record, own: int | None) -> None:
        for name in UNIQUE:
            value = members.get(name)
            if value is not None and self._holder[name].get(value, own) != own:
                raise taken(name)

    def _user_name(self, members: Record) -> str:
        name = f"{members.get('first_name', '')[:1]}{members.get('last_name', '')}"
        plain = unicodedata.normalize("NFKD", name).lower()
        stem = _NOT_LETTERS.sub("", plain) or "employee"
        while True:
            self._stems[stem] = self._stems.get(stem, 0) + 1
            candidate = f"{stem}_{self._stems[stem]}"
            if candidate not in self._holder["user_name"]:
                return candidate
