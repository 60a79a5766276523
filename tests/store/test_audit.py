"""Who looked at or changed what."""

from benefits_sync.store.audit import AuditEntry
from tests.store.samples import hours

LOOK = AuditEntry(hours(1), "dana", "view", "rejection 1", record_key="E1", field="zip_code")
CHANGE = AuditEntry(hours(2), "omar", "correct", "rejection 1", record_key="E1", field="zip_code")


def test_acts_on_a_record_are_told_in_their_order(ledger):
    for entry in (LOOK, CHANGE):
        ledger.audit.record(entry)
    assert ledger.audit.of_record("E1") == [LOOK, CHANGE]


def test_the_latest_acts_come_newest_first(ledger):
    for entry in (LOOK, CHANGE):
        ledger.audit.record(entry)
    assert ledger.audit.latest(1) == [CHANGE]
