"""The reference page of the pages names what there is, and nothing else."""

import re
from pathlib import Path

from benefits_sync.redaction import PERSONAL_VALUES
from benefits_sync.ui.tiles import Shown
from tests.ui.routes import routes

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "pages.md").read_text(encoding="utf-8")


def test_every_route_is_in_the_reference():
    told = re.findall(r"^\| `(\w+) (/\S+)` \|", PAGE, re.MULTILINE)
    ours = [route for route in routes() if not route.path.startswith("/assistant")]
    assert {(method, route.path) for route in ours for method in route.methods} == set(told)


def test_every_status_is_explained_in_the_order_of_the_page():
    told = re.findall(r"^\| ([A-Z][\w -]+?) \|", PAGE.partition("\n## Run summary")[0], re.MULTILINE)
    assert told == [status.value for status in Shown]


def test_the_right_to_see_personal_values_has_the_name_that_is_asked_for():
    assert f"**{PERSONAL_VALUES}**" in PAGE
