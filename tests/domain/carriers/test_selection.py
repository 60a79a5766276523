"""Who belongs in a file: by line, by day, by plan year, and not who only waits or declined."""

from datetime import timedelta

import pandas as pd
import pytest

from benefits_sync.domain.carriers.build import build_files
from benefits_sync.errors import RunError
from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import (
    LAST_MONDAY,
    NEXT_YEAR,
    TODAY,
    YEAR,
    Company,
    ins,
    of,
    request,
    segments,
    send,
    send_all,
)
from tests.mapping.carriers.profiles import DENTAL, LIFE, MEDICAL, changed


@pytest.fixture
def company():
    company = Company()
    s.single(company, "E100")
    return company


def people(sent):
    return [row.subscriber_code for row in sent.built.index]


def test_only_the_carrier_s_lines_are_told(company):
    assert [segment[3] for segment in segments(send(DENTAL, company, TODAY), "HD")] == ["DEN"]


def test_coverage_that_waits_for_evidence_is_not_told(company):
    company.change_election("E100", "medical", waiting_for_eoi="true")
    assert people(send(MEDICAL, company, TODAY)) == []


def test_a_volume_that_holds_while_more_of_it_waits_for_evidence_is_told(company):
    first = send_all(LIFE, company, LAST_MONDAY)
    company.change_election("E100", "basic_subscriber_life", waiting_for_eoi="true", volume="50000")
    known = pd.concat([sent.built.picture for sent in first])
    sent = {one.build.file: one for one in send_all(LIFE, company, TODAY, picture=known)}
    assert of(sent["basic_subscriber_life"], "ROBIN", "HD", "REF*ZZ*5") == [
        "HD*001**LIF*BL1*EMP",
        "REF*ZZ*50000",
    ]


def test_a_test_employee_is_not_told(company):
    company.change("E100", test_employee="true")
    assert people(send(MEDICAL, company, TODAY)) == []


def test_coverage_is_told_so_many_days_ahead(company):
    company.change_election("E100", "medical", change_effective_date=f"{TODAY + timedelta(days=30)}")
    days = [TODAY - timedelta(days=1), TODAY]
    assert [people(send(MEDICAL, company, day)) for day in days] == [[], ["E100"]]


def test_who_is_covered_for_some_days_yet_is_told_and_then_ended(company):
    company.end("E100", f"{TODAY + timedelta(days=10)}", "voluntary_waive")
    first = send(MEDICAL, company, TODAY)
    second = send(MEDICAL, company, TODAY, picture=first.built.picture)
    assert (ins(first, "ROBIN"), ins(second, "ROBIN")) == ("021/20", "024/14")


def test_what_changes_later_stays_as_the_carrier_knows_it(company):
    first = send(MEDICAL, company, LAST_MONDAY, kind="full")
    company.change_election("E100", "medical", org_plan_name="Gold PPO", change_effective_date="2026-06-01")
    sent = send(MEDICAL, company, TODAY, kind="full", picture=first.built.picture)
    assert of(sent, "ROBIN", "HD", "DTP*348") == ["HD*030**HLT*SPPO-25*EMP", "DTP*348*D8*20260101"]


def test_a_declined_benefit_is_left_out(company):
    s.waive(company, "E100")
    assert people(send(MEDICAL, company, TODAY)) == []


def test_a_declined_benefit_is_told_where_the_carrier_wants_it(company):
    s.waive(company, "E100")
    sent = send(DENTAL, company, TODAY)
    assert of(sent, "ROBIN", "INS", "HD", "DTP*303") == [
        "INS*Y*18*030*XN*A***FT", "HD*032**DEN", "DTP*303*D8*20260301",
    ]  # fmt: skip


def test_what_somebody_declined_who_left_is_told_no_more(company):
    s.waive(company, "E100")
    company.leave("E100", f"{TODAY}", "2026-03-31", "layoff")
    days = [send(DENTAL, company, TODAY + timedelta(days=days)) for days in (0, 1)]
    assert [people(sent) for sent in days] == [["E100"], []]


def test_what_the_subscriber_declines_for_the_next_year_ends_with_the_year_for_the_family():
    company = Company()
    s.couple(company, "E100")
    first = send(MEDICAL, company, LAST_MONDAY)
    declined = {"plan_year_starts_on": NEXT_YEAR[0], "plan_year_ends_on": NEXT_YEAR[1], **s.DECLINED}
    company.elect("E100", "medical", "", begin=NEXT_YEAR[0])
    company.rows["E100"][-1].update(declined | {"termination_date": YEAR[1]})
    sent = send(MEDICAL, company, TODAY.replace(month=12, day=28), picture=first.built.picture)
    assert [of(sent, name, "INS", "DTP*349") for name in ("ROBIN", "KIMB")] == [
        ["INS*Y*18*024*14*A***FT", "DTP*349*D8*20261231"],
        ["INS*N*01*024*14*A", "DTP*349*D8*20261231"],
    ]


def without_spouse_next_year():
    """A family's carrier, and the family when it has left the spouse out of next year's elections."""
    company = Company()
    s.family(company, "E100")
    first = send(MEDICAL, company, LAST_MONDAY, kind="full")
    s.passed_to_next_year(company, "E100")
    company.rows["E100"] = [
        row
        for row in company.rows["E100"]
        if (row["person"], row["plan_year_ends_on"]) != ("E100/1", NEXT_YEAR[1])
    ]
    return company, first.built.picture


def test_whom_next_year_s_elections_leave_out_ends_with_the_year():
    company, known = without_spouse_next_year()
    sent = send(MEDICAL, company, TODAY.replace(month=12, day=28), picture=known)
    assert of(sent, "KIMB", "INS", "DTP*349") == ["INS*N*01*024*07*A", "DTP*349*D8*20261231"]


def test_the_file_of_open_enrollment_covers_nobody_without_an_election_of_that_year():
    company, known = without_spouse_next_year()
    s.single(company, "E200")
    day = TODAY.replace(month=11)
    sent = send(MEDICAL, company, day, kind="full", picture=known, plan_year="next")
    assert (ins(sent, "KIMB"), {row.subscriber_code for row in sent.built.index}) == ("024/07", {"E100"})


def test_an_election_that_ends_with_its_plan_year_goes_on_where_the_next_year_s_follows():
    company = Company()
    s.single(company, "E100")
    first = send(MEDICAL, company, LAST_MONDAY)
    s.passed_to_next_year(company, "E100")
    for row in company.rows["E100"]:
        if row["plan_year_ends_on"] == YEAR[1]:
            row.update(termination_date=YEAR[1])
    assert send(MEDICAL, company, TODAY.replace(month=12), picture=first.built.picture).transactions == []


def test_a_file_for_each_line_names_those_who_have_it(company):
    s.couple(company, "E200")
    sent = send_all(LIFE, company, TODAY)
    assert {one.build.file: people(one) for one in sent}["spouse_life"] == ["E200", "E200"]


def test_the_files_of_a_carrier_have_references_of_their_own(company):
    sent = send_all(LIFE, company, TODAY)
    references = [one.header.reference for file in sent for one in file.transactions]
    assert len(references) == len(set(references)) == 4


def by_division():
    return changed(MEDICAL, file={"grouping": {"files": "group", "transactions": "one"}})


def test_a_file_for_each_group_names_its_people(company):
    s.single(company, "E200", division="EAST")
    assert {one.build.file: people(one) for one in send_all(by_division(), company, TODAY)} == {
        "EAST": ["E200"],
        "WEST": ["E100"],
    }


def test_who_moves_to_another_group_s_file_ends_in_the_old_one(company):
    [first] = send_all(by_division(), company, LAST_MONDAY)
    company.change("E100", division="EAST")
    files = send_all(by_division(), company, TODAY, picture=first.built.picture)
    assert {one.build.file: ins(one, "ROBIN") for one in files} == {"EAST": "021/20", "WEST": "024/07"}


def test_who_moves_begins_in_the_new_group_s_file_when_the_old_one_has_ended(company):
    [first] = send_all(by_division(), company, LAST_MONDAY)
    company.change("E100", division="EAST")
    moved = send_all(by_division(), company, TODAY, picture=first.built.picture)
    days = {one.build.file: of(one, "ROBIN", "DTP*34") for one in moved}
    known = pd.concat([one.built.picture for one in moved])
    later = send_all(by_division(), company, TODAY, picture=known)
    assert (days, [one.transactions for one in later]) == (
        {"EAST": ["DTP*348*D8*20260316"], "WEST": ["DTP*349*D8*20260315"]},
        [[], []],
    )


def test_a_transaction_for_each_group_has_the_group_s_master_policy(company):
    s.single(company, "E200", division="EAST")
    assert [
        segment[2] for segment in segments(send(MEDICAL, company, TODAY), "REF") if segment[1] == "38"
    ] == [
        "70114-E",
        "70114-W",
    ]


def test_a_transaction_for_each_policy_keeps_families_whole(company):
    s.family(company, "E050", ssn="600-10-1000")
    company.change_election("E050", "dental", org_plan_name="Dental Plus")
    sent = send(DENTAL, company, TODAY)
    assert [len(list(one.members)) for one in sent.transactions] == [1, 4]


def test_no_transaction_has_more_people_than_the_carrier_takes(company):
    for number in range(4):
        s.couple(company, f"E20{number}")
    profile = changed(MEDICAL, file={"grouping": {"most_members": 4}})
    assert [len(list(one.members)) for one in send(profile, company, TODAY).transactions] == [3, 4, 2]


def test_totals_are_those_of_each_transaction(company):
    s.couple(company, "E200", division="EAST")
    totals = [segment[1:] for segment in segments(send(MEDICAL, company, TODAY), "QTY")]
    assert totals == [["TO", "2"], ["ET", "1"], ["DT", "1"], ["TO", "1"], ["ET", "1"], ["DT", "0"]]


def test_the_index_says_where_each_person_stands(company):
    s.couple(company, "E200")
    sent = send(MEDICAL, company, TODAY)
    assert [(row.subscriber_code, row.transaction, row.order) for row in sent.built.index] == [
        ("E100", "REF-20260316", 0),
        ("E200", "REF-20260316", 1),
        ("E200", "REF-20260316", 2),
    ]


def test_the_outcome_waits_for_the_file(company):
    [build] = build_files(MEDICAL, request("change", TODAY), *company.frames)
    with pytest.raises(RunError, match="read the transactions"):
        build.outcome()


def test_the_order_of_the_input_does_not_matter(company):
    s.family(company, "E200")
    people, elections = company.frames
    files = []
    for frames in ((people, elections), (people.iloc[::-1], elections.iloc[::-1])):
        [build] = build_files(MEDICAL, request("full", TODAY), *frames)
        files.append([list(one.members) for one in build.transactions()])
    assert files[0] == files[1]
