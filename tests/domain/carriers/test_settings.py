"""The writer's settings are what the profile says."""

import pytest

from benefits_sync.domain.carriers.settings import file_settings
from benefits_sync.x12.codes.envelope import Usage
from benefits_sync.x12.settings import LineEnding
from tests.mapping.carriers.profiles import DENTAL, LIFE, MEDICAL, PROFILE_OF


@pytest.mark.parametrize("carrier", PROFILE_OF)
def test_every_shipped_profile_has_settings_that_the_writer_takes(carrier):
    envelope, _ = file_settings(PROFILE_OF[carrier], Usage.PRODUCTION)
    assert envelope.receiver_id == PROFILE_OF[carrier].envelope.receiver.id


@pytest.mark.parametrize("carrier", PROFILE_OF)
def test_profile_and_writer_allow_the_same_characters(carrier):
    profile = PROFILE_OF[carrier]
    assert file_settings(profile, Usage.TEST).writer.characters == profile.syntax.characters


def test_a_test_file_goes_to_the_test_receiver():
    envelope, _ = file_settings(MEDICAL, Usage.TEST)
    assert (envelope.receiver_id, envelope.application_receiver) == ("CEDARTEST", "CEDARTEST")


def test_the_application_code_is_that_of_the_profile():
    envelope, _ = file_settings(MEDICAL, Usage.PRODUCTION)
    assert (envelope.application_sender, envelope.application_receiver) == ("841234567", "CEDARLINE")


def test_delimiters_and_replacements_are_those_of_the_profile():
    writer = file_settings(LIFE, Usage.TEST).writer
    assert (writer.delimiters.characters, writer.replacements["|"]) == ("|^>~", "/")


def test_usual_replacements_hold_for_the_usual_delimiters():
    writer = file_settings(DENTAL, Usage.TEST).writer
    assert (writer.line_ending, dict(writer.replacements)["~"]) == (LineEnding.CRLF, "-")


def test_lines_beyond_the_guide_are_written_only_where_the_profile_says_so():
    allowed = {
        name for name, one in PROFILE_OF.items() if file_settings(one, Usage.TEST).writer.non_guide_lines
    }
    assert allowed == {"harborstone_life"}
