"""A write of which nobody knows whether it took effect is looked at again until somebody does."""

from dataclasses import replace

import pytest

from benefits_sync.models.writes import WriteKind, WriteOp
from benefits_sync.pipeline.journal import WriteJournal
from tests.pipeline.company import Company

UPDATES = {"vendor": "plansource", "method": "PUT", "route": "/subscriber"}


@pytest.fixture
def hurried(exported: Company) -> Company:
    """An installation that gives up on a lost answer after three attempts."""
    exported.site.patience = replace(exported.site.patience, attempts=3)
    return exported


@pytest.fixture
def unsettled(hurried: Company) -> Company:
    """A change of half an hour before the run was answered by web pages only; an hour has passed since."""
    hurried.edit(122, firstName="Zelda")
    hurried.pass_days(0.5 / 24)
    hurried.sandbox.faults({"kind": "html", **UPDATES})
    hurried.run("web pages")
    hurried.sandbox.faults()
    hurried.pass_days(1 / 24)
    return hurried


def test_it_is_reported_as_not_done(hurried: Company) -> None:
    hurried.edit(122, firstName="Zelda")
    hurried.sandbox.faults({"kind": "html", **UPDATES})
    run = hurried.run("web pages")
    assert hurried.rejections(run) == {"122": {(None, "write.unsettled")}}


def test_a_later_delta_run_tries_again_although_nothing_changed_since(unsettled: Company) -> None:
    unsettled.run("an hour later")
    assert unsettled.wrote() == {("updated", "E10022"): 1}


def test_once_settled_it_is_not_read_again(unsettled: Company) -> None:
    unsettled.run("an hour later")
    unsettled.pass_days(1 / 24)
    unsettled.run("past the overlap")
    assert len(unsettled.look("quiet").journal) == 1


def test_a_change_taken_back_after_a_run_that_failed_is_taken_back_in_plansource(hurried: Company) -> None:
    """The failed run had written it; the person now looks exactly as last confirmed."""
    before = hurried.people()["122"]["fields"]["firstName"]
    hurried.edit(122, firstName="Zelda")
    site = hurried.present
    site.extract("failed")
    site.plan()
    site.apply()
    hurried.edit(122, firstName=before)
    hurried.run("next")
    assert hurried.subscriber("E10022")["first_name"] == before


def test_a_leaver_whose_update_is_refused_is_rejected_for_that_and_not_for_what_follows(
    hurried: Company,
) -> None:
    hurried.edit(122, address1="1 New St")
    hurried.terminate(122)
    site = hurried.present
    site.extract("refused")
    site.plan()
    hurried.sandbox.call("PUT", "plansource/configuration", {"lists": {"address_1": ["none"]}})
    run = site.close(site.apply())
    assert ("address_1", "list.value") in hurried.rejections(run)["122"]


def test_what_a_killed_try_wrote_and_a_later_plan_does_not_name_is_done(exported: Company) -> None:
    """Such as a deduction that payroll held and nobody asked for: once it is void, no plan speaks of it."""
    site = exported.present
    site.extract("killed")
    with site.bench() as bench:
        journal = WriteJournal(bench, site.reference_id(bench))
        journal.sending([WriteOp("gone", WriteKind.TERMINATE, {"end_date": "2025-12-31"})])
    site.plan()
    assert site.close(site.apply()).rejection_rules == {}
