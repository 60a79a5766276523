"""Gates: what must not go to a carrier without a person's word, and what must not go at all.

Each gate says what it counted, of how many, and where its limits are. Limits stand in the carrier's profile.
A count up to a gate's floor passes, so that a small group does not stop on one leaver.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from benefits_sync.mapping.carriers.file import Kind
from benefits_sync.mapping.carriers.gates import Gate
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carriers import (
    Counted,
    FileKind,
    FileMeasures,
    GateOutcome,
    PartCounted,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Case:
    """What gates judge by."""

    measures: FileMeasures
    profile: CarrierProfile

    @property
    def by_omission(self) -> bool:
        """Whether the carrier ends the coverage of whom this file leaves out."""
        kind, coming = Kind(self.measures.kind.value), self.measures.open_enrollment
        return self.profile.absence_ends_coverage(kind, open_enrollment=coming)


class Share(NamedTuple):
    """A number, what it is a share of, and how it is called in a sentence."""

    number: int
    total: int
    what: str


def judge(measures: FileMeasures, profile: CarrierProfile) -> tuple[GateOutcome, ...]:
    """Return what each gate says of a file: of the whole always, of a group's line where it does not pass."""
    case = Case(measures, profile)
    return tuple(outcome for gate in _GATES for outcome in gate(case))


def verdict_of(outcomes: tuple[GateOutcome, ...]) -> Verdict:
    """Return what becomes of a file: the gravest that a gate says."""
    return Verdict.worst([outcome.verdict for outcome in outcomes])


def _snapshot_age(case: Case) -> Iterator[GateOutcome]:
    age, most = case.measures.snapshot_age_hours, case.profile.gates.snapshot_hours
    yield GateOutcome(
        gate="snapshot_age",
        verdict=Verdict.REFUSE if age > most else Verdict.PASS,
        observed=age,
        limit=most,
        sentence=f"the elections were read {age:.1f} hours before; refused above {most}",
    )


def _empty_file(case: Case) -> Iterator[GateOutcome]:
    measures = case.measures
    people, refused = measures.people, measures.refused
    nothing_new = measures.kind is FileKind.CHANGE and not refused
    empty = Verdict.SKIP if nothing_new else Verdict.REFUSE
    yield GateOutcome(
        gate="empty_file",
        verdict=Verdict.PASS if people else empty,
        observed=people,
        limit=1,
        sentence=f"the file names {people} people",
    )


def _people_left_out(case: Case) -> Iterator[GateOutcome]:
    """List who is left out; where absence ends coverage, it would end for want of a datum: ask a person."""
    refused = case.measures.refused
    ended = case.measures.covered_left_out if case.by_omission else 0
    yield GateOutcome(
        gate="people_left_out",
        verdict=Verdict.HOLD if ended else Verdict.LIST if refused else Verdict.PASS,
        observed=ended or refused,
        limit=0,
        sentence=f"{refused} people cannot be told as they are by now"
        + (f"; the file leaves out {ended} of them, whose coverage the carrier would end" if ended else ""),
    )


def _least_members(case: Case) -> Iterator[GateOutcome]:
    members, least = case.measures.totals.members_now, case.profile.gates.least_members
    yield GateOutcome(
        gate="least_members",
        verdict=Verdict.REFUSE if members < least else Verdict.PASS,
        observed=members,
        limit=least,
        sentence=f"{members} people are covered after the file; refused below {least}",
    )


def _same_as_last(case: Case) -> Iterator[GateOutcome]:
    same = case.measures.same_as_last and case.measures.kind is FileKind.CHANGE
    yield GateOutcome(
        gate="same_as_last",
        verdict=Verdict.SKIP if same else Verdict.PASS,
        observed=float(same),
        limit=0,
        sentence="the file says what the last one said" if same else "the file differs from the last one",
    )


def _missing_groups(case: Case) -> Iterator[GateOutcome]:
    for group, before in _groups_gone(case.measures).items():
        yield _gone(case, before, group, "", f"nobody of group {group} is left of {before} people")


def _missing_lines(case: Case) -> Iterator[GateOutcome]:
    gone = _groups_gone(case.measures)
    for part in case.measures.parts:
        before = part.coverages_before
        if before and not part.coverages_now and part.group not in gone:
            sentence = f"no {part.line} coverage is left of {before}"
            yield _gone(case, before, part.group, part.line, sentence)


def _members_drop(case: Case) -> Iterator[GateOutcome]:
    gate = case.profile.gates.members_drop
    for of in _counted(case):
        count = max(of.members_before - of.members_now, 0)
        yield from _shared("members_drop", gate, Share(count, of.members_before, "people fewer"), of)


def _members_growth(case: Case) -> Iterator[GateOutcome]:
    gate = case.profile.gates.members_growth
    for of in _counted(case):
        count = max(of.members_now - of.members_before, 0)
        yield from _shared("members_growth", gate, Share(count, of.members_before, "people more"), of)


def _terminations(case: Case) -> Iterator[GateOutcome]:
    gate = case.profile.gates.terminations
    for of in _counted(case):
        share = Share(of.terminations, of.active_before, "terminations")
        yield from _shared("terminations", gate, share, of)


def _vanished(case: Case) -> Iterator[GateOutcome]:
    if case.measures.kind is not FileKind.FULL:
        return
    gate = case.profile.gates.vanished
    if case.by_omission:
        gate = Gate(hold_percent=0, refuse_percent=gate.refuse_percent, floor=0)
    for of in _counted(case):
        share = Share(of.vanished, of.members_before, "people gone without a termination")
        yield from _shared("vanished", gate, share, of, passed=Verdict.LIST)


def _plan_changes(case: Case) -> Iterator[GateOutcome]:
    """Leave open enrollment out: that everybody chooses anew is what it is for."""
    if case.measures.open_enrollment:
        return
    gate = case.profile.gates.plan_changes
    for of in _counted(case):
        share = Share(of.plan_changes, of.members_before, "changes of plan or level")
        yield from _shared("plan_changes", gate, share, of)


def _dependents_lost(case: Case) -> Iterator[GateOutcome]:
    gate = case.profile.gates.dependents_lost
    for of in _counted(case):
        share = Share(of.dependents_lost, of.dependents_before, "dependents lost while the subscriber stays")
        yield from _shared("dependents_lost", gate, share, of)


def _identity_changed(case: Case) -> Iterator[GateOutcome]:
    totals = case.measures.totals
    share = Share(totals.identity_changed, totals.members_before, "people with another SSN or birth date")
    yield from _shared("identity_changed", case.profile.gates.identity_changed, share, totals)


def _retroactive(case: Case) -> Iterator[GateOutcome]:
    count, days = case.measures.retroactive, case.profile.gates.retroactive_days
    yield GateOutcome(
        gate="retroactive",
        verdict=Verdict.LIST if count else Verdict.PASS,
        observed=count,
        limit=0,
        sentence=f"{count} people have dates more than {days} days back",
    )


def _beyond_retro(case: Case) -> Iterator[GateOutcome]:
    count, days = case.measures.beyond_retro, case.profile.terminations.retro_days
    way_out = (
        ": agree on the day with the carrier, correct it in PlanSource or raise `terminations.retro_days`, "
        "and build the file anew"
    )
    yield GateOutcome(
        gate="beyond_retro",
        verdict=Verdict.REFUSE if count else Verdict.PASS,
        observed=count,
        limit=0,
        sentence=f"{count} families have ends of coverage more than {days} days back, which the carrier does "
        f"not take{way_out if count else ''}",
    )


def _counted(case: Case) -> Iterator[Counted]:
    """Return the whole and its parts that a last file is there to compare with."""
    yield case.measures.totals
    yield from (part for part in case.measures.parts if part.members_before)


def _shared(
    name: str, gate: Gate, share: Share, of: Counted, passed: Verdict = Verdict.PASS
) -> Iterator[GateOutcome]:
    """Judge a share; one within the limits is ``passed`` unless it is nothing at all."""
    count, total, what = share
    verdict = passed if count else Verdict.PASS
    if of.members_before and gate.refuses(count, total):
        verdict = Verdict.REFUSE
    elif of.members_before and gate.holds(count, total):
        verdict = Verdict.HOLD
    part = of if isinstance(of, PartCounted) else None
    if part is not None and verdict is Verdict.PASS:
        return
    refused = gate.most_held(total)
    limits = f"held above {gate.most_passed(total)}" + (
        "" if refused is None else f", refused above {refused}"
    )
    yield GateOutcome(
        gate=name,
        verdict=verdict,
        observed=count,
        limit=refused if verdict is Verdict.REFUSE else gate.most_passed(total),
        total=total,
        group=part.group if part else "",
        line=part.line if part else "",
        sentence=f"{count} {what}, of {total}; {limits}",
    )


def _groups_gone(measures: FileMeasures) -> dict[str, int]:
    """Return the groups nobody of whom is left, with how many people there were in their largest line."""
    before: dict[str, int] = {}
    now: dict[str, int] = {}
    for part in measures.parts:
        before[part.group] = max(before.get(part.group, 0), part.members_before)
        now[part.group] = now.get(part.group, 0) + part.members_now
    return {group: people for group, people in before.items() if group and people and not now[group]}


def _gone(case: Case, before: int, group: str, line: str, sentence: str) -> GateOutcome:
    """Refuse what is gone altogether; where a small group could have ended so, ask a person."""
    floor = case.profile.gates.members_drop.floor
    return GateOutcome(
        gate="missing_line" if line else "missing_group",
        verdict=Verdict.REFUSE if before > floor else Verdict.HOLD,
        observed=0,
        limit=floor,
        total=before,
        group=group,
        line=line,
        sentence=f"{sentence}; refused where more than {floor} were there",
    )


_GATES: Final = (
    _snapshot_age,
    _empty_file,
    _people_left_out,
    _least_members,
    _same_as_last,
    _missing_groups,
    _missing_lines,
    _members_drop,
    _members_growth,
    _terminations,
    _vanished,
    _plan_changes,
    _dependents_lost,
    _identity_changed,
    _retroactive,
    _beyond_retro,
)
"""Every gate, in the order in which they are shown."""
