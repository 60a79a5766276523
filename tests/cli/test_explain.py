"""``benefits explain``."""

import pytest

from tests.store.samples import begin, confirmed, hours


@pytest.fixture
def sent(ledger):
    run = begin(ledger)
    ledger.writes.sending(run, [("E10001", "update", "h", ["last_name", "ssn"])], hours(1))
    ledger.writes.settle(run, [confirmed("E10001")], hours(2))
    return run


def test_what_was_sent_is_shown_with_run_mapping_and_member_names(benefits, sent):
    out = benefits("explain", "E10001").out
    assert [
        word for word in ("update", "last_name ssn", sent, "3-1a2b3c4d", "confirmed") if word not in out
    ] == []


def test_events_as_json_are_in_time_order(benefits, sent):
    events = benefits("explain", "E10001", "--json").json
    assert [(event["at"], event["kind"]) for event in events] == [
        ("2026-11-20T10:00:00+00:00", "sent"),
        ("2026-11-20T11:00:00+00:00", "settled"),
    ]


def test_an_unknown_employee_lists_the_nearest(benefits, sent):
    answer = benefits("explain", "E10009")
    assert (answer.code, answer.err) == (
        2,
        "error: the ledger knows no employee 'E10009'; the nearest are: E10001\n",
    )


def test_of_an_employee_unlike_all_others_the_way_out_is_told(benefits, sent):
    answer = benefits("explain", "X")
    told = (answer.code, "no employee 'X', nor one like it" in answer.err, "BambooHR" in answer.err)
    assert told == (2, True, True)
