"""What happens to each coverage of a person: what is held now against what the carrier knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar

import orjson

from benefits_sync.domain.carriers.days import day_after, day_before
from benefits_sync.domain.carriers.picture import UNKNOWN, Known
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.domain.carriers.selection import Held, Holdings, Key
from benefits_sync.domain.carriers.successions import hold_back_successors
from benefits_sync.domain.carriers.terminations import (
    ending_event,
    is_never_effective,
    is_repeated,
    refuse_if_too_far_back,
)
from benefits_sync.mapping.carriers.coverages import Line
from benefits_sync.mapping.carriers.members import Event
from benefits_sync.models.frames import TextRecord
from benefits_sync.redaction import keyed_digest

Found = TypeVar("Found", Held, Known)


class Doing(StrEnum):
    """What a file does to a coverage."""

    KEEP = "keep"
    ADD = "add"
    CHANGE = "change"
    REINSTATE = "reinstate"
    END = "end"
    WAIVE = "waive"


class Action(NamedTuple):
    """What a file does to one coverage.

    Args:
        doing: What happens.
        benefit: Benefit lookup code.
        plan: The plan's name.
        level: The coverage level's name.
        policy: Policy number that it goes under, where coverages have their own.
        begin: First day, as the carrier is to know it.
        end: Last day covered, of an end.
        event: Why; None for what goes on.
        row: The election, for amounts.
        repeated: Whether an earlier file told it already.
        amounts: Digest of its amounts.
        year_ends: Last day of the plan year it was elected for.
        elected: First day of the election, where the carrier is told another one.
    """

    doing: Doing
    benefit: str
    plan: str
    level: str | None
    policy: str | None
    begin: str
    end: str | None = None
    event: Event | None = None
    row: TextRecord = {}  # noqa: RUF012 - nothing is ever written into it
    repeated: bool = False
    amounts: str | None = None
    year_ends: str | None = None
    elected: str | None = None

    @property
    def never_effective(self) -> bool:
        """Whether it takes the whole coverage back."""
        return self.end is not None and is_never_effective(self.begin, self.end)


@dataclass(slots=True)
class CoverageChanges:
    """What happens to a person's coverages.

    Args:
        actions: What the file tells, ends among it that an earlier file told.
        quiet: Ends that the carrier is not told, by the profile or by the kind of file.
        vanished: Coverages that the carrier knows and PlanSource shows no more, without an end.
        remembered: Ended coverages that are told no more.
        covered: Whether the person has a coverage that goes on.
    """

    actions: list[Action] = field(default_factory=list)
    quiet: list[Action] = field(default_factory=list)
    vanished: list[Known] = field(default_factory=list)
    remembered: list[Known] = field(default_factory=list)
    covered: bool = False


def amounts_digest(row: TextRecord, line: Line, person: str, key: bytes) -> str | None:
    """Return the digest of what a line tells of amounts and volume; None where it tells none."""
    values = [row.get(rule.source) or "" for rule in line.amounts]
    if line.volume:
        values.append(row.get("volume") or "")
    return keyed_digest(key, orjson.dumps([person, *values])) if any(values) else None


def coverage_changes(
    person: str,
    known: list[Known],
    held: Holdings,
    declined: Mapping[str, Held],
    scope: Scope,
    subscriber: TextRecord,
    *,
    anew: bool = False,
) -> CoverageChanges:
    """Compare what a person holds with what the carrier knows.

    Args:
        person: The person.
        known: What the carrier knows of the person in this file.
        held: What the person holds.
        declined: What the subscriber declined, which ends it for the whole family.
        scope: What the file is about.
        subscriber: Members of the subscriber, by which policy numbers go.
        anew: Whether all coverages begin anew, as under COBRA.

    Raises:
        CannotTellError: If an end is further back than the carrier takes.
    """
    return _Comparison(person, known, held, declined, scope, subscriber, anew=anew).changes()


class _Comparison:
    """One person's coverages being compared."""

    def __init__(
        self,
        person: str,
        known: list[Known],
        held: Holdings,
        declined: Mapping[str, Held],
        scope: Scope,
        subscriber: TextRecord,
        *,
        anew: bool,
    ) -> None:
        self._person = person
        self._held = held
        self._declined = declined
        self._scope = scope
        self._subscriber = subscriber
        self._anew = anew
        self._active = {(one.benefit, one.plan): one for one in known if one.end is None}
        ended = [one for one in known if one.end is not None]
        if len(ended) > 1:
            ended.sort(key=_by_end)
        self._ended = {(one.benefit, one.plan): one for one in ended}
        self._found = CoverageChanges()

    def changes(self) -> CoverageChanges:
        self._meet()
        left = dict(self._active)
        for key, held in _by_key(self._held.open):
            self._found.actions.append(self._going_on(key, held, left))
        for key, known in _by_key(left):
            self._end(key, known)
        for key, known in _by_key(self._ended):
            self._remember(key, known)
        self._found.covered = any(one.doing is not Doing.END for one in self._found.actions)
        return self._found

    def _meet(self) -> None:
        """Take coverage that has not ended yet, but will, as going on until the carrier knows of it."""
        for key, held in list(self._held.ended.items()):
            news = key not in self._active and key not in self._ended and key not in self._held.open
            if news and held.end is not None and held.end >= self._scope.day and not held.never_effective:
                self._held.open[key] = held._replace(end=None, reason=None)
                del self._held.ended[key]
                hold_back_successors(self._held, held)

    def _going_on(self, key: Key, held: Held, left: dict[Key, Known]) -> Action:
        known = left.pop(key, None)
        line = self._scope.lines[held.benefit]
        doing = Doing.KEEP if known is not None and not self._anew else Doing.ADD
        action = Action(
            doing, held.benefit, held.plan, held.level, self._policy(held.plan, line), held.begin,
            row=held.row,
            amounts=amounts_digest(held.row, line, self._person, self._scope.request.key),
            year_ends=held.row.get("plan_year_ends_on"),
            elected=held.elected,
        )  # fmt: skip
        if known is None and line.per == "line":
            replaced = next((other for other in left if other[0] == held.benefit), None)
            if replaced is not None:
                known = left.pop(replaced)
                event = self._of_year(Event.PLAN_CHANGE, known, action)
                return action._replace(doing=Doing.CHANGE, event=event)
        if known is None:
            return self._added(key, action)
        if self._anew:
            return action._replace(event=Event.COBRA_ELECTED)
        return self._known_already(action, known, held)

    def _policy(self, plan: str, line: Line) -> str | None:
        rules = self._scope.profile.identifiers.policy
        if rules.at == "member":
            return None
        return rules.number(plan, line.policies, self._subscriber)

    def _added(self, key: Key, action: Action) -> Action:
        before = self._ended.get(key)
        if self._anew:
            return action._replace(event=Event.COBRA_ELECTED)
        if before is not None and before.end is not None and action.begin <= day_after(before.end):
            return action._replace(doing=Doing.REINSTATE, event=Event.COVERAGE_REINSTATED)
        replaced = next((one for one in self._active.values() if self._replaces(action, one)), None)
        event = Event.PLAN_CHANGE if replaced is not None else Event.PRODUCT_ADDED
        return action._replace(event=self._of_year(event, replaced, action))

    def _replaces(self, action: Action, known: Known) -> bool:
        return known.benefit == action.benefit and (known.benefit, known.plan) not in self._held.open

    def _known_already(self, action: Action, known: Known, held: Held) -> Action:
        amounts = action.amounts if known.amounts == UNKNOWN else known.amounts
        same = (known.level, amounts, known.policy) == (action.level, action.amounts, action.policy)
        earlier = action.begin < (known.elected or known.begin)
        postponed = action.begin > known.begin > self._scope.as_of or self._began_later(known, held)
        if same and not earlier and not postponed:
            as_known = (known.begin, known.elected) == (action.begin, action.elected)
            return action if as_known else action._replace(begin=known.begin, elected=known.elected)
        return action._replace(doing=Doing.CHANGE, event=self._of_year(Event.LEVEL_CHANGE, known, action))

    def _began_later(self, known: Known, held: Held) -> bool:
        """Tell whether PlanSource corrected when a coverage first began; a rehire's began anew in between."""
        if known.elected is not None or held.elected is not None or not held.held_nothing_on(known.begin):
            return False
        hired = self._subscriber.get("hire_date")
        same_year = held.row.get("plan_year_ends_on") == known.year_ends
        return same_year and (hired is None or hired <= known.begin)

    def _of_year(self, event: Event, known: Known | None, action: Action) -> Event:
        """Return the event, which is open enrollment where it begins with another plan year."""
        starts = action.row.get("plan_year_starts_on")
        if starts is None or action.begin != starts:
            return event
        before = known.year_ends if known is not None else None
        rolled = before is not None and before < starts
        return Event.OPEN_ENROLLMENT if rolled or self._scope.open_enrollment else event

    def _end(self, key: Key, known: Known) -> None:
        later = self._held.later.get(known.benefit)
        if later is not None and known.begin > self._scope.as_of and later.held_nothing_on(known.begin):
            taken_back = day_before(known.begin)
            self._tell_end(_end_of(known, taken_back, Event.BENEFITS_ENDED), taken_back)
            return
        if later is not None:
            self._found.actions.append(self._as_known(known))
            return
        ending = self._ending(key, known)
        if ending is None:
            self._found.vanished.append(known)
            return
        end, event = ending
        self._tell_end(_end_of(known, max(end, day_before(known.begin)), event), end)

    def _as_known(self, known: Known) -> Action:
        """Return that a coverage goes on as the carrier knows it, but under the number that it has by now."""
        policy = self._policy(known.plan, self._scope.lines[known.benefit])
        keep = Action(
            Doing.KEEP, known.benefit, known.plan, known.level, policy, known.begin,
            amounts=known.amounts, year_ends=known.year_ends,
        )  # fmt: skip
        if policy == known.policy:
            return keep
        return keep._replace(doing=Doing.CHANGE, event=Event.LEVEL_CHANGE)

    def _ending(self, key: Key, known: Known) -> tuple[str, Event] | None:
        """Return since when and why a known coverage is over, None where nothing says so."""
        ended = self._held.ended.get(key)
        if ended is not None and ended.end is not None:
            return ended.end, ending_event(ended.reason)
        followers = [
            one
            for one in (*self._held.open.values(), *self._held.ended.values())
            if one.benefit == known.benefit and (one.benefit, one.plan) not in self._active
        ]
        if followers:
            first = min(followers, key=lambda one: one.begin)
            return day_before(first.begin), Event.PLAN_CHANGE
        declined = self._held.declined.get(known.benefit) or self._declined.get(known.benefit)
        if declined is not None:
            return day_before(declined.begin), Event.PRODUCT_WAIVED
        if known.year_ends is not None and known.year_ends < self._scope.day:
            return known.year_ends, Event.BENEFITS_ENDED
        return None

    def _is_told(self, action: Action) -> bool:
        if not self._scope.tells_ends:
            return False
        if self._scope.profile.terminations.report == "each_plan":
            return True
        return all(one.benefit != action.benefit for one in self._held.open.values())

    def _remember(self, key: Key, known: Known) -> None:
        if key in self._held.open or key in self._active:
            return
        event = Event(known.ended_by) if known.ended_by else Event.BENEFITS_ENDED
        corrected = self._corrected_end(key, known)
        if corrected is not None:
            self._tell_end(_end_of(known, corrected, event), corrected)
            return
        action = _end_of(known, known.end or "", event)._replace(repeated=True)
        rules = self._scope.profile.terminations
        if is_repeated(known, rules, self._scope.as_of) and self._is_told(action):
            self._found.actions.append(action)
        self._found.remembered.append(known)

    def _corrected_end(self, key: Key, known: Known) -> str | None:
        """Return the last day of an ended coverage where PlanSource has another one by now."""
        ended = self._held.ended.get(key)
        if ended is None or ended.end is None or known.end is None or ended.begin > known.end:
            return None
        end = max(ended.end, day_before(known.begin))
        return end if end != known.end else None

    def _tell_end(self, action: Action, end: str) -> None:
        if not self._is_told(action):
            self._found.quiet.append(action)
            return
        refuse_if_too_far_back(action.begin, end, self._scope.profile.terminations, self._scope.as_of)
        self._found.actions.append(action)


def _by_end(known: Known) -> str:
    return known.end or ""


def _by_key(found: dict[Key, Found]) -> list[tuple[Key, Found]]:
    """Return what there is in the order of benefits and plans; most people have one."""
    items = list(found.items())
    if len(items) > 1:
        items.sort()
    return items


def _end_of(known: Known, end: str, event: Event) -> Action:
    return Action(
        Doing.END, known.benefit, known.plan, known.level, known.policy, known.begin, end, event,
        amounts=known.amounts, year_ends=known.year_ends,
    )  # fmt: skip
