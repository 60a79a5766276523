"""What holds for every company: counts balance, a second run has nothing to do, order does not matter."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.company import Person, Target, person, plan

DATES = st.sampled_from(
    [None, "2019-03-01", "2020-01-06", "2026-05-01", "2026-06-01", "2026-06-15", "2026-07-01", "2027-01-01"]
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "employeeNumber": st.sampled_from([None, "E10001", "E10002", "E10003", "E20000"]),
        "ssn": st.sampled_from([None, "900000001", "900000002", "900-00-0003", "12"]),
        "hireDate": DATES,
        "terminationDate": DATES,
        "terminationReason": st.sampled_from([None, "Layoff", "Bored"]),
        "status": st.sampled_from([None, "Active", "Inactive"]),
        "employmentHistoryStatus": st.sampled_from(["Full-Time", "Part-Time", "Terminated", None]),
        "customEin": st.sampled_from(["84-1234567", "84-7654321"]),
        "customTestEmployee": st.sampled_from([None, "yes"]),
        "department": st.sampled_from([None, "Finance", "Sales"]),
        "location": st.sampled_from([None, "Boise", "Denver", "Moon"]),
    },
)
NUMBERS = st.lists(st.integers(1, 6), max_size=6)


@st.composite
def rosters(draw: st.DrawFn) -> list[Person]:
    return [person(number, **draw(FACTS)) for number in draw(NUMBERS)]


PROPERTY = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def after(*history: list[Person]) -> Target:
    """Return a target that was brought through these rosters one after another."""
    target = Target()
    for rows in history:
        target.apply(plan(rows, target))
    return target


@PROPERTY
@given(rosters(), rosters())
def test_counts_always_balance(before, now):
    outcome = plan(now, after(before))
    assert (outcome.counts.balanced, outcome.counts.read) == (True, len(now))


@PROPERTY
@given(rosters(), rosters())
def test_planning_again_after_applying_gives_no_more_writes(before, now):
    assert plan(now, after(before, now)).counts.written == 0


@PROPERTY
@given(rosters(), st.data())
def test_the_order_of_records_does_not_matter(now, data):
    target = after([person(1), person(2), person(3)])
    shuffled = data.draw(st.permutations(now))
    assert outcomes(shuffled, target) == outcomes(now, target)


@PROPERTY
@given(rosters(), rosters())
def test_every_rejected_record_has_a_rejection_and_no_other_record_has(before, now):
    outcome = plan(now, after(before))
    refused = outcome.items["source_id"][outcome.items["action"] == "rejected"]
    assert set(refused) == set(outcome.rejections["source_id"])


@PROPERTY
@given(rosters(), rosters())
def test_no_ssn_is_ever_held_twice(before, now):
    held = [record["ssn"] for record in after(before, now).records.values()]
    assert len(held) == len(set(held))


def outcomes(rows: list[Person], target: Target) -> list[tuple[object, ...]]:
    items = plan(rows, target).items
    return sorted(map(tuple, items.astype(str).to_numpy()))
