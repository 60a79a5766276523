"""Disasters, end to end: each is stopped with nothing written, and the next good run carries on.

A guard that stops cannot be waved through; one that asks lets the plan through when a second person agrees.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest

from benefits_sync.clients.bamboohr.roster import EmployeeReader
from benefits_sync.errors import GuardError
from benefits_sync.models.reading import ReadRequest, ReadResult
from tests.pipeline.company import Company, Seen
from tests.pipeline.conftest import START
from tests.pipeline.disasters import (
    DISASTERS,
    Disaster,
    hide,
    rename_department,
    swap_ssns,
    terminate_everyone,
)
from tests.pipeline.site import Sandbox, Site

EMPLOYEES = 120


@dataclass(frozen=True)
class Aftermath:
    """What a disaster came to, and the run after it was mended."""

    disaster: Disaster
    told: str
    wrote: dict[tuple[str, str], int]
    before: dict[str, Any]
    after: dict[str, Any]
    personal: set[str]
    good: Seen
    changed: str


@pytest.fixture(scope="module", params=DISASTERS)
def aftermath(
    request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Aftermath:
    """Let the disaster strike between two good runs; somebody also moves house, as every day."""
    disaster = DISASTERS[request.param]
    sandbox.reset()
    company = Company(sandbox, Site(sandbox, tmp_path_factory.mktemp("disaster")))
    company.run("first", delta=False)
    mover = company.ordinary()[-1]
    company.edit(mover, address1="77 Safe Harbor St")
    people, before = company.people(), sandbox.subscribers()
    disaster.strike(company)
    with pytest.raises(GuardError) as stopped:
        company.run("disaster", delta=False, approve=False)
    wrote, after = company.wrote(), sandbox.subscribers()
    disaster.mend(company, people)
    good = company.look("good", delta=False, approve=False)
    number = company.number(mover)
    return Aftermath(
        disaster, str(stopped.value), wrote, before, after, personal_values(people), good, number
    )


def personal_values(people: dict[str, Any]) -> set[str]:
    names = ("ssn", "dateOfBirth", "lastName", "address1", "mobilePhone", "homeEmail")
    return {
        person["fields"][name] for person in people.values() for name in names if name in person["fields"]
    }


def test_a_guard_says_what_it_saw_with_field_and_number(aftermath: Aftermath) -> None:
    assert re.search(aftermath.disaster.sentence, aftermath.told)


def test_what_a_guard_says_holds_no_personal_value(aftermath: Aftermath) -> None:
    assert [
        value for value in aftermath.personal if re.search(rf"\b{re.escape(value)}\b", aftermath.told)
    ] == []


def test_nothing_is_written(aftermath: Aftermath) -> None:
    assert (aftermath.wrote, aftermath.after) == ({}, aftermath.before)


def test_the_next_good_run_does_what_there_is_to_do_and_no_more(aftermath: Aftermath) -> None:
    assert [(touch["effect"], touch["key"]) for touch in aftermath.good.touches()] == [
        ("updated", aftermath.changed)
    ]


# --- disasters that take more than a changed company ---------------------------------------------


@pytest.fixture(scope="module")
def others() -> Iterator[Sandbox]:
    """Another company with the same BambooHR ids and employee numbers, and more of them."""
    box = Sandbox.start("--employees", "240", "--seed", "99", "--today", START)
    yield box
    box.stop()


def stopped(company: Company, site: Site, sentence: str, *, approve: bool) -> dict[tuple[str, str], int]:
    """Return what PlanSource did in a run that a guard stops with this sentence."""
    company.sandbox.forget_journal()
    with pytest.raises(GuardError, match=sentence):
        site.run("disaster", delta=False, approve=approve)
    return company.wrote()


def test_another_companys_data_under_the_same_numbers_asks(exported: Company, others: Sandbox) -> None:
    site = replace(exported.present, source=others)
    assert stopped(exported, site, r"ssn changes for \d+ of \d+ people", approve=False) == {}


def test_another_companys_data_stops(exported: Company, others: Sandbox) -> None:
    for person in range(101, 221):
        others.call("DELETE", f"bamboohr/employees/{person}")
    site = replace(exported.present, source=others)
    assert stopped(exported, site, r"only 0 of \d+ known people are in the roster", approve=True) == {}


class SecondPageTwice(EmployeeReader):
    """BambooHR, as if a page of its answer came twice."""

    async def read(self, request: ReadRequest, progress: Callable[[str, int], None]) -> ReadResult:
        result = await super().read(request, progress)
        frame = pd.concat([result.frame, result.frame.iloc[20:40]], ignore_index=True)
        return replace(result, frame=frame)


def test_a_duplicated_page_stops(exported: Company) -> None:
    site = replace(exported.present, reader=SecondPageTwice)
    assert stopped(exported, site, r"40 records share their source id with another", approve=True) == {}


def test_people_missing_from_the_targets_answer_stop(exported: Company) -> None:
    """They would be created a second time, were PlanSource believed."""
    for person in exported.ordinary()[:7]:
        exported.administer(exported.number(person), subscriber_code=f"GONE{person}")
    sentence = r"7 of \d+ people confirmed in the target before are not in its answer now"
    assert stopped(exported, exported.present, sentence, approve=True) == {}


@pytest.mark.parametrize("case", ["an empty roster", "a permission lost on SSN"])
def test_nobody_can_wave_through_what_cannot_be_believed(exported: Company, case: str) -> None:
    DISASTERS[case].strike(exported)
    assert stopped(exported, exported.present, DISASTERS[case].sentence, approve=True) == {}


def test_a_permission_lost_on_ssn_stops_a_delta_run_too(exported: Company) -> None:
    exported.permissions(hidden_fields=["ssn"])
    exported.edit(122, firstName="Zelda")
    with pytest.raises(GuardError, match="the source withheld 1 fields asked for: ssn"):
        exported.run("delta")
    assert exported.wrote() == {}


def test_an_approved_renaming_reaches_everybody(exported: Company) -> None:
    rename_department(exported)
    counts = exported.run("approved", delta=False, approve=True).counts
    departments = {record["udef_1"] for record in exported.sandbox.subscribers().values()}
    assert (counts.updated, departments) == (len(exported.sandbox.subscribers()), {"Money"})


def test_approved_terminations_are_all_made(exported: Company) -> None:
    everyone = len(exported.ordinary())
    terminate_everyone(exported)
    assert exported.run("approved", delta=False, approve=True).counts.terminated == everyone


def test_approving_a_smaller_roster_terminates_nobody(exported: Company) -> None:
    hide(exported, list(exported.people())[60:90])
    exported.run("approved", delta=False, approve=True)
    assert exported.wrote() == {}


def test_approving_swapped_ssns_writes_none_of_them(exported: Company) -> None:
    swap_ssns(exported)
    exported.run("approved", delta=False, approve=True)
    assert exported.wrote() == {}
