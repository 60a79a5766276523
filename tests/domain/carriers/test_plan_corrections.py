"""A plan that was corrected from its first day: the wrong one is taken back, and the file is accepted.

PlanSource changes the election in place, so that the plan that the carrier knows never held a day.
"""

from datetime import timedelta

import pytest

from benefits_sync.mapping.carriers.terminations import NeverEffective
from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import LAST_MONDAY, SUBSCRIBER, TODAY, Company, ins, of, send
from tests.domain.carriers.judges import own_findings, pyx12_findings
from tests.mapping.carriers.profiles import MEDICAL, changed

BEGAN, EARLIER, LATER = s.LATELY, "2026-02-01", "2026-03-01"
WRONG, RIGHT = s.PLANS[s.MEDICAL], s.OTHER_PLANS[s.MEDICAL]


def correct(company, plan=RIGHT, begin=BEGAN):
    for row in company.rows["E100"]:
        if row["benefit_lookup_code"] == s.MEDICAL:
            row.update(org_plan_name=plan, change_effective_date=begin)


def corrected(profile=MEDICAL, begin=BEGAN):
    """The company, and the file that tells the correction of a family whose plan began lately."""
    company = Company()
    s.family(company, "E100", begin=BEGAN)
    first = send(profile, company, LAST_MONDAY)
    correct(company, begin=begin)
    return company, send(profile, company, TODAY, picture=first.built.picture)


def believed(sent):
    """What the carrier knows of each person's plans after a file: plan, first and last day."""
    found = sent.built.picture
    return {
        person: {(row.plan, row.begin, row.end) for row in rows.itertuples()}
        for person, rows in found.groupby("person")
    }


def test_the_wrong_plan_ends_on_the_day_it_began_and_the_right_one_begins_then():
    _, sent = corrected()
    assert (ins(sent, SUBSCRIBER), of(sent, SUBSCRIBER, "HD", "DTP*348", "DTP*349")) == (
        "001/22",
        [
            "HD*021**HLT*GPPO-10*FAM",
            "DTP*348*D8*20260215",
            "HD*024**HLT*SPPO-25*FAM",
            "DTP*348*D8*20260215",
            "DTP*349*D8*20260215",
        ],
    )


@pytest.mark.parametrize("begin", [BEGAN, EARLIER, LATER], ids=["first day", "earlier", "plan change"])
@pytest.mark.parametrize("end_date", ["last_day_covered", "first_day_not_covered"])
@pytest.mark.parametrize("rule", NeverEffective)
def test_the_file_is_accepted_however_the_carrier_reads_ends(rule, end_date, begin):
    profile = changed(MEDICAL, terminations={"never_effective": rule, "end_date": end_date})
    _, sent = corrected(profile, begin)
    assert (own_findings(sent.data, profile), pyx12_findings(sent.data)) == ({}, set())


def test_the_carrier_believes_that_the_wrong_plan_never_held_a_day():
    company, sent = corrected()
    plans = {(WRONG, BEGAN, "2026-02-14"), (RIGHT, BEGAN, None)}
    assert believed(sent) == dict.fromkeys(company.people, plans)


def test_a_plan_corrected_from_before_its_first_day_takes_its_place():
    company, sent = corrected(begin=EARLIER)
    plans = {(WRONG, BEGAN, "2026-02-14"), (RIGHT, EARLIER, None)}
    assert believed(sent) == dict.fromkeys(company.people, plans)


def test_a_correction_is_told_once():
    company, sent = corrected()
    again = send(MEDICAL, company, TODAY + timedelta(days=1), picture=sent.built.picture)
    assert again.transactions == []


def test_a_repeated_correction_is_accepted_too():
    profile = changed(MEDICAL, terminations={"repeat": "until_confirmed"})
    company, sent = corrected(profile)
    again = send(profile, company, TODAY + timedelta(days=1), picture=sent.built.picture)
    assert (of(again, SUBSCRIBER, "HD"), own_findings(again.data, profile)) == (
        ["HD*024**HLT*SPPO-25*FAM"],
        {},
    )


def test_the_first_plan_comes_back_from_its_first_day_when_the_correction_was_wrong():
    company, sent = corrected()
    correct(company, WRONG)
    back = send(MEDICAL, company, TODAY + timedelta(days=1), picture=sent.built.picture)
    assert (of(back, SUBSCRIBER, "HD", "DTP*348", "DTP*349"), own_findings(back.data, MEDICAL)) == (
        [
            "HD*024**HLT*GPPO-10*FAM",
            "DTP*348*D8*20260215",
            "DTP*349*D8*20260215",
            "HD*025**HLT*SPPO-25*FAM",
            "DTP*348*D8*20260215",
        ],
        {},
    )


def test_what_came_back_is_believed_again():
    company, sent = corrected()
    correct(company, WRONG)
    back = send(MEDICAL, company, TODAY + timedelta(days=1), picture=sent.built.picture)
    plans = {(WRONG, BEGAN, None), (RIGHT, BEGAN, "2026-02-14")}
    assert believed(back) == dict.fromkeys(company.people, plans)
