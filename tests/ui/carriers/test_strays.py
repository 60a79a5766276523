"""Answers that match nothing are assigned or set aside; numbers that nothing carries are explained."""

import pytest

from benefits_sync.models.carrier_files import MessageState
from benefits_sync.models.carriers import AnswerKind
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.ui.carriers.strays import PAGE_SIZE
from benefits_sync.ui.csrf import FIELD
from tests.store.carriers.samples import S, answer, did, message
from tests.ui.carriers.shelf import PERSON_REF

REASON = "ticket 4711"


@pytest.fixture
def delivered(shelf):
    return shelf.at(S.DELIVERED)


def assign(person, number, file, reason=REASON):
    return person.post(f"/carriers/answers/{number}/assign", {"file": str(file), "reason": reason})


def test_an_unmatched_answer_shows_what_is_known_of_it(vera, shelf):
    shelf.answered(None, None, detail={"problem": "no group 17 was sent"}, name="BLD_17.999")
    text = vera.get("/carriers/answers").text
    for told in ("Brightleaf Dental: 999 (content)", "Rejected", "BLD_17.999", "no group 17 was sent"):
        assert told in text


def test_an_unmatched_answer_shows_the_number_that_its_alarm_names(vera, shelf):
    number = shelf.answered(None, None)
    assert f"Number {number} Name functional_None" in vera.get("/carriers/answers").text


def test_an_answer_that_is_assigned_counts_for_the_file(uma, shelf, delivered, ledger):
    number = shelf.answered(None, None)
    page = assign(uma, number, delivered.id)
    assert (page.status, shelf.state(delivered.id)) == (303, S.FUNCTIONAL_REJECTED)
    assert ledger.carriers.strays.count() == 0


def test_the_messages_of_an_answer_come_with_it(uma, vera, shelf, delivered):
    assign(uma, shelf.answered(None, None), delivered.id)
    assert "the plan is unknown to the carrier" in vera.get(f"/carriers/files/{delivered.id}").text


def test_who_assigned_an_answer_and_why_is_in_the_history_and_in_the_audit(uma, shelf, delivered, ledger):
    assign(uma, shelf.answered(None, None), delivered.id)
    last = ledger.carriers.files.history(delivered.id)[-1]
    [entry] = ledger.audit.of_subject(f"carrier file {delivered.id}")
    assert (last.who, last.detail) == ("uma", {"reason": REASON})
    assert (entry.user, entry.action) == ("uma", "assigned an answer")


@pytest.mark.parametrize(
    ("kind", "verdict", "state"),
    [
        (AnswerKind.TA1, "accepted", S.TA1_ACCEPTED),
        (AnswerKind.TA1, "rejected", S.TA1_REJECTED),
        (AnswerKind.FUNCTIONAL, "partly", S.FUNCTIONAL_PARTIAL),
        (AnswerKind.REPORT, "unmatched", S.REPORT_DISCREPANCIES),
        (AnswerKind.FUNCTIONAL, "unreadable", S.DELIVERED),
        (AnswerKind.REPORT, "unreadable", S.DELIVERED),
    ],
)
def test_an_assigned_answer_tells_what_its_verdict_says(uma, shelf, delivered, kind, verdict, state):
    number = shelf.answered(None, None, kind, verdict=verdict)
    assert (assign(uma, number, delivered.id).status, shelf.state(delivered.id)) == (303, state)


def test_a_report_that_only_informs_is_clean(uma, shelf, delivered, ledger):
    new = answer(None, AnswerKind.REPORT, verdict="unmatched")
    kept = ledger.carriers.answers.keep(new, None, [message(severity="information")], did())
    assign(uma, kept.answer.id, delivered.id)
    assert shelf.state(delivered.id) is S.REPORT_CLEAN


def test_good_news_settles_what_was_said_of_the_same_people_before(uma, shelf, ledger):
    before = shelf.at(S.DELIVERED, "before")
    shelf.answered(before.id, S.FUNCTIONAL_PARTIAL, verdict="partly")
    after = shelf.at(S.DELIVERED, "after")
    new = answer(None, verdict="accepted", sha256="b", uri="carrier_files/b")
    kept = ledger.carriers.answers.keep(new, None, [], did())
    assign(uma, kept.answer.id, after.id)
    said = ledger.carriers.messages.page(MessageFilter(file=before.id, person=PERSON_REF))
    assert [one.state for one in said] == [MessageState.RESOLVED]


def test_an_answer_that_contradicts_the_carrier_is_not_assigned(uma, shelf, delivered, ledger):
    shelf.answered(delivered.id, S.FUNCTIONAL_REJECTED)
    clean = ledger.carriers.answers.keep(answer(None, AnswerKind.REPORT), None, [], did())
    page = assign(uma, clean.answer.id, delivered.id)
    assert (page.status, ledger.carriers.strays.count()) == (409, 1)
    assert shelf.state(delivered.id) is S.FUNCTIONAL_REJECTED


@pytest.mark.parametrize("file", ["", "x", "815", "9" * 12])
def test_only_a_file_that_there_is_can_be_chosen(uma, shelf, delivered, ledger, file):
    page = assign(uma, shelf.answered(None, None), file)
    assert (page.status, ledger.carriers.strays.count()) == (422, 1)


def test_a_file_of_another_carrier_cannot_be_chosen(uma, shelf, ledger):
    other = shelf.at(S.DELIVERED, carrier="cedarline_health")
    assert (assign(uma, shelf.answered(None, None), other.id).status, shelf.state(other.id)) == (
        422,
        S.DELIVERED,
    )


def test_a_file_that_never_left_cannot_be_chosen(uma, shelf):
    held = shelf.at(S.HELD)
    assert assign(uma, shelf.answered(None, None), held.id).status == 422


def test_an_answer_is_assigned_once(uma, shelf, delivered):
    number = shelf.answered(None, None)
    assert [assign(uma, number, delivered.id).status for _ in range(2)] == [303, 409]


@pytest.mark.parametrize("reason", ["", "born 1990-05-17"])
def test_assigning_needs_a_reason_that_all_may_read(uma, shelf, delivered, reason):
    assert assign(uma, shelf.answered(None, None), delivered.id, reason).status == 422


def test_a_viewer_assigns_nothing(vera, shelf, delivered):
    page = assign(vera, shelf.answered(None, None), delivered.id)
    assert (page.status, vera.get("/carriers/answers").has_form("/assign")) == (403, False)


# Set aside


def act(person, number, what, reason=REASON):
    return person.post(f"/carriers/answers/{number}/{what}", {"reason": reason})


@pytest.fixture
def junk(shelf):
    return shelf.answered(None, None, name="TEST_0001.999")


def test_an_answer_is_set_aside_and_taken_back_by_the_forms_of_the_page(uma, junk):
    path, aside = "/carriers/answers", "/carriers/answers?show=aside"
    uma.post(f"{path}/{junk}/set-aside", {**uma.get(path).fields("/set-aside"), "reason": REASON})
    seen = [uma.get(one).has_form("/set-aside") for one in (path, aside)]
    uma.post(f"{path}/{junk}/take-back", {**uma.get(aside).fields("/take-back"), "reason": "it is ours"})
    assert (seen, uma.get(path).has_form("/set-aside")) == ([False, False], True)


def test_an_answer_set_aside_is_no_alarm_but_is_found(uma, vera, junk):
    before = vera.get("/carriers").text
    page = act(uma, junk, "set-aside")
    after = vera.get("/carriers").text
    assert (page.status, "nothing we sent" in before, "nothing we sent" in after) == (303, True, False)
    assert "Answers set aside" in after
    assert "TEST_0001.999" in vera.get("/carriers/answers?show=aside").text


def test_who_set_an_answer_aside_when_and_why_is_on_the_page_and_in_the_audit(uma, vera, junk, ledger):
    act(uma, junk, "set-aside")
    [entry] = ledger.audit.of_subject(f"carrier answer {junk}")
    [event] = ledger.carriers.strays.history([junk])[junk]
    assert (entry.user, entry.action, event.who, event.detail) == (
        "uma",
        "set aside",
        "uma",
        {"reason": REASON},
    )
    assert "Set aside by uma" in vera.get("/carriers/answers?show=aside").text


def test_an_answer_is_set_aside_once(uma, junk, ledger):
    pages = [act(uma, junk, "set-aside") for _ in range(2)]
    assert [page.status for page in pages] == [303, 409]
    assert "is set aside already; take it back first" in pages[1].text
    assert len(ledger.carriers.strays.history([junk])[junk]) == 1


def test_an_answer_that_was_assigned_meanwhile_is_not_set_aside(uma, junk, delivered, shelf):
    assign(uma, junk, delivered.id)
    page = act(uma, junk, "set-aside")
    assert (page.status, f"belongs to carrier file {delivered.id} already" in page.text) == (409, True)
    assert shelf.state(delivered.id) is S.FUNCTIONAL_REJECTED


def test_an_answer_that_was_set_aside_meanwhile_is_not_assigned(uma, junk, delivered, shelf):
    act(uma, junk, "set-aside")
    page = assign(uma, junk, delivered.id)
    assert (page.status, "is set aside already" in page.text) == (409, True)
    assert shelf.state(delivered.id) is S.DELIVERED


def test_only_what_is_set_aside_is_taken_back(uma, junk):
    page = act(uma, junk, "take-back")
    assert (page.status, f"answer {junk} is not set aside" in page.text) == (409, True)


@pytest.mark.parametrize("what", ["set-aside", "take-back"])
@pytest.mark.parametrize("reason", ["", "born 1990-05-17", "x" * 501])
def test_an_act_needs_a_reason_that_all_may_read(uma, junk, ledger, what, reason):
    assert act(uma, junk, what, reason).status == 422
    assert ledger.carriers.strays.history([junk]) == {}


@pytest.mark.parametrize("what", ["set-aside", "take-back"])
def test_a_viewer_may_not_act(vera, junk, what):
    assert act(vera, junk, what).status == 403
    assert not vera.get("/carriers/answers").has_form(f"/{what}")


@pytest.mark.parametrize("what", ["set-aside", "take-back"])
def test_a_form_of_another_site_changes_nothing(uma, junk, ledger, what):
    sent = {"reason": REASON, FIELD: "forged"}
    assert uma.post(f"/carriers/answers/{junk}/{what}", sent).status == 403
    assert ledger.carriers.strays.history([junk]) == {}


def test_an_answer_that_is_not_there_cannot_be_set_aside(uma, shelf):
    assert act(uma, 815, "set-aside").status == 404


def test_many_answers_are_shown_in_pages(uma, vera, shelf):
    for number in range(PAGE_SIZE + 1):
        act(uma, shelf.answered(None, None, name=f"TEST_{number:04}.999"), "set-aside")
    text = vera.get("/carriers/answers?show=aside&page=2").text
    assert ("TEST_0000.999" in text, "TEST_0001.999" in text) == (True, False)
