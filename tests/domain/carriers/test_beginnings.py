"""A beginning that PlanSource corrects is corrected at the carrier; another version of a coverage is none."""

import pytest

from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import LAST_MONDAY, SUBSCRIBER, TODAY, Company, of, send
from tests.domain.carriers.judges import own_findings, pyx12_findings
from tests.mapping.carriers.profiles import MEDICAL

TOLD, LATER = "2026-02-01", "2026-03-01"
COMING, POSTPONED, FAR = "2026-03-25", "2026-04-01", "2026-06-01"


def began(company, begin, *members):
    for row in company.rows["E100"]:
        row.update(dict.fromkeys(members or s.BEGINS, begin))


def after(told, begin, *members, **changes):
    """The company whose carrier was told a beginning, and the file after it became another one."""
    company = Company()
    s.couple(company, "E100", begin=told)
    first = send(MEDICAL, company, LAST_MONDAY)
    began(company, begin, *members)
    company.change("E100", **changes)
    return company, send(MEDICAL, company, TODAY, picture=first.built.picture)


@pytest.mark.parametrize(("told", "begin"), [(LATER, TOLD), (TOLD, LATER), (COMING, POSTPONED)])
def test_a_corrected_beginning_is_told(told, begin):
    _, sent = after(told, begin)
    assert of(sent, SUBSCRIBER, "HD", "DTP*348") == [
        "HD*001**HLT*SPPO-25*ESP", f"DTP*348*D8*{begin.replace('-', '')}",
    ]  # fmt: skip


def test_another_version_of_a_coverage_is_no_other_beginning():
    _, sent = after(TOLD, LATER, "change_effective_date")
    assert sent.transactions == []


def test_who_was_hired_again_in_between_keeps_the_first_beginning():
    _, sent = after(TOLD, LATER, hire_date=LATER)
    assert of(sent, SUBSCRIBER, "HD") == []


def test_a_beginning_postponed_beyond_what_is_told_is_taken_back():
    _, sent = after(COMING, FAR)
    assert of(sent, SUBSCRIBER, "HD", "DTP*34") == [
        "HD*024**HLT*SPPO-25*ESP", "DTP*348*D8*20260325", "DTP*349*D8*20260325",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "begin"), [(LATER, TOLD), (TOLD, LATER), (COMING, POSTPONED), (COMING, FAR)]
)
def test_a_file_that_corrects_a_beginning_is_accepted(told, begin):
    _, sent = after(told, begin)
    assert (own_findings(sent.data, MEDICAL), pyx12_findings(sent.data)) == ({}, set())


def test_a_postponed_beginning_is_told_when_its_time_comes():
    company, sent = after(COMING, FAR)
    due = send(MEDICAL, company, TODAY.replace(month=5), picture=sent.built.picture)
    assert of(due, SUBSCRIBER, "HD", "DTP*348") == ["HD*021**HLT*SPPO-25*ESP", "DTP*348*D8*20260601"]


def test_a_change_beyond_what_is_told_leaves_a_coming_coverage_as_it_is():
    _, sent = after(COMING, FAR, "change_effective_date")
    assert sent.transactions == []


def test_what_is_declined_later_begins_until_then():
    company = Company()
    s.couple(company, "E100", begin=COMING)
    first = send(MEDICAL, company, LAST_MONDAY)
    company.change_election("E100", "medical", **s.DECLINED | dict.fromkeys(s.BEGINS, FAR))
    assert send(MEDICAL, company, TODAY, picture=first.built.picture).transactions == []


def test_what_is_taken_back_covers_nobody_in_the_measures():
    _, sent = after(COMING, FAR)
    assert (sent.built.measures.totals.members_before, sent.built.measures.totals.members_now) == (2, 0)
