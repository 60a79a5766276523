"""What is kept of a carrier's belief: enough to tell changes, and nobody's personal values."""

from benefits_sync.domain.carriers.build import build_files
from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import LAST_MONDAY, TODAY, Company, request, send
from tests.mapping.carriers.profiles import MEDICAL


def company():
    company = Company()
    s.family(company, "E100", last_name="Quillfeather", ssn="523-44-9876", current_salary="98765")
    return company


def test_nothing_of_a_person_stands_in_clear():
    picture = send("cedarline_health", company(), TODAY).built.picture.to_csv()
    secrets = (
        "Quillfeather",
        "Robin",
        "523449876",
        "523-44",
        "1961-05-02",
        "98765",
        "Main Street",
        "612.40",
        "2085550142",
    )
    assert [secret for secret in secrets if secret in picture] == []


def test_another_key_gives_other_digests():
    people, elections = company().frames
    digests = []
    for key in (b"one", b"two"):
        [build] = build_files(MEDICAL, request("full", TODAY, key=key), people, elections)
        list(build.transactions())
        digests.append(set(build.outcome().picture["identity"]))
    assert digests[0].isdisjoint(digests[1])


def test_an_ended_coverage_is_forgotten_after_a_while():
    people = company()
    first = send("cedarline_health", people, LAST_MONDAY)
    s.termination(people, "E100")
    ended = send("cedarline_health", people, TODAY, picture=first.built.picture)
    years_later = send("cedarline_health", people, TODAY.replace(year=2028), picture=ended.built.picture)
    assert (len(ended.built.picture), len(years_later.built.picture)) == (4, 0)


def test_measures_say_what_a_file_does():
    people = company()
    s.parent(people, "E200")
    first = send("cedarline_health", people, LAST_MONDAY)
    s.termination(people, "E100")
    s.aged_out(people, "E200")
    totals = send("cedarline_health", people, TODAY, picture=first.built.picture).built.measures.totals
    assert totals.model_dump() == {
        "members_before": 7,
        "members_now": 2,
        "active_before": 7,
        "terminations": 5,
        "vanished": 0,
        "plan_changes": 0,
        "coverages_before": 7,
        "coverages_now": 2,
        "dependents_before": 5,
        "dependents_lost": 1,
        "identity_changed": 0,
    }


def test_measures_are_kept_for_each_group_and_line():
    people = company()
    s.parent(people, "E200", division="EAST")
    measures = send("cedarline_health", people, TODAY).built.measures
    assert {(part.group, part.line): part.members_now for part in measures.parts} == {
        ("EAST", "medical"): 3,
        ("WEST", "medical"): 4,
    }


def test_a_changed_birth_date_is_counted_and_a_married_name_is_not():
    people = company()
    s.single(people, "E200")
    first = send("cedarline_health", people, LAST_MONDAY)
    people.change("E100", birthdate="1979-01-01")
    people.change("E200", last_name="Newlywed")
    measures = send("cedarline_health", people, TODAY, picture=first.built.picture).built.measures
    assert (measures.people, measures.totals.identity_changed) == (2, 1)


def test_dates_far_back_are_counted_for_the_gates():
    people = company()
    measures = send("cedarline_health", people, TODAY).built.measures
    assert (measures.people, measures.retroactive) == (4, 4)
