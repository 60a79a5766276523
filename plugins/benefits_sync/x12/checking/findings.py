"""What a check says: rules, and what was found against them, without a value of the file."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Final

KEPT_PER_RULE: Final = 100
DIGEST_SIZE: Final = 6

Identity = tuple[str, ...]
"""What tells a person of a file from all others. It never leaves a check."""


class Snip(IntEnum):
    """The types of checks that the industry numbers, and our own business rules after them."""

    SYNTAX = 1
    GUIDE = 2
    BALANCE = 3
    SITUATION = 4
    CODE_SET = 5
    PRODUCT = 6
    PARTNER = 7
    BUSINESS = 8


class Severity(StrEnum):
    """How much a finding matters: an error keeps the file from being sent."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue.

    Args:
        id: What the rule is called wherever it is told, in words with hyphens.
        snip: Type of check.
        severity: How much it matters where no profile says otherwise.
        what: What is wrong when the rule is broken, as one sentence.
        fix: What to do about it.
    """

    id: str
    snip: Snip
    severity: Severity
    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A place of a file that breaks a rule. It never holds a value of the file.

    Args:
        rule: Id of the rule.
        snip: Type of check.
        severity: How much it matters in this check.
        segment: Number of the segment in the file, ISA being 1.
        position: Number of the segment in its transaction, ST being 1; None outside transactions.
        loop: Loop of the guide, such as ``2100A``; empty in the envelope.
        element: Segment with its qualifier, or element, such as ``DTP*349`` or ``NM109``.
        member: Digest of who the person is, keyed by the file's own SHA-256: the same for all records of the
            person in the file, and nothing to anybody without the file; empty outside people.
        member_segment: Number of the segment with which the person's record begins; None outside people.
        what: What is wrong.
        fix: What to do about it.
        source: Field of the source system that the element is made of, where one is known.
    """

    rule: str
    snip: Snip
    severity: Severity
    segment: int
    position: int | None
    loop: str
    element: str
    member: str
    member_segment: int | None
    what: str
    fix: str
    source: str

    @property
    def order(self) -> tuple[int, str, str, str]:
        """Where the finding stands among those of its file."""
        return (self.segment, self.element, self.rule, self.what)


class Findings:
    """Collects findings: the first of each rule, and how many there are of each.

    Args:
        kept_per_rule: How many findings of a rule are kept.
    """

    def __init__(self, kept_per_rule: int = KEPT_PER_RULE) -> None:
        self._kept_per_rule = kept_per_rule
        self._kept: list[tuple[Finding, Identity | None]] = []
        self.counts: Counter[str] = Counter()
        self.severities: Counter[Severity] = Counter()

    def has_room(self, rule: Rule, severity: Severity) -> bool:
        """Count a finding of a rule, and tell whether it is to be kept."""
        self.counts[rule.id] += 1
        self.severities[severity] += 1
        return self.counts[rule.id] <= self._kept_per_rule

    def keep(self, finding: Finding, identity: Identity | None = None) -> None:
        """Keep a finding that was counted, and whom it is about until the person can be named by a digest."""
        self._kept.append((finding, identity))

    def sorted(self, key: bytes) -> tuple[Finding, ...]:
        """Give the kept findings in the order of the file.

        Args:
            key: What digests of people are keyed by, at most 64 bytes.
        """
        named = (replace(found, member=_digest(who, key)) if who else found for found, who in self._kept)
        return tuple(sorted(named, key=lambda finding: finding.order))


def _digest(identity: Identity, key: bytes) -> str:
    text = "\x1f".join(identity).encode()
    return hashlib.blake2b(text, key=key, digest_size=DIGEST_SIZE).hexdigest()


@dataclass(frozen=True, slots=True)
class Checked:
    """How much of a file was checked."""

    segments: int
    transactions: int
    subscribers: int
    dependents: int
    coverages: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of a check.

    Args:
        findings: By place; of each rule only the first ones.
        counts: By rule, how many findings there are in all.
        errors: How many of them keep the file from being sent.
        warnings: How many do not.
        checked: How much was checked.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    errors: int
    warnings: int
    checked: Checked

    @property
    def is_clean(self) -> bool:
        """Whether the file may be sent."""
        return not self.errors
