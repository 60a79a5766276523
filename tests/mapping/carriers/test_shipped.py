"""The five invented carriers together use everything that a profile can say."""

import pytest
import yaml

from tests.mapping.carriers.conftest import PROFILES
from tests.mapping.carriers.models import keys_of_the_grammar, keys_stated
from tests.mapping.carriers.profiles import DENTAL, LIFE, MEDICAL, PROFILE_OF, VISION, WELLNESS


def test_there_are_five():
    assert set(PROFILES) == {profile.name for profile in (MEDICAL, DENTAL, VISION, LIFE, WELLNESS)}


def test_every_key_of_the_grammar_is_used_by_one_of_them():
    stated = set().union(
        *(keys_stated(yaml.safe_load(path.read_text("utf-8"))) for path in PROFILES.values())
    )
    assert keys_of_the_grammar() - stated == set()


@pytest.mark.parametrize(
    ("place", "choices"),
    [
        ("file.usual", {"change", "full"}),
        ("file.grouping.files", {"one", "line", "group"}),
        ("file.grouping.transactions", {"one", "group", "policy"}),
        ("file.master_policy.send", {"never", "constant", "by_group"}),
        ("identifiers.policy.at", {"member", "coverage", "both"}),
        ("identifiers.ssn.subscriber", {"required", "if_valid", "pseudo", "never"}),
        ("syntax.newline", {"none", "lf", "crlf"}),
        ("syntax.charset", {"basic", "extended"}),
        ("coverages.waived", {"omit", "send"}),
        ("terminations.mode", {"explicit", "omission", "both"}),
        ("terminations.repeat", {"once", "days", "until_confirmed"}),
        ("terminations.end_date", {"last_day_covered", "first_day_not_covered"}),
        ("terminations.never_effective", {"end_on_start", "end_day_before", "delete"}),
        ("terminations.dependents", {"listed", "cascaded"}),
        ("terminations.report", {"each_plan", "last_plan"}),
        ("delivery.naming.extension", {"txt", "834", "x12", "dat", "edi"}),
        ("delivery.naming.case", {"as_written", "upper", "lower"}),
        ("schedule.on_holiday", {"next", "previous", "skip"}),
        ("answers.ta1.expected", {"always", "on_error", "never"}),
        ("answers.functional.kind", {"999", "997"}),
    ],
)
def test_they_differ_where_carriers_do(place, choices):
    assert {str(value_at(profile, place)) for profile in PROFILE_OF.values()} == choices


def value_at(profile: object, place: str) -> object:
    """Follow a path of keys through a profile."""
    for step in place.split("."):
        profile = getattr(profile, step)
    return profile


def test_the_medical_carrier_gets_encrypted_change_files_with_explicit_terminations():
    shown = (MEDICAL.file.usual, MEDICAL.terminations.mode, MEDICAL.delivery.encryption is not None)
    assert shown == ("change", "explicit", True)


def test_the_dental_carrier_gets_full_files_that_repeat_terminations_for_60_days():
    assert (DENTAL.file.usual, DENTAL.terminations.repeat_days) == ("full", 60)


def test_the_vision_carrier_has_a_write_only_inbox_and_ends_by_omission():
    assert VISION.delivery.sftp is not None
    assert (VISION.delivery.sftp.inbox, VISION.terminations.absence_ends_coverage) == ("write_only", True)


def test_the_life_carrier_takes_lines_that_the_guide_lacks_over_http():
    assert LIFE.delivery.http is not None
    assert {line.code for line in LIFE.coverages.lines.values()} == {"LIF", "ADD", "STD", "LTD"}


def test_the_wellness_carrier_gets_a_file_for_each_division_without_ssns():
    shown = (WELLNESS.file.grouping.files, WELLNESS.file.grouping.group, WELLNESS.identifiers.ssn.subscriber)
    assert shown == ("group", "division", "never")


def test_the_wellness_carrier_answers_by_a_999_alone():
    answers = WELLNESS.answers
    assert (answers.functional.expected, answers.ta1.expected, answers.report) == ("always", "never", None)
