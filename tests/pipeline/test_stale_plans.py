"""A plan whose target was changed underneath it is not carried out."""

import pytest

from benefits_sync.errors import StalePlanError
from tests.pipeline.company import Company
from tests.pipeline.site import Site


@pytest.fixture
def overtaken(exported: Company) -> Site:
    """A run whose plan is made when an administrator changes one of its people in PlanSource."""
    exported.edit(122, firstName="Zelda")
    exported.edit(123, firstName="Zelda")
    site = exported.present
    site.extract("overtaken")
    site.plan()
    exported.administer("E10022", city="Elsewhere")
    exported.sandbox.forget_journal()
    return site


def test_a_target_changed_under_the_plan_stops_the_run_by_name(overtaken: Site) -> None:
    with pytest.raises(StalePlanError, match=r"1 records changed in the target .*\(E10022\)"):
        overtaken.apply()


def test_a_target_changed_under_the_plan_is_not_written(exported: Company, overtaken: Site) -> None:
    with pytest.raises(StalePlanError):
        overtaken.apply()
    assert exported.wrote() == {}


def test_a_plan_made_anew_takes_the_change_into_account(exported: Company, overtaken: Site) -> None:
    with pytest.raises(StalePlanError):
        overtaken.apply()
    overtaken.plan()
    overtaken.close(overtaken.apply())
    held = exported.sandbox.subscribers()["E10022"]
    city = exported.people()["122"]["fields"]["city"]
    assert (held["first_name"], held["city"]) == ("Zelda", city)


def test_a_change_in_plansource_to_people_not_in_the_plan_is_nobodys_concern(
    exported: Company, overtaken: Site
) -> None:
    exported.administer("E10022", city=exported.people()["122"]["fields"]["city"])
    exported.administer("E10024", city="Elsewhere")
    assert overtaken.close(overtaken.apply()).counts.updated == 2
