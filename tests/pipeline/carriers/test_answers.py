"""What carriers answer: closed, raised, or kept until somebody looks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from benefits_sync.errors import VendorUnavailableError
from benefits_sync.models.carrier_alarms import AlarmKind
from benefits_sync.models.carrier_files import MessageState
from benefits_sync.models.carriers import FileState, Usage
from benefits_sync.pipeline.carriers.alarms import tell_untold
from benefits_sync.pipeline.carriers.answers import collect_answers
from benefits_sync.store.carriers.answers import Answers
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.store.carriers.moves import Moves
from tests.pipeline.carriers.carrier_office import CarrierOffice

DENTAL = "brightleaf_dental"
VISION = "clearwater_vision"


def raised(office: CarrierOffice, carrier: str) -> list[AlarmKind]:
    """Collect, and tell; return what was told."""
    office.collect(carrier)
    return [alarm.kind for alarm in office.told(carrier)]


def messages(office: CarrierOffice, carrier: str, **wanted):
    with office.bench(carrier) as bench:
        return bench.ledger.messages.page(MessageFilter(**wanted))


def rejecting(office: CarrierOffice, number: int) -> bytes:
    """A 999 that rejects the first person's HD, and repeats a value."""
    file = office.file(number)
    segments = office.content(number).decode().splitlines()
    start = next(at for at, segment in enumerate(segments) if segment.startswith("ST*"))
    place = next(at for at, segment in enumerate(segments) if segment.startswith("HD*")) - start + 1
    isa = f"ISA*00*          *00*          *30*{file.receiver:<15}*30*{file.sender:<15}"
    return (
        f"{isa}*260304*0700*^*00501*000000007*0*P*:~GS*FA*{file.receiver}*{file.sender}*20260304*0700*7*X*"
        f"005010X231A1~ST*999*0001*005010X231A1~AK1*BE*{file.group_number}*005010X220A1~AK2*834*0001~"
        f"IK3*HD*{place}*2300*8~IK4*3*1205*7*SECRETVALUE~IK5*R*I5~AK9*R*1*1*0~SE*7*0001~GE*1*7~"
        "IEA*1*000000007~"
    ).encode()


def rejecting_envelope(office: CarrierOffice, number: int) -> bytes:
    """A TA1 that takes a file for a duplicate."""
    file = office.file(number)
    (isa, *_) = office.content(number).decode().splitlines()
    sent = isa.split("*")
    return (
        f"ISA*00*          *00*          *{sent[7]}*{sent[8]}*{sent[5]}*{sent[6]}*260304*0700*^*00501*"
        f"000000008*0*P*:~TA1*{file.interchange:09}*{sent[9]}*{sent[10]}*R*025~IEA*0*000000008~"
    ).encode()


def kill(
    office: CarrierOffice,
    carrier: str,
    monkeypatch: pytest.MonkeyPatch,
    kind: type,
    method: str,
) -> None:
    """Collect answers, and be killed just when the ledger has made the first step of a kind."""
    do = getattr(kind, method)

    def killed(*arguments: Any) -> Any:
        do(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(kind, method, killed)
        with pytest.raises(KeyboardInterrupt):
            office.collect(carrier)


def test_an_accepted_file_waits_for_its_other_answers(office):
    file = office.send(DENTAL)
    assert office.acknowledge(DENTAL, file.id)
    assert (raised(office, DENTAL), office.file(file.id).state) == ([], FileState.FUNCTIONAL_ACCEPTED)


def test_a_file_is_closed_once_every_answer_had_its_time(office):
    file = office.send(DENTAL)
    office.acknowledge(DENTAL, file.id)
    office.later += timedelta(days=8)
    office.collect(DENTAL)
    assert office.file(file.id).state is FileState.CLOSED


def test_silence_is_raised_once(office):
    file = office.send(DENTAL)
    office.later += timedelta(days=3)
    assert [raised(office, DENTAL) for _ in range(2)] == [[AlarmKind.OVERDUE], []]
    assert office.file(file.id).state is FileState.OVERDUE_FUNCTIONAL


def collect_without(office, away):
    """Collect while one side of the carrier's cannot be reached."""

    def reached(profile, usage):
        if usage is away:
            raise VendorUnavailableError("it is away", vendor=DENTAL, operation="connect")
        return office.dropbox(profile, usage)

    with office.bench(DENTAL) as bench:
        return collect_answers(replace(bench, open_dropbox=reached))


def test_a_side_at_which_nobody_can_look_stops_the_clock_of_its_own_files_only(office):
    file, test = office.send(DENTAL), office.send(DENTAL, usage=Usage.TEST)
    office.later += timedelta(days=3)
    with pytest.raises(VendorUnavailableError):
        collect_without(office, Usage.TEST)
    assert [office.file(one.id).state for one in (file, test)] == [
        FileState.OVERDUE_FUNCTIONAL,
        FileState.DELIVERED,
    ]


def test_whoever_only_tries_a_carrier_out_needs_no_connection_of_production(office):
    office.send(DENTAL, usage=Usage.TEST)
    assert collect_without(office, Usage.PRODUCTION).waiting == 1


def test_an_answer_that_comes_after_all_takes_the_alarm_back(office):
    file = office.send(DENTAL)
    office.later += timedelta(days=3)
    office.collect(DENTAL)
    office.acknowledge(DENTAL, file.id)
    office.collect(DENTAL)
    assert office.file(file.id).state is FileState.FUNCTIONAL_ACCEPTED


def test_a_rejection_is_raised_and_names_the_person_but_no_value(office):
    file = office.send(DENTAL)
    office.answer(DENTAL, rejecting(office, file.id))
    told = raised(office, DENTAL)
    said = messages(office, DENTAL, file=file.id, origin="answer")
    with office.bench(DENTAL) as bench:
        (person, *_) = bench.ledger.people.of_file(file.id)
    assert told == [AlarmKind.REJECTED]
    assert (person.subscriber_code, "DEN", "HD03") in {
        (one.subscriber_code, one.line, one.element) for one in said
    }
    assert "SECRETVALUE" not in str(said)


def test_what_was_rejected_is_told_again(office):
    first = office.send(DENTAL)
    office.answer(DENTAL, rejecting(office, first.id))
    office.collect(DENTAL)
    again = office.send(DENTAL, forced_reason="the first one was rejected")
    with office.bench(DENTAL) as bench:
        told = [bench.ledger.people.events(file.id) for file in (first, again)]
    assert told[0] == told[1]
    assert again.interchange == first.interchange + 1


def test_the_same_answer_twice_is_one(office):
    file = office.send(DENTAL)
    office.acknowledge(DENTAL, file.id)
    assert [office.collect(DENTAL).collected for _ in range(2)] == [1, 0]


def test_answers_of_one_file_are_all_taken_although_a_task_is_killed_between_them(office, monkeypatch):
    first = office.send(DENTAL)
    second = office.send(DENTAL, forced_reason="a second one")
    office.answer(DENTAL, rejecting(office, first.id) + b"\n" + rejecting(office, second.id))
    kill(office, DENTAL, monkeypatch, Answers, "keep")
    office.collect(DENTAL)
    assert {office.file(file.id).state for file in (first, second)} == {FileState.FUNCTIONAL_REJECTED}


def test_a_rejection_of_which_a_killed_task_told_nobody_is_told_once_by_the_next(office, monkeypatch):
    file = office.send(DENTAL)
    office.answer(DENTAL, rejecting(office, file.id))
    kill(office, DENTAL, monkeypatch, Answers, "keep")
    assert office.file(file.id).state is FileState.FUNCTIONAL_REJECTED
    assert [raised(office, DENTAL) for _ in range(2)] == [[AlarmKind.REJECTED], []]


def test_an_answer_that_is_taken_again_after_a_kill_is_told_once(office, monkeypatch):
    first = office.send(DENTAL)
    second = office.send(DENTAL, forced_reason="a second one")
    office.answer(DENTAL, rejecting(office, first.id) + b"\n" + rejecting(office, second.id))
    kill(office, DENTAL, monkeypatch, Answers, "keep")
    assert raised(office, DENTAL) == [AlarmKind.REJECTED] * 2


def test_an_overdue_file_of_which_a_killed_task_told_nobody_is_told_once_by_the_next(office, monkeypatch):
    file = office.send(DENTAL)
    office.later += timedelta(days=3)
    kill(office, DENTAL, monkeypatch, Moves, "move")
    assert office.file(file.id).state is FileState.OVERDUE_FUNCTIONAL
    assert [raised(office, DENTAL) for _ in range(2)] == [[AlarmKind.OVERDUE], []]


def test_a_task_that_is_killed_while_it_tells_tells_again(office):
    office.send(DENTAL)
    office.answer(DENTAL, b"ISA*00*cut off")
    office.collect(DENTAL)

    def killed(_):
        raise KeyboardInterrupt

    with office.bench(DENTAL) as bench, pytest.raises(KeyboardInterrupt):
        tell_untold(bench.ledger, DENTAL, killed, bench.now())
    assert raised(office, DENTAL) == [AlarmKind.UNREADABLE]


def test_what_could_not_be_told_is_told_by_the_next_run(office):
    office.send(DENTAL)
    office.answer(DENTAL, b"ISA*00*cut off")
    office.collect(DENTAL)
    with office.bench(DENTAL) as bench:
        tried = tell_untold(bench.ledger, DENTAL, lambda _: False, bench.now())
    assert (len(tried), raised(office, DENTAL)) == (1, [AlarmKind.UNREADABLE])


def test_an_answer_to_nothing_is_kept_and_raised(office):
    file = office.send(DENTAL)
    stray = rejecting(office, file.id).replace(f"*{file.sender}".encode(), b"*999999999", 1)
    office.answer(DENTAL, stray.replace(f"BE*{file.group_number}*".encode(), b"BE*77*"))
    told = raised(office, DENTAL)
    with office.bench(DENTAL) as bench:
        (kept,) = bench.ledger.strays.page(limit=1)
    assert (told, kept.file, office.file(file.id).state) == (
        [AlarmKind.UNMATCHED],
        None,
        FileState.DELIVERED,
    )


def test_an_answer_that_nobody_can_read_is_kept_and_raised(office):
    office.send(DENTAL)
    office.answer(DENTAL, b"ISA*00*cut off")
    assert raised(office, DENTAL) == [AlarmKind.UNREADABLE]


@pytest.mark.parametrize("content", [b"ISA*00*cut off", b"hello", b"id,status,reason\nE99,E1,who is this\n"])
def test_an_answer_without_a_file_is_told_by_its_number_as_its_name_may_be_a_person_s(office, content):
    office.send(VISION)
    office.put_out(VISION, "removed_doe_jane.csv", content)
    office.collect(VISION)
    with office.bench(VISION) as bench:
        (kept,) = bench.ledger.strays.page(limit=1)
    (alarm,) = office.told(VISION)
    assert (kept.name, f"answer {kept.id} " in alarm.sentence, "doe" in alarm.sentence) == (
        "removed_doe_jane.csv",
        True,
        False,
    )


def test_a_file_that_a_carrier_took_in_by_hand_after_all_is_accepted_and_nobody_has_to_look(office):
    file = office.send(DENTAL)
    office.answer(DENTAL, rejecting(office, file.id))
    first = raised(office, DENTAL)
    office.acknowledge(DENTAL, file.id)
    assert (first, raised(office, DENTAL)) == ([AlarmKind.REJECTED], [])
    assert office.file(file.id).state is FileState.FUNCTIONAL_ACCEPTED


def test_an_answer_that_accepts_a_file_whose_envelope_was_rejected_has_to_be_looked_at(office):
    file = office.send(DENTAL)
    office.answer(DENTAL, rejecting_envelope(office, file.id))
    first = raised(office, DENTAL)
    office.acknowledge(DENTAL, file.id)
    assert (first, raised(office, DENTAL)) == ([AlarmKind.REJECTED], [AlarmKind.UNMATCHED])
    assert office.file(file.id).state is FileState.TA1_REJECTED


def test_a_clean_report_closes_a_file(office):
    file = office.send(VISION)
    office.put_out(VISION, "removed_0304.csv", b"id,status,reason\n")
    office.later += timedelta(minutes=30)
    office.put_out(VISION, "removed_0304.csv", b"id,status,reason\n")
    office.collect(VISION)
    assert office.file(file.id).state is FileState.CLOSED


def test_a_report_of_the_second_of_a_delivery_is_about_the_delivered_file(office):
    office.later += timedelta(milliseconds=500)
    file = office.send(VISION)
    office.later += timedelta(minutes=5)
    office.put_out(VISION, "removed_0304.csv", b"id,status,reason\n")
    office.later += timedelta(minutes=30)
    office.collect(VISION)
    assert office.file(file.id).state is FileState.CLOSED


def test_discrepancies_are_raised_with_the_person(office):
    file = office.send(VISION)
    with office.bench(VISION) as bench:
        (person, *_) = bench.ledger.people.of_file(file.id)
    office.later += timedelta(minutes=30)
    office.put_out(
        VISION, "removed_0304.csv", f"id,status,reason\n{person.subscriber_code},E1,not eligible\n".encode()
    )
    told = raised(office, VISION)
    (message,) = messages(office, VISION, file=file.id, origin="answer")
    assert (told, message.subscriber_code) == ([AlarmKind.DISCREPANCIES], person.subscriber_code)


def test_a_file_with_discrepancies_is_closed_when_they_are_settled(office):
    test_discrepancies_are_raised_with_the_person(office)
    (message,) = messages(office, VISION, origin="answer", state=MessageState.OPEN)
    with office.bench(VISION) as bench:
        bench.ledger.messages.dismiss([message.id], "benefits", "agreed by phone", office.now())
    office.collect(VISION)
    assert office.file(message.file).state is FileState.CLOSED


@pytest.mark.parametrize("name", ["notes.txt", "README"])
def test_what_is_no_answer_is_left_alone(office, name):
    office.send(DENTAL)
    office.put_out(DENTAL, name, b"hello")
    assert office.collect(DENTAL).collected == 0
