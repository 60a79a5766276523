"""What a file does to the carrier's people, counted for the gates."""

from collections import Counter
from collections.abc import Collection, Iterable

from benefits_sync.domain.carriers.built import Refusal
from benefits_sync.domain.carriers.coverage_changes import Action, Doing
from benefits_sync.domain.carriers.days import days_after
from benefits_sync.domain.carriers.family_changes import PersonChange
from benefits_sync.domain.carriers.picture import Known
from benefits_sync.domain.carriers.scope import Scope
from benefits_sync.mapping.carriers.members import Event
from benefits_sync.models.carriers import Counted, FileKind, FileMeasures, PartCounted

Part = tuple[str, str]
"""Group and benefit."""

_TOTAL: Part = ("", "")
_LIMIT_RULE = "retro_limit"


class Tally:
    """Counts a file person by person."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._listed_before = days_after(scope.as_of, -scope.profile.gates.retroactive_days)
        self._parts: dict[Part, Counter[str]] = {_TOTAL: Counter()}
        self._kept: Counter[tuple[str, tuple[str, ...], bool]] = Counter()
        self._people = 0
        self._refused = 0
        self._retold = 0
        self._covered_left_out = 0
        self._retroactive = 0
        self._beyond = 0

    def person(
        self, change: PersonChange, after: list[Known], group: str, *, dependent: bool, stays: bool
    ) -> None:
        """Count one person.

        Args:
            change: What the file has to tell of the person.
            after: What the carrier knows of the person after the file.
            group: The group that the family is told under.
            dependent: Whether the person is a dependent.
            stays: Whether the subscriber stays covered.
        """
        before = change.person.known
        if _is_as_before(change, before, after, group):
            self._kept[group, tuple(one.benefit for one in after), dependent] += 1
            return
        self._covered(before, "before", dependent=dependent)
        self._covered(after, "now", dependent=dependent)
        ends = [
            one
            for one in (*change.coverages.actions, *change.coverages.quiet)
            if one.doing is Doing.END and not one.repeated
        ]
        gone = change.coverages.vanished
        switched = [one for one in change.coverages.actions if _is_switch(one)]
        self._parted("plan_changes", group, {one.benefit for one in switched})
        self._parted("vanished", group, {one.benefit for one in gone}, total=not change.covered)
        kept = {one.benefit for one in change.coverages.actions if one.doing not in (Doing.END, Doing.WAIVE)}
        over = {one.benefit for one in ends} - kept
        self._parted("terminations", group, over, total=change.leaves)
        if dependent and stays:
            lost = over | ({one.benefit for one in gone} - kept)
            self._parted("dependents_lost", group, lost, total=not change.covered)
        if change.identity_changed:
            self._parted("identity_changed", group, {one.benefit for one in before if one.active})
        self._retroactive += any(self._is_retroactive(one) for one in change.coverages.actions)

    def named(self, people: int) -> None:
        """Count people whom the file names."""
        self._people += people

    def refused(
        self,
        known: Iterable[Known],
        after: Iterable[Known],
        retold: Collection[str],
        people: int,
        error: Refusal,
    ) -> None:
        """Count a family that cannot be told: the carrier goes on with what it knows, or ends it.

        Args:
            known: What the carrier knows of the family.
            after: What it knows after the file.
            retold: Who of the family is told as the carrier knows them.
            people: How many people cannot be told.
            error: Why.
        """
        left = _by_person(after)
        for person, rows in _by_person(known).items():
            self._covered(rows, "before", dependent=person != error.subscriber_code)
            self._covered(left[person], "now", dependent=person != error.subscriber_code)
            self._covered_left_out += person not in retold and any(one.active for one in rows)
        self._refused += people
        self._retold += len(retold)
        self._beyond += error.rule == _LIMIT_RULE

    def measures(self) -> FileMeasures:
        """Return the counts."""
        for (group, benefits, dependent), people in self._kept.items():
            self._count_kept(group, benefits, people, dependent=dependent)
        self._kept.clear()
        parts = sorted(part for part in self._parts if part != _TOTAL)
        return FileMeasures(
            kind=FileKind(self._scope.request.kind.value),
            totals=Counted(**self._parts[_TOTAL]),
            parts=tuple(
                PartCounted(group=group, line=line, **self._parts[group, line]) for group, line in parts
            ),
            people=self._people,
            refused=self._refused,
            retold=self._retold,
            covered_left_out=self._covered_left_out,
            retroactive=self._retroactive,
            beyond_retro=self._beyond,
            open_enrollment=self._scope.open_enrollment,
        )

    def _covered(self, rows: list[Known], when: str, *, dependent: bool) -> None:
        as_of = self._scope.as_of
        covering = [one for one in rows if one.end is None or one.end >= max(as_of, one.begin)]
        if not covering:
            return
        self._parts[_TOTAL][f"coverages_{when}"] += len(covering)
        counted: dict[Part, bool] = {_TOTAL: any(one.active for one in covering)}
        for one in covering:
            part = (one.group, one.benefit)
            counted[part] = counted.get(part, False) or one.active
            self._count(part, f"coverages_{when}")
        for part, active in counted.items():
            self._count(part, f"members_{when}")
            if when == "before":
                self._count(part, "active_before", active)
                self._count(part, "dependents_before", dependent)

    def _count_kept(self, group: str, benefits: tuple[str, ...], people: int, *, dependent: bool) -> None:
        coverages = Counter({(group, benefit): times for benefit, times in Counter(benefits).items()})
        coverages[_TOTAL] = len(benefits)
        for part, times in coverages.items():
            for when in ("before", "now"):
                self._count(part, f"members_{when}", people)
                self._count(part, f"coverages_{when}", people * times)
            self._count(part, "active_before", people)
            self._count(part, "dependents_before", people * dependent)

    def _parted(self, what: str, group: str, benefits: set[str], *, total: bool = True) -> None:
        if benefits and total:
            self._count(_TOTAL, what)
        for benefit in benefits:
            self._count((group, benefit), what)

    def _count(self, part: Part, what: str, by: int = 1) -> None:
        self._parts.setdefault(part, Counter())[what] += by

    def _is_retroactive(self, action: Action) -> bool:
        if action.repeated or action.event is None:
            return False
        day = action.end if action.doing is Doing.END else action.begin
        return day is not None and day < self._listed_before


def _by_person(known: Iterable[Known]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for one in known:
        found.setdefault(one.person, []).append(one)
    return found


def _is_as_before(change: PersonChange, before: list[Known], after: list[Known], group: str) -> bool:
    """Tell whether all coverages of a person just go on, as those of nearly everybody do."""
    actions = change.coverages.actions
    return (
        change.event is None
        and 0 < len(before) == len(after) == len(actions)
        and not change.coverages.vanished
        and not change.coverages.quiet
        and all(one.doing is Doing.KEEP for one in actions)
        and all(one.group == group for one in before)
    )


def _is_switch(action: Action) -> bool:
    return action.doing is Doing.CHANGE or (
        action.doing is Doing.ADD and action.event in (Event.PLAN_CHANGE, Event.OPEN_ENROLLMENT)
    )
