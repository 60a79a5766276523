"""What happened between two files is told with its own maintenance type, reason and dates."""

import pytest

from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import (
    CHILD,
    LAST_MONDAY,
    SPOUSE,
    SUBSCRIBER,
    TODAY,
    Company,
    ins,
    of,
    send,
    told_of,
)
from tests.mapping.carriers.profiles import DENTAL, MEDICAL, changed

NEWCOMER, SECOND = "KIMF", "KIMG"


def told_after(scenario, shape=s.family, carrier="cedarline_health", **options):
    """A carrier's next file after something happened to its only family."""
    company = Company()
    shape(company, "E100", **options)
    first = send(carrier, company, LAST_MONDAY)
    before = company.copy()
    scenario(company, "E100")
    return send(carrier, company, TODAY, picture=first.built.picture, previous=before)


@pytest.mark.parametrize(
    ("scenario", "told"),
    [
        (s.termination, "024/08"),
        (s.resignation, "024/16"),
        (s.dismissal, "024/17"),
        (s.layoff, "024/40"),
        (s.retirement, "024/04"),
        (s.death, "024/03"),
        (s.waive, "024/14"),
        (s.plan_change, "001/22"),
        (s.leave, "001/38"),
        (s.cobra, "021/09"),
        (s.identity_corrected, "001/25"),
        (s.address_changed, "001/43"),
        (s.personnel_changed, "001/33"),
    ],
)
def test_what_happened_to_a_subscriber_has_its_type_and_reason(scenario, told):
    assert ins(told_after(scenario), SUBSCRIBER) == told


@pytest.mark.parametrize(
    ("scenario", "shape", "name", "told"),
    [
        (s.birth, s.couple, NEWCOMER, "021/02"),
        (s.twins, s.couple, SECOND, "021/02"),
        (s.marriage, s.parent, NEWCOMER, "021/32"),
        (s.dependent_added, s.single, NEWCOMER, "021/29"),
        (s.divorce, s.family, SPOUSE, "024/01"),
        (s.aged_out, s.parent, CHILD, "024/07"),
        (s.termination, s.family, SPOUSE, "024/08"),
        (s.spouse_waives, s.couple, SPOUSE, "024/14"),
    ],
)
def test_what_happened_to_a_dependent_has_its_type_and_reason(scenario, shape, name, told):
    assert ins(told_after(scenario, shape), name) == told


def test_a_new_hire_is_added_with_the_whole_family():
    sent = told_after(s.new_hire)
    assert {row.event for row in sent.built.index} == {"new_hire"}


def test_who_was_employed_before_is_rehired():
    company = Company()
    s.single(company, "E100", original_hire_date="2015-02-02", hire_date="2026-01-05")
    [row] = send("cedarline_health", company, TODAY).built.index
    assert row.event == "rehire"


def test_who_comes_back_without_a_gap_is_reinstated():
    company = Company()
    s.single(company, "E100")
    first = send("cedarline_health", company, LAST_MONDAY)
    again = company.copy()
    s.termination(company, "E100")
    ended = send("cedarline_health", company, TODAY, picture=first.built.picture)
    sent = send("cedarline_health", again, TODAY, picture=ended.built.picture)
    assert (ins(sent, SUBSCRIBER), of(sent, SUBSCRIBER, "HD")) == ("025/41", ["HD*025**HLT*SPPO-25*EMP"])


def test_an_adopted_child_is_told_by_its_relationship():
    relationships = MEDICAL.codes.relationships | {"adopted_child": "09"}
    profile = changed(MEDICAL, codes={"relationships": relationships})
    company = Company()
    s.couple(company, "E100")
    first = send(profile, company, LAST_MONDAY)
    s.adoption(company, "E100")
    assert ins(send(profile, company, TODAY, picture=first.built.picture), NEWCOMER) == "021/05"


def test_without_a_new_marital_status_nobody_is_said_to_have_married():
    company = Company()
    s.parent(company, "E100", marital_status="M")
    first = send("cedarline_health", company, LAST_MONDAY)
    before = company.copy()
    s.marriage(company, "E100")
    sent = send("cedarline_health", company, TODAY, picture=first.built.picture, previous=before)
    assert ins(sent, NEWCOMER) == "021/29"


def test_a_plan_change_ends_the_old_plan_the_day_before_the_new_one():
    told = of(told_after(s.plan_change, s.single), SUBSCRIBER, "HD", "DTP*348", "DTP*349")
    assert told == [
        "HD*021**HLT*GPPO-10*EMP", "DTP*348*D8*20260301", "HD*024**HLT*SPPO-25*EMP", "DTP*349*D8*20260228",
    ]  # fmt: skip


def test_who_leaves_before_the_next_plan_begins_leaves_and_changes_no_plan():
    def happens(company, code):
        s.plan_change(company, code)
        s.termination(company, code)

    sent = told_after(happens)
    assert [(ins(sent, name), of(sent, name, "HD")) for name in (SUBSCRIBER, SPOUSE)] == [
        ("024/08", ["HD*024**HLT*SPPO-25*FAM"]),
        ("024/08", ["HD*024**HLT*SPPO-25*FAM"]),
    ]


def test_where_a_line_is_one_coverage_a_plan_change_changes_it():
    sent = told_after(s.plan_change, s.single, "brightleaf_dental")
    assert of(sent, SUBSCRIBER, "HD") == ["HD*001**DEN*DPPO-2*EMP"]


def test_a_new_level_changes_the_coverages_of_who_stays():
    sent = told_after(s.birth, s.couple)
    assert of(sent, SUBSCRIBER, "INS", "HD") == ["INS*Y*18*001*22*A***FT", "HD*001**HLT*SPPO-25*FAM"]


def two_lines():
    """The medical carrier's profile with dental too."""
    return changed(MEDICAL, coverages={"lines": MEDICAL.coverages.lines | DENTAL.coverages.lines})


def test_a_product_that_is_added_leaves_the_others_alone():
    company = Company()
    company.employee("E100")
    company.elect("E100", "dental", "Dental Base")
    first = send(two_lines(), company, LAST_MONDAY)
    company.elect("E100", "medical", "Silver PPO", begin="2026-03-01")
    sent = send(two_lines(), company, TODAY, picture=first.built.picture)
    assert of(sent, SUBSCRIBER, "INS", "HD") == ["INS*Y*18*001*29*A***FT", "HD*021**HLT*SPPO-25*EMP"]


def test_a_product_that_is_waived_leaves_the_others_alone():
    company = Company()
    s.single(company, "E100")
    first = send(two_lines(), company, LAST_MONDAY)
    declined = {"waived": "true", "org_plan_name": "Decline", "change_effective_date": "2026-03-01"}
    company.change_election("E100", "dental", **declined)
    sent = send(two_lines(), company, TODAY, picture=first.built.picture)
    assert of(sent, SUBSCRIBER, "INS", "HD") == ["INS*Y*18*001*14*A***FT", "HD*024**DEN*DPPO-1*EMP"]


def test_a_correction_tells_the_old_values_too():
    sent = told_after(s.identity_corrected, s.single)
    assert of(sent, SUBSCRIBER, "NM1", "DMG") == [
        "NM1*74*1*NUNEZ*ROBIN****34*523111001",
        "DMG*D8*19791231*F*I",
        "NM1*70*1*LARKSPURB*ROBIN****34*523111001",
        "DMG*D8*19610502*F",
    ]


def test_without_the_last_file_s_people_a_correction_is_told_without_old_values():
    company = Company()
    s.single(company, "E100")
    first = send("cedarline_health", company, LAST_MONDAY)
    s.identity_corrected(company, "E100")
    sent = send("cedarline_health", company, TODAY, picture=first.built.picture)
    assert (ins(sent, SUBSCRIBER), [line[:6] for line in of(sent, SUBSCRIBER, "NM1")]) == (
        "001/25",
        ["NM1*IL"],
    )


def test_cobra_carries_its_event_and_days():
    told = of(told_after(s.cobra, s.single), SUBSCRIBER, "INS", "DTP*34", "HD")
    assert told == [
        "INS*Y*18*021*09*C**1*TE", "DTP*340*D8*20260301", "DTP*341*D8*20270831", "HD*021**HLT*SPPO-25*EMP",
        "DTP*348*D8*20260301",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [{"employment_status_starts_on": "2026-03-01"}, {"termination_date": "2026-02-28"}],
    ids=["status since", "left"],
)
def test_cobra_begins_after_employment_though_the_election_began_before(changes):
    def elects(company, code):
        company.change(code, employment_status="COBRA", termination_reason="layoff", **changes)

    company = Company()
    s.single(company, "E100")
    first = send("cedarline_health", company, LAST_MONDAY)
    elects(company, "E100")
    second = send("cedarline_health", company, TODAY, picture=first.built.picture)
    third = send("cedarline_health", company, TODAY, picture=second.built.picture)
    assert (of(second, SUBSCRIBER, "DTP*340", "HD", "DTP*348"), third.transactions) == (
        ["DTP*340*D8*20260301", "HD*021**HLT*SPPO-25*EMP", "DTP*348*D8*20260301"],
        [],
    )


def test_cobra_that_ends_is_told_as_cobra():
    company = Company()
    s.couple(company, "E100")
    first = send("cedarline_health", company, LAST_MONDAY)
    s.cobra(company, "E100")
    second = send("cedarline_health", company, TODAY, picture=first.built.picture)
    company.end_family("E100", "2026-05-31", "nonpayment_of_premium")
    sent = send("cedarline_health", company, TODAY.replace(month=6), picture=second.built.picture)
    assert of(sent, SUBSCRIBER, "INS", "DTP*34") == [
        "INS*Y*18*024*59*C**1*TE", "DTP*340*D8*20260301", "DTP*341*D8*20260531", "DTP*349*D8*20260531",
    ]  # fmt: skip


def retired(company, code):
    company.change(code, termination_date="2026-02-20", termination_reason="retirement")


def test_who_retires_and_stays_covered_is_told_as_retired_since_that_day():
    assert of(told_after(retired, s.single), SUBSCRIBER, "INS", "DTP*303", "HD") == [
        "INS*Y*18*001*04*A***RT", "DTP*303*D8*20260220",
    ]  # fmt: skip


def test_a_leave_is_told_since_its_first_day():
    assert of(told_after(s.leave, s.single), SUBSCRIBER, "DTP*303") == ["DTP*303*D8*20260301"]


@pytest.mark.parametrize("reason", ["death", None])
def test_dependents_of_a_subscriber_who_died_are_not_said_to_be_dead(reason):
    def died(company, code):
        s.death(company, code)
        for person in (f"{code}/1", f"{code}/2", f"{code}/3"):
            company.end(person, s.LAST, reason)

    sent = told_after(died)
    assert [of(sent, name, "INS") for name in (SPOUSE, CHILD)] == [
        ["INS*N*01*024*07*A"],
        ["INS*N*19*024*07*A"],
    ]


def test_a_dependent_who_died_with_the_subscriber_is_told_so():
    def accident(company, code):
        s.death(company, code)
        company.change(f"{code}/1", termination_date="2026-02-20", termination_reason="dependent_death")

    assert of(told_after(accident), SPOUSE, "INS") == ["INS*N*01*024*03*A******D8*20260220"]


def test_a_death_carries_its_day():
    assert of(told_after(s.death, s.single), SUBSCRIBER, "INS") == ["INS*Y*18*024*03*A***TE***D8*20260220"]


def test_twins_are_numbered():
    sent = told_after(s.twins)
    assert [told_of(sent, name)[0].split("*")[17] for name in (NEWCOMER, SECOND)] == ["1", "2"]


def test_a_twin_who_leaves_alone_is_numbered_too():
    company = Company()
    s.parent(company, "E100")
    company.change("E100/3", birthdate=company.people["E100/2"]["birthdate"])
    first = send("cedarline_health", company, LAST_MONDAY)
    s.aged_out(company, "E100")
    sent = send("cedarline_health", company, TODAY, picture=first.built.picture)
    assert told_of(sent, CHILD)[0] == "INS*N*19*024*07*A************1"


def test_a_spouse_and_a_grown_child_of_one_birth_date_are_no_twins():
    company = Company()
    s.family(company, "E100")
    company.change("E100/2", birthdate=company.people["E100/1"]["birthdate"])
    assert told_of(send("cedarline_health", company, TODAY), SPOUSE)[0] == "INS*N*01*021*20*A"


def test_who_moves_to_another_group_is_told_with_the_coverage_to_enroll_there():
    sent = told_after(lambda company, code: company.change(code, division="EAST"))
    assert [of(sent, name, "INS", "HD", "DTP*348") for name in (SUBSCRIBER, CHILD)] == [
        ["INS*Y*18*001*33*A***FT", "HD*001**HLT*SPPO-25*FAM", "DTP*348*D8*20260101"],
        ["INS*N*19*001*33*A", "HD*001**HLT*SPPO-25*FAM", "DTP*348*D8*20260101"],
    ]


def test_an_unchanged_subscriber_comes_along_with_a_changed_dependent():
    sent = told_after(s.aged_out, s.family)
    assert (ins(sent, SUBSCRIBER), of(sent, SUBSCRIBER, "HD")) == ("001/XN", [])


def test_a_new_class_or_location_is_told_of_dependents_too_where_they_carry_it():
    assert of(told_after(s.personnel_changed), SPOUSE, "REF*DX") == ["REF*DX*002"]


def test_a_quiet_week_gives_a_change_file_nothing_to_tell():
    assert told_after(lambda company, code: None).transactions == []


def test_an_event_is_told_once():
    company = Company()
    s.family(company, "E100")
    first = send("cedarline_health", company, LAST_MONDAY)
    s.plan_change(company, "E100")
    second = send("cedarline_health", company, TODAY, picture=first.built.picture)
    assert send("cedarline_health", company, TODAY, picture=second.built.picture).transactions == []


def test_a_file_that_went_lost_is_told_again():
    company = Company()
    s.family(company, "E100")
    first = send("cedarline_health", company, LAST_MONDAY)
    s.plan_change(company, "E100")
    lost = send("cedarline_health", company, TODAY, picture=first.built.picture)
    assert send("cedarline_health", company, TODAY, picture=first.built.picture).data == lost.data


def test_an_audit_tells_everybody_as_they_are_and_teaches_nothing():
    company = Company()
    s.family(company, "E100")
    first = send("cedarline_health", company, LAST_MONDAY)
    s.plan_change(company, "E100")
    audit = send("cedarline_health", company, TODAY, kind="audit", picture=first.built.picture)
    assert (ins(audit, SUBSCRIBER), audit.built.picture.equals(first.built.picture)) == ("030/XN", True)


def test_next_year_s_elections_are_told_as_open_enrollment():
    company = Company()
    s.single(company, "E100")
    first = send("cedarline_health", company, LAST_MONDAY, kind="full")
    s.passed_to_next_year(company, "E100")
    late = TODAY.replace(month=11)
    sent = send("cedarline_health", company, late, kind="full", picture=first.built.picture, plan_year="next")
    assert of(sent, SUBSCRIBER, "INS", "HD", "DTP*34") == [
        "INS*Y*18*001*29*A***FT", "HD*021**HLT*GPPO-10*EMP", "DTP*348*D8*20270101", "HD*024**HLT*SPPO-25*EMP",
        "DTP*349*D8*20261231",
    ]  # fmt: skip


def test_usual_files_know_next_year_from_the_switch_on():
    company = Company()
    s.single(company, "E100")
    first = send("cedarline_health", company, LAST_MONDAY)
    s.passed_to_next_year(company, "E100")
    days = [TODAY.replace(month=12, day=day) for day in (24, 25)]
    sent = [send("cedarline_health", company, day, picture=first.built.picture) for day in days]
    assert [len(one.built.index) for one in sent] == [0, 1]
