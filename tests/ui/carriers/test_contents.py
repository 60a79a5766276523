"""The bytes of files and answers: whole, to whoever may have them, and never without a note of it."""

import pytest

from benefits_sync.ui.app import PREFIX
from benefits_sync.ui.carriers.contents import BYTES_AT_ONCE
from tests.store.carriers.samples import S
from tests.ui.carriers.shelf import ANSWER, CANARY, CONTENT, SENT


@pytest.fixture
def delivered(shelf):
    return shelf.at(S.DELIVERED, name="BLD_1.edi")


@pytest.fixture
def get(server, token):
    def download(path, user="olga"):
        return server.get(f"{PREFIX}/carriers/{path}", headers=token(user))

    return download


def test_a_file_comes_in_clear(get, delivered):
    assert get(f"files/{delivered.id}/content/clear").content == CONTENT + b"one"


def test_a_file_comes_as_it_was_sent(get, delivered):
    assert get(f"files/{delivered.id}/content/sent").content == SENT


def test_an_answer_comes_as_it_was_collected(get, shelf, delivered):
    number = shelf.answered(delivered.id, S.FUNCTIONAL_REJECTED)
    assert get(f"answers/{number}/content").content == ANSWER


def test_a_large_file_comes_whole(get, shelf):
    content = b"N1*P5*COMPANY~" * (BYTES_AT_ONCE // 5)
    found = shelf.kept(**shelf.sealed("large", content))
    assert get(f"files/{found.id}/content/clear").content == content


def test_a_browser_saves_a_file_under_its_name(get, delivered):
    answer = get(f"files/{delivered.id}/content/sent")
    assert answer.headers["content-disposition"] == 'attachment; filename="BLD_1.edi.pgp"'


def test_what_a_carrier_calls_its_answer_is_no_header_and_no_path(get, shelf, delivered):
    number = shelf.answered(delivered.id, S.FUNCTIONAL_REJECTED, name='../a"; x="\r\nb.999')
    header = get(f"answers/{number}/content").headers["content-disposition"]
    assert header == 'attachment; filename="a_x_b.999"'


def test_no_cache_keeps_a_file(get, delivered):
    assert get(f"files/{delivered.id}/content/clear").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("form", ["clear", "sent"])
def test_each_download_is_noted(get, delivered, ledger, form):
    get(f"files/{delivered.id}/content/{form}")
    [entry] = ledger.audit.of_subject(f"carrier file {delivered.id}")
    assert (entry.user, entry.action, entry.field) == ("olga", "downloaded", form)


def test_the_download_of_an_answer_is_noted_with_its_file(get, shelf, delivered, ledger):
    number = shelf.answered(delivered.id, S.FUNCTIONAL_REJECTED)
    get(f"answers/{number}/content")
    noted = [
        ledger.audit.of_subject(name) for name in (f"carrier answer {number}", f"carrier file {delivered.id}")
    ]
    assert [[entry.action for entry in entries] for entries in noted] == [["downloaded"], ["downloaded"]]


@pytest.mark.parametrize("user", ["vera", "uma"])
def test_a_refused_download_is_no_download(get, delivered, ledger, user):
    answer = get(f"files/{delivered.id}/content/clear", user)
    assert (answer.status_code, CANARY in answer.text, ledger.audit.latest(5)) == (403, False, [])


def test_nobody_gets_a_file_when_the_note_cannot_be_kept(get, delivered, ledger):
    with ledger._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    answer = get(f"files/{delivered.id}/content/clear")
    assert (answer.status_code, CANARY in answer.text) == (500, False)


def test_what_was_not_sent_cannot_be_had_as_sent(get, shelf):
    found = shelf.kept()
    assert get(f"files/{found.id}/content/sent").status_code == 404


def test_a_purged_file_is_said_to_be_gone(get, delivered, artifacts, ledger):
    (artifacts._root / delivered.uri).unlink()
    answer = get(f"files/{delivered.id}/content/clear")
    assert (answer.status_code, ledger.audit.latest(5)) == (410, [])


def test_other_bytes_than_the_ledgers_never_come_whole(get, shelf):
    found = shelf.kept(sha256="0" * 64)
    with pytest.raises(RuntimeError, match="response already started"):
        get(f"files/{found.id}/content/clear")


@pytest.mark.parametrize("form", ["picture", "..%2Fclear", "CLEAR"])
def test_nothing_else_of_the_vault_can_be_had(get, delivered, form):
    assert get(f"files/{delivered.id}/content/{form}").status_code in {404, 422}
