"""Source values that a person replaced for one record."""

import pytest
from sqlalchemy import select

from benefits_sync.store.corrections import SourceRecord
from benefits_sync.store.parquet import WrongKeyError
from benefits_sync.store.tables import corrections
from tests.store.samples import EXPORT, hours

RECORD = SourceRecord(EXPORT, "42")
OTHER = SourceRecord(EXPORT, "43")
CANARY = "955-12-3456"
RUN = "20261120-0a1b2c3d4e5f"


def correct(ledger, value=CANARY, *, was="955-12-345", record=RECORD, instead_of=(), name="ssn"):
    replaces = ledger.corrections.digest(record, name, was)
    values = [(name, value, replaces)]
    return ledger.corrections.make(record, "E10042", values, instead_of, ("dana", hours(1)))


def in_force(ledger, record=RECORD):
    return [(one.name, one.value) for one in ledger.corrections.of_record(record)]


def test_a_correction_is_read_back_by_its_record(ledger):
    correct(ledger)
    assert (in_force(ledger), in_force(ledger, OTHER)) == ([("ssn", CANARY)], [])


def test_a_correction_may_empty_a_value(ledger):
    correct(ledger, None)
    assert in_force(ledger) == [("ssn", None)]


def test_the_value_is_not_in_the_database_in_clear(ledger):
    correct(ledger)
    with ledger._engine.connect() as connection:
        row = connection.execute(select(corrections)).one()
    assert CANARY not in str(tuple(row))


def test_the_value_is_not_in_the_representation(ledger):
    correct(ledger)
    assert CANARY not in repr(ledger.corrections.of_record(RECORD))


def test_a_sealed_value_cannot_be_moved_to_another_record(ledger):
    correct(ledger)
    with ledger._engine.begin() as connection:
        connection.execute(corrections.update().values(source_id="43"))
    with pytest.raises(WrongKeyError):
        ledger.corrections.of_record(OTHER)


def test_the_digest_of_a_value_says_nothing_about_another_record(ledger):
    digest = ledger.corrections.digest
    assert digest(RECORD, "ssn", CANARY) != digest(OTHER, "ssn", CANARY)


def test_an_empty_value_and_no_value_are_different(ledger):
    digest = ledger.corrections.digest
    assert digest(RECORD, "ssn", "") != digest(RECORD, "ssn", None)


def test_a_second_correction_by_somebody_who_knew_the_first_replaces_it(ledger):
    correct(ledger)
    first = ledger.corrections.of_record(RECORD)[0].id
    assert correct(ledger, "955-12-9999", instead_of=[first])
    assert in_force(ledger) == [("ssn", "955-12-9999")]


def test_a_second_correction_by_somebody_who_did_not_is_refused(ledger):
    correct(ledger)
    assert not correct(ledger, "955-12-9999")
    assert in_force(ledger) == [("ssn", CANARY)]


def test_fields_are_corrected_side_by_side(ledger):
    correct(ledger)
    assert correct(ledger, "83702", name="zipcode")
    assert in_force(ledger) == [("ssn", CANARY), ("zipcode", "83702")]


def test_a_withdrawn_correction_is_used_no_more(ledger):
    correct(ledger)
    number = ledger.corrections.of_record(RECORD)[0].id
    assert ledger.corrections.withdraw(number, "dana", hours(2))
    assert (in_force(ledger), ledger.corrections.get(number)) == ([], None)


def test_what_is_withdrawn_twice_was_withdrawn_once(ledger):
    correct(ledger)
    number = ledger.corrections.of_record(RECORD)[0].id
    ledger.corrections.withdraw(number, "dana", hours(2))
    assert not ledger.corrections.withdraw(number, "erin", hours(3))


def test_a_correction_given_up_by_a_run_is_still_there_for_its_next_try_only(ledger):
    correct(ledger)
    number = ledger.corrections.of_record(RECORD)[0].id
    ledger.corrections.overtake([number], RUN, hours(2))
    tries = [len(ledger.corrections.in_force(EXPORT, run)) for run in (RUN, "20261121-000000000000")]
    assert tries == [1, 0]
