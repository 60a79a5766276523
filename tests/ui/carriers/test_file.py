"""The page of one carrier file: everything that the ledger knows, and who it is about for few."""

import html
import re
from datetime import date

import pytest

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import AnswerKind, Counted, FileMeasures
from benefits_sync.ui.app import PREFIX
from benefits_sync.ui.carriers import wording
from benefits_sync.ui.carriers.messages import PAGE_SIZE
from tests.store.carriers.samples import S, answer, did, message
from tests.store.samples import begin
from tests.ui.carriers.shelf import CANARY, EMPLOYEE, PERSON_REF

FACTS = {
    "group": "division_7",
    "plan_year": date(2027, 1, 1),
    "forced_reason": "the carrier lost the first one",
    "reference": "REF-0815",
    "name": "BLD_WHOLE.edi",
    "size": 123456,
    "segments": 4711,
    "subscribers": 1301,
    "dependents": 603,
    "coverages": 2417,
}
ON_THE_PAGE = {
    "id": "Number here 1",
    "carrier": "Carrier Brightleaf Dental",
    "group": "Group division_7",
    "usage": "Usage Production",
    "kind": "Kind Everyone (full)",
    "as_of": "As of 2026-11-20",
    "plan_year": "Plan year from 2027-01-01",
    "state": "Delivered",
    "sender": "Sender 841234567",
    "receiver": "Receiver 930456789",
    "interchange": "Interchange (ISA13) 1",
    "group_number": "Group (GS06) 1",
    "reference": "Reference (BGN02) REF-0815",
    "name": "Name BLD_WHOLE.edi",
    "size": "123,456 bytes",
    "segments": "4,711 segments",
    "subscribers": "Subscribers 1,301",
    "dependents": "Dependents 603",
    "coverages": "Coverages 2,417",
    "profile_version": "Profile 1-1a2b3c4d",
    "business_day": "Business day 2026-11-20",
    "forced_reason": "Forced because the carrier lost the first one",
    "receipts": "Receipt size seen",
    "sent_name": "Sent as BLD_WHOLE.edi.pgp",
    "sent_size": "encrypted, 27 bytes",
}
FROM_THE_ROW = {
    "sha256": "SHA-256 {file.sha256}",
    "sent_sha256": "SHA-256 as sent {file.sent_sha256}",
    "created_at": "Built {file.created_at:%Y-%m-%d %H:%M} UTC",
    "delivered_at": "Delivered {file.delivered_at:%Y-%m-%d %H:%M} UTC",
    "due": "Report until {file.due.report:%Y-%m-%d %H:%M} UTC",
}
ELSEWHERE = {"gates", "measures", "run_id", "supersedes", "uri", "picture_uri", "picture_sha256", "sent_uri"}
"""Members with tests of their own, and places in the vault, which are nobody's business."""


@pytest.fixture
def whole(shelf) -> FileRow:
    """A file of which every member is filled."""
    return shelf.at(S.DELIVERED, **FACTS)


def pairs(page):
    """Return the page's text with each label beside what it labels."""
    return re.sub(r"\s+", " ", page.text)


def test_every_member_of_a_file_has_a_test_of_what_the_page_shows():
    assert {*ON_THE_PAGE, *FROM_THE_ROW, *ELSEWHERE} == set(FileRow.__dataclass_fields__)


@pytest.mark.parametrize("told", ON_THE_PAGE.values(), ids=ON_THE_PAGE)
def test_the_page_shows_what_a_file_is(vera, whole, told):
    assert told in pairs(vera.get(f"/carriers/files/{whole.id}"))


@pytest.mark.parametrize("told", FROM_THE_ROW.values(), ids=FROM_THE_ROW)
def test_the_page_shows_digests_and_moments(vera, whole, told):
    assert told.format(file=whole) in pairs(vera.get(f"/carriers/files/{whole.id}"))


@pytest.mark.parametrize(
    "told",
    [
        "Covered people 1,260 before, 1,229 after",
        "Coverages 1,300 before, 1,277 after",
        "Active before 1,241",
        "Dependents before 611",
        "Terminations 17",
        "Gone without a termination 14",
        "Changes of plan or level 23",
        "Dependents lost while the subscriber stays 13",
        "Another SSN or birth date 19",
        "People in the file 1,247",
        "Cannot be told as they are 11",
        "... and are told as before 6",
        "... and are covered, but left out 7",
        "Dates far back 12",
        "Dates beyond what the carrier takes 16",
        "Elections read 1.5 hours before",
        "Same as the last file no",
        "Open enrollment yes",
    ],
)
def test_the_page_shows_what_a_file_changes(vera, whole, told):
    assert told in pairs(vera.get(f"/carriers/files/{whole.id}"))


def test_every_measure_is_shown():
    assert len(Counted.model_fields) + len(FileMeasures.model_fields) - len({"kind", "totals", "parts"}) == 20


def test_a_gate_tells_what_it_counted_of_how_many_and_its_limit(vera, whole):
    text = pairs(vera.get(f"/carriers/files/{whole.id}"))
    assert "Members drop Held 31 260 26 31 people fewer, of 260; held above 26, refused above 78" in text
    assert "Gates: 1 held, 1 listed, 1 passed" in text


def test_the_gates_that_did_not_pass_stand_first(vera, whole):
    text = pairs(vera.get(f"/carriers/files/{whole.id}"))
    assert text.index("Members drop") < text.index("Snapshot age")


def test_events_are_counted(vera, whole):
    assert "2 additions" in pairs(vera.get(f"/carriers/files/{whole.id}"))


def test_an_answer_shows_its_verdict(vera, whole, shelf):
    shelf.answered(whole.id, S.FUNCTIONAL_REJECTED)
    text = pairs(vera.get(f"/carriers/files/{whole.id}"))
    assert "999 (content) Rejected" in text


def test_the_history_tells_from_which_state_to_which_by_whom_and_why(vera, whole, shelf):
    shelf.ledger.carriers.moves.move(
        whole.id, S.QUARANTINED, did("quarantined", who="uma", reason="wrong plan")
    )
    text = pairs(vera.get(f"/carriers/files/{whole.id}"))
    assert "Quarantined Reason: wrong plan Delivered → Quarantined uma" in text


def test_what_comes_next_is_said(vera, shelf):
    held = shelf.at(S.HELD)
    assert "A person has to say whether it may go" in vera.get(f"/carriers/files/{held.id}").text


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ([S.REFUSED], "our check found errors"),
        ([S.VALIDATED, S.REFUSED], "a gate refused it"),
        ([S.VALIDATED, S.HELD, S.REFUSED], "a person kept it back"),
    ],
)
def test_a_refused_file_says_who_refused_it(vera, shelf, way, told):
    found = shelf.kept()
    for state in way:
        shelf.ledger.carriers.moves.move(found.id, state, did())
    assert told in vera.get(f"/carriers/files/{found.id}").text


def test_a_file_that_has_not_gone_out_shows_its_gates_before_its_messages(vera, shelf):
    texts = [
        pairs(vera.get(f"/carriers/files/{shelf.at(state, state).id}")) for state in (S.HELD, S.DELIVERED)
    ]
    assert [text.index("Gates:") < text.index("Messages") for text in texts] == [True, False]


def test_messages_are_counted_in_words(vera, whole, shelf):
    for kind in (AnswerKind.FUNCTIONAL, AnswerKind.REPORT):
        shelf.answered(whole.id, None, kind)
    text = pairs(vera.get(f"/carriers/files/{whole.id}"))
    assert ("2 errors for Benefits, open" in text, "2 for information for Benefits, open" in text) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("what", "detail", "told"),
    [
        (
            "functional collected",
            {"verdict": "accepted_with_errors"},
            "999 (content) collected Verdict: accepted with errors",
        ),
        ("gates", {"verdict": "hold"}, "Gates looked at it Verdict: held"),
        ("step", {"reached": "renaming"}, "Delivery Renaming"),
        ("delivered", {"size": 14885, "verified": 1}, "Delivered Size: 14,885 bytes, Size read back: yes"),
    ],
)
def test_the_history_is_told_in_words(vera, whole, shelf, what, detail, told):
    shelf.ledger.carriers.moves.log(whole.id, did(what, **detail))
    assert told in pairs(vera.get(f"/carriers/files/{whole.id}"))


def test_a_file_and_the_one_in_its_place_lead_to_each_other(vera, shelf):
    old = shelf.at(S.REFUSED, "old")
    new = shelf.kept("new", supersedes=old.id)
    assert f"/carriers/files/{new.id}" in vera.get(f"/carriers/files/{old.id}").answer.text
    assert f"stands in the place of file {old.id}" in vera.get(f"/carriers/files/{new.id}").text


def test_a_file_leads_to_the_run_that_built_it(vera, shelf, ledger):
    reference_id = begin(ledger, "manual__1")
    found = shelf.kept(run_id=reference_id)
    assert f"{PREFIX}/runs/{reference_id}" in vera.get(f"/carriers/files/{found.id}").answer.text


def test_a_file_of_which_little_is_known_has_a_page_too(vera, shelf):
    found = shelf.kept(gates=(), measures=None)
    page = vera.get(f"/carriers/files/{found.id}")
    assert (page.status, "None has looked at it" in page.text) == (200, True)


@pytest.mark.parametrize("number", ["815", "0", "-1", "x", "9" * 20])
def test_there_is_no_page_of_a_file_that_is_not(vera, shelf, number):
    page = vera.get(f"/carriers/files/{number}")
    assert (page.status, "Not found" in page.text) == (404, True)


# Messages


def test_a_message_tells_who_says_it_and_who_puts_it_right_and_how(vera, whole, shelf):
    shelf.answered(whole.id, S.FUNCTIONAL_PARTIAL, verdict="partly")
    shelf.left_out(whole)
    text = pairs(vera.get(f"/carriers/files/{whole.id}"))
    for told in (
        "Error the plan is unknown to the carrier E205",
        "The carrier",
        "Left out",
        "Benefits Correct the election or the person in PlanSource",
        "Information for your records",
    ):
        assert told in text


@pytest.mark.parametrize(
    ("query", "shown"), [("origin=build", (False, True)), ("origin=answer", (True, False))]
)
def test_messages_are_narrowed_by_who_says_them(vera, whole, shelf, query, shown):
    shelf.answered(whole.id, S.FUNCTIONAL_PARTIAL, verdict="partly")
    shelf.left_out(whole)
    text = vera.get(f"/carriers/files/{whole.id}?{query}").text
    assert ("the plan is unknown" in text, "The family is left out" in text) == shown


@pytest.mark.parametrize("query", ["origin=nobody", "show=x&severity=y&owner=z", "page=-3"])
def test_messages_that_cannot_be_asked_for_are_all_that_are_open(vera, whole, shelf, query):
    shelf.left_out(whole)
    assert "The family is left out" in vera.get(f"/carriers/files/{whole.id}?{query}").text


def test_many_messages_come_in_pages(vera, whole, shelf):
    found = [message(text=f"message number {number}") for number in range(PAGE_SIZE + 1)]
    new = answer(whole.id, AnswerKind.REPORT)
    shelf.ledger.carriers.answers.keep(new, S.REPORT_DISCREPANCIES, found, did())
    first = vera.get(f"/carriers/files/{whole.id}").text
    second = vera.get(f"/carriers/files/{whole.id}?page=2").text
    last = f"message number {PAGE_SIZE} "
    assert (last in first, last in second, f"1 to {PAGE_SIZE} of {PAGE_SIZE + 1}" in first) == (
        False,
        True,
        True,
    )


def test_every_owner_and_severity_of_a_profile_has_its_words():
    from benefits_sync.mapping.carriers.calendar import Owner, Severity  # noqa: PLC0415

    assert (set(wording.OWNERS), set(wording.SEVERITIES)) == (set(Owner), set(Severity))


# Who sees whom


@pytest.mark.parametrize(("user", "named"), [("vera", False), ("uma", False), ("olga", True)])
def test_whom_a_message_is_about_is_for_whoever_may_see_personal_values(people, whole, shelf, user, named):
    shelf.answered(whole.id, S.FUNCTIONAL_PARTIAL, verdict="partly")
    text = people(user).get(f"/carriers/files/{whole.id}").answer.text
    assert (EMPLOYEE in text, PERSON_REF in text) == (named, named)


@pytest.mark.parametrize("user", ["vera", "uma", "olga"])
def test_no_page_holds_a_value_of_a_person(people, whole, shelf, user):
    number = shelf.answered(whole.id, S.FUNCTIONAL_PARTIAL, verdict="partly")
    shelf.answered(None, None, AnswerKind.TA1)
    person = people(user)
    pages = [
        "",
        f"/files/{whole.id}",
        f"/files/{whole.id}/people",
        f"/people?q={EMPLOYEE}",
        "/answers",
        "/numbers",
    ]
    texts = [html.unescape(person.get(f"/carriers{path}").answer.text) for path in pages]
    assert (number, [path for path, text in zip(pages, texts, strict=True) if CANARY in text]) == (1, [])
