"""The page about reading payroll rows says what the code does."""

from pathlib import Path

from benefits_sync.clients.plansource.payroll_search import FEW
from benefits_sync.clients.plansource.roster import MAX_WALKS, PER_PAGE

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "payroll-rows.md").read_text(encoding="utf-8")
WORDS = {3: "three"}


def test_the_page_tells_up_to_how_many_people_are_read_one_by_one() -> None:
    assert f"one call each up to {FEW} people" in PAGE


def test_the_page_tells_how_large_pages_are() -> None:
    assert f"pages of {PER_PAGE} rows" in PAGE


def test_the_page_tells_how_often_a_moving_list_is_read() -> None:
    assert f"read again, {WORDS[MAX_WALKS]} times at most" in PAGE
