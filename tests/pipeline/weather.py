"""Storms: mixes of faults that a whole run meets, made up by chance and repeatable by seed."""

from collections.abc import Mapping
from random import Random
from typing import Any

Rule = dict[str, object]

FAULTS: tuple[Rule, ...] = (
    {"kind": "status", "status": 429, "retry_after": 1, "probability": 0.05},
    {"kind": "status", "status": 429, "vendor": "plansource", "probability": 0.03},
    {"kind": "status", "status": 503, "retry_after": 2, "probability": 0.04},
    {"kind": "status", "status": 503, "probability": 0.04},
    {"kind": "status", "status": 500, "probability": 0.05},
    {"kind": "cut_before", "probability": 0.05},
    {"kind": "cut_after", "probability": 0.06},
    {"kind": "truncated", "probability": 0.05},
    {"kind": "html", "probability": 0.04},
    {"kind": "expired_token", "probability": 0.04},
    {"kind": "error_in_200", "probability": 0.04},
    {"kind": "shifted_page", "probability": 0.3},
)


def storm(rng: Random) -> list[Rule]:
    """Make up a mix of faults; about one request in three or four meets one."""
    rules = list(FAULTS)
    rng.shuffle(rules)
    weather = rng.uniform(0.8, 1.5)
    return [
        rule | {"probability": float(str(rule["probability"])) * weather, "skip": rng.randrange(3)}
        for rule in rules
    ]


def named(rule: Mapping[str, Any]) -> str:
    """Name the failure that a rule makes: its kind, or the status and whether it says when to come back."""
    if rule["kind"] != "status":
        return str(rule["kind"])
    return f"{rule['status']} with Retry-After" if rule.get("retry_after") else str(rule["status"])
