"""Guards: which plans wait for a person, which stop, and that everyday work passes."""

import pytest

from benefits_sync.domain.guards import GUARDS, GuardHistory, Severity, evaluate
from benefits_sync.domain.planning import plan_demographics
from benefits_sync.mapping.guards import Guards, Limit, Share
from tests.domain.company import MAPPING, Target, exported, leaver, people, person, request

COMPANY = people(100)


def tripped(
    source,
    target: Target | None = None,
    history: GuardHistory | None = None,
    limits: Guards = MAPPING.guards,
    **facts,
):
    """Return guard name -> tripped guard."""
    target = target or exported(COMPANY)
    asked = request(source, target, **facts)
    known = history or GuardHistory(last_roster=len(target.records), known=len(target.records))
    return {guard.name: guard for guard in evaluate(plan_demographics(asked), asked, limits, known)}


def changed(count: int, **facts: str | None):
    """Return the company with the first ``count`` people changed."""
    return [row | facts if place < count else row for place, row in enumerate(COMPANY)]


def leavers(count: int):
    return [leaver(number) if number <= count else person(number) for number in range(1, 101)]


def test_an_ordinary_day_trips_nothing():
    rows = [*leavers(3)[:98], person(99, department="Sales"), person(100), person(101), person(102)]
    assert tripped(rows) == {}


def test_a_first_run_may_create_everyone():
    assert tripped(COMPANY, Target(), GuardHistory()) == {}


@pytest.mark.parametrize(("count", "names"), [(5, set()), (6, {"terminations"})])
def test_more_than_five_terminations_in_a_small_company_ask(count, names):
    assert set(tripped(leavers(count))) == names


def test_two_percent_count_in_a_large_company():
    rows = [leaver(number) if number <= 9 else person(number) for number in range(1, 501)]
    assert "terminations" not in tripped(rows, exported(people(500)))


@pytest.mark.parametrize(("left", "names"), [(95, set()), (94, {"roster_shrink"})])
def test_a_roster_smaller_by_more_than_five_percent_asks(left, names):
    assert set(tripped(COMPANY[:left])) == names


@pytest.mark.parametrize(("count", "names"), [(5, set()), (6, {"fill_rate_drop"})])
def test_a_field_filled_for_five_points_fewer_asks(count, names):
    history = GuardHistory(last_roster=100, known=100, fill_rates={"department": 1.0})
    assert set(tripped(changed(count, department=None), history=history)) == names


@pytest.mark.parametrize(("count", "names"), [(10, set()), (11, {"field_changed"})])
def test_a_field_changed_for_more_than_a_tenth_asks(count, names):
    assert set(tripped(changed(count, department="Sales"))) == names


def test_ten_people_may_change_in_the_smallest_company():
    rows = [person(number, department="Sales") for number in range(1, 11)]
    assert tripped(rows, exported(people(10))) == {}


@pytest.mark.parametrize(("count", "names"), [(3, set()), (4, {"identity_changed"})])
def test_more_than_three_changed_birth_dates_ask(count, names):
    assert set(tripped(changed(count, dateOfBirth="1991-01-01"))) == names


@pytest.mark.parametrize(("count", "names"), [(5, set()), (6, {"rejections"})])
def test_more_than_five_percent_rejected_ask(count, names):
    assert set(tripped(changed(count, firstName=None))) == names


def test_three_rejections_of_a_small_delta_do_not_ask():
    rows = changed(3, firstName=None)[:5]
    assert tripped(rows, everyone=False) == {}


@pytest.mark.parametrize(("count", "names"), [(25, set()), (26, {"creates"})])
def test_many_new_people_ask_where_people_are_known(count, names):
    assert set(tripped(people(100 + count))) == names


def test_an_empty_roster_stops():
    assert tripped([])["empty_roster"].severity is Severity.STOP


def test_an_empty_company_nobody_knows_is_no_alarm():
    assert tripped([], Target(), GuardHistory()) == {}


def test_an_empty_delta_is_an_ordinary_hour():
    assert tripped([], everyone=False) == {}


def test_a_withheld_field_stops_a_delta_too():
    assert (
        tripped(COMPANY[:3], everyone=False, withheld=("ssn",))["fields_withheld"].severity is Severity.STOP
    )


def test_a_repeated_source_id_stops():
    assert tripped([*COMPANY, person(7)])["repeated_people"].severity is Severity.STOP


@pytest.mark.parametrize(("count", "found"), [(5, False), (6, True)])
def test_confirmed_people_missing_from_the_target_stop(count, found):
    target = exported(COMPANY)
    for key in list(target.records)[:count]:
        del target.records[key]
    assert ("missing_from_target" in tripped(COMPANY, target)) is found


def test_people_missing_from_both_sides_stop():
    target = exported(COMPANY)
    for key in list(target.records)[:6]:
        del target.records[key]
    assert "missing_from_target" in tripped(COMPANY[6:], target)


def test_a_roster_without_half_of_the_known_people_stops():
    rows = [*COMPANY[:49], *(person(number) for number in range(300, 351))]
    assert tripped(rows)["another_company"].severity is Severity.STOP


@pytest.mark.parametrize(("percent", "found"), [(60, True), (40, False)])
def test_how_many_known_people_are_enough_stands_in_the_mapping(percent, found):
    rows = [*COMPANY[:50], *(person(number) for number in range(300, 350))]
    limits = Guards(roster_overlap=Share(percent=percent))
    assert ("another_company" in tripped(rows, limits=limits)) is found


@pytest.mark.parametrize("guard", ["creates", "rejections", "field_changed"])
def test_what_is_everyday_work_stands_in_the_mapping(guard):
    rows = [
        person(1, firstName=None), person(2, department="Sales"), *(person(at) for at in range(3, 102))
    ]  # fmt: skip
    strict = Guards(**{guard: Limit(floor=0, percent=0)})
    assert (set(tripped(rows)), set(tripped(rows, limits=strict))) == (set(), {guard})


def test_how_many_people_may_go_missing_stands_in_the_mapping():
    target = exported(COMPANY)
    del target.records["E10001"]
    strict = Guards(missing_from_target=Limit(floor=0, percent=0))
    assert set(tripped(COMPANY, target, limits=strict)) == {"missing_from_target"}


def test_roster_guards_are_silent_in_a_delta():
    names = {guard.name for guard in GUARDS if guard.full_run_only}
    rows = [person(number) for number in range(300, 340)]
    assert not names & set(tripped(rows, everyone=False))


def test_terminations_of_a_delta_are_measured_on_all_active_people():
    target = exported(people(6))
    history = GuardHistory(known=1000, active=1000)
    assert tripped([leaver(number) for number in range(1, 7)], target, history, everyone=False) == {}


def test_a_sentence_holds_numbers_and_field_names_only():
    sentence = tripped(changed(11, department="Sales"))["field_changed"].sentence
    assert sentence == "udef_1 changes for 11 of 100 people; the limit is 10"


def test_a_stop_is_reported_before_a_question():
    severities = [guard.severity for guard in tripped([*COMPANY[:40], person(7)]).values()]
    assert severities == sorted(severities, reverse=True)
