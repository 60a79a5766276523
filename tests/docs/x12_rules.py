"""Makes the page of the rule catalogue from the catalogue and the tables of broken files.

Run ``python -m tests.docs.x12_rules`` after a change of either.
"""

from itertools import groupby
from pathlib import Path

from benefits_sync.x12.checking.catalogue import CATALOGUE
from benefits_sync.x12.checking.findings import Snip
from tests.x12.checking.test_catalogue import TABLES

PAGE = Path(__file__).parents[2] / "docs/reference/x12-rules.md"
TEST = "tests/x12/checking/test_catalogue.py"
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
INTRODUCTION = f"""\
# X12 834 files: the rules

Every rule that `benefits x12 check` holds a file against, by the type that the industry numbers (SNIP). An
error keeps the file from being sent; a warning is told. The severity is the usual one; a profile may
change that of dates and of maintenance. `{TEST}` breaks each rule with a
small file of the table named in the last column, and finds no rule broken by a valid file.

This page is made of the catalogue and those tables: `python -m tests.docs.x12_rules`.
"""


def page():
    """The text of the page."""
    tables = {rule.id: Path(table.__file__).name for table in TABLES for rule in table.BROKEN}
    rules = sorted(CATALOGUE.values(), key=lambda rule: rule.snip)
    parts = [INTRODUCTION]
    for snip, group in groupby(rules, key=lambda rule: rule.snip):
        rows = (
            f"| `{rule.id}` | {rule.severity} | {cell(rule.what)} | {cell(rule.fix)} | `{tables[rule.id]}` |"
            for rule in group
        )
        head = "| rule | severity | what is wrong | what to do | broken in |\n|---|---|---|---|---|"
        parts.append("\n".join([f"## {HEADINGS[snip]}", "", head, *rows, ""]))
    return "\n".join(parts)


def cell(text):
    """A sentence of a rule as a cell of a table."""
    return f"{text.removesuffix('.')}.".replace("|", r"\|").replace("*", r"\*")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
