"""Settings of a file: who sends it to whom, and how it is spelt.

They are plain values; carrier profiles build them, the writer only obeys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from benefits_sync.x12.codes.envelope import InterchangeQualifier, Usage
from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.errors import X12SettingsError

GUIDE: Final = "005010X220A1"
INTERCHANGE_VERSION: Final = "00501"
HIGHEST_CONTROL_NUMBER: Final = 999_999_999
INTERCHANGE_ID_LENGTH: Final = 15
LETTERS_AND_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
BASIC_CHARACTERS: Final = LETTERS_AND_DIGITS + " !\"&'()*+,-./:;?="
EXTENDED_CHARACTERS: Final = BASIC_CHARACTERS + LETTERS_AND_DIGITS[:26].lower() + "%@[]_{}\\|<>~#$^`"

NUMBER_CHARACTERS: Final = frozenset(".-")
"""What amounts and periods are spelt with beside digits."""


class CharacterSet(StrEnum):
    """The character sets of X12; an e-mail address needs the extended one or extra characters."""

    BASIC = "basic"
    EXTENDED = "extended"


class LineEnding(StrEnum):
    """What follows each segment terminator, outside the standard and by habit only."""

    NONE = ""
    LF = "\n"
    CRLF = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeSettings:
    """The two trading partners and what the receiver is asked for.

    Args:
        sender_qualifier: ISA05.
        sender_id: ISA06, at most 15 characters, padded by the writer.
        receiver_qualifier: ISA07.
        receiver_id: ISA08, at most 15 characters, padded by the writer.
        application_sender: GS02, 2 to 15 characters.
        application_receiver: GS03, 2 to 15 characters.
        usage: ISA15, test or production.
        acknowledgment_requested: ISA14, whether a TA1 is asked for.
    """

    sender_qualifier: InterchangeQualifier
    sender_id: str
    receiver_qualifier: InterchangeQualifier
    receiver_id: str
    application_sender: str
    application_receiver: str
    usage: Usage = Usage.TEST
    acknowledgment_requested: bool = False

    def __post_init__(self) -> None:
        """Refuse ids whose length would shift or break the envelope; none is ever cut."""
        for element, value in (("ISA06", self.sender_id), ("ISA08", self.receiver_id)):
            if not 1 <= len(value) <= INTERCHANGE_ID_LENGTH or value != value.strip():
                raise X12SettingsError("give 1 to 15 characters without blanks around them", element=element)
        for element, value in (("GS02", self.application_sender), ("GS03", self.application_receiver)):
            if not 2 <= len(value) <= INTERCHANGE_ID_LENGTH or value != value.strip():
                raise X12SettingsError("give 2 to 15 characters without blanks around them", element=element)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterSettings:
    """How a file is spelt.

    Args:
        delimiters: The four separators.
        line_ending: What follows each segment terminator.
        character_set: Which characters may be written; others are transliterated or refused.
        extra_characters: Characters allowed beside the set, such as those of an e-mail address.
        upper_case: Whether all text is written in upper case; small letters are of the extended set only.
        replacements: What is written for a delimiter that occurs in data; a delimiter without an entry
            makes the writer refuse the text.
        non_guide_lines: Whether life insurance may be written, which the guide does not know.
    """

    delimiters: Delimiters = field(default_factory=Delimiters)
    line_ending: LineEnding = LineEnding.LF
    character_set: CharacterSet = CharacterSet.BASIC
    extra_characters: str = "@_"
    upper_case: bool = True
    replacements: Mapping[str, str] = field(default_factory=dict)
    non_guide_lines: bool = False

    def __post_init__(self) -> None:
        """Refuse delimiters, characters and replacements that no file could hold."""
        if not NUMBER_CHARACTERS.isdisjoint(self.delimiters.characters):
            raise X12SettingsError(
                "no dot or hyphen can be a delimiter: amounts and periods are spelt with them"
            )
        if not all(character in EXTENDED_CHARACTERS for character in self.extra_characters):
            raise X12SettingsError("extra characters must be of the extended character set")
        if not set(self.replacements) <= set(self.delimiters.characters):
            raise X12SettingsError("only the delimiters of the file can be given a replacement")
        if not all(set(text) <= self.characters for text in self.replacements.values()):
            raise X12SettingsError(
                "a replacement must itself be writable: no delimiter, within the character set"
            )

    @property
    def characters(self) -> frozenset[str]:
        """The characters that may stand in data."""
        extended = self.character_set is CharacterSet.EXTENDED
        allowed = set(EXTENDED_CHARACTERS if extended else BASIC_CHARACTERS) | set(self.extra_characters)
        if self.upper_case:
            allowed -= set(LETTERS_AND_DIGITS[:26].lower())
        return frozenset(allowed - set(self.delimiters.characters))


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlNumbers:
    """What makes one file differ from another with the same people: its numbers and its time.

    Args:
        interchange: ISA13, from the ledger, never from a clock.
        group: GS06.
        created: Moment shown in ISA and GS, in the sender's time zone.
        first_transaction: ST02 of the first transaction; the others count on from it.
    """

    interchange: int
    group: int
    created: datetime
    first_transaction: int = 1

    def __post_init__(self) -> None:
        """Refuse numbers that do not fit nine digits."""
        numbers = (("ISA13", self.interchange), ("GS06", self.group), ("ST02", self.first_transaction))
        for element, number in numbers:
            if not 1 <= number <= HIGHEST_CONTROL_NUMBER:
                raise X12SettingsError("a control number is from 1 to 999999999", element=element)
