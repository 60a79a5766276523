"""The list of answers that a carrier's API gives."""

from datetime import datetime
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from benefits_sync.errors import VendorContractError


class Listed(NamedTuple):
    """One answer in the list."""

    name: str
    size: int
    modified: datetime | None

    @property
    def mark(self) -> str:
        """What tells it from others, a later one of its name included."""
        return f"{self.name}|{self.size}|{self.modified.isoformat() if self.modified else ''}"


class _Entry(BaseModel):
    """An answer as the carrier lists it; members that we do not know are left alone."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    name: str
    size: int
    modified: datetime | None = None


_ENTRIES = TypeAdapter(list[_Entry])


def listed(body: Any, *, vendor: str, operation: str) -> list[Listed]:  # noqa: ANN401 -- JSON of any shape
    """Read the list.

    Raises:
        VendorContractError: It is no list of objects with ``name``, ``size`` and ``modified``.
    """
    try:
        entries = _ENTRIES.validate_python(body)
    except ValidationError:
        raise VendorContractError(
            "the answers are no JSON list of objects with `name`, `size` and `modified`",
            vendor=vendor,
            operation=operation,
        ) from None
    return [Listed(entry.name, entry.size, entry.modified) for entry in entries]
