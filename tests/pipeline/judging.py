"""What PlanSource really holds and really was asked to do, by the sandbox's own word."""

from collections import Counter
from typing import Any

from tests.pipeline.site import Sandbox

VOLATILE = frozenset({"id", "links", "public_id", "benefit_salaries", "created_at", "updated_at"})
"""Members that PlanSource makes up; they differ between two runs that did the same."""


def held(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """Return every subscriber without the members that PlanSource makes up."""
    return {
        code: {name: value for name, value in record.items() if name not in VOLATILE}
        for code, record in sandbox.subscribers().items()
    }


def effects(sandbox: Sandbox) -> Counter[tuple[str, str]]:
    """Count what PlanSource did, by effect and record key."""
    return Counter(
        (touch["effect"], touch["key"])
        for entry in sandbox.journal()
        if entry["vendor"] == "plansource"
        for touch in entry["records"]
        if touch["effect"] != "none"
    )


def created_twice(sandbox: Sandbox) -> list[str]:
    """Return the keys that were created more than once."""
    return [key for (effect, key), times in effects(sandbox).items() if effect == "created" and times > 1]


def calls(sandbox: Sandbox) -> int:
    """Count the requests that either vendor got."""
    return len(sandbox.journal())
