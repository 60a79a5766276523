"""Failures on demand: which requests fail, and how.

A rule names a kind and the requests it is for. `latency` adds to whatever else happens; of the other kinds
the first rule that fires wins. Six kinds need the vendor's help and are claimed by its handlers with
`claim`, so that they are spent only on a request on which they mean something.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from random import Random
from types import NoneType
from typing import Any

from aiohttp import web

from sandbox.core.journal import ENTRY
from sandbox.core.vendors import vendor_of
from sandbox.core.wire import Json


class FaultRuleError(ValueError):
    """A fault rule cannot be used; the message names the rule and what is wrong."""


class Kind(StrEnum):
    """How a request fails."""

    LATENCY = "latency"
    STATUS = "status"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    TIMEOUT_AFTER = "timeout_after"
    HTML = "html"
    TRUNCATED = "truncated"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - the name of a fault
    BAD_ROWS = "bad_rows"
    ERROR_IN_200 = "error_in_200"
    SHIFTED_PAGE = "shifted_page"
    UNKEPT = "unkept"
    ROW_GONE = "row_gone"


COOPERATIVE = frozenset(
    {
        Kind.EXPIRED_TOKEN,
        Kind.BAD_ROWS,
        Kind.ERROR_IN_200,
        Kind.SHIFTED_PAGE,
        Kind.UNKEPT,
        Kind.ROW_GONE,
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; see sandbox/README.md for the meaning of each member."""

    kind: Kind
    vendor: str = "*"
    method: str = "*"
    route: str = "*"
    status: int = 503
    text: str | None = None
    retry_after: float | None = None
    seconds: float = 0.1
    skip: int = 0
    times: int | None = None
    probability: float = 1.0

    @classmethod
    def parse(cls, raw: Json, number: int) -> "Rule":
        """Read one rule from JSON; `number` is its place in the list, for the message."""
        if not isinstance(raw, dict):
            raise FaultRuleError(f"fault rule {number} must be an object")
        if unknown := sorted(raw.keys() - {f.name for f in fields(cls)}):
            raise FaultRuleError(f"fault rule {number} has unknown members: {', '.join(unknown)}")
        if raw.get("kind") not in list(Kind):
            raise FaultRuleError(f"fault rule {number}: kind must be one of {', '.join(Kind)}")
        for name in ("status", "retry_after", "seconds", "skip", "times", "probability"):
            if not isinstance(raw.get(name, 0), (int, float, NoneType)):
                raise FaultRuleError(f"fault rule {number}: {name} must be a number")
        if not isinstance(raw.get("text"), (str, NoneType)):
            raise FaultRuleError(f"fault rule {number}: text must be a text")
        return cls(**{**raw, "kind": Kind(raw["kind"])})

    def matches(self, request: web.Request) -> bool:
        """Tell whether the rule is for `request`; `route` may be part of the path or of its template."""
        if self.vendor not in {"*", vendor_of(request.path)}:
            return False
        if self.method not in {"*", request.method}:
            return False
        if self.route == "*" or self.route in request.path:
            return True
        resource = request.match_info.route.resource
        return resource is not None and self.route in resource.canonical

    def to_json(self) -> dict[str, Any]:
        """Describe the rule for the control route."""
        return asdict(self)


class _Live:
    """A rule with its counters."""

    def __init__(self, rule: Rule, seed: int) -> None:
        self.rule = rule
        self.fired = 0
        self._matched = 0
        self._random = Random(seed)

    def fires(self, request: web.Request) -> bool:
        if not self.rule.matches(request):
            return False
        if self.rule.times is not None and self.fired >= self.rule.times:
            return False
        self._matched += 1
        if self._matched <= self.rule.skip or self._random.random() >= self.rule.probability:
            return False
        self.fired += 1
        return True


class FaultPlan:
    """The rules in force.

    Args:
        seed: Makes rules with a probability repeatable.
        rules: The rules to start with, as JSON objects.
    """

    def __init__(self, seed: int, rules: Sequence[Any] = ()) -> None:
        self._seed = seed
        self._first = list(rules)
        self._live: list[_Live] = []
        self.replace(rules)

    def replace(self, rules: Iterable[Any]) -> None:
        """Put `rules` (JSON objects) in force instead of the present ones, counters at zero."""
        parsed = [Rule.parse(raw, number) for number, raw in enumerate(rules, start=1)]
        self._live = [_Live(rule, self._seed * 1000 + i) for i, rule in enumerate(parsed)]

    def reset(self) -> None:
        """Return to the rules the sandbox was started with."""
        self.replace(self._first)

    def to_json(self) -> list[dict[str, Any]]:
        """List the rules with how often each fired."""
        return [{**live.rule.to_json(), "fired": live.fired} for live in self._live]

    def latency(self, request: web.Request) -> list[Rule]:
        """Return every latency rule that fires for `request`."""
        return [x.rule for x in self._live if x.rule.kind is Kind.LATENCY and x.fires(request)]

    def take(self, request: web.Request) -> Rule | None:
        """Return the first rule that fires for `request`, leaving out latency and claimed kinds."""
        passive = COOPERATIVE | {Kind.LATENCY}
        return next((x.rule for x in self._live if x.rule.kind not in passive and x.fires(request)), None)

    def claim(self, request: web.Request, kind: Kind) -> Rule | None:
        """Return the rule of a cooperative `kind` that fires now; the caller must act it out."""
        rule = next((x.rule for x in self._live if x.rule.kind is kind and x.fires(request)), None)
        if rule is not None and ENTRY in request:
            request[ENTRY].faults.append(kind)
        return rule


def load_rules(path: Path) -> list[Any]:
    """Read the rules of a ``--faults`` file: a JSON list."""
    try:
        rules = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FaultRuleError(f"{path}: cannot be read as JSON: {error}") from error
    if not isinstance(rules, list):
        raise FaultRuleError(f"{path}: must hold a list of fault rules")
    return rules
