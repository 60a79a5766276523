"""What gpg says of a key: what it may be used for, and until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, Self

Capability = Literal["e", "s"]
"""Encrypt, or sign, in gpg's letters."""

_DOES = {"e": "encrypt", "s": "sign"}


class Part(NamedTuple):
    """A key or one of its subkeys."""

    capabilities: str
    expires: datetime | None
    revoked: bool

    @classmethod
    def listed(cls, record: Mapping[str, Any]) -> Self:
        """Read a record of gpg's listing."""
        seconds = record["expires"]
        expires = datetime.fromtimestamp(int(seconds), UTC) if seconds else None
        return cls(record["cap"], expires, record["trust"] in {"r", "d", "i"})

    def lasts(self, now: datetime) -> bool:
        """Tell whether it is of use at a time."""
        return not self.revoked and (self.expires is None or self.expires > now)


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its subkeys."""

    fingerprint: str
    primary: Part
    subkeys: tuple[Part, ...]

    @classmethod
    def listed(cls, record: Mapping[str, Any]) -> Self:
        """Read a key of gpg's listing."""
        subkeys = record.get("subkey_info", {}).values()
        return cls(record["fingerprint"], Part.listed(record), tuple(map(Part.listed, subkeys)))

    def trouble(self, capability: Capability, now: datetime) -> str | None:
        """Return why it is of no use for something, or None when it is of use."""
        if self.primary.revoked:
            return "was revoked by its owner"
        if not self.primary.lasts(now):
            return f"expired on {self.primary.expires:%Y-%m-%d}"
        able = self._able(capability)
        if not able:
            return f"cannot {_DOES[capability]}"
        if not any(part.lasts(now) for part in able):
            return f"has no valid part left that can {_DOES[capability]}"
        return None

    def validity(self, now: datetime) -> str:
        """Return until when it lasts, in words."""
        if self.primary.revoked:
            return "was revoked"
        if self.primary.expires is None:
            return "does not expire"
        return f"{'expires' if self.primary.lasts(now) else 'expired'} on {self.primary.expires:%Y-%m-%d}"

    def ends(self, capability: Capability) -> datetime | None:
        """Return when it stops being of use for something; None when it never does."""
        able = [part.expires for part in self._able(capability) if not part.revoked]
        last = None if None in able else max(filter(None, able), default=None)
        return min(filter(None, (last, self.primary.expires)), default=None)

    def _able(self, capability: Capability) -> list[Part]:
        return [part for part in (self.primary, *self.subkeys) if capability in part.capabilities]


def listed_keys(records: Iterable[Mapping[str, Any]]) -> tuple[Key, ...]:
    """Read gpg's listing."""
    return tuple(map(Key.listed, records))
