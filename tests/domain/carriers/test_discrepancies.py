"""Lines of a carrier's report become messages about people, without a word about a person."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits_sync.domain.carriers.addressees import find_families
from benefits_sync.domain.carriers.discrepancies import layout_of, messages_of, subscribers_of
from benefits_sync.domain.carriers.wording import safe_words
from benefits_sync.models.carrier_files import PersonIndexRow
from benefits_sync.x12.codes.member import MemberReference
from benefits_sync.x12.codes.person import PersonIdKind
from benefits_sync.x12.discrepancies import read_report
from benefits_sync.x12.model.parties import Name
from benefits_sync.x12.model.values import Identifier, Reference
from tests.mapping.carriers.profiles import DENTAL, MEDICAL
from tests.x12.families import dependent, subscriber, transaction
from tests.x12.files import written

CEDARLINE = MEDICAL.answers.report
BRIGHTLEAF = DENTAL.answers.report
SSN = Identifier(PersonIdKind.SOCIAL_SECURITY_NUMBER, "012345678")
FILE = written(
    transaction(
        subscriber(
            "012345678", identifier=SSN, references=(Reference(MemberReference.MUTUALLY_DEFINED, "E-17"),)
        ),
        dependent("012345678"),
        dependent("012345678", name=Name("MILLER", "BEN", "ALAN")),
        dependent("012345678", name=Name("MILLER", "CARLA")),
    ),
    transaction(subscriber("200000002", name=Name("NGUYEN", "DUC"))),
)
ROWS = [
    PersonIndexRow(f"ref{number}", code, "audit", transaction_number, first, first + 5)
    for number, (code, transaction_number, first) in enumerate(
        [
            ("E10", "0001", 5),
            ("E10", "0001", 13),
            ("E10", "0001", 20),
            ("E10", "0001", 30),
            ("E20", "0002", 5),
        ],
        1,
    )
]


def told(profile, *lines):
    columns = profile.columns
    headings = [
        columns.subscriber,
        columns.code,
        columns.message,
        *filter(None, [columns.member, columns.severity, columns.line]),
    ]
    text = "\n".join(profile.delimiter.join(cells) for cells in [headings, *lines])
    report = read_report(BytesIO(text.encode(profile.encoding)), layout_of(profile))
    families = find_families(BytesIO(FILE), ROWS, subscribers_of(report))
    return list(messages_of(report, profile, families))


def cedarline(subscriber_id="012345678", code="E101", message="", level=""):
    [message] = told(CEDARLINE, (subscriber_id, code, message, level, "HLT"))
    return message


def brightleaf(subscriber_id="012345678", code="D1", message="", name=""):
    [message] = told(BRIGHTLEAF, (subscriber_id, code, message, name))
    return message


@pytest.mark.parametrize(
    ("code", "severity", "owner"),
    [("E101", "error", "benefits"), ("E205", "error", "hr"), ("W300", "warning", "carrier")],
)
def test_a_listed_code_means_what_the_profile_says(code, severity, owner):
    message = cedarline(code=code, level="Information")
    assert (message.severity, message.owner, message.code) == (severity, owner, code)


@pytest.mark.parametrize(
    ("level", "severity"), [("Warning", "warning"), ("E", "error"), ("INFO", "information")]
)
def test_an_unlisted_code_is_as_grave_as_the_carrier_says(level, severity):
    assert cedarline(code="X9", level=level).severity == severity


def test_an_unlisted_code_without_a_level_counts_as_otherwise():
    message = brightleaf()
    assert (message.severity, message.owner) == ("warning", "edi")


@pytest.mark.parametrize("spelt", ["012345678", "012-34-5678", " 12345678 ", "E10", "e-17"])
def test_the_subscriber_is_found_however_the_carrier_spells_the_id(spelt):
    assert cedarline(spelt).subscriber_code == "E10"


def test_a_line_that_names_nobody_is_about_the_subscriber():
    assert brightleaf().person_ref == "ref1"


@pytest.mark.parametrize("name", ["Carla Miller", "MILLER, CARLA", "Miller Carla M"])
def test_a_line_that_names_a_dependent_is_about_the_dependent(name):
    assert brightleaf(name=name).person_ref == "ref4"


@pytest.mark.parametrize("name", ["Ben Miller", "Zoe Miller"])
def test_a_name_that_fits_two_or_nobody_is_about_the_family(name):
    message = brightleaf(name=name)
    assert (message.person_ref, message.subscriber_code) == (None, "E10")


def test_a_subscriber_who_is_not_in_the_file_is_told_as_such():
    message = cedarline("999999999", message="Member not found")
    stranger = "; the subscriber is not in the file that this report is about"
    assert (message.subscriber_code, message.text) == (
        None,
        f"Member not found (line 2 of the report{stranger})",
    )


def test_every_transaction_of_the_file_is_searched():
    assert cedarline("200000002").person_ref == "ref5"


def test_no_value_of_a_person_is_in_a_message():
    message = brightleaf(
        "012-34-5678",
        "012345678",
        "Dependent Ben Miller born 2015-01-02, SSN 012-34-5678, not found",
        "Ben Miller",
    )
    shown = repr(message)
    assert [word for word in ("Ben", "Miller", "2015", "345", "5678") if word in shown] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Dependent Ben over age 26", "Dependent ••• over age 26"),
        ("SSN 123-45-6789 does not match", "SSN ••• does not match"),
        ("Invalid plan code (GOLD/PPO)", "Invalid plan code (•••/PPO)"),
        ("effective date 01/02/2026 missing", "effective date ••• missing"),
        ("José Núñez: no coverage", "•••: no coverage"),
        ("member E12345 unknown", "member ••• unknown"),
        ("mail anna.miller@example.org", "•••"),
        ("", ""),
    ],
)
def test_only_words_about_insurance_are_kept(text, kept):
    assert safe_words(text) == kept


@given(st.text(max_size=80))
def test_no_long_number_survives(text):
    kept = "".join(character for character in safe_words(f"{text} 123-45-6789 {text}") if character.isdigit())
    assert "123456789" not in kept
