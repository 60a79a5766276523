"""Text as a file may hold it: case, transliteration, character sets and delimiters in data."""

from dataclasses import replace

import pytest

from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.elements import N401, NM103, PER04
from benefits_sync.x12.errors import X12SettingsError, X12TextError
from benefits_sync.x12.settings import CharacterSet, WriterSettings
from benefits_sync.x12.text import TextWriter
from tests.x12.families import ENVELOPE, NUMBERS


def spelt(value, element=NM103, **settings):
    return TextWriter(WriterSettings(**settings)).required(value, element)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Muñoz", "MUNOZ"),
        ("Strauß", "STRAUSS"),
        ("Łukasz Żółć", "LUKASZ ZOLC"),
        ("Øre Æbelø", "ORE AEBELO"),
        ("O\u2019Neill", "O'NEILL"),
        ("Smith\u2013Jones", "SMITH-JONES"),
        ("\u201cBuddy\u201d", '"BUDDY"'),
        ("  Miller ", "MILLER"),
        ("Lee\u00a0Kim", "LEE KIM"),
        ("\ufb01nn", "FINN"),
    ],
)
def test_a_name_is_written_with_the_nearest_characters_of_the_set(value, written):
    assert spelt(value) == written


def test_a_character_without_a_transliteration_is_refused():
    with pytest.raises(X12TextError, match=r"NM103.*without a transliteration"):
        spelt("\u674e")


def test_an_email_address_needs_the_extra_characters():
    with pytest.raises(X12TextError, match="character set"):
        spelt("a_b@example.com", PER04, extra_characters="")


def test_an_email_address_is_written_with_the_usual_extra_characters():
    assert spelt("a_b@example.com", PER04) == "A_B@EXAMPLE.COM"


def test_the_extended_set_keeps_lower_case_where_upper_case_is_off():
    assert spelt("de [x]", upper_case=False, character_set=CharacterSet.EXTENDED) == "de [x]"


def test_a_delimiter_is_replaced_where_the_settings_say_with_what():
    assert spelt("A*B:C", replacements={"*": " ", ":": "-"}) == "A B-C"


def test_a_delimiter_that_a_transliteration_brings_in_is_replaced_too():
    assert spelt("A\uff0aB", replacements={"*": " "}) == "A B"


def test_a_delimiter_without_a_replacement_is_refused():
    with pytest.raises(X12TextError, match="holds a delimiter"):
        spelt("A~B", replacements={"*": " "})


def test_what_is_no_delimiter_of_this_file_is_plain_data():
    assert spelt("A*B", delimiters=Delimiters("|", "!", ">", "~")) == "A*B"


def test_texts_that_were_spelt_anew_are_counted_by_element():
    writer = TextWriter(WriterSettings(replacements={"*": " "}))
    for value in ("MÜLLER", "A*B", "Miller"):
        writer.required(value, NM103)
    assert writer.respelt == {"NM103": 2}


@pytest.mark.parametrize("value", ["", "   ", "X"])
def test_a_city_has_at_least_two_characters(value):
    with pytest.raises(X12TextError, match=r"N401: the text has . characters, the guide wants 2 to 30"):
        spelt(value, N401)


@pytest.mark.parametrize(
    "delimiters", [("*", "U", ":", "~"), ("*", "*", ":", "~"), ("", "^", ":", "~"), ("é", "^", ":", "~")]
)
def test_delimiters_that_could_be_data_or_each_other_are_refused(delimiters):
    with pytest.raises(X12SettingsError):
        Delimiters(*delimiters)


@pytest.mark.parametrize("delimiters", [("*", "^", ".", "~"), ("-", "^", ":", "~")])
def test_what_numbers_are_spelt_with_separates_nothing(delimiters):
    with pytest.raises(X12SettingsError, match="amounts and periods"):
        WriterSettings(delimiters=Delimiters(*delimiters))


@pytest.mark.parametrize("sender", ["", "1234567890123456", " 12"])
def test_a_sender_that_would_shift_isa_is_refused(sender):
    with pytest.raises(X12SettingsError, match="ISA06"):
        replace(ENVELOPE, sender_id=sender)


@pytest.mark.parametrize("receiver", ["E", "EXD834 ", "1234567890123456"])
def test_an_application_code_that_gs_cannot_hold_is_refused(receiver):
    with pytest.raises(X12SettingsError, match="GS03"):
        replace(ENVELOPE, application_receiver=receiver)


@pytest.mark.parametrize("number", [0, 1_000_000_000])
def test_a_control_number_that_does_not_fit_is_refused(number):
    with pytest.raises(X12SettingsError, match="ISA13"):
        replace(NUMBERS, interchange=number)


def test_extra_characters_are_of_the_extended_set():
    with pytest.raises(X12SettingsError, match="extended character set"):
        WriterSettings(extra_characters="é")


def test_only_a_delimiter_is_replaced():
    with pytest.raises(X12SettingsError, match="only the delimiters"):
        WriterSettings(replacements={"%": " "})


def test_a_replacement_must_be_writable_itself():
    with pytest.raises(X12SettingsError, match="a replacement must itself be writable"):
        WriterSettings(replacements={"*": "~"})
