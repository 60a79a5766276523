"""Records that were refused of several plan years go out in one run for each, about that plan year."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from benefits_sync.integrations.declarations import declaration_of
from benefits_sync.operators.resubmit import form_again
from tests.pipeline.company import Company
from tests.pipeline.deductions_site import TABLE, DeductionSite
from tests.pipeline.site import Sandbox
from tests.ui.assistant.conftest import Administrator, Page, World, at_the_time_of, connect

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
YEARS = {"current": 2025, "next": 2026}
CODE = "E10022"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeductionSite]:
    """An installation that imports two plan years during open enrolment."""
    sandbox = Sandbox.start("--employees", "30", "--seed", "3", "--today", "2025-11-12")
    found = DeductionSite(sandbox, tmp_path_factory.mktemp("years"))
    found.export(delta=False)
    sandbox.call("POST", "plansource/elect_everyone", {})
    sandbox.call("POST", "plansource/open_enrollment", {})
    found.first()
    found.first("open enrolment", "next")
    with pytest.MonkeyPatch.context() as environment:
        at_the_time_of(found, environment)
        connect(environment, found)
        yield found
    sandbox.stop()


@pytest.fixture(scope="module")
def world(site: DeductionSite) -> World:
    """One row of each plan year is refused by a run of its own."""
    for choice, year in YEARS.items():
        body = {"subscriber_code": CODE, "benefit": "basic_add", "defect": "unknown_frequency"}
        site.sandbox.call("POST", "plansource/payroll_rows", {**body, "plan_year": year})
        run = site.run(f"refused of {choice}", options={"plan_year": choice})
    return World(Company(site.sandbox, site.demographics), run)


def resubmitted(olga: Administrator, world: World) -> tuple[Page, list[int]]:
    shown = olga.get(f"/assistant?integration={TABLE}&q={CODE}").fields("/assistant/resubmit")
    answer = olga.post("/assistant/resubmit", {**shown, "scope": "all"})
    with world.ledger() as ledger:
        numbers = [one.id for one in ledger.resubmissions.latest([TABLE], 10)]
    return answer, sorted(numbers)


def form_of(site: DeductionSite, world: World, number: int) -> dict[str, Any]:
    """Return the form's values with which the task would start the import today."""
    with world.ledger() as ledger:
        options = ledger.resubmissions.options_of([number])[number]
    [values] = form_again(declaration_of(TABLE), options, site.now())
    return values


def test_each_plan_year_has_a_run_of_its_own_and_its_record_is_accepted(
    server: TestClient, olga: Administrator, site: DeductionSite, world: World
) -> None:
    with world.ledger() as ledger:
        refused = {
            run.options["plan_year"]: int(ledger.rejections.list(run.reference_id)["id"].iloc[0])
            for run in ledger.runs.latest(TABLE, 2)
        }
    site.sandbox.call("DELETE", f"plansource/payroll_rows?subscriber_code={CODE}")
    answer, numbers = resubmitted(olga, world)
    forms = [form_of(site, world, number) for number in numbers]
    became = []
    for number, form in zip(numbers, forms, strict=True):
        site.run(f"resubmission__{number}", resubmission=number, options=form)
        became.append({choice: world.status(one) for choice, one in refused.items()})
    first = str(forms[0]["plan_year"])
    other = "next" if first == "current" else "current"
    assert answer.answer.headers["location"].endswith("/assistant/resubmissions")
    assert sorted(str(form["plan_year"]) for form in forms) == ["current", "next"]
    assert became == [{first: "resolved", other: "open"}, {first: "resolved", other: "resolved"}]


def test_the_list_says_which_plan_year_each_resubmission_is_about(olga: Administrator, world: World) -> None:
    text = olga.get("/assistant/resubmissions").text
    assert [year for year in YEARS.values() if f"plan year starts {year}-01-01" not in text] == []
