"""What PlanSource really holds and really was asked to do, by the sandbox's own word."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from benefits_sync.models.writes import WriteStatus
from benefits_sync.pipeline.workbench import Workbench
from tests.pipeline.site import Sandbox
from tests.pipeline.weather import named

VOLATILE = frozenset({"id", "links", "public_id", "benefit_salaries", "created_at", "updated_at"})
"""Members that PlanSource makes up; they differ between two runs that did the same."""

LOSING = frozenset({"cut_after", "timeout_after", "truncated"})
"""Faults of an answer: by then the request has taken effect."""

Done = Counter[tuple[str, str]]
"""How often something was done to a record: effect and key."""


def held(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """Return every subscriber without the members that PlanSource makes up."""
    return {
        code: {name: value for name, value in record.items() if name not in VOLATILE}
        for code, record in sandbox.subscribers().items()
    }


def effects(sandbox: Sandbox) -> Done:
    """Count what PlanSource did, by effect and record key."""
    return _done(sandbox.journal())


def lost_answers(sandbox: Sandbox) -> Done:
    """Count what PlanSource did without our hearing of it, by effect and record key."""
    return _done(
        entry for entry in sandbox.journal() if entry["fault"] and LOSING & set(entry["fault"].split("+"))
    )


def fired(sandbox: Sandbox) -> Counter[str]:
    """Count how often each rule in force has made a request fail, by the failure."""
    counted: Counter[str] = Counter()
    for rule in sandbox.call("GET", "faults"):
        counted[named(rule)] += rule["fired"]
    return +counted


def created_twice(sandbox: Sandbox) -> list[str]:
    """Return the keys that were created more than once."""
    return [key for (effect, key), times in effects(sandbox).items() if effect == "created" and times > 1]


def settled(bench: Workbench) -> int:
    """Count the writes of the newest run whose outcome our ledger knows."""
    run = bench.ledger.runs.latest(bench.integration.name, 1)[0].reference_id
    return int((bench.ledger.writes.of_run(run)["status"] != WriteStatus.SENT).sum())


def calls(sandbox: Sandbox) -> int:
    """Count the requests that either vendor got."""
    return len(sandbox.journal())


def _done(entries: Iterable[dict[str, Any]]) -> Done:
    return Counter(
        (touch["effect"], touch["key"])
        for entry in entries
        if entry["vendor"] == "plansource"
        for touch in entry["records"]
        if touch["effect"] != "none"
    )
