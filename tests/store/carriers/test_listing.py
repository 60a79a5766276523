"""Carrier files in lists: filtered, counted, and with the clock of what they wait for."""

from collections import Counter
from datetime import date

import pytest

from benefits_sync.models.carriers import AnswerKind, FileKind, Usage
from benefits_sync.store.carriers.listing import FileFilter
from tests.store.carriers.samples import DENTAL, DUE, S, answer, at, did, kept, message
from tests.store.samples import NOW, hours

EVERY = FileFilter()


@pytest.fixture
def listing(ledger):
    return ledger.carriers.listing


@pytest.fixture
def names(listing):
    return lambda wanted=EVERY, **part: [row.group for row in listing.page(wanted, **part)]


def test_the_newest_file_comes_first_and_pages_follow_each_other(ledger, names):
    for group in "abcde":
        kept(ledger, group, group=group)
    assert names(offset=0, limit=3) + names(offset=3, limit=3) == list("edcba")


@pytest.mark.parametrize(
    "wanted",
    [
        {"carriers": ["cedarline_health"]},
        {"groups": ["wanted"]},
        {"states": [S.DELIVERED]},
        {"usage": Usage.TEST},
        {"kind": FileKind.CHANGE},
        {"text": "000000777"},
        {"text": "WANTED"},
        {"created_from": NOW, "created_before": hours(1), "states": [S.DELIVERED]},
    ],
)
def test_each_filter_finds_the_one_file_that_fits(ledger, names, wanted):
    at(
        ledger,
        S.DELIVERED,
        "wanted",
        group="wanted",
        carrier="cedarline_health",
        usage=Usage.TEST,
        kind=FileKind.CHANGE,
        name="wanted_000000777",
    )
    kept(ledger, "other", group="other")
    assert names(FileFilter(**wanted)) == ["wanted"]


def test_a_file_is_found_by_its_control_number(ledger, names):
    kept(ledger, "a", group="a", name="x", reference="x")
    kept(ledger, "b", group="b", name="x", reference="x")
    assert "b" in names(FileFilter(text="2"))


@pytest.mark.parametrize("text", ["%", "_", "9" * 30])
def test_whatever_is_searched_for_is_only_text(ledger, names, text):
    kept(ledger, name="plain", reference="plain")
    assert names(FileFilter(text=text)) == []


def test_files_are_counted_by_state(ledger, listing):
    kept(ledger, "a", group="a")
    kept(ledger, "b", group="b")
    at(ledger, S.DELIVERED, "c", group="c")
    assert listing.tally(EVERY) == Counter({S.BUILT: 2, S.DELIVERED: 1})


def test_the_carriers_with_files_are_known(ledger, listing):
    kept(ledger, "a", carrier="cedarline_health")
    kept(ledger, "b")
    assert listing.carriers() == [DENTAL, "cedarline_health"]


def test_files_that_wait_are_followed_oldest_first(ledger, listing):
    first = at(ledger, S.DELIVERED, "a", group="a")
    at(ledger, S.APPROVED, "b", group="b")
    last = at(ledger, S.DELIVERED, "c", group="c")
    assert [one.file for one in listing.followed()] == [first, last]


def test_the_clock_shows_what_a_file_waits_for_next(ledger, listing):
    number = at(ledger, S.DELIVERED).id
    ledger.carriers.answers.keep(answer(number, AnswerKind.TA1), S.TA1_ACCEPTED, [], did())
    [one] = listing.followed()
    assert one.clock == (AnswerKind.FUNCTIONAL, DUE.functional)


@pytest.mark.parametrize(("hour", "late"), [(4, False), (4.1, True)])
def test_the_clock_says_when_an_answer_is_late(ledger, listing, hour, late):
    at(ledger, S.DELIVERED, business_day=date(2026, 11, 20))
    [one] = listing.followed()
    assert one.clock.is_late(hours(hour)) == late


def test_a_file_that_is_over_has_no_clock(ledger, listing):
    row = at(ledger, S.DELIVERED)
    closed = ledger.carriers.moves.move(row.id, S.CLOSED, did())
    [one] = listing.with_answers([closed])
    assert one.clock == (None, None)


def test_open_messages_are_counted_but_for_what_only_informs(ledger, listing):
    number = at(ledger, S.DELIVERED).id
    found = [message("a1"), message("a2", severity="warning"), message("a3", severity="information")]
    ledger.carriers.answers.keep(answer(number), S.FUNCTIONAL_ERRORS, found, did())
    [one] = listing.followed()
    assert (one.heard, one.open_messages) == ({AnswerKind.FUNCTIONAL}, 2)
