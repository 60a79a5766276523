"""What the run form asks for, end to end: delta, include employees, look-back, dry run, run name."""

from collections.abc import Callable

import pytest

from benefits_sync.errors import ParameterError
from benefits_sync.mapping import load_mapping
from benefits_sync.store.ledger import Ledger
from tests.pipeline.company import Company
from tests.pipeline.site import MAPPING, Site


@pytest.fixture
def changed(exported: Company) -> Company:
    """Four people changed since the first run."""
    for person in (122, 123, 124, 125):
        exported.edit(person, firstName="Zelda")
    return exported


def test_only_the_employees_asked_for_are_sent(changed: Company) -> None:
    changed.run("two", include=["E10022", "E10024"])
    assert set(changed.wrote()) == {("updated", "E10022"), ("updated", "E10024")}


def test_the_next_delta_run_still_sends_the_others(changed: Company) -> None:
    changed.run("two", include=["E10022", "E10024"])
    changed.run("delta")
    assert set(changed.wrote()) == {("updated", "E10023"), ("updated", "E10025")}


def test_employees_asked_for_are_compared_although_nothing_changed_in_bamboohr(exported: Company) -> None:
    exported.administer("E10022", first_name="Typo")
    exported.run("one", include=["E10022"])
    assert exported.wrote() == {("updated", "E10022"): 1}


def test_unknown_employees_are_an_error_that_lists_them(changed: Company) -> None:
    with pytest.raises(ParameterError, match=r"2 not found in the source: E99998, E99999"):
        changed.run("unknown", include=["E10022", "E99999", "E99998"])


def test_with_an_unknown_employee_nobody_is_sent(changed: Company) -> None:
    with pytest.raises(ParameterError):
        changed.run("unknown", include=["E10022", "E99999"])
    assert changed.wrote() == {}


def test_an_employee_asked_for_who_breaks_a_rule_is_rejected_and_the_others_go_out(changed: Company) -> None:
    changed.edit(122, ssn="12345678")
    run = changed.run("bad SSN", include=["E10022", "E10023"])
    assert (changed.rejections(run), set(changed.wrote())) == (
        {"122": {("ssn", "exactly_9")}},
        {("updated", "E10023")},
    )


def test_the_message_about_a_bad_ssn_holds_no_digit_of_it(changed: Company) -> None:
    changed.edit(122, ssn="918273645546")
    run = changed.run("bad SSN", include=["E10022"])
    with Ledger.open(changed.site.ledger_url, changed.site.key) as ledger:
        told = " ".join(ledger.rejections.list(run.reference_id)["message"])
    assert "918" not in told


def test_a_lookback_reaches_back_before_the_last_run(changed: Company) -> None:
    changed.run("delta")
    changed.pass_days(2)
    changed.administer("E10022", first_name="Typo")
    assert changed.run("three days", lookback_days=3).counts.read == 4


def test_without_a_lookback_only_changes_since_the_last_run_and_its_overlap_are_read(
    changed: Company,
) -> None:
    changed.run("delta")
    changed.pass_days(2)
    changed.run("two days later")
    assert changed.run("delta again").counts.read == 0


def test_a_lookback_shorter_than_the_gap_does_not_lose_changes(changed: Company) -> None:
    changed.pass_days(10)
    changed.run("one day", lookback_days=1)
    assert changed.run("delta").counts.updated == 4


def test_a_dry_run_writes_nothing(changed: Company) -> None:
    changed.run("dry", dry_run=True)
    assert changed.wrote() == {}


def test_a_dry_run_counts_what_it_would_have_done(changed: Company) -> None:
    changed.terminate(128)
    changed.hire()
    counts = changed.run("dry", dry_run=True).counts
    assert (counts.created, counts.updated, counts.terminated) == (1, 4, 1)


def test_after_a_dry_run_the_next_run_does_it(changed: Company) -> None:
    changed.run("dry", dry_run=True)
    assert changed.run("real").counts.updated == 4


def test_a_dry_first_run_leaves_the_first_run_to_be_made(company: Company) -> None:
    company.run("dry", dry_run=True)
    assert company.run("real").counts.created == 28


def test_a_first_delta_run_exports_everyone(company: Company) -> None:
    assert company.run("first ever", delta=True).counts.created == 28


def test_a_run_is_found_by_the_name_it_was_given(exported: Company) -> None:
    run = exported.run("Before open enrolment")
    with Ledger.open(exported.site.ledger_url, exported.site.key) as ledger:
        found = ledger.runs.find("Before open enrolment")
    assert (found.reference_id, found.run_name) == (run.reference_id, "Before open enrolment")


def with_mapping(site: Site, change: Callable[[str], str]) -> Site:
    text = change(MAPPING.read_text())
    file = site.folder / MAPPING.name
    file.write_text(text)
    site.mapping = load_mapping(file)
    return site


def test_a_changed_mapping_sends_what_differs_of_people_who_did_not_change(exported: Company) -> None:
    """Their digest holds the mapping's version, so that a full run and a look-back compare them anew."""
    with_mapping(exported.site, lambda text: text.replace("constant: BambooHR", "constant: HCM"))
    seen = exported.look("new mapping", delta=False)
    assert {frozenset(seen.members(number)) for number in seen.numbers("updated")} == {frozenset({"udef_12"})}


def test_a_changed_mapping_reaches_everyone(exported: Company) -> None:
    with_mapping(exported.site, lambda text: text.replace("constant: BambooHR", "constant: HCM"))
    assert exported.run("new mapping", delta=False).counts.updated == 28


def test_a_changed_mapping_is_named_in_the_summary(exported: Company) -> None:
    before = exported.run("old").mapping_version
    with_mapping(exported.site, lambda text: text.replace("version: 1", "version: 2"))
    after = exported.run("new").mapping_version
    assert (before.split("-")[0], after.split("-")[0]) == ("1", "2")
