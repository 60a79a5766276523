"""What a profile was made from, whom to ask, and how it changed."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from benefits_sync.mapping.conditions import Entry

EmailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]


class Guide(Entry):
    """The companion guide that the profile was made from."""

    name: str
    version: str
    read_on: dt.date
    transaction: Literal["005010X220A1"] = "005010X220A1"


class Contact(Entry):
    """Whom to ask at the carrier."""

    role: Literal["edi", "eligibility", "billing", "account"]
    name: str
    email: EmailAddress | None = None
    phone: str | None = None


class Amendment(Entry):
    """A change of the profile: which version, when and what."""

    version: int = Field(ge=1)
    date: dt.date
    what: str
