"""Answers are taken whole, once, and left where they are."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benefits_sync.clients.carriers.dropbox import MOST_ANSWER_BYTES, AnswerFile
from benefits_sync.clients.carriers.sftp_outbox import SECOND_LOOK, SftpOutbox
from benefits_sync.errors import ConnectionSettingsError, VendorContractError
from tests.clients.carriers.conftest import CARRIER, NOW, Carrier

OLD = NOW.timestamp() - 3600


@pytest.fixture
def outbox(carrier: Carrier) -> Path:
    return carrier.server.folder / "outbound"


@pytest.fixture
def put(outbox: Path) -> Callable[..., Path]:
    """Put an answer there, long ago unless told otherwise."""

    def one(name: str, content: bytes = b"ISA an answer", at: float = OLD) -> Path:
        path = outbox / name
        path.write_bytes(content)
        os.utime(path, (at, at))
        return path

    return one


@pytest.fixture
def collect(carrier: Carrier) -> Callable[..., Iterator[AnswerFile]]:
    """Look for answers; what happens between two looks can be given."""

    def look(
        *patterns: str, seen: frozenset[str] = frozenset(), meanwhile: Callable[[float], object] | None = None
    ):
        with carrier.server.session() as sftp:
            directory = str(carrier.server.folder / "outbound")
            box = SftpOutbox(
                sftp, directory, CARRIER, clock=lambda: NOW, sleep=meanwhile or (lambda _seconds: None)
            )
            yield from box.new(patterns or ("*",), seen)

    return look


def names(found: Iterator[AnswerFile]) -> list[str]:
    return [one.name for one in found]


def test_an_answer_is_read_with_its_time(put, collect) -> None:
    put("1.999")
    (found,) = collect()
    assert (found.name, found.content, found.modified) == (
        "1.999",
        b"ISA an answer",
        datetime.fromtimestamp(OLD, UTC),
    )


def test_only_answers_by_the_profiles_names_are_taken(put, collect, outbox: Path) -> None:
    for name in ("1.999", "a.ta1", "CLH_ERR_3.csv", "notes.txt", ".1.999"):
        put(name)
    (outbox / "folder.999").mkdir()

    assert names(collect("*.999", "*.ta1", "CLH_ERR_*.csv")) == ["1.999", "CLH_ERR_3.csv", "a.ta1"]


def test_what_was_taken_before_is_left_out(put, collect) -> None:
    put("1.999")
    seen = frozenset(one.mark for one in collect())
    put("2.999")
    assert names(collect(seen=seen)) == ["2.999"]


def test_a_new_file_under_an_old_name_is_taken(put, collect) -> None:
    put("1.999")
    seen = frozenset(one.mark for one in collect())
    put("1.999", b"ISA one more")
    assert names(collect(seen=seen)) == ["1.999"]


def test_answers_stay_where_they_are(put, collect, outbox: Path) -> None:
    put("1.999")
    list(collect())
    assert [path.name for path in outbox.iterdir()] == ["1.999"]


def test_a_young_file_that_still_grows_is_left_for_later(put, collect) -> None:
    put("1.999")
    put("2.999", at=NOW.timestamp() - 1)
    found = collect(meanwhile=lambda _seconds: put("2.999", b"ISA an answer and more", at=NOW.timestamp()))

    assert names(found) == ["1.999"]


def test_a_young_file_that_does_not_grow_is_complete(put, collect) -> None:
    put("1.999", at=NOW.timestamp() - 1)
    assert names(collect()) == ["1.999"]


def test_a_file_is_looked_at_twice_only_while_one_is_young(put, collect) -> None:
    waits: list[float] = []
    put("1.999")
    list(collect(meanwhile=waits.append))
    put("2.999", at=NOW.timestamp() + 30)  # its server's clock goes ahead
    list(collect(meanwhile=waits.append))

    assert waits == [SECOND_LOOK]


def test_a_file_that_is_no_answer_is_told_after_the_others_by_its_size_and_not_by_its_name(
    put, collect
) -> None:
    os.truncate(put("1.999"), MOST_ANSWER_BYTES + 1)
    os.utime(put("2.999"), (OLD, OLD))
    found = collect()

    assert next(found).name == "2.999"
    with pytest.raises(VendorContractError, match=f"a file has {MOST_ANSWER_BYTES + 1} bytes") as raised:
        next(found)
    assert "1.999" not in str(raised.value)


def test_a_file_that_is_taken_away_meanwhile_is_no_fault(put, collect) -> None:
    young = put("1.999", at=NOW.timestamp() - 1)
    put("2.999")
    assert names(collect(meanwhile=lambda _seconds: young.unlink())) == ["2.999"]


def test_a_missing_directory_is_named(carrier: Carrier) -> None:
    with pytest.raises(
        ConnectionSettingsError, match=r"folder nowhere is not there; correct `answers.directory`"
    ):
        list(carrier.dropbox(answers="nowhere").collect(["*"], set()))


def test_a_carrier_without_a_directory_for_answers_gives_none(carrier: Carrier) -> None:
    assert list(carrier.dropbox(answers=None).collect(["*"], set())) == []


def test_the_dropbox_takes_from_its_directory(put, carrier: Carrier) -> None:
    put("1.999")
    assert names(carrier.dropbox().collect(["*.999"], set())) == ["1.999"]
