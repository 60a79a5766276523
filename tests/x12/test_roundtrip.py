"""What is written is what is read: every person the model can express, and every scenario."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.ordering import in_written_order
from benefits_sync.x12.settings import CharacterSet, LineEnding, WriterSettings
from tests.x12.families import HEADER, headers, members, transaction
from tests.x12.files import parsed, written
from tests.x12.scenarios import SCENARIOS, family_of

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
DELIMITERS = st.lists(
    st.sampled_from("*|^>:+!~\n\x1c\x1d\x1e\x1f\\"), min_size=4, max_size=4, unique=True
).map(lambda drawn: Delimiters(*drawn))


@QUICK
@given(person=members)
def test_any_person_is_read_as_it_was_written(person):
    assert parsed(written(transaction(person))) == [(HEADER, [in_written_order(person)])]


@QUICK
@given(header=headers)
def test_any_header_is_read_as_it_was_written(header):
    assert parsed(written(transaction(header=header))) == [(header, [])]


@QUICK
@given(
    scenarios=st.lists(st.sampled_from(sorted(SCENARIOS)), min_size=1, max_size=6),
    delimiters=DELIMITERS,
    line_ending=st.sampled_from(LineEnding),
)
def test_families_in_any_scenario_are_read_as_they_were_written(scenarios, delimiters, line_ending):
    people = [
        in_written_order(person)
        for number, name in enumerate(scenarios)
        for person in family_of(name, f"{100000000 + number}")
    ]
    spelling = WriterSettings(delimiters=delimiters, line_ending=line_ending)
    assert parsed(written(transaction(*people), settings=spelling)) == [(HEADER, people)]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_scenario_is_read_as_it_was_written(scenario):
    people = [in_written_order(person) for person in family_of(scenario, "100000001")]
    assert parsed(written(transaction(*people))) == [(HEADER, people)]


@QUICK
@given(
    last=st.text(min_size=1, max_size=20, alphabet="aÄéñßøŁ \u2019-\u2014bZ").filter(
        lambda name: name.strip()
    )
)
def test_what_was_read_is_written_with_the_same_bytes(last):
    person = SCENARIOS["new hire"][0]
    first = written(transaction(replace(person, name=replace(person.name, last=last))))
    [(header, people)] = parsed(first)
    assert written(transaction(*people, header=header)) == first


def test_lower_case_survives_where_the_settings_keep_it():
    [person] = SCENARIOS["new hire"]
    person = replace(person, name=replace(person.name, last="de la Cruz"))
    spelling = WriterSettings(upper_case=False, character_set=CharacterSet.EXTENDED)
    assert parsed(written(transaction(person), settings=spelling)) == [(HEADER, [person])]
