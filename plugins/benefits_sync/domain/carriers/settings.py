"""What a carrier's profile says about the envelope and the spelling of its files, as the writer takes it."""

from typing import Final, NamedTuple

from benefits_sync.mapping.carriers.envelope import Newline
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.x12.codes.envelope import InterchangeQualifier, Usage
from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.settings import CharacterSet, EnvelopeSettings, LineEnding, WriterSettings

_ENDINGS: Final = {
    Newline.NONE: LineEnding.NONE,
    Newline.LF: LineEnding.LF,
    Newline.CRLF: LineEnding.CRLF,
}


class FileSettings(NamedTuple):
    """The settings of one carrier's files."""

    envelope: EnvelopeSettings
    writer: WriterSettings


def file_settings(profile: CarrierProfile, usage: Usage) -> FileSettings:
    """Return the settings of a carrier's files; test files may have another receiver.

    Args:
        profile: The carrier's profile.
        usage: Whether the file is for test or production.
    """
    return FileSettings(_envelope(profile, usage), _writer(profile))


def _envelope(profile: CarrierProfile, usage: Usage) -> EnvelopeSettings:
    envelope = profile.envelope
    receiver = envelope.test_receiver if usage is Usage.TEST else None
    receiver = receiver or envelope.receiver
    return EnvelopeSettings(
        sender_qualifier=InterchangeQualifier(envelope.sender.qualifier),
        sender_id=envelope.sender.id,
        receiver_qualifier=InterchangeQualifier(receiver.qualifier),
        receiver_id=receiver.id,
        application_sender=envelope.sender.application_code,
        application_receiver=receiver.application_code,
        usage=usage,
        acknowledgment_requested=envelope.request_ta1,
    )


def _writer(profile: CarrierProfile) -> WriterSettings:
    syntax = profile.syntax
    return WriterSettings(
        delimiters=Delimiters(*syntax.delimiters),
        line_ending=_ENDINGS[syntax.newline],
        character_set=CharacterSet(syntax.charset),
        extra_characters="".join(syntax.extra_characters),
        upper_case=syntax.uppercase,
        replacements=syntax.delimiters_replaced,
        non_guide_lines=profile.coverages.non_guide_lines,
    )
