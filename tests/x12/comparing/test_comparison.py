"""Two files differ where people and coverages differ, and nowhere else."""

import random
import tracemalloc
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits_sync.x12 import stream
from benefits_sync.x12.codes.coverage import CoverageMaintenance, CoverageTier, InsuranceLine
from benefits_sync.x12.codes.member import MaintenanceReason, MaintenanceType, Relationship
from benefits_sync.x12.codes.person import PersonIdKind
from benefits_sync.x12.codes.transaction import FileAction
from benefits_sync.x12.comparing.comparison import Comparison
from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.errors import X12Error
from benefits_sync.x12.model.parties import Address, Name
from benefits_sync.x12.model.person import Medicare
from benefits_sync.x12.model.values import Identifier
from benefits_sync.x12.settings import ControlNumbers, LineEnding, WriterSettings
from tests.x12.families import HEADER, coverage, dependent, members, subscriber, transaction
from tests.x12.files import written

FULL = replace(HEADER, action=FileAction.VERIFY)
BEGUN = date(2026, 3, 1)
LATER = ControlNumbers(interchange=43, group=8, created=datetime.fromisoformat("2026-03-02T06:30"))
ENDED = coverage(maintenance=CoverageMaintenance.TERMINATION, benefit_end=date(2026, 5, 31))
VISION = coverage(InsuranceLine.VISION, benefit_begin=BEGUN)


def full(*people, **spelling):
    return written(transaction(*people, header=FULL), **spelling)


def differences(old, new):
    return list(Comparison(BytesIO(old), BytesIO(new)))


def told(old, new):
    """What became of whom, without places."""
    return [(one.kind.value, one.line, one.elements) for one in differences(full(*old), full(*new))]


def people(count):
    return [subscriber(f"{100000000 + number}") for number in range(count)]


ANNA, BEN = subscriber(), dependent()


def test_the_same_people_make_no_difference_whatever_the_numbers_and_time():
    assert differences(full(ANNA, BEN), full(ANNA, BEN, numbers=LATER)) == []


def test_the_same_people_make_no_difference_in_another_spelling():
    anna = replace(ANNA, medicare=Medicare("A", "0"))
    spelt = WriterSettings(delimiters=Delimiters("|", "!", ">", "'"), line_ending=LineEnding.NONE)
    assert differences(full(anna, BEN), full(anna, BEN, settings=spelt)) == []


def test_what_the_file_does_with_a_person_is_no_difference():
    kept = replace(
        ANNA,
        maintenance=MaintenanceType.AUDIT,
        reason=MaintenanceReason.NOTIFICATION_ONLY,
        coverages=(replace(ANNA.coverages[0], maintenance=CoverageMaintenance.AUDIT),),
    )
    assert told([ANNA], [kept]) == []


def test_a_new_person_is_added_with_the_coverages():
    assert told([ANNA], [ANNA, BEN]) == [("added", None, ()), ("added", "DEN", ())]


def test_a_person_who_is_gone_has_vanished():
    assert told([ANNA, BEN], [ANNA]) == [("vanished", None, ()), ("vanished", "DEN", ())]


def test_a_person_who_was_told_to_leave_may_be_gone():
    left = replace(BEN, maintenance=MaintenanceType.TERMINATION, coverages=(ENDED,))
    assert told([ANNA, left], [ANNA]) == []


def test_a_person_whose_membership_ends_is_terminated_with_the_coverages():
    left = replace(BEN, maintenance=MaintenanceType.TERMINATION, coverages=(ENDED,))
    assert told([ANNA, BEN], [ANNA, left]) == [("terminated", None, ()), ("terminated", "DEN", ())]


def test_a_coverage_that_ends_is_terminated():
    both = replace(ANNA, coverages=(*ANNA.coverages, VISION))
    one = replace(ANNA, coverages=(ENDED, VISION))
    assert told([both], [one]) == [("terminated", "DEN", ())]


def test_a_coverage_that_is_gone_has_vanished():
    assert told([replace(ANNA, coverages=(*ANNA.coverages, VISION))], [ANNA]) == [("vanished", "VIS", ())]


def test_a_coverage_that_begins_anew_is_added():
    assert told(
        [replace(ANNA, coverages=(ENDED, VISION))], [replace(ANNA, coverages=(*ANNA.coverages, VISION))]
    ) == [("added", "DEN", ())]


def test_a_plan_that_takes_the_place_of_another_is_a_change():
    other = replace(ANNA, coverages=(coverage(plan="DPPO2", benefit_begin=BEGUN),))
    assert told([ANNA], [other]) == [("changed", "DEN", ("2300 HD04",))]


def test_a_change_names_the_elements_and_no_value():
    moved = replace(
        ANNA, name=Name("NGUYEN", "ANNA"), address=Address(("1 ELM ST",), "DENVER", "CO", "80202")
    )
    [one] = differences(full(ANNA), full(moved))
    assert (one.elements, "NGUYEN" in repr(one)) == (
        ("2100A N301", "2100A N401", "2100A N402", "2100A N403", "2100A NM103"),
        False,
    )


def test_a_change_of_a_date_names_its_qualifier():
    later = replace(ANNA, coverages=(coverage(benefit_begin=date(2026, 4, 1)),))
    assert told([ANNA], [later]) == [("changed", "DEN", ("2300 DTP*348",))]


def test_a_change_of_level_is_a_change_of_the_coverage():
    family = replace(ANNA, coverages=(replace(ANNA.coverages[0], tier=CoverageTier.FAMILY),))
    assert told([ANNA], [family]) == [("changed", "DEN", ("2300 HD05",))]


def test_a_difference_says_where_each_file_has_the_person():
    [one] = differences(full(ANNA, BEN), full(ANNA, replace(BEN, handicapped=True)))
    assert (one.old_segment, one.new_segment, one.relationship) == (15, 15, "19")


@pytest.mark.parametrize(
    "corrected",
    [
        replace(BEN, name=Name("MILLER", "BENJAMIN")),
        replace(BEN, demographics=replace(BEN.demographics, birth_date=date(2015, 2, 1))),
        replace(BEN, relationship=Relationship.STEPCHILD),
    ],
    ids=["first name", "birth date", "relationship"],
)
def test_a_corrected_dependent_is_still_the_same(corrected):
    assert {kind for kind, *_ in told([ANNA, BEN], [ANNA, corrected])} == {"changed"}


def test_the_ssn_tells_twins_apart():
    def twin(name, ssn):
        return replace(BEN, name=name, identifier=Identifier(PersonIdKind.SOCIAL_SECURITY_NUMBER, ssn))

    one, two = twin(Name("MILLER", "BEN"), "123450001"), twin(Name("MILLER", "BOB"), "123450002")
    assert told([ANNA, one, two], [ANNA, replace(two, name=Name("MILLER", "ROB")), one]) == [
        ("changed", None, ("2100A NM104",))
    ]


def test_absence_from_a_change_file_says_nothing():
    change = written(transaction(ANNA))
    comparison = Comparison(BytesIO(full(ANNA, BEN)), BytesIO(change))
    assert (list(comparison), comparison.new_is_change) == ([], True)


def test_counts_are_those_of_the_differences():
    comparison = Comparison(BytesIO(full(*people(3))), BytesIO(full(*people(5))))
    found = list(comparison)
    assert (len(found), comparison.people, comparison.counts["people"]["added"]) == (4, (3, 5), 2)


def test_several_transactions_are_one_file():
    two = written(transaction(*people(3), header=FULL), transaction(*people(5)[3:], header=FULL))
    assert differences(full(*people(5)), two) == []


def segments(data):
    return data.decode("ascii").splitlines(keepends=True)


def shuffled(data, seed):
    """The same file with its people in another order; no person is torn apart."""
    lines = segments(data)
    starts = [at for at, line in enumerate(lines) if line.startswith("INS*")]
    end = next(at for at, line in enumerate(lines) if line.startswith("SE*"))
    each = ["".join(lines[start:stop]) for start, stop in pairwise([*starts, end])]
    random.Random(seed).shuffle(each)
    return "".join([*lines[: [*starts, end][0]], *each, *lines[end:]]).encode("ascii")


def plain(found):
    return sorted((one.kind, one.relationship, one.line or "", one.plan or "", one.elements) for one in found)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_order_of_people_makes_no_difference(data):
    twins = (BEN, replace(BEN, name=Name("MILLER", "ZED")))
    families = [
        (one, *(replace(twin, subscriber_id=one.subscriber_id) for twin in twins)) for one in people(6)
    ]
    old = [person for family in families for person in family]
    new = [
        replace(person, handicapped=True) if data.draw(st.booleans()) else person
        for person in old
        if data.draw(st.integers(0, 4))
    ]
    seed = data.draw(st.integers(0, 99))
    in_order = differences(full(*old), full(*new))
    assert plain(differences(shuffled(full(*old), seed), shuffled(full(*new), seed + 1))) == plain(in_order)


@settings(max_examples=10, deadline=None)
@given(first=members, second=members)
def test_any_person_is_compared_with_any_other(first, second):
    one, other = (written(transaction(replace(person, subscriber_id="1"))) for person in (first, second))
    assert differences(one, one) == []
    assert all(found.elements for found in differences(one, other) if found.kind == "changed")


def test_sorted_files_of_more_people_need_no_more_memory():
    def peak(count):
        old, new = (BytesIO(full(*people(count))) for _ in range(2))
        tracemalloc.start()
        try:
            assert list(Comparison(old, new)) == []
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(4000) < peak(600) * 1.5


@pytest.mark.parametrize("data", [b"", b"x", full(ANNA)[:-30], full(ANNA).replace(b"ST*834", b"ST*837")])
def test_what_is_no_834_is_refused(data):
    with pytest.raises(X12Error):
        differences(full(ANNA), data)


def test_files_are_compared_the_same_in_pieces_of_any_size(monkeypatch):
    old, new = full(ANNA, BEN), full(replace(ANNA, name=Name("LARK")), BEN, numbers=LATER)
    whole = differences(old, new)
    monkeypatch.setattr(stream, "CHUNK", 7)
    assert whole == differences(old, new) != []


@pytest.mark.parametrize("filling", [b"~REF*DX*1", b"ABCDEFGHI"])
def test_a_person_without_an_end_is_refused(filling):
    head = full(ANNA).partition(b"~\nSE*")[0]
    with pytest.raises(X12Error, match=r"has no end|no terminator"):
        differences(full(ANNA), head + filling * 600_000)
