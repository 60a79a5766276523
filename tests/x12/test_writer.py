"""The writer: bytes, order, counts, digest, and what it refuses."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from benefits_sync.x12.codes.coverage import CoverageMaintenance, InsuranceLine
from benefits_sync.x12.codes.member import Relationship
from benefits_sync.x12.codes.person import ContactKind, Gender, PartyRole
from benefits_sync.x12.codes.transaction import QuantityKind
from benefits_sync.x12.delimiters import Delimiters
from benefits_sync.x12.errors import X12BalanceError, X12Error, X12OrderError, X12TextError, X12ValueError
from benefits_sync.x12.model.parties import Contact, ContactPoint, Name, Party
from benefits_sync.x12.model.person import Demographics
from benefits_sync.x12.model.transaction import ControlTotal
from benefits_sync.x12.settings import ControlNumbers, LineEnding, WriterSettings
from benefits_sync.x12.splitting import split_transactions
from benefits_sync.x12.writer import write_file
from tests.x12.families import ENVELOPE, HEADER, NUMBERS, coverage, dependent, subscriber, transaction
from tests.x12.files import lines, parsed, written

NEW_HIRE = """\
ISA*00*          *00*          *30*123456789      *ZZ*EXAMPLEDENTAL  *260301*0630*^*00501*000000042*0*T*:~
GS*BE*123456789*EXD834*20260301*0630*7*X*005010X220A1~
ST*834*0001*005010X220A1~
BGN*00*EXD-20260301*20260301*063015****2~
N1*P5*ACME*FI*123456789~
N1*IN**FI*987654321~
INS*Y*18*021*28*A***FT~
REF*0F*100000001~
REF*1L*GRP1~
DTP*336*D8*20260201~
NM1*IL*1*MILLER*ANNA~
DMG*D8*19800517*F~
HD*021**DEN*DPPO1*EMP~
DTP*348*D8*20260301~
SE*13*0001~
GE*1*7~
IEA*1*000000042~
"""


def summary_of(*transactions, settings=None):
    return write_file(
        BytesIO(), transactions, envelope=ENVELOPE, numbers=NUMBERS, settings=settings or WriterSettings()
    )


def child(name, born, **changes):
    return dependent(name=Name("MILLER", name), demographics=Demographics(born, Gender.MALE), **changes)


def first_names(*people):
    return [
        line.split("*")[4].rstrip("~") for line in lines(transaction(*people)) if line.startswith("NM1*IL")
    ]


def lines_of_insurance(*coverages):
    written_lines = lines(transaction(subscriber(coverages=coverages)))
    return [tuple(line.split("*")[3:5]) for line in written_lines if line.startswith("HD")]


# Bytes


def test_a_new_hire_is_these_bytes():
    assert written(transaction(subscriber())).decode("ascii") == NEW_HIRE


def test_isa_is_106_bytes_long_whatever_the_ids():
    short = replace(ENVELOPE, sender_id="1", receiver_id="ABCDEFGHIJKLMNO")
    assert written(transaction(), envelope=short)[105:106] == b"~"


def test_two_files_of_the_same_people_differ_only_in_numbers_and_time():
    later = ControlNumbers(interchange=43, group=8, created=NUMBERS.created.replace(hour=9))
    first = written(transaction(subscriber())).splitlines()
    second = written(transaction(subscriber()), numbers=later).splitlines()
    differing = {one[:3] for one, other in zip(first, second, strict=True) if one != other}
    assert differing == {b"ISA", b"GS*", b"GE*", b"IEA"}


def test_the_order_of_relatives_and_coverages_in_the_input_does_not_show():
    coverages = (coverage(), coverage(InsuranceLine.VISION, plan="V1"))
    people = [subscriber(coverages=coverages), child("BEN", date(2015, 1, 2)), child("CY", date(2017, 1, 2))]
    shuffled = [people[2], replace(people[0], coverages=coverages[::-1]), people[1]]
    assert written(transaction(*people)) == written(transaction(*shuffled))


@pytest.mark.parametrize("ending", LineEnding)
def test_each_segment_ends_with_the_terminator_and_the_line_ending_of_the_settings(ending):
    data = written(transaction(subscriber()), settings=WriterSettings(line_ending=ending))
    assert data.decode("ascii") == NEW_HIRE.replace("\n", ending.value)


# Order


def test_the_subscriber_comes_first_then_the_partner_then_children_by_birth():
    people = [
        child("YOUNGER", date(2019, 1, 1)),
        child("OLDER", date(2009, 1, 1)),
        child("PARTNER", date(1990, 1, 1), relationship=Relationship.LIFE_PARTNER),
        subscriber(),
    ]
    assert first_names(*people) == ["ANNA", "PARTNER", "OLDER", "YOUNGER"]


def test_children_born_on_one_day_come_by_their_birth_sequence():
    twins = [
        child("SECOND", date(2019, 1, 1), birth_sequence=2),
        child("FIRST", date(2019, 1, 1), birth_sequence=1),
    ]
    assert first_names(*twins) == ["FIRST", "SECOND"]


def test_coverages_come_by_line_then_plan():
    mixed = [
        coverage(InsuranceLine.VISION, plan="V1"),
        coverage(plan="DPPO2"),
        coverage(plan="DPPO1", maintenance=CoverageMaintenance.TERMINATION),
    ]
    assert lines_of_insurance(*mixed) == [("DEN", "DPPO1"), ("DEN", "DPPO2"), ("VIS", "V1")]


def test_a_family_that_comes_late_is_refused():
    with pytest.raises(X12OrderError, match="family 2 comes late"):
        written(transaction(subscriber("200000000"), subscriber("100000000")))


# Counts and digest


def test_the_summary_has_the_digest_of_the_bytes():
    data = written(transaction(subscriber()))
    assert summary_of(transaction(subscriber())).sha256 == hashlib.sha256(data).hexdigest()


def test_the_summary_counts_bytes_segments_and_people():
    summary = summary_of(transaction(subscriber(), dependent()))
    [part] = summary.transactions
    counted = (summary.size, summary.segments, part.segments, part.subscribers, part.dependents)
    data = written(transaction(subscriber(), dependent()))
    assert counted == (len(data), data.count(b"~"), data.count(b"~") - 4, 1, 1)


def test_a_control_total_that_differs_from_the_people_is_refused():
    header = replace(HEADER, totals=(ControlTotal(QuantityKind.SUBSCRIBERS, 2),))
    with pytest.raises(X12BalanceError, match="states 2 people, 1 were written"):
        written(transaction(subscriber(), dependent(), header=header))


def test_a_large_file_leaves_in_pieces():
    class Counting(BytesIO):
        writes = 0

        def write(self, data):
            self.writes += 1
            return super().write(data)

    stream = Counting()
    people = (subscriber(f"{number:09}") for number in range(1000))
    write_file(stream, [transaction(*people)], envelope=ENVELOPE, numbers=NUMBERS)
    assert stream.writes > 1


# Transactions


def test_people_are_split_between_families_and_never_inside_one():
    people = [subscriber("1"), dependent("1"), subscriber("2"), dependent("2"), subscriber("3")]
    parts = split_transactions(HEADER, people, most_members=3)
    assert [[person.subscriber_id for person in part.members] for part in parts] == [
        ["1", "1"],
        ["2", "2", "3"],
    ]


def test_each_transaction_of_a_split_has_its_own_reference_and_totals():
    people = [subscriber("1"), dependent("1"), subscriber("2")]
    parts = split_transactions(HEADER, people, most_members=2, totals=(QuantityKind.TOTAL,))
    found = [(header.reference, header.totals[0].count) for header, _ in parsed(written(*parts))]
    assert found == [("EXD-20260301", 2), ("EXD-20260301-2", 1)]


def test_transactions_are_numbered_on():
    numbered = [line for line in lines(transaction(), transaction()) if line.startswith(("ST", "GE"))]
    assert numbered == ["ST*834*0001*005010X220A1~", "ST*834*0002*005010X220A1~", "GE*2*7~"]


# Refusals


def test_life_insurance_is_refused_unless_the_carrier_wants_it():
    with pytest.raises(X12ValueError, match="segment 13, loop 2300, HD03"):
        written(transaction(subscriber(coverages=(coverage(InsuranceLine.LIFE),))))


def test_life_insurance_is_written_where_the_carrier_wants_it():
    person = subscriber(coverages=(coverage(InsuranceLine.LIFE),))
    assert "HD*021**LIF*DPPO1*EMP~" in lines(
        transaction(person), settings=WriterSettings(non_guide_lines=True)
    )


def test_a_delimiter_in_data_is_refused_and_the_place_is_named():
    with pytest.raises(X12TextError, match="segment 11, loop 2100A, NM103: the text holds a delimiter"):
        written(transaction(subscriber(name=Name("MIL*LER"))))


def test_a_name_that_is_too_long_is_refused_rather_than_cut():
    with pytest.raises(X12TextError, match="NM103: the text has 61 characters, the guide wants 1 to 60"):
        written(transaction(subscriber(name=Name("A" * 61))))


def test_an_empty_subscriber_id_is_refused():
    with pytest.raises(X12TextError, match="loop 2000, REF02"):
        written(transaction(subscriber("")))


def test_a_contact_where_the_guide_has_none_is_refused():
    place = Party(
        PartyRole.DROP_OFF_LOCATION, contact=Contact((ContactPoint(ContactKind.HOME_PHONE, "5550100"),))
    )
    with pytest.raises(X12ValueError, match="loop 2100H, PER01"):
        written(transaction(subscriber(parties=(place,))))


def test_no_error_repeats_what_was_written():
    with pytest.raises(X12Error) as refused:
        written(transaction(subscriber(name=Name("CANARY\u4e2d"))))
    assert "CANARY" not in repr(refused.value) + str(refused.value)


def test_a_person_shows_nothing_of_itself():
    assert repr(subscriber()) == "<Member>"


def test_any_delimiters_can_be_chosen():
    settings = WriterSettings(delimiters=Delimiters("|", "!", ">", "\n"), line_ending=LineEnding.NONE)
    assert "INS|Y|18|021|28|A|||FT" in lines(transaction(subscriber()), settings=settings)
