"""A dependent who is deactivated and entered anew in PlanSource stays the same person for the carrier."""

from datetime import timedelta

import pytest

from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import CHILD, LAST_MONDAY, TODAY, Company, ins, of, send
from tests.mapping.carriers.profiles import MEDICAL, VISION


def entered_anew(begin=s.FIRST, end=s.LAST, profile=MEDICAL, **changes):
    """The company in which a child was entered anew, and the file after it."""
    company = Company()
    s.parent(company, "E100")
    first = send(profile, company, LAST_MONDAY)
    before = company.copy()
    company.end("E100/2", end, "entered_in_error")
    child = company.dependent("E100", 7, "child")
    company.change(child, **{name: company.people["E100/2"][name] for name in ("first_name", "birthdate")})
    company.change(child, **changes)
    for benefit in s.FAMILY_LINES:
        company.elect(child, benefit, s.PLANS[benefit], s.CHILDREN, begin)
    return company, send(profile, company, TODAY, picture=first.built.picture, previous=before)


def names(sent):
    return [member.name.first for one in sent.transactions for member in one.members]


@pytest.mark.parametrize("begin", [s.FIRST, "2026-02-01", "2026-01-01"])
def test_coverage_just_goes_on(begin):
    _, sent = entered_anew(begin)
    assert sent.transactions == []


def test_a_full_file_names_the_child_once_with_the_first_beginning():
    _, sent = entered_anew(profile=VISION)
    assert (names(sent).count("Kimc"), of(sent, CHILD, "DTP*348")) == (1, ["DTP*348*D8*20260101"])


def test_the_old_entry_makes_nobody_a_twin():
    company, sent = entered_anew(profile=VISION)
    later = send(VISION, company, TODAY + timedelta(days=7), picture=sent.built.picture)
    assert [of(one, CHILD, "INS") for one in (sent, later)] == [["INS*N*19*030*XN*A"]] * 2


def test_the_new_entry_is_known_by_then():
    company, sent = entered_anew()
    s.aged_out(company, "E100")
    company.end("E100/7", "2026-03-31", "overage_child")
    later = send(MEDICAL, company, TODAY + timedelta(days=1), picture=sent.built.picture)
    assert (ins(later, CHILD), of(later, CHILD, "DTP*349")) == ("024/07", ["DTP*349*D8*20260331"])


def test_after_a_gap_the_end_is_told_first_and_then_the_new_beginning():
    company, first = entered_anew("2026-03-10")
    second = send(MEDICAL, company, TODAY + timedelta(days=1), picture=first.built.picture)
    assert [ins(sent, CHILD) for sent in (first, second)] == ["024/07", "021/29"]


def test_another_child_is_another_person():
    _, sent = entered_anew(first_name="Noa", ssn="523-99-0007")
    assert [ins(sent, name) for name in (CHILD, "NOA")] == ["024/07", "021/29"]
