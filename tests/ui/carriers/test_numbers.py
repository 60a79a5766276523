"""Control numbers: how far they are, where they go on, and why some have no file."""

import pytest

from benefits_sync.models.carriers import LAST_CONTROL_NUMBER, ControlNumbers
from tests.store.carriers.samples import DENTAL, PAIR, S


@pytest.fixture
def delivered(shelf):
    return shelf.at(S.DELIVERED)


def explain(person, interchange, reason="the run was stopped"):
    form = {**PAIR._asdict(), "usage": PAIR.usage.value, "interchange": str(interchange), "reason": reason}
    return person.post("/carriers/numbers/explain", form)


def test_a_number_without_a_file_is_explained_by_the_form_of_the_page(uma, shelf, ledger):
    shelf.gap()
    form = uma.get("/carriers/numbers").fields("/explain")
    page = uma.post("/carriers/numbers/explain", {**form, "reason": "the run was stopped"})
    [taken] = ledger.carriers.numbers.taken(PAIR)
    assert (page.status, taken.skipped_reason) == (303, "the run was stopped")
    assert "explained" in uma.get("/carriers/numbers").text


def test_who_explained_a_number_is_in_the_audit(uma, shelf, ledger):
    explain(uma, shelf.gap())
    [entry] = ledger.audit.latest(5)
    assert (entry.user, entry.subject) == ("uma", f"interchange 1 to {PAIR.receiver}")


def test_the_number_of_a_file_needs_no_explanation(uma, delivered):
    assert explain(uma, delivered.interchange).status == 409


@pytest.mark.parametrize(("interchange", "reason"), [(1, ""), (1, "955-12-3456"), (0, "so"), (10**9, "so")])
def test_an_explanation_needs_a_number_and_a_reason(uma, shelf, ledger, interchange, reason):
    shelf.gap()
    assert explain(uma, interchange, reason).status == 422


def test_a_viewer_explains_nothing(vera, shelf):
    assert explain(vera, shelf.gap()).status == 403


# Going on after another system


def go_on(person, interchange=4711, group=815, **changed):
    form = {"carrier": DENTAL, "usage": "P", "interchange": str(interchange), "group": str(group), **changed}
    return person.post("/carriers/numbers/continue", form)


def test_the_next_file_goes_on_after_the_numbers_of_another_system(uma, shelf, ledger):
    form = uma.get("/carriers/numbers").fields("/continue")
    page = go_on(uma, **form | {"interchange": "4711", "group": "815"})
    assert page.status == 303
    assert (ledger.carriers.numbers.last(PAIR), shelf.kept().interchange) == (ControlNumbers(4711, 815), 4712)


def test_how_far_numbers_are_is_shown(uma, vera, shelf):
    go_on(uma)
    assert "841234567 to 930456789 4711 815" in vera.get("/carriers/numbers").text


def test_numbers_of_test_files_go_on_by_themselves(uma, ledger):
    go_on(uma, usage="T")
    assert ledger.carriers.numbers.last(PAIR) == ControlNumbers(0, 0)


def test_who_let_numbers_go_on_is_in_the_audit(uma, ledger):
    go_on(uma)
    [entry] = ledger.audit.of_subject(f"control numbers of {DENTAL}")
    assert (entry.user, entry.field) == ("uma", "interchange 4711, group 815")


def test_numbers_do_not_go_back(uma, ledger):
    go_on(uma)
    page = go_on(uma, 4710)
    assert (page.status, "they only go on" in page.text) == (409, True)
    assert ledger.carriers.numbers.last(PAIR) == ControlNumbers(4711, 815)


@pytest.mark.parametrize(
    "wrong",
    [{"carrier": "../secrets"}, {"usage": "X"}, {"interchange": "0"}, {"group": str(LAST_CONTROL_NUMBER)}],
)
def test_only_numbers_of_a_carrier_that_there_is_go_on(uma, ledger, wrong):
    assert (go_on(uma, **wrong).status, ledger.carriers.numbers.reached()) == (422, {})


def test_a_viewer_lets_no_number_go_on(vera, ledger):
    assert (go_on(vera).status, vera.get("/carriers/numbers").has_form("/continue")) == (403, False)
