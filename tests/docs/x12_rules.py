"""Makes the page of the rule catalogue from the catalogue and the tables of broken files.

Run ``python -m tests.docs.x12_rules`` after a change of either.
"""

from itertools import groupby
from pathlib import Path

from benefits_sync.x12.checking.catalogue import CATALOGUE
from benefits_sync.x12.checking.findings import Snip
from tests.x12.checking import test_catalogue

PAGE = Path(__file__).parents[2] / "docs/reference/x12-rules.md"
FOLDER = Path(test_catalogue.__file__).parent.relative_to(PAGE.parents[2])
HEADINGS = {
    Snip.SYNTAX: "Type 1: X12 syntax",
    Snip.GUIDE: "Type 2: the guide",
    Snip.BALANCE: "Type 3: balance",
    Snip.SITUATION: "Type 4: segments that need each other",
    Snip.CODE_SET: "Type 5: external code sets",
    Snip.PRODUCT: "Type 6: lines of insurance",
    Snip.PARTNER: "Type 7: the carrier",
    Snip.BUSINESS: "Our own: people, families, time and maintenance",
}
VALID = f"`{test_catalogue.test_a_valid_file_breaks_no_rule.__name__}`"
INTRODUCTION = f"""\
# X12 834 files: the rules

Every rule that `benefits x12 check` holds a file against, by the type that the industry numbers (SNIP). An
error keeps the file from being sent; a warning is told. The severity is the usual one; a profile may
change that of dates and of maintenance. The last column names the test, in
`{FOLDER}/`, that breaks the rule; {VALID} finds no rule broken.

This page is made of the catalogue and its tests: `python -m tests.docs.x12_rules`.
"""


def page():
    """The text of the page."""
    tests = {rule.id: test_of(rule) for rule in test_catalogue.BROKEN}
    rules = sorted(CATALOGUE.values(), key=lambda rule: rule.snip)
    parts = [INTRODUCTION]
    for snip, group in groupby(rules, key=lambda rule: rule.snip):
        rows = (
            f"| `{rule.id}` | {rule.severity} | {cell(rule.what)} | {cell(rule.fix)} | `{tests[rule.id]}` |"
            for rule in group
        )
        head = "| rule | severity | what is wrong | what to do | test |\n|---|---|---|---|---|"
        parts.append("\n".join([f"## {HEADINGS[snip]}", "", head, *rows, ""]))
    return "\n".join(parts)


def test_of(rule):
    """The test that breaks a rule, as pytest names it."""
    test = test_catalogue.test_a_broken_rule_is_found
    [by_rule] = test.pytestmark
    return f"{Path(test_catalogue.__file__).name}::{test.__name__}[{by_rule.kwargs['ids'](rule)}]"


def cell(text):
    """A sentence of a rule as a cell of a table."""
    return f"{text.removesuffix('.')}.".replace("|", r"\|").replace("*", r"\*")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
