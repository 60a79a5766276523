"""Fill rates: each field's last accepted rate."""

from tests.store.samples import EXPORT, begin, hours


def test_no_rates_are_known_at_first(ledger):
    assert ledger.fill_rates.last(EXPORT) == {}


def test_the_rates_of_the_last_run_hold_and_other_fields_keep_theirs(ledger):
    run = begin(ledger)
    ledger.fill_rates.record(EXPORT, run, {"ssn": 0.99, "zip_code": 0.5}, hours(1))
    ledger.fill_rates.record(EXPORT, run, {"ssn": 0.98}, hours(2))
    assert ledger.fill_rates.last(EXPORT) == {"ssn": 0.98, "zip_code": 0.5}


def test_integrations_keep_separate_rates(ledger):
    ledger.fill_rates.record("deductions", begin(ledger), {"ssn": 0.1}, hours(1))
    assert ledger.fill_rates.last(EXPORT) == {}
