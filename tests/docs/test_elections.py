"""The page about people and elections says what the code does."""

import re
from pathlib import Path

from benefits_sync.clients.bamboohr.ssns import TABLE
from benefits_sync.clients.plansource.roster import MAX_WALKS, PER_PAGE, walk_pages
from benefits_sync.models.elections import DEPENDENT_ONLY, ELECTION_FIELDS, PERSON_FIELDS, person_of
from benefits_sync.pipeline.carriers.belief import MOST_POINTS_LOST
from benefits_sync.pipeline.carriers.snapshot import ELECTIONS, PEOPLE

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "elections.md").read_text(encoding="utf-8")
WORDS = {3: "three"}


def fields(heading: str) -> list[str]:
    """Return the fields in the first column of a section's table, in order."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    return [name for cell in cells for name in re.findall(r"`([a-z0-9_]+)`", cell)]


async def requests(employees: int, coverages: int) -> int:
    """Count the requests of a snapshot of the current plan year and of a next one without elections."""
    asked = 2  # a token and the reasons
    sizes = [(coverages, 1), (0, 1), (employees, PER_PAGE)]
    for size, full in sizes:

        async def page(number: int, size: int = size) -> range:
            nonlocal asked
            asked += 1
            return range((number - 1) * PER_PAGE, max(min(number * PER_PAGE, size), (number - 1) * PER_PAGE))

        await walk_pages(page, len, ids=list, lanes=5, full=full)
    return asked + 1  # the dependents


async def test_what_it_costs_is_what_is_asked_for() -> None:
    section = PAGE.partition("\n## What it costs\n")[2]
    told = [
        [int(text) for text in re.findall(r"\d+", row.replace(",", ""))]
        for row in section.splitlines()
        if row.endswith(" |") and "employees" in row
    ]
    assert told == [
        [employees, coverages, await requests(employees, coverages)] for employees, coverages, _ in told
    ]


def test_every_field_of_an_election_is_explained_in_its_order() -> None:
    assert fields("Elections") == list(ELECTION_FIELDS)


def test_every_field_of_a_person_that_is_named_exists() -> None:
    assert set(fields("People")) <= set(PERSON_FIELDS)


def test_what_only_dependents_have_is_named() -> None:
    assert set(DEPENDENT_ONLY) <= set(fields("People"))


def test_the_artifacts_are_called_as_they_are() -> None:
    assert f"`{PEOPLE}` and `{ELECTIONS}`" in PAGE


def test_a_dependent_is_called_as_shown() -> None:
    assert f"`{person_of('E10014', '7710031')}`" in PAGE


def test_the_page_tells_how_large_pages_are() -> None:
    assert f"pages of {PER_PAGE} coverages" in PAGE


def test_the_page_tells_how_often_a_moving_list_is_read() -> None:
    assert f"a list moves while its pages are read, {WORDS[MAX_WALKS]} times" in PAGE


def test_the_page_tells_how_far_a_rate_may_fall() -> None:
    assert f"by more than {MOST_POINTS_LOST:g} points" in PAGE


def test_the_page_names_the_table_of_dependents() -> None:
    assert f"the table `{TABLE}`" in PAGE
