"""Schedule: changes with a future date wait for their day, and go when the source withdraws them."""

from datetime import date

from tests.store.samples import EXPORT, NOW, hours, schedule

HIRE = ("1", "E1", "hire", "2026-12-01")
LEAVE = ("2", "E2", "termination", "2026-12-15")


def told(ledger, people, *rows, at=NOW):
    ledger.schedule.replace(EXPORT, people, schedule(*rows), at)


def test_nothing_is_due_before_its_day(ledger):
    told(ledger, ["1"], HIRE)
    assert ledger.schedule.due(EXPORT, date(2026, 11, 30)) == []


def test_a_change_is_due_on_its_day(ledger):
    told(ledger, ["1", "2"], HIRE, LEAVE)
    assert ledger.schedule.due(EXPORT, date(2026, 12, 1)) == ["1"]


def test_a_change_that_was_missed_is_still_due(ledger):
    told(ledger, ["1", "2"], HIRE, LEAVE)
    assert ledger.schedule.due(EXPORT, date(2027, 1, 1)) == ["1", "2"]


def test_a_withdrawn_change_disappears(ledger):
    told(ledger, ["1"], HIRE)
    told(ledger, ["1"])
    assert ledger.schedule.due(EXPORT, date(2027, 1, 1)) == []


def test_a_moved_change_is_due_on_its_new_day_only(ledger):
    told(ledger, ["1"], HIRE)
    told(ledger, ["1"], ("1", "E1", "hire", "2026-12-20"))
    assert ledger.schedule.due(EXPORT, date(2026, 12, 19)) == []


def test_people_who_were_not_read_keep_their_changes(ledger):
    told(ledger, ["1"], HIRE)
    told(ledger, ["2"], LEAVE)
    assert ledger.schedule.due(EXPORT, date(2026, 12, 1)) == ["1"]


def test_an_applied_change_is_due_no_more(ledger):
    told(ledger, ["1"], HIRE)
    ledger.schedule.done(EXPORT, ["1"], date(2026, 12, 1), hours(300))
    assert ledger.schedule.due(EXPORT, date(2026, 12, 2)) == []


def test_a_later_change_of_the_same_person_stays_due(ledger):
    told(ledger, ["1"], HIRE, ("1", "E1", "pay", "2026-12-10"))
    ledger.schedule.done(EXPORT, ["1"], date(2026, 12, 1), hours(300))
    assert ledger.schedule.due(EXPORT, date(2026, 12, 10)) == ["1"]


def test_an_applied_change_stays_as_history(ledger):
    told(ledger, ["1"], HIRE)
    ledger.schedule.done(EXPORT, ["1"], date(2026, 12, 1), hours(300))
    told(ledger, ["1"])
    assert [event.kind for event in ledger.explain("E1")] == ["scheduled", "applied on its day"]


def test_a_change_told_every_hour_was_scheduled_when_it_was_first_told(ledger):
    told(ledger, ["1"], HIRE, at=NOW)
    told(ledger, ["1"], HIRE, at=hours(1))
    assert [event.at for event in ledger.explain("E1")] == [NOW]


def test_integrations_keep_separate_schedules(ledger):
    told(ledger, ["1"], HIRE)
    assert ledger.schedule.due("deductions", date(2027, 1, 1)) == []
