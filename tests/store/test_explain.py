"""Explaining a record: all that was ever sent or refused for it, in order, by which run and mapping."""

from datetime import date

import pytest

from benefits_sync.models.deductions import line_key
from benefits_sync.models.writes import WriteKind, WriteOutcome, WriteStatus
from tests.store.samples import EXPORT, begin, confirmed, hours, rejections, schedule, states


def test_a_record_nobody_heard_of_has_no_events(ledger):
    assert ledger.explain("E404") == []


def test_a_life_is_told_in_the_order_in_which_it_happened(ledger):
    first = begin(ledger, "first", mapping_version="3-aaaaaaaa")
    bad = ("E1", "1", "zip_code", "zip", "must have five digits")
    ledger.rejections.replace(first, EXPORT, rejections(bad), hours(1))
    second = begin(ledger, "second", mapping_version="4-bbbbbbbb", started_at=hours(2))
    ledger.writes.sending(second, [("E1", "create", "h", ["last_name", "ssn"])], hours(3))
    ledger.writes.settle(second, [confirmed("E1", WriteKind.CREATE, remote_id="9")], hours(4))
    ledger.rejections.settle(EXPORT, second, ["1"], hours(5))
    ledger.states.confirm(EXPORT, second, states(("E1", "1", "9", "h")), hours(6))
    ledger.schedule.replace(EXPORT, ["1"], schedule(("1", "E1", "termination", "2026-12-01")), hours(7))
    ledger.schedule.done(EXPORT, ["1"], date(2026, 12, 1), hours(300))
    assert [(event.at, event.kind, event.mapping_version) for event in ledger.explain("E1")] == [
        (hours(1), "rejected", "3-aaaaaaaa"),
        (hours(3), "sent", "4-bbbbbbbb"),
        (hours(4), "settled", "4-bbbbbbbb"),
        (hours(5), "rejection closed", "4-bbbbbbbb"),
        (hours(6), "in agreement", "4-bbbbbbbb"),
        (hours(7), "scheduled", None),
        (hours(300), "applied on its day", None),
    ]


def test_what_was_sent_is_told_by_the_names_of_its_members(ledger):
    run = begin(ledger)
    ledger.writes.sending(run, [("E1", "update", "h", ["last_name", "ssn"])], hours(1))
    [sent] = ledger.explain("E1")
    assert (sent.detail, sent.members, sent.reference_id) == ("update", ("last_name", "ssn"), run)


def test_an_employees_deduction_lines_are_told_with_their_names(ledger):
    key = line_key("E1", "2026", "medical", "MED125", "2026-01-01")
    run = begin(ledger)
    ledger.writes.sending(run, [(key, "create", "h", ["amount"]), ("E12", "create", "h", [])], hours(1))
    assert [event.detail for event in ledger.explain("E1")] == ["2026 medical MED125 2026-01-01: create"]


def test_why_the_target_refused_a_write_is_told(ledger):
    run = begin(ledger)
    refused = WriteOutcome(
        "E1", WriteKind.UPDATE, WriteStatus.REJECTED, None, "gender", "list.value", "not in list"
    )
    ledger.writes.settle(run, [refused], hours(1))
    assert ledger.explain("E1")[0].detail == "update rejected: gender: not in list (rule list.value)"


@pytest.mark.parametrize(
    ("field", "rule", "message", "told"),
    [
        (
            "zip_code",
            "zip_code",
            "zip_code must be five digits",
            "zip_code must be five digits (rule zip_code)",
        ),
        ("status", "status.missing", "there is none", "status: there is none (rule status.missing)"),
        (None, "payroll.conflict", "a closed payroll", "a closed payroll (rule payroll.conflict)"),
    ],
)
def test_a_rejection_names_its_field_and_its_rule_once(ledger, field, rule, message, told):
    run = begin(ledger)
    ledger.rejections.replace(run, EXPORT, rejections(("E1", "1", field, rule, message)), hours(1))
    assert ledger.explain("E1")[0].detail == told


def test_a_closed_rejection_is_told_by_its_field_and_its_rule(ledger):
    run = begin(ledger)
    bad = ("E1", "1", "zip_code", "zip_code", "must have five digits")
    ledger.rejections.replace(run, EXPORT, rejections(bad), hours(1))
    ledger.rejections.settle(EXPORT, begin(ledger, "second", started_at=hours(2)), ["1"], hours(2))
    assert ledger.explain("E1")[-1].detail == "resolved: zip_code (rule zip_code)"


def test_a_rejection_from_before_the_person_had_a_number_is_found_by_source_id(ledger):
    run = begin(ledger)
    nameless = (None, "1", "employeeNumber", "required", "has no employee number")
    ledger.rejections.replace(run, EXPORT, rejections(nameless), hours(1))
    ledger.states.confirm(EXPORT, run, states(("E1", "1", None, "h")), hours(2))
    assert [event.kind for event in ledger.explain("E1")] == ["rejected", "in agreement"]


def test_another_persons_events_are_left_out(ledger):
    run = begin(ledger)
    ledger.writes.sending(
        run, [("E10001", "update", "h", ["ssn"]), ("E1000", "update", "h", ["ssn"])], hours(1)
    )
    assert len(ledger.explain("E1000")) == 1
