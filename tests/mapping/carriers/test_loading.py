"""A profile is read whole, or refused with the line, the reason and the way out of everything wrong."""

import re

import pytest
from pydantic import ValidationError

from benefits_sync.errors import MappingError
from benefits_sync.mapping.carriers import load_profile
from tests.mapping.carriers.conftest import PROFILES
from tests.mapping.carriers.models import models

MEDICAL, DENTAL, VISION, LIFE = (
    "cedarline_health", "brightleaf_dental", "clearwater_vision", "harborstone_life",
)  # fmt: skip


@pytest.mark.parametrize("carrier", PROFILES)
def test_a_shipped_profile_is_good(carrier):
    assert load_profile(PROFILES[carrier]).name == carrier


def test_the_version_label_ends_with_the_digest_of_the_file():
    assert re.fullmatch(r"2-[0-9a-f]{8}", load_profile(PROFILES[MEDICAL]).version_label)


def test_a_profile_cannot_be_changed_once_read():
    profile = load_profile(PROFILES[MEDICAL])
    with pytest.raises(ValidationError):
        profile.terminations.retro_days = 1


def test_an_unknown_key_is_shown_with_its_line_and_the_nearest_key(problems_of):
    said = problems_of(DENTAL, ("repeat_days: 60", "repeat_day: 60"))
    line = next(
        n for n, text in enumerate(PROFILES[DENTAL].read_text().splitlines(), 1) if "repeat_days" in text
    )
    assert f".yaml:{line}: `repeat_day` is not a key here; did you mean `repeat_days`?" in said


@pytest.mark.parametrize(
    ("carrier", "good", "bad", "nearest"),
    [
        (MEDICAL, "test_receiver:", "test_reciever:", "test_receiver"),
        (MEDICAL, "due_days_before:", "due_day_before:", "due_days_before"),
        (MEDICAL, 'coverage: "030", reason', 'coverages: "030", reason', "coverage"),
        (MEDICAL, "child_age_limit:", "child_limit:", "child_age_limit"),
        (MEDICAL, "{plans: [Gold PPO]", "{plan: [Gold PPO]", "plans"),
        (MEDICAL, "max_length: 3", "maxlength: 3", "max_length"),
        (MEDICAL, "sign_with:", "signed_with:", "sign_with"),
        (MEDICAL, "hold_percent: 8", "hold_per_cent: 8", "hold_percent"),
        (LIFE, "idempotency_header:", "idempotence_header:", "idempotency_header"),
        (DENTAL, "otherwise: {severity", "otherwise: {severty", "severity"),
    ],
)
def test_the_nearest_key_is_named_at_any_depth(problems_of, carrier, good, bad, nearest):
    assert f"is not a key here; did you mean `{nearest}`?" in problems_of(carrier, (good, bad))


def test_an_unknown_benefit_is_answered_with_the_nearest(problems_of):
    said = problems_of(DENTAL, ("    dental:\n", "    dentel:\n"))
    assert "`dentel` is not a benefit lookup code of PlanSource; did you mean `dental`?" in said


def test_a_wrong_code_is_answered_with_the_right_ones(problems_of):
    said = problems_of(MEDICAL, ("active: FT", "active: FX"))
    assert "`FX` is not an employment status (INS08); it is one of AC, AO, AU, FT, L1, PT, RT, TE" in said


def test_the_name_must_be_that_of_the_file(problems_of):
    assert "`name` is that of the file: cedarline_health" in problems_of(
        MEDICAL, ("name: cedarline_health", "name: cedarline")
    )


def test_all_problems_are_told_at_once(problems_of):
    said = problems_of(VISION, ("mode: omission", "mode: omit"), ("case: lower", "case: small"))
    assert said.count(".yaml:") == 2


@pytest.mark.parametrize(
    ("carrier", "quoted", "plain"),
    [
        (MEDICAL, 'member: "030"', "member: 030"),
        (MEDICAL, 'spouse: "01"', "spouse: 01"),
        (MEDICAL, 'action: "2"', "action: 2"),
        (MEDICAL, 'qualifier: "336"', "qualifier: 336"),
        (MEDICAL, 'Bronze HDHP: "70114-003"', "Bronze HDHP: 70114-003"),
        (MEDICAL, 'BOI: "001"', "BOI: Y"),
        (DENTAL, 'reference: "17"', "reference: 17"),
        (DENTAL, 'reference: "3H"', "reference: 3H"),
        (VISION, 'Vision Choice: "0042"', "Vision Choice: 0042"),
        (VISION, "FURL: P", "FURL: N"),
        (VISION, "FURL: P", "FURL: on"),
        (LIFE, 'frequency: "7"', "frequency: 7"),
        (LIFE, 'pseudo: "999999999"', "pseudo: 999999999"),
    ],
)
def test_a_code_that_yaml_would_read_otherwise_must_be_quoted(problems_of, carrier, quoted, plain):
    code = plain.rpartition(": ")[2]
    assert f'the code {code} must be quoted: write "{code}"' in problems_of(carrier, (quoted, plain))


def test_a_code_that_is_a_key_must_be_quoted_too(problems_of):
    assert "the code N must be quoted" in problems_of(VISION, ("FURL: P", "N: P"))


def test_a_quoted_code_of_the_same_kind_is_good(problems_of):
    assert problems_of(VISION, ("FURL: P", '"N": "Y"')) == ""


def test_numbers_switches_and_dates_need_no_quotes(problems_of):
    assert problems_of(MEDICAL, ('"18:00"', "18:00")) == ""


def test_a_profile_with_problems_is_not_loaded(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("name: bad\n")
    with pytest.raises(MappingError, match="`envelope` is missing"):
        load_profile(path)


def test_no_part_of_the_grammar_can_be_changed():
    assert all(model.model_config["frozen"] and model.model_config["extra"] == "forbid" for model in models())
