"""Which carriers a run is about: asked for, due by their calendars, or waiting for an answer."""

from datetime import UTC, datetime, timedelta

import pytest

from benefits_sync.errors import ParameterError
from benefits_sync.models.carrier_alarms import AlarmKind
from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.alarms import about
from benefits_sync.pipeline.carriers.choosing import LISTENED_FOR, carriers_of_form, carriers_to_hear
from benefits_sync.pipeline.carriers.form import DeliveryForm
from tests.mapping.carriers.profiles import PROFILE_OF
from tests.store.carriers.samples import at, did, kept
from tests.store.samples import NOW

DENTAL, MEDICAL, VISION, LIFE = (
    "brightleaf_dental",
    "cedarline_health",
    "clearwater_vision",
    "harborstone_life",
)
PROFILES = {name: PROFILE_OF[name] for name in (DENTAL, MEDICAL, VISION, LIFE)}
TUESDAY = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
WEDNESDAY, SATURDAY = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=4)


def chosen(form, now=TUESDAY, *, scheduled=False, file=None):
    return carriers_of_form(form, PROFILES, file, now, scheduled=scheduled).carriers


# Whose files are built


@pytest.mark.parametrize(
    ("now", "due"), [(TUESDAY, (DENTAL, MEDICAL)), (WEDNESDAY, (MEDICAL, LIFE)), (SATURDAY, ())]
)
def test_the_clock_builds_files_of_carriers_whose_day_it_is(now, due):
    assert chosen(DeliveryForm(), now, scheduled=True) == due


def test_the_day_is_that_of_the_carrier_s_own_zone():
    late = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)  # Wednesday evening in Los Angeles, Thursday elsewhere
    assert chosen(DeliveryForm(), late, scheduled=True) == (MEDICAL, LIFE)


def test_a_person_who_names_nobody_gets_everybody():
    assert chosen(DeliveryForm(), SATURDAY) == tuple(PROFILES)


def test_a_named_carrier_has_its_files_on_any_day():
    assert chosen(DeliveryForm(carriers=(VISION,)), SATURDAY, scheduled=True) == (VISION,)


def test_an_unknown_carrier_is_refused_with_the_list_of_those_there_are():
    with pytest.raises(ParameterError, match="no profile of nobody; there are brightleaf_dental, cedarline"):
        chosen(DeliveryForm(carriers=("nobody",)))


def test_a_named_carrier_that_does_not_take_the_kind_is_refused():
    with pytest.raises(ParameterError, match="brightleaf_dental takes no audit files; its profile has full"):
        chosen(DeliveryForm(carriers=(MEDICAL, DENTAL), kind="audit"))


def test_without_names_those_who_take_the_kind_are_meant():
    assert chosen(DeliveryForm(kind="audit")) == (MEDICAL, LIFE)


def test_next_plan_year_is_for_carriers_with_an_open_enrollment():
    assert set(chosen(DeliveryForm(plan_year="next"))) == {
        name for name, found in PROFILES.items() if found.file.open_enrollment
    }


def test_a_file_decides_whose_it_is(ledger):
    file = kept(ledger)
    assert chosen(DeliveryForm(supersedes=file.id), file=file) == (DENTAL,)


def test_a_file_of_another_carrier_than_the_named_one_is_refused(ledger):
    file = kept(ledger)
    with pytest.raises(ParameterError, match=f"file {file.id} is brightleaf_dental's"):
        chosen(DeliveryForm(resend=file.id, carriers=(MEDICAL,)), file=file)


# Whose answers are collected


def heard(ledger, now=NOW, asked=()):
    return carriers_to_hear(ledger.carriers, asked, list(PROFILES), now)


def closed(ledger):
    file = at(ledger, FileState.DELIVERED)
    return ledger.carriers.moves.move(file.id, FileState.CLOSED, did("clock"))


def test_a_carrier_of_which_something_is_still_to_be_told_is_asked_however_long_ago_it_got_a_file(ledger):
    file = closed(ledger)
    alarm = about(AlarmKind.REJECTED, file, "the carrier rejected the file")
    ledger.carriers.moves.log(file.id, did("the carrier called"), alarm)
    assert heard(ledger, NOW + 2 * LISTENED_FOR) == [DENTAL]


def test_nobody_is_asked_before_a_file_went_out(ledger):
    kept(ledger)
    assert heard(ledger) == []


@pytest.mark.parametrize("state", [FileState.SENDING, FileState.DELIVERED])
def test_whoever_may_have_a_file_is_asked(ledger, state):
    at(ledger, state)
    assert heard(ledger) == [DENTAL]


def test_bad_news_of_a_closed_file_is_still_heard_for_a_month(ledger):
    closed(ledger)
    moments = [NOW + LISTENED_FOR - timedelta(hours=1), NOW + LISTENED_FOR + timedelta(hours=1)]
    assert [heard(ledger, now) for now in moments] == [[DENTAL], []]


def test_a_file_that_waits_is_followed_however_old_it_is(ledger):
    at(ledger, FileState.DELIVERED)
    assert heard(ledger, NOW + timedelta(days=200)) == [DENTAL]


def test_carriers_that_are_named_are_asked_whatever_waits(ledger):
    assert heard(ledger, asked=[VISION, VISION]) == [VISION]


def test_a_carrier_without_a_profile_cannot_be_asked(ledger):
    with pytest.raises(ParameterError, match="no profile of nobody"):
        heard(ledger, asked=["nobody"])
