"""Several files of a carrier are handed over, each for itself, and the carrier gets its mail once."""

import pytest

from benefits_sync.errors import DeliveryError, VendorUnavailableError
from benefits_sync.mapping.carriers.delivery import Notice
from benefits_sync.models.carrier_alarms import AlarmKind
from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.handing_over import hand_over
from tests.mapping.carriers.profiles import PROFILE_OF, changed

pytestmark = pytest.mark.service

DENTAL = "brightleaf_dental"
NOTICE = Notice(to=("edi@brightleaf.example",), counts=("subscribers", "members"))


@pytest.fixture
def mails(office):
    """What the carrier was mailed; its profile asks for mails."""
    office.changed[DENTAL] = changed(PROFILE_OF[DENTAL], delivery={"notice": NOTICE})
    return []


def mail(mails, *, goes=True):
    def send(to, subject, text):
        mails.append((tuple(to), subject, text))
        return goes

    return send


def approved(office, **wanted):
    """Build a file that may go out."""
    (built,) = office.build(DENTAL, **wanted).files
    if built.state is FileState.HELD:
        with office.bench(DENTAL) as bench:
            bench.ledger.moves.move(built.file, FileState.APPROVED, bench.step("approved"))
    return built.file


def over(office, numbers, mails, **how):
    with office.bench(DENTAL) as bench:
        return hand_over(bench, numbers, mail(mails, **how))


def test_the_carrier_gets_the_counts_it_asks_for_and_nothing_else(office, mails):
    (file,) = over(office, [approved(office)], mails)
    counts = f"subscribers: {file.subscribers}\nmembers: {file.subscribers + file.dependents}"
    text = f"We sent you the file {file.name}.\n{counts}"
    assert mails == [(NOTICE.to, f"Enrollment file {file.name}", text)]


def test_a_second_try_sends_neither_file_nor_mail_again(office, mails):
    number = approved(office)
    for _ in range(2):
        over(office, [number], mails)
    assert (len(mails), len(list(office.inbox(DENTAL).glob("**/BLD*")))) == (1, 1)


def test_a_mail_that_did_not_go_is_noted_and_tried_again(office, mails):
    number = approved(office)
    over(office, [number], mails, goes=False)
    over(office, [number], mails)
    with office.bench(DENTAL) as bench:
        said = [event.what for event in bench.ledger.files.history(number)]
    assert (len(mails), said[-2:]) == (2, ["notice not sent", "notice sent"])


def test_a_file_that_cannot_go_does_not_keep_the_next_one_back(office, mails):
    first = approved(office)
    second = approved(office, forced_reason="the second one of the day")
    blocked = office.inbox(DENTAL) / office.file(first).name
    blocked.write_bytes(b"somebody else's")
    with pytest.raises(DeliveryError):
        over(office, [first, second], mails)
    assert office.file(second).state is FileState.DELIVERED


def told(office):
    """Tell what nobody was told of the carrier's files."""
    return [(alarm.kind, alarm.file) for alarm in office.told(DENTAL)]


def fail(office, number, mails):
    """Try to deliver a file whose name is taken at the carrier."""
    (office.inbox(DENTAL) / office.file(number).name).write_bytes(b"somebody else's")
    with pytest.raises(DeliveryError):
        over(office, [number], mails)


def test_the_first_try_that_fails_is_an_alarm_and_those_after_it_are_none(office, mails):
    number = approved(office)
    fail(office, number, mails)
    first = told(office)
    fail(office, number, mails)
    assert (first, told(office)) == ([(AlarmKind.TRY_FAILED, number)], [])


def test_a_file_that_is_sent_again_has_a_first_try_of_its_own(office, mails):
    number = approved(office)
    fail(office, number, mails)
    (office.inbox(DENTAL) / office.file(number).name).unlink()
    over(office, [number], mails)
    with office.bench(DENTAL) as bench:
        bench.ledger.moves.resend(number, bench.step("resend"))
    fail(office, number, mails)
    assert told(office) == [(AlarmKind.TRY_FAILED, number)] * 2


def test_a_file_that_arrives_at_once_is_no_alarm(office, mails):
    over(office, [approved(office)], mails)
    assert told(office) == []


def test_a_carrier_that_cannot_be_reached_is_tried_again(office, mails, monkeypatch):
    def cut(*_):
        raise VendorUnavailableError("the server is gone", vendor=DENTAL, operation="connect")

    monkeypatch.setattr(office, "session", cut)
    number = approved(office)
    with pytest.raises(VendorUnavailableError):
        over(office, [number], mails)
    assert (office.file(number).state, mails) == (FileState.SENDING, [])
