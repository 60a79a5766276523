"""What the parts of a profile answer: file names, gates, days and the usual codes."""

from datetime import date

import pytest

from benefits_sync.errors import MappingError
from benefits_sync.mapping.carriers.gates import Gate, Gates
from benefits_sync.mapping.carriers.members import Coverage, Employment, Event, MemberCodes
from benefits_sync.mapping.carriers.naming import Naming
from tests.mapping.carriers.profiles import DENTAL, LIFE, MEDICAL, PROFILE_OF

VALUES = {
    "carrier": "harborstone_life", "line": "std", "kind": "full", "environment": "P",
    "yyyymmdd": "20260309", "mmddyyyy": "03092026", "yymmdd": "260309", "hhmmss": "181500", "sequence": "17",
}  # fmt: skip


@pytest.mark.parametrize(
    ("carrier", "encrypted", "name"),
    [
        ("cedarline_health", True, "CLH_P_20260309_000000017.834.PGP"),
        ("cedarline_health", False, "CLH_P_20260309_000000017.834"),
        ("brightleaf_dental", False, "BLD_88231_03092026_0017.txt"),
        ("clearwater_vision", False, "pos_3310_260309_181500.dat"),
        ("harborstone_life", False, "harborstone_life_std_full_20260309_000000017.x12"),
    ],
)
def test_a_file_is_called_as_the_carrier_wants(carrier, encrypted, name):
    naming = PROFILE_OF[carrier].delivery.naming
    assert naming.rendered(VALUES, encrypted=encrypted) == name


@pytest.mark.parametrize("group", ["a" * 60, "two words", "../up"])
def test_a_name_that_cannot_be_is_refused_and_never_cut(group):
    naming = Naming(template="{group}_{sequence}", max_length=40)
    with pytest.raises(MappingError, match="change `naming` of the carrier profile"):
        naming.rendered({"group": group, "sequence": "1"})


@pytest.mark.parametrize(
    ("count", "held", "refused"), [(5, False, False), (10, False, False), (11, True, False), (31, True, True)]
)
def test_a_gate_holds_and_beyond_that_refuses(count, held, refused):
    gate = Gates().terminations
    assert (gate.holds(count, 100), gate.refuses(count, 100)) == (held, refused)


def test_one_leaver_of_eight_does_not_stop_a_small_group():
    assert not Gates().members_drop.holds(1, 8)


def test_a_gate_without_a_refusal_only_holds():
    assert not Gate(hold_percent=1).refuses(100, 100)


def test_anybody_who_vanishes_is_held_where_the_floor_is_nothing():
    assert Gate(hold_percent=0, floor=0).holds(1, 100_000)


def test_a_gate_stated_in_part_keeps_its_floor():
    assert Gates.model_validate({"terminations": {"hold_percent": 1}}).terminations == Gate(
        hold_percent=1, refuse_percent=30, floor=5
    )


@pytest.mark.parametrize(
    ("day", "works"),
    [(date(2026, 3, 9), True), (date(2026, 3, 14), False), (date(2026, 11, 26), False)],
)
def test_a_carrier_works_on_weekdays_that_are_no_holiday(day, works):
    assert MEDICAL.schedule.is_business_day(day) is works


@pytest.mark.parametrize(("day", "wanted"), [(date(2026, 3, 10), True), (date(2026, 3, 9), False)])
def test_a_weekly_file_is_wanted_on_its_day(day, wanted):
    assert DENTAL.schedule.is_due_by_weekday(day) is wanted


def codes() -> MemberCodes:
    """Return the codes of a profile that states no more than it must."""
    return MemberCodes.model_validate({"relationships": {"spouse": "01"}})


def test_every_event_has_its_usual_codes():
    assert set(codes().events) == set(Event)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Event.NEW_HIRE, ("021", "28")),
        (Event.BIRTH, ("021", "02")),
        (Event.RESIGNATION, ("024", "16")),
        (Event.DEATH, ("024", "03")),
        (Event.AGED_OUT, ("024", "07")),
        (Event.UNPAID_LEAVE, ("001", "38")),
        (Event.MEMBER_REINSTATED, ("025", "41")),
        (Event.COBRA_PAID, ("021", "10")),
    ],
)
def test_the_usual_codes_are_those_of_the_guide(event, expected):
    found = codes().events[event]
    assert (found.type, found.reason) == expected


def test_an_event_that_the_profile_states_replaces_the_usual_codes_of_no_other():
    stated = LIFE.codes.events
    assert (stated[Event.RETIREMENT].type, stated[Event.DEATH].type) == ("001", "024")


def test_states_have_their_usual_codes_too():
    usual = codes()
    assert "".join(usual.benefit_status[one] for one in Coverage) == "ACST"
    expected = "AC FT PT L1 AU AO RT TE"
    assert " ".join(usual.employment_status[one] for one in Employment) == expected


def test_files_of_test_go_to_their_own_directory_or_connection():
    assert DENTAL.delivery.sftp is not None
    assert MEDICAL.delivery.sftp is not None
    assert DENTAL.delivery.sftp.directory_of(test=True) == "inbound/test"
    assert MEDICAL.delivery.sftp.directory_of(test=True) == "inbound"
