"""Gates: what passes, what is listed, what waits for a person, and what is never sent."""

import pytest

from benefits_sync.domain.carriers.gates import judge, verdict_of
from benefits_sync.mapping.carriers.file import Kind, OpenEnrollment
from benefits_sync.mapping.carriers.gates import Gates
from benefits_sync.mapping.carriers.terminations import Terminations
from benefits_sync.models.carriers import Counted, FileKind, FileMeasures, PartCounted
from tests.mapping.carriers.profiles import DENTAL, changed

EXPLICIT = changed(DENTAL, gates=Gates(), terminations=Terminations())
BY_OMISSION = changed(DENTAL, gates=Gates(), terminations=Terminations(mode="omission"))

STEADY = {
    "members_before": 1000,
    "members_now": 1000,
    "active_before": 1000,
    "coverages_before": 1000,
    "coverages_now": 1000,
    "dependents_before": 400,
}


def measures(kind=FileKind.FULL, parts=(), facts=None, **counts):
    totals = Counted(**{**STEADY, **counts})
    return FileMeasures(
        kind=kind, totals=totals, parts=parts, **{"people": totals.members_now, **(facts or {})}
    )


def part(group="WEST", line="dental", **counts):
    return PartCounted(group=group, line=line, **{**STEADY, **counts})


def verdicts(found, rules=EXPLICIT):
    """Return what trips, by gate."""
    return {one.gate: one.verdict.value for one in judge(found, rules) if one.verdict.value != "pass"}


@pytest.mark.parametrize(
    ("counts", "tripped"),
    [
        ({"members_now": 1000}, {}),
        ({"members_now": 900}, {}),
        ({"members_now": 899}, {"members_drop": "hold"}),
        ({"members_now": 699}, {"members_drop": "refuse"}),
        ({"members_now": 1250}, {}),
        ({"members_now": 1251}, {"members_growth": "hold"}),
        ({"members_now": 9000}, {"members_growth": "hold"}),
        ({"terminations": 100}, {}),
        ({"terminations": 101}, {"terminations": "hold"}),
        ({"terminations": 301}, {"terminations": "refuse"}),
        ({"vanished": 1}, {"vanished": "list"}),
        ({"vanished": 20}, {"vanished": "list"}),
        ({"vanished": 21}, {"vanished": "hold"}),
        ({"plan_changes": 200}, {}),
        ({"plan_changes": 201}, {"plan_changes": "hold"}),
        ({"dependents_lost": 8}, {}),
        ({"dependents_lost": 9}, {"dependents_lost": "hold"}),
        ({"identity_changed": 10}, {}),
        ({"identity_changed": 11}, {"identity_changed": "hold"}),
    ],
)
def test_a_share_of_the_last_good_file_is_held_and_beyond_that_refused(counts, tripped):
    assert verdicts(measures(**counts)) == tripped


@pytest.mark.parametrize(
    ("counts", "tripped"),
    [
        ({"members_now": 5}, {}),  # three of eight left
        ({"members_now": 4}, {"members_drop": "refuse"}),
        ({"members_now": 11}, {}),
        ({"members_now": 12}, {"members_growth": "hold"}),
        ({"terminations": 5}, {}),
        ({"terminations": 6}, {"terminations": "refuse"}),
        ({"vanished": 3}, {"vanished": "list"}),
        ({"vanished": 4}, {"vanished": "hold"}),
        ({"plan_changes": 3}, {}),
        ({"dependents_lost": 3}, {}),
        ({"identity_changed": 3}, {}),
        ({"identity_changed": 4}, {"identity_changed": "hold"}),
    ],
)
def test_a_group_of_eight_does_not_stop_on_a_few(counts, tripped):
    eight = {"members_before": 8, "active_before": 8, "members_now": 8, "dependents_before": 3}
    assert verdicts(measures(**{**eight, **counts})) == tripped


@pytest.mark.parametrize(
    ("facts", "tripped"),
    [
        ({"snapshot_age_hours": 24}, {}),
        ({"snapshot_age_hours": 24.1}, {"snapshot_age": "refuse"}),
        ({"retroactive": 2}, {"retroactive": "list"}),
        ({"beyond_retro": 1}, {"beyond_retro": "refuse"}),
        ({"refused": 3}, {"people_left_out": "list"}),
        ({"people": 0}, {"empty_file": "refuse"}),
        ({"same_as_last": True}, {}),
    ],
)
def test_facts_of_the_whole_file(facts, tripped):
    assert verdicts(measures(facts=facts)) == tripped


@pytest.mark.parametrize(
    ("facts", "tripped"),
    [
        ({"people": 0}, {"empty_file": "skip"}),
        ({"people": 0, "refused": 1}, {"empty_file": "refuse", "people_left_out": "list"}),
        ({"same_as_last": True}, {"same_as_last": "skip"}),
    ],
)
def test_a_change_file_that_tells_nothing_new_is_skipped(facts, tripped):
    assert verdicts(measures(FileKind.CHANGE, facts=facts)) == tripped


def test_nobody_vanishes_from_a_change_file():
    assert verdicts(measures(FileKind.CHANGE, vanished=500)) == {}


@pytest.mark.parametrize("vanished", [1, 2, 3])
def test_where_absence_ends_coverage_anybody_who_vanished_holds_the_file(vanished):
    assert verdicts(measures(vanished=vanished), BY_OMISSION) == {"vanished": "hold"}


@pytest.mark.parametrize(("omits", "verdict"), [(True, "hold"), (False, "list")])
def test_an_open_enrollment_file_has_its_own_word_on_absence(omits, verdict):
    enrollment = OpenEnrollment(kind=Kind.FULL, due_days_before=10, terminates_by_omission=omits)
    rules = changed(DENTAL, gates=Gates(), file={"open_enrollment": enrollment})
    found = measures(vanished=1, facts={"open_enrollment": True})
    assert verdicts(found, rules) == {"vanished": verdict}


def test_in_open_enrollment_everybody_may_choose_anew():
    assert verdicts(measures(plan_changes=900, facts={"open_enrollment": True})) == {}


def test_a_first_file_has_nothing_to_compare_with():
    first = FileMeasures(kind=FileKind.FULL, totals=Counted(members_now=500, coverages_now=900), people=500)
    assert verdicts(first) == {}


@pytest.mark.parametrize(
    ("rules", "kind", "verdict"),
    [
        (BY_OMISSION, FileKind.FULL, "hold"),
        (BY_OMISSION, FileKind.AUDIT, "list"),
        (EXPLICIT, FileKind.FULL, "list"),
    ],
)
def test_people_left_out_are_held_where_the_carrier_would_end_their_coverage(rules, kind, verdict):
    found = measures(kind=kind, facts={"refused": 5, "covered_left_out": 4})
    assert verdicts(found, rules) == {"people_left_out": verdict}


def test_people_left_out_whom_the_carrier_does_not_know_lose_nothing():
    assert verdicts(measures(facts={"refused": 5}), BY_OMISSION) == {"people_left_out": "list"}


def test_fewer_than_the_least_members_are_refused():
    rules = changed(DENTAL, gates=Gates(least_members=10))
    found = measures(members_before=9, active_before=9, members_now=9)
    assert verdicts(found, rules) == {"least_members": "refuse"}


def test_one_line_of_one_group_can_hold_a_file_that_is_steady_as_a_whole():
    west = part(members_before=40, members_now=30)
    [drop] = [one for one in judge(measures(parts=(west, part("EAST"))), EXPLICIT) if one.verdict != "pass"]
    assert (drop.gate, drop.verdict, drop.group, drop.line) == ("members_drop", "hold", "WEST", "dental")


def test_a_new_line_is_no_growth_of_the_line():
    new = part(members_before=0, active_before=0, coverages_before=0, members_now=60)
    assert verdicts(measures(parts=(new,))) == {}


@pytest.mark.parametrize(("before", "verdict"), [(4, "refuse"), (3, "hold")])
def test_a_line_without_coverage_is_refused_and_a_handful_held(before, verdict):
    gone = part(line="vision", coverages_before=before, coverages_now=0, members_before=before, members_now=0)
    [outcome] = [one for one in judge(measures(parts=(gone, part())), EXPLICIT) if one.gate == "missing_line"]
    assert (outcome.verdict, outcome.line, outcome.total) == (verdict, "vision", before)


@pytest.mark.parametrize(("before", "verdict"), [(4, "refuse"), (3, "hold")])
def test_a_group_without_anybody_is_refused_and_a_handful_held(before, verdict):
    lines = [
        part("EAST", line, members_before=before, members_now=0, coverages_before=before, coverages_now=0)
        for line in ("dental", "vision")
    ]
    found = [one for one in judge(measures(parts=(*lines, part())), EXPLICIT) if "missing" in one.gate]
    assert [(one.gate, one.verdict, one.group) for one in found] == [("missing_group", verdict, "EAST")]


def test_every_gate_shows_its_numbers_even_when_it_passes():
    drop = next(one for one in judge(measures(members_now=950), EXPLICIT) if one.gate == "members_drop")
    assert (drop.observed, drop.total, drop.limit, drop.sentence) == (
        50,
        1000,
        100,
        "50 people fewer, of 1000; held above 100, refused above 300",
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (measures(), "pass"),
        (measures(vanished=1), "list"),
        (measures(vanished=1, plan_changes=300), "hold"),
        (measures(vanished=1, plan_changes=300, facts={"snapshot_age_hours": 30}), "refuse"),
    ],
)
def test_the_gravest_gate_decides_for_the_file(found, verdict):
    assert verdict_of(judge(found, EXPLICIT)) == verdict


def test_whoever_reads_of_dates_too_far_back_reads_what_to_do():
    [told] = [one for one in judge(measures(facts={"beyond_retro": 1}), EXPLICIT) if one.verdict == "refuse"]
    assert "correct it in PlanSource or raise `terminations.retro_days`" in told.sentence
