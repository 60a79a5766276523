"""The list of carrier files: every file with its state and its clock, what needs a person first."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from benefits_sync.models.carriers import FileKind, FileState, Usage
from benefits_sync.ui.carriers.overview import PAGE_SIZE
from benefits_sync.ui.carriers.wording import BUCKETS, STATES
from tests.store.carriers.samples import S, did
from tests.ui.auth_manager import STRANGER
from tests.ui.carriers.shelf import due

NAME = re.compile(r"<h3><a[^>]*>(.*?)</a></h3>")
TODAY = datetime.now(UTC).date()
TILE = re.compile(r'<span class="count">(.*?)</span>\s*<span class="status[^>]*>(.*?)</span>', re.DOTALL)


def names(page):
    return NAME.findall(page.answer.text)


def tiles(page):
    return {title: int(count) for count, title in TILE.findall(page.answer.text) if count != "0"}


def test_a_line_tells_what_a_file_is_and_where_it_stands(vera, shelf):
    found = shelf.at(S.DELIVERED, name="BLD_20261120.edi", usage=Usage.TEST)
    text = vera.get("/carriers").text
    for told in (
        "BLD_20261120.edi",
        "Delivered",
        "Brightleaf Dental",
        "Everyone (full)",
        f"ISA {found.interchange}",
        "test",
        "People 5 Subscribers 3 Dependents 2 Coverages 5",
    ):
        assert told in text


@pytest.mark.parametrize(("state", "named"), [(S.HELD, True), (S.DELIVERED, False)])
def test_a_line_names_the_gates_that_keep_a_file_back_as_long_as_they_do(vera, shelf, state, named):
    shelf.at(state)
    text = vera.get("/carriers").text
    assert ("Held Members drop" in text, "Terminations" in text) == (named, False)


def test_what_needs_a_person_stands_before_newer_files(vera, shelf):
    shelf.at(S.HELD, "held", name="held")
    shelf.at(S.DELIVERED, "newer", name="newer")
    page = vera.get("/carriers")
    assert (names(page), "Needs a person" in page.text) == (["held", "newer"], True)


def test_the_clock_tells_what_is_waited_for_until_when(vera, shelf):
    found = shelf.at(S.DELIVERED)
    text = vera.get("/carriers").text
    assert f"TA1 (envelope) until {found.due.ta1:%Y-%m-%d %H:%M} UTC" in text
    assert ("left" in text, "late by" in text) == (True, False)


def test_a_file_whose_answer_is_late_is_marked(vera, shelf):
    found = shelf.at(S.SENDING)
    late = due(hours=-2)
    shelf.ledger.carriers.moves.delivered(found.id, found.sent_sha256, "seen", late, did("delivered"))
    page = vera.get("/carriers")
    assert ("late by 1 h 59 min" in page.text, 'class="clock late"' in page.answer.text) == (True, True)


def test_a_line_counts_what_is_to_settle(vera, shelf):
    found = shelf.at(S.DELIVERED)
    shelf.answered(found.id, S.FUNCTIONAL_PARTIAL, verdict="partly")
    assert "1 to settle" in vera.get("/carriers").text


@pytest.mark.parametrize(
    "query",
    [
        "carrier=cedarline_health",
        "state=delivered",
        "state=carrier",
        "usage=T",
        "kind=change",
        "q=WANTED",
        "q=000000777",
        f"from={TODAY - timedelta(days=1)}&to={TODAY + timedelta(days=1)}&usage=T",
    ],
)
def test_each_filter_finds_the_one_file_that_fits(vera, shelf, query):
    shelf.at(
        S.DELIVERED,
        "wanted",
        carrier="cedarline_health",
        usage=Usage.TEST,
        kind=FileKind.CHANGE,
        name="wanted_000000777",
    )
    shelf.at(S.HELD, "other", name="other")
    assert names(vera.get(f"/carriers?{query}")) == ["wanted_000000777"]


def test_files_of_another_day_are_left_out(vera, shelf):
    shelf.kept()
    tomorrow = TODAY + timedelta(days=1)
    assert "No carrier file fits" in vera.get(f"/carriers?from={tomorrow}").text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("state=eaten", "There is no such state"),
        ("usage=X", "There is no such usage"),
        ("from=yesterday", "is no date"),
        ("to=9999-12-31", "is no date"),
        ("from=2026-11-21&to=2026-11-20", "The first day is after the last one"),
    ],
)
def test_a_filter_that_cannot_be_used_is_named(vera, shelf, query, told):
    page = vera.get(f"/carriers?{query}")
    assert (page.status, told in page.text) == (200, True)


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "9" * 5000])
def test_a_page_that_is_no_number_is_the_first(vera, shelf, page):
    shelf.kept(name="the_file")
    assert names(vera.get(f"/carriers?page={page}")) == ["the_file"]


def test_a_page_beyond_the_last_is_the_last(vera, shelf):
    shelf.kept(name="the_file")
    assert names(vera.get("/carriers?page=7")) == ["the_file"]


def test_pages_follow_each_other(vera, shelf):
    for number in range(PAGE_SIZE + 2):
        shelf.kept(str(number), name=f"file_{number}")
    second = vera.get("/carriers?page=2")
    assert (names(second), f"{PAGE_SIZE + 1} to {PAGE_SIZE + 2} of {PAGE_SIZE + 2}" in second.text) == (
        ["file_1", "file_0"],
        True,
    )


def test_tiles_count_the_files_whatever_state_is_asked_for(vera, shelf):
    shelf.kept("a")
    shelf.at(S.HELD, "b")
    shelf.at(S.DELIVERED, "c")
    shelf.at(S.REFUSED, "d")
    counted = {"In the works": 1, "Needs a person": 1, "With the carrier": 1, "Not sent": 1}
    assert tiles(vera.get("/carriers?state=closed")) == counted


def test_every_state_is_in_one_tile():
    assert sorted(state for _, _, states in BUCKETS.values() for state in states) == sorted(FileState)


def test_every_state_has_its_words():
    assert set(STATES) == set(FileState)


def test_what_is_typed_into_the_filter_is_shown_as_text(vera, shelf):
    page = vera.get("/carriers?q=<script>alert(1)</script>&carrier=<b>")
    assert ("<script>alert" in page.answer.text, page.status) == (False, 200)


def test_somebody_with_other_dags_sees_no_list(people, shelf):
    assert people(STRANGER).get("/carriers").status == 403


def test_without_files_the_page_says_how_to_get_one(vera, shelf):
    assert "Start the DAG carrier_edi_delivery" in vera.get("/carriers").text


# Alarms


def test_an_answer_that_matches_nothing_is_an_alarm(vera, shelf):
    shelf.answered(None, None)
    assert "1 answer matches nothing we sent." in vera.get("/carriers").text


def test_a_refused_file_is_an_alarm_until_a_later_one_is_built(vera, shelf):
    shelf.at(S.REFUSED, "first", group="")
    alarm = "refused, and nothing was sent in its place"
    before = alarm in vera.get("/carriers").text
    shelf.kept("second", group="")
    assert (before, alarm in vera.get("/carriers").text) == (True, False)


def test_a_number_without_a_file_is_an_alarm(vera, shelf):
    shelf.gap()
    assert "1 control number has neither a file nor an explanation." in vera.get("/carriers").text


def test_a_number_that_was_just_taken_is_none(vera, shelf):
    shelf.gap(ago=timedelta(hours=1))
    assert "control number" not in vera.get("/carriers").text
