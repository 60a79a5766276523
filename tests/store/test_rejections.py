"""Rejections: open until a later run applies the record or finds it unchanged."""

import pytest

from tests.store.samples import EXPORT, begin, hours, rejections

BAD_ZIP = ("E1", "1", "zip_code", "zip", "E1: zip_code must have five digits")
BAD_SSN = ("E2", "2", "ssn", "ssn", "E2: ssn must have nine digits")
NO_NUMBER = (None, "3", "employeeNumber", "required", "employee 3 has no employee number")


@pytest.fixture
def run(ledger):
    return begin(ledger, "first")


def listed(ledger, run):
    frame = ledger.rejections.list(run)
    return dict(zip(frame["source_id"] + " " + frame["field"], frame["status"], strict=True))


def refuse(ledger, run, *rows):
    ledger.rejections.replace(run, EXPORT, rejections(*rows), hours(1))


def test_a_rejection_is_open(ledger, run):
    refuse(ledger, run, BAD_ZIP)
    assert listed(ledger, run) == {"1 zip_code": "open"}


def test_a_second_try_of_a_run_replaces_its_rejections(ledger, run):
    refuse(ledger, run, BAD_ZIP, BAD_SSN)
    refuse(ledger, run, BAD_SSN)
    assert listed(ledger, run) == {"2 ssn": "open"}


def test_a_second_try_without_rejections_leaves_none(ledger, run):
    refuse(ledger, run, BAD_ZIP)
    refuse(ledger, run)
    assert listed(ledger, run) == {}


def test_several_broken_rules_of_one_record_are_all_kept(ledger, run):
    refuse(ledger, run, BAD_ZIP, ("E1", "1", "state", "list", "E1: state is not in the list"))
    assert len(listed(ledger, run)) == 2


def test_a_run_that_accepts_the_person_resolves_what_earlier_runs_refused(ledger, run):
    refuse(ledger, run, BAD_ZIP, BAD_SSN)
    ledger.rejections.settle(EXPORT, begin(ledger, "second"), ["1"], hours(2))
    assert listed(ledger, run) == {"1 zip_code": "resolved", "2 ssn": "open"}


def test_a_run_does_not_resolve_its_own_rejections(ledger, run):
    refuse(ledger, run, BAD_ZIP)
    ledger.rejections.settle(EXPORT, run, ["1"], hours(2))
    assert listed(ledger, run) == {"1 zip_code": "open"}


def test_a_person_refused_again_has_one_open_rejection(ledger, run):
    refuse(ledger, run, BAD_ZIP)
    second = begin(ledger, "second")
    refuse(ledger, second, BAD_ZIP)
    ledger.rejections.settle(EXPORT, second, ["1"], hours(2))
    assert listed(ledger, run) | listed(ledger, second) == {"1 zip_code": "open"}
    assert listed(ledger, run) == {"1 zip_code": "repeated"}


def test_rows_of_one_person_are_settled_apart(ledger, run):
    medical, dental = (("k", "1", "code", "unmapped", "no code", row) for row in ("medical", "dental"))
    refuse(ledger, run, medical)
    refuse(ledger, run, medical, dental)
    second = begin(ledger, "second")
    refuse(ledger, second, dental)
    ledger.rejections.settle(EXPORT, second, ["1"], hours(2))
    earlier = ledger.rejections.list(run)
    assert dict(zip(earlier["source_row"], earlier["status"], strict=True)) == {
        "medical": "resolved",
        "dental": "repeated",
    }


def test_another_integration_resolves_nothing_here(ledger, run):
    refuse(ledger, run, BAD_ZIP)
    ledger.rejections.settle("deductions", begin(ledger, "second"), ["1"], hours(2))
    assert listed(ledger, run) == {"1 zip_code": "open"}


def test_the_run_that_resolved_it_first_stays_on_record(ledger, run):
    refuse(ledger, run, BAD_ZIP)
    second = begin(ledger, "second")
    for reference_id, at in ((second, hours(2)), (begin(ledger, "third"), hours(3))):
        ledger.rejections.settle(EXPORT, reference_id, ["1"], at)
    closed = [event for event in ledger.explain("E1") if event.kind == "rejection closed"]
    assert [(event.reference_id, event.at) for event in closed] == [(second, hours(2))]


NOBODY = (None, None, "source_id", "employee.missing", "names nobody", "medical")


def test_a_run_of_everyone_settles_what_names_nobody(ledger, run):
    refuse(ledger, run, NOBODY)
    ledger.rejections.settle(EXPORT, begin(ledger, "second"), [], hours(2), whole=True)
    assert ledger.rejections.list(run)["status"].tolist() == ["resolved"]


def test_a_run_of_some_leaves_what_names_nobody_open(ledger, run):
    refuse(ledger, run, NOBODY)
    ledger.rejections.settle(EXPORT, begin(ledger, "second"), ["1"], hours(2))
    assert ledger.rejections.list(run)["status"].tolist() == ["open"]


def test_what_names_nobody_and_is_refused_again_is_open_once(ledger, run):
    refuse(ledger, run, NOBODY)
    second = begin(ledger, "second")
    refuse(ledger, second, NOBODY)
    ledger.rejections.settle(EXPORT, second, [], hours(2), whole=True)
    assert [ledger.rejections.list(one)["status"].item() for one in (run, second)] == ["repeated", "open"]


@pytest.mark.parametrize(("year", "status"), [("2025", "resolved"), ("2026", "open")])
def test_a_run_judges_only_its_own_part_of_the_source(ledger, year, status):
    run = begin(ledger, "first", options={"year": "2025"})
    refuse(ledger, run, BAD_ZIP)
    second = begin(ledger, "second", options={"year": year})
    ledger.rejections.settle(EXPORT, second, ["1"], hours(2), part="year")
    assert listed(ledger, run) == {"1 zip_code": status}
