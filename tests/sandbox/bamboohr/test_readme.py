"""The README says of every BambooHR endpoint whether it is documented, observed or assumed."""

import re
from pathlib import Path

import pytest

from sandbox.core.state import Sandbox
from sandbox.server import build

README = Path(__file__).parents[3] / "sandbox" / "README.md"
ROW = re.compile(r"^\| (GET|POST|PUT|DELETE) \| `([^`]+)` \| (\w+) \|", re.MULTILINE)
PREFIX = re.compile(r"^/api(/gateway\.php/\{company\})?(?=/v)")


def table() -> dict[tuple[str, str], str]:
    text = README.read_text(encoding="utf-8").partition("## BambooHR endpoints")[2]
    return {(method, path): standing for method, path, standing in ROW.findall(text.partition("\n## ")[0])}


def served() -> set[tuple[str, str]]:
    routes = build(Sandbox.create(employees=1)).router.routes()
    found = {(route.method, route.resource.canonical) for route in routes if route.resource}
    return {
        (method, PREFIX.sub("", path).rstrip("/"))
        for method, path in found
        if path.startswith("/api/") or path in {"/authorize.php", "/token.php"}
        if method != "HEAD"
    }


def test_every_endpoint_served_is_in_the_table():
    assert served() - table().keys() == set()


def test_every_endpoint_in_the_table_is_served():
    assert table().keys() - served() == set()


def test_every_endpoint_has_one_of_three_standings():
    assert set(table().values()) <= {"documented", "observed", "assumed"}


@pytest.mark.parametrize("control", ["credentials", "permissions", "switches", "employees", "scenario"])
def test_the_control_routes_are_described(control):
    assert f"/__sandbox/bamboohr/{control}" in README.read_text(encoding="utf-8")
