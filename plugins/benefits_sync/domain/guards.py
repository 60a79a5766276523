"""Guards: what must not happen to a benefits system without a person saying yes.

A guard that *asks* makes the run wait for an approval; one that *stops* ends it, because what was read cannot
be believed and no approval would make it right. Limits stand in the mapping file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar

from benefits_sync.domain.columns import cells_of, present
from benefits_sync.domain.planning import IDENTITY_MEMBERS, Plan
from benefits_sync.domain.request import PlanRequest
from benefits_sync.mapping.guards import Guards, Limit


class Severity(StrEnum):
    """What a tripped guard does."""

    ASK = "ask"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class GuardHistory:
    """What earlier accepted runs looked like; the defaults are those of a first run.

    ``known`` and ``active`` count the people in the sync state, and those of them not terminated.
    ``measures`` are those of the plan that was accepted last.
    """

    last_roster: int | None = None
    fill_rates: Mapping[str, float] = field(default_factory=dict)
    known: int = 0
    active: int | None = None
    measures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrippedGuard:
    """One limit that a plan exceeds; the sentence holds names of fields and numbers only."""

    name: str
    severity: Severity
    observed: float
    limit: float
    sentence: str


L_co = TypeVar("L_co", covariant=True)
"""The limits of an integration."""


@dataclass(frozen=True, slots=True)
class Case(Generic[L_co]):
    """What guards judge by."""

    plan: Plan
    request: PlanRequest[Any]
    limits: L_co
    history: GuardHistory

    @property
    def known(self) -> int:
        """Count the records that the target is known to have confirmed."""
        return max(self.history.known, len(self.request.known))


Exceeded = tuple[float, float, str]
"""Observed, limit and sentence."""


@dataclass(frozen=True, slots=True)
class Guard(Generic[L_co]):
    """One guard. ``full_run_only`` ones compare with the whole roster and mean nothing in a delta run."""

    name: str
    severity: Severity
    check: Callable[[Case[L_co]], Iterable[Exceeded]]
    full_run_only: bool = False


def tripped(guards: Iterable[Guard[L_co]], case: Case[L_co]) -> tuple[TrippedGuard, ...]:
    """Return the guards that a plan trips, in their order."""
    return tuple(
        TrippedGuard(guard.name, guard.severity, observed, limit, sentence)
        for guard in guards
        if case.request.everyone or not guard.full_run_only
        for observed, limit, sentence in guard.check(case)
    )


def fields_withheld(case: Case[object]) -> Iterator[Exceeded]:
    """Trip when a field that was asked for did not come back."""
    fields = case.plan.withheld
    if fields:
        yield (
            len(fields),
            0,
            f"the source withheld {len(fields)} fields asked for: {', '.join(sorted(fields))}",
        )


class RejectionLimit(Protocol):
    """Limits that have one for rejected records."""

    @property
    def rejections(self) -> Limit:
        """The most records that may be rejected."""


def rejections(case: Case[RejectionLimit]) -> Iterator[Exceeded]:
    """Trip when too many of the records read are rejected."""
    count, total = case.plan.counts.rejected, case.plan.counts.read
    most = case.limits.rejections.most(total)
    if count > most:
        yield count, most, f"{count} of {total} records are rejected; the limit is {most}"


def evaluate(
    plan: Plan, request: PlanRequest[Any], limits: Guards, history: GuardHistory
) -> tuple[TrippedGuard, ...]:
    """Return every guard that the plan of an export of people trips, those that stop first."""
    return tripped(GUARDS, Case(plan, request, limits, history))


def _people(case: Case[Guards]) -> int:
    """Count the people whom the target has as working: what shares are taken of."""
    target = case.request.target
    ended = present(cells_of(target, "termination_date")) | present(cells_of(target, "termination_reason_id"))
    seen = int((~ended).sum())
    if case.request.everyone:
        return seen
    return max(seen, case.history.known if case.history.active is None else case.history.active)


def _empty_roster(case: Case[Guards]) -> Iterator[Exceeded]:
    known = case.known
    if case.request.source.empty and known:
        yield 0, 1, f"the source returned nobody although {known} people are known"


def _another_company(case: Case[Guards]) -> Iterator[Exceeded]:
    known = set(case.request.known["source_id"].dropna())
    found = len(known & set(case.request.source["source_id"]))
    least = case.limits.roster_overlap.least(len(known))
    if found < least and len(case.request.source):
        yield (
            found,
            least,
            f"only {found} of {len(known)} known people are in the roster: another company's data?",
        )


def _repeated_people(case: Case[Guards]) -> Iterator[Exceeded]:
    count = case.plan.repeated_source_ids
    if count:
        yield count, 0, f"{count} records share their source id with another: a page came twice"


def _missing_people(case: Case[Guards]) -> Iterator[Exceeded]:
    count, total = case.plan.missing, case.known
    limit = case.limits.missing_from_target
    if limit.exceeded(count, total):
        sentence = f"{count} of {total} people confirmed in the target before are not in its answer now"
        yield count, limit.most(total), sentence


def _terminations(case: Case[Guards]) -> Iterator[Exceeded]:
    count, limit, people = case.plan.counts.terminated, case.limits.terminations, _people(case)
    if limit.exceeded(count, people):
        most = limit.most(people)
        yield count, most, f"{count} terminations; the limit is {most} for {people} active people"


def _roster_shrink(case: Case[Guards]) -> Iterator[Exceeded]:
    last, now = case.history.last_roster, case.request.source["source_id"].nunique()
    limit = case.limits.roster_shrink
    if last is not None and limit.exceeded(last - now, last):
        yield last - now, limit.most(last), f"the roster has {now} people; the last accepted one had {last}"


def _fill_rate_drop(case: Case[Guards]) -> Iterator[Exceeded]:
    limit = case.limits.fill_rate_drop
    for name, before in sorted(case.history.fill_rates.items()):
        now = case.plan.fill_rates.get(name)
        if now is not None and len(case.request.source) and limit.exceeded(before, now, name):
            points = limit.fields.get(name, limit.points)
            sentence = f"{name} is filled for {now:.1%} of people; it was for {before:.1%}"
            yield (before - now) * 100, points, sentence


def _field_changed(case: Case[Guards]) -> Iterator[Exceeded]:
    limit, people = case.limits.field_changed, _people(case)
    for name, count in case.plan.field_changes.items():
        most = limit.most(people, name)
        if name not in IDENTITY_MEMBERS and count > most:
            yield count, most, f"{name} changes for {count} of {people} people; the limit is {most}"


def _identity_changed(case: Case[Guards]) -> Iterator[Exceeded]:
    limit, people = case.limits.identity_changed, _people(case)
    for name, count in case.plan.identity_changes.items():
        most = limit.most(people, name)
        if count > most:
            yield count, most, f"{name} changes for {count} of {people} people; the limit is {most}"


def _creates(case: Case[Guards]) -> Iterator[Exceeded]:
    count, known = case.plan.counts.created, case.known
    limit = case.limits.creates
    if known and limit.exceeded(count, known):
        most = limit.most(known)
        yield count, most, f"{count} new subscribers; the limit is {most} where {known} people are known"


GUARDS: Final[tuple[Guard[Guards], ...]] = (
    Guard("empty_roster", Severity.STOP, _empty_roster, full_run_only=True),
    Guard("another_company", Severity.STOP, _another_company, full_run_only=True),
    Guard("fields_withheld", Severity.STOP, fields_withheld),
    Guard("repeated_people", Severity.STOP, _repeated_people),
    Guard("missing_from_target", Severity.STOP, _missing_people),
    Guard("terminations", Severity.ASK, _terminations),
    Guard("roster_shrink", Severity.ASK, _roster_shrink, full_run_only=True),
    Guard("fill_rate_drop", Severity.ASK, _fill_rate_drop, full_run_only=True),
    Guard("field_changed", Severity.ASK, _field_changed),
    Guard("identity_changed", Severity.ASK, _identity_changed),
    Guard("rejections", Severity.ASK, rejections),
    Guard("creates", Severity.ASK, _creates, full_run_only=True),
)
"""Every guard, in the order in which they are reported."""
