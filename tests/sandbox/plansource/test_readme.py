"""The README says of every route whether it is documented, observed or assumed."""

import re
from pathlib import Path

from sandbox.server import build, running

README = Path(__file__).parents[3] / "sandbox" / "README.md"
ROW = re.compile(r"^\| ([A-Z]+) \| `(/[^`]+)` \| (documented|observed|assumed) \|", re.MULTILINE)


def routes(*prefixes: str) -> set[tuple[str, str]]:
    app = build(running(employees=1).sandbox)
    return {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource and route.resource.canonical.startswith(prefixes) and route.method != "HEAD"
    }


def test_every_plansource_route_stands_in_the_table_and_no_other() -> None:
    listed = {(method, path) for method, path, _ in ROW.findall(README.read_text(encoding="utf-8"))}
    ours = {(method, path) for method, path in listed if path.startswith(("/admin/", "/oauth/v2/"))}
    assert ours == routes("/admin/", "/oauth/v2/") - {("*", "/admin/v2/{tail}")}


def test_the_api_has_its_80_operations_beside_the_token_endpoint_and_the_unknown_route() -> None:
    assert len(routes("/admin/", "/oauth/v2/")) == 26 + 2 + 32 + 6 + 4 + 5 + 4 + 1 + 2


def test_every_control_route_of_core_and_plansource_is_described() -> None:
    text = README.read_text(encoding="utf-8")
    paths = {
        (method, path)
        for method, path in routes("/__sandbox/")
        if not path.startswith("/__sandbox/bamboohr/")
    }
    assert [one for one in sorted(paths) if f"`{' '.join(one)}`" not in text] == []
