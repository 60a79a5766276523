"""Who sends to whom, and how segments are spelt: the envelope of a profile's files."""

from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from benefits_sync.mapping.carriers.codes import Code, IdQualifier, PayerQualifier, SponsorQualifier, fits
from benefits_sync.mapping.conditions import Entry

BASIC: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"&'()*+,-./:;?=")
"""The basic character set of the standard."""

EXTENDED: Final = BASIC | frozenset("abcdefghijklmnopqrstuvwxyz%@[]_{}\\|<>~#$^`")
"""The extended character set; from 5010 on with the caret and the backtick."""

InterchangeId = Annotated[Code, fits(1, 15)]
ApplicationId = Annotated[Code, fits(2, 15)]
PartyId = Annotated[Code, fits(2, 80)]
PartyName = Annotated[str, StringConstraints(min_length=1, max_length=60)]


_OF_NUMBERS: Final = frozenset(".-")
"""Characters of amounts, and of periods between two days."""


def _delimiter(text: str) -> str:
    if len(text) != 1 or text not in EXTENDED or text.isalnum() or text == " ":
        raise ValueError(f"a delimiter is one character that is no letter, digit or blank, not `{text}`")
    if text in _OF_NUMBERS:
        raise ValueError(f"`{text}` cannot be a delimiter: amounts and periods are spelt with it")
    return text


Delimiter = Annotated[Code, AfterValidator(_delimiter)]


class Endpoint(Entry):
    """One end of the interchange: qualifier and id of ISA, and the application code of GS.

    An ``application`` that is left out is the id.
    """

    qualifier: IdQualifier
    id: InterchangeId
    application: ApplicationId | None = None

    @property
    def application_code(self) -> str:
        """The code that stands in GS02 or GS03."""
        return self.id if self.application is None else self.application

    @model_validator(mode="after")
    def _fits_the_group(self) -> Self:
        if len(self.application_code) < 2:
            raise ValueError("`application` (GS02 or GS03) has at least two characters; state one")
        return self


class Party(Entry):
    """An organization of the header (N1)."""

    name: PartyName | None = None
    qualifier: Code = "FI"
    id: PartyId


class Sponsor(Party):
    """The plan sponsor: the employer."""

    qualifier: SponsorQualifier = "FI"


class Payer(Party):
    """The payer: the carrier."""

    qualifier: PayerQualifier = "FI"


class Broker(Payer):
    """A broker (BO) or third-party administrator (TV), with its account number where the carrier has one."""

    role: Literal["BO", "TV"]
    account: Annotated[Code, fits(1, 35)] | None = None


class Envelope(Entry):
    """Who sends to whom.

    ``test_receiver`` is the other end of test files, where it differs. ``request_ta1`` asks for a TA1 in any
    case (ISA14).
    """

    sender: Endpoint
    receiver: Endpoint
    test_receiver: Endpoint | None = None
    request_ta1: bool = False
    sponsor: Sponsor
    payer: Payer
    brokers: tuple[Broker, ...] = Field(default=(), max_length=2)

    @model_validator(mode="after")
    def _one_of_a_role(self) -> Self:
        if len({broker.role for broker in self.brokers}) < len(self.brokers):
            raise ValueError("`brokers` has at most one BO and one TV")
        return self


class Newline(StrEnum):
    """What follows each segment terminator."""

    NONE = "none"
    LF = "lf"
    CRLF = "crlf"


class Syntax(Entry):
    """How segments are spelt.

    ``extra_characters`` may stand in data although the character set lacks them. ``replacements`` says what
    becomes of a delimiter in data; a delimiter without an entry refuses the person. Accents and curly quotes
    are always spelt with the nearest character that is allowed.
    """

    element: Delimiter = "*"
    repetition: Delimiter = "^"
    component: Delimiter = ":"
    segment: Delimiter = "~"
    newline: Newline = Newline.LF
    uppercase: bool = True
    charset: Literal["basic", "extended"] = "basic"
    extra_characters: tuple[Code, ...] = ("@", "_")
    replacements: dict[Code, str] = Field(default_factory=lambda: {"*": " ", "^": " ", ":": "-", "~": "-"})

    @property
    def delimiters(self) -> tuple[str, str, str, str]:
        """Element, repetition and component separator, and segment terminator."""
        return self.element, self.repetition, self.component, self.segment

    @property
    def delimiters_replaced(self) -> dict[str, str]:
        """What is written for a delimiter in data; the usual replacements hold for the usual delimiters."""
        return {sign: text for sign, text in self.replacements.items() if sign in self.delimiters}

    @property
    def characters(self) -> frozenset[str]:
        """Every character that may stand in data: the set and the extra ones, less the delimiters."""
        known = EXTENDED if self.charset == "extended" else BASIC
        small = {sign for sign in EXTENDED if sign.islower()} if self.uppercase else set()
        return (known | set(self.extra_characters)) - small - set(self.delimiters)

    @model_validator(mode="after")
    def _can_be_read_back(self) -> Self:
        if len(set(self.delimiters)) < len(self.delimiters):
            raise ValueError("no two delimiters can be the same character")
        if not self.uppercase and self.charset == "basic":
            raise ValueError("small letters (`uppercase: false`) need `charset: extended`")
        if not set(self.extra_characters) <= EXTENDED:
            raise ValueError("`extra_characters` holds single characters of the extended set")
        if "replacements" in self.model_fields_set and self.delimiters_replaced != self.replacements:
            strange = next(sign for sign in self.replacements if sign not in self.delimiters)
            raise ValueError(f"`replacements` names `{strange}`, which is no delimiter here")
        for delimiter, text in self.delimiters_replaced.items():
            if not set(text) <= self.characters:
                raise ValueError(f"what replaces `{delimiter}` must be allowed in data")
        return self
