"""More people than one statement takes: only theirs is touched, as with few."""

from datetime import date

import pytest

from benefits_sync.store import upserts
from tests.store.samples import EXPORT, NOW, begin, hours, rejections, schedule, states

LATER = date(2027, 1, 1)
CHANGES = [(str(number), f"E{number}", "hire", "2026-12-01") for number in (1, 2, 3)]


@pytest.fixture(autouse=True)
def one_key_in_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upserts, "KEYS_PER_QUERY", 1)


def test_pending_changes_of_others_stay(ledger):
    ledger.schedule.replace(EXPORT, [], schedule(*CHANGES), NOW)
    ledger.schedule.replace(EXPORT, ["1", "2", "unknown"], schedule(CHANGES[1]), NOW)
    assert ledger.schedule.due(EXPORT, LATER) == ["2", "3"]


def test_changes_of_others_are_not_called_applied(ledger):
    ledger.schedule.replace(EXPORT, [], schedule(*CHANGES), NOW)
    ledger.schedule.done(EXPORT, ["1", "2", "unknown"], LATER, NOW)
    assert ledger.schedule.due(EXPORT, LATER) == ["3"]


def test_rejections_of_others_stay_open(ledger):
    first = begin(ledger, "first")
    refused = [(f"E{number}", str(number), "ssn", "ssn", "nine digits") for number in (1, 2, 3)]
    ledger.rejections.replace(first, EXPORT, rejections(*refused), NOW)
    ledger.rejections.settle(EXPORT, begin(ledger, "second"), ["1", "2", "unknown"], hours(1))
    assert ledger.rejections.list(first)["status"].tolist() == ["resolved", "resolved", "open"]


def test_only_who_has_a_new_key_is_forgotten_under_the_old(ledger):
    run = begin(ledger)
    old = [("E1", "1", None, "h"), ("E2", "2", None, "h"), ("E3", "3", None, "h")]
    ledger.states.confirm(EXPORT, run, states(*old), NOW)
    ledger.states.confirm(EXPORT, run, states(("E1", "1", None, "h"), ("F2", "2", None, "h")), NOW)
    assert sorted(ledger.states.lookup(EXPORT, None)["record_key"]) == ["E1", "E3", "F2"]
