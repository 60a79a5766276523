"""A carrier finds a file whole or not at all, once, whatever goes wrong on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import paramiko
import pytest

from benefits_sync.clients.carriers.dropbox import Receipt, Step
from benefits_sync.errors import ConnectionSettingsError, DeliveryError, VendorUnavailableError
from benefits_sync.models.carriers import Usage
from tests.clients.carriers.conftest import NOW, Carrier, content_of, file_of, way_of

FILE = file_of()
NAME = FILE.name
DRAFT = f"{NAME}.part"


def test_a_file_arrives_under_its_name(carrier: Carrier) -> None:
    carrier.deliver()
    assert carrier.inbox == {NAME: content_of()}


def test_the_receipt_of_a_measured_file_is_verified(carrier: Carrier) -> None:
    assert carrier.deliver() == Receipt(NAME, FILE.size, verified=True, receipt_id=None, at=NOW)


def test_each_step_is_reported_before_it_is_begun(carrier: Carrier) -> None:
    seen = {}
    carrier.dropbox().deliver(FILE, reached=lambda step: seen.update({step: set(carrier.inbox)}))

    assert seen == {Step.UPLOADING: set(), Step.RENAMING: {DRAFT}}


def test_a_file_can_be_written_in_another_directory(carrier: Carrier) -> None:
    folder = carrier.server.folder
    way = way_of(directory=str(folder / "inbound"), temporary={"directory": str(folder / "temp")})
    seen: list[set[str]] = []
    carrier.dropbox(way=way).deliver(FILE, reached=lambda _step: seen.append(set(carrier.inbox)))

    assert (seen, carrier.inbox) == ([set(), set()], {NAME: content_of()})


def test_the_same_bytes_again_change_nothing(carrier: Carrier) -> None:
    carrier.deliver()
    receipt = carrier.deliver()

    assert (carrier.steps, receipt.verified, carrier.inbox) == ([], True, {NAME: content_of()})


@pytest.mark.parametrize(
    "there",
    [b"another file", content_of()[:-1] + b"!"],
    ids=["of another size", "of the same size"],
)
def test_another_file_of_that_name_is_left_alone(carrier: Carrier, there: bytes) -> None:
    carrier.put(NAME, there)

    with pytest.raises(DeliveryError, match="holds another file of this name"):
        carrier.deliver()
    assert carrier.inbox == {NAME: there}


def test_files_of_others_stay(carrier: Carrier) -> None:
    carrier.put("somebody.834", b"theirs")
    carrier.deliver()
    assert carrier.inbox == {NAME: content_of(), "somebody.834": b"theirs"}


# Which side


@pytest.mark.parametrize(
    ("file", "side"),
    [(Usage.TEST, "production"), (Usage.PRODUCTION, "production")],
    ids=["test", "wrong ISA"],
)
def test_a_test_file_never_goes_to_production(carrier: Carrier, file: Usage, side: str) -> None:
    with pytest.raises(DeliveryError, match=side if file is Usage.TEST else "ISA15 is not P"):
        carrier.deliver(file_of(content=content_of("T"), usage=file))
    assert carrier.inbox == {}


def test_bytes_that_are_not_those_approved_are_not_shown_to_the_carrier(carrier: Carrier) -> None:
    other = file_of(content=content_of().replace(b"PAT", b"TAP"))
    altered = type(FILE)(NAME, FILE.size, FILE.digest, FILE.usage, other.opened)

    with pytest.raises(DeliveryError, match="no longer those that were built"):
        carrier.deliver(altered)
    assert carrier.inbox == {}


# What goes wrong on the way


@pytest.mark.parametrize(
    ("client", "error", "words"),
    [
        ("limited", VendorUnavailableError, "its disk or quota is full"),
        ("cut", VendorUnavailableError, "the connection was lost"),
        ("reader", ConnectionSettingsError, "inbound refuses access"),
    ],
    ids=["full disk", "lost connection", "read-only"],
)
def test_an_upload_that_breaks_off_shows_nothing(
    carrier: Carrier, client: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        carrier.deliver(client=client)
    assert NAME not in carrier.inbox


@pytest.mark.parametrize("client", ["limited", "cut"])
def test_after_a_broken_upload_the_next_try_starts_anew(carrier: Carrier, client: str) -> None:
    with pytest.raises(VendorUnavailableError):
        carrier.deliver(client=client)
    carrier.deliver(after=carrier.steps[-1])

    assert carrier.inbox == {NAME: content_of()}


def test_a_full_disk_keeps_no_unfinished_upload(carrier: Carrier) -> None:
    with pytest.raises(VendorUnavailableError):
        carrier.deliver(client="limited")
    assert carrier.inbox == {}


FULL_DEVICE = "/dev/full"
"""Has no room for a single byte (ENOSPC); to a limited client a file is refused for its size (EFBIG)."""


def test_an_upload_to_a_disk_without_any_room_shows_nothing(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = paramiko.SFTPClient.open
    # A draft is never written through a link, so it is the session that puts it on the full device.
    monkeypatch.setattr(
        paramiko.SFTPClient, "open", lambda sftp, _, mode: opened(sftp, FULL_DEVICE, mode.replace("x", ""))
    )
    with pytest.raises(VendorUnavailableError, match="its disk or quota is full"):
        carrier.deliver()
    assert (carrier.steps, carrier.inbox) == ([Step.UPLOADING], {})


def test_no_error_quotes_what_is_sent(carrier: Carrier) -> None:
    with pytest.raises(VendorUnavailableError) as caught:
        carrier.deliver(client="cut")
    assert "CANARY" not in f"{caught.value}{caught.value.__cause__}{FILE!r}"


def test_a_missing_directory_is_named(carrier: Carrier) -> None:
    with pytest.raises(ConnectionSettingsError, match=r"folder nowhere is not there; correct `directory`"):
        carrier.deliver(way=way_of(directory="nowhere"))


# Renames


def plain_way(carrier: Carrier) -> Any:
    return way_of(directory=str(carrier.server.folder / "inbound"), rename="plain")


def test_a_server_without_posix_rename_is_told_from_one_that_refuses_all(carrier: Carrier) -> None:
    with pytest.raises(ConnectionSettingsError, match="set `rename: plain`"):
        carrier.deliver(client="plain")
    assert set(carrier.inbox) == {DRAFT}


def test_a_server_without_posix_rename_gets_files_by_plain_renames(carrier: Carrier) -> None:
    carrier.deliver(client="plain", way=plain_way(carrier))
    assert carrier.inbox == {NAME: content_of()}


def test_what_could_not_be_renamed_is_not_uploaded_again(carrier: Carrier) -> None:
    with pytest.raises(ConnectionSettingsError):
        carrier.deliver(client="plain")
    carrier.deliver(client="plain", way=plain_way(carrier), after=Step.RENAMING)

    assert (carrier.steps, carrier.inbox) == ([Step.RENAMING], {NAME: content_of()})


class Session:
    """A session in which something happens around a rename."""

    def __init__(
        self, sftp: paramiko.SFTPClient, rename: Callable[[paramiko.SFTPClient, str, str], None]
    ) -> None:
        self._sftp = sftp
        self._rename = rename

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sftp, name)

    def posix_rename(self, old: str, new: str) -> None:
        self._rename(self._sftp, old, new)

    rename = posix_rename


def renaming(carrier: Carrier, rename: Callable[[paramiko.SFTPClient, str, str], None]) -> Callable[[], Any]:
    """Sessions of which the first behaves so."""
    sessions = iter([rename])

    @contextmanager
    def opened() -> Iterator[Any]:
        odd = next(sessions, None)
        with carrier.server.session() as sftp:
            yield sftp if odd is None else Session(sftp, odd)

    return opened


def test_a_rename_whose_answer_is_lost_is_not_done_twice(carrier: Carrier) -> None:
    def loses_the_answer(sftp: paramiko.SFTPClient, old: str, new: str) -> None:
        sftp.posix_rename(old, new)
        sftp.get_channel().close()
        raise paramiko.SSHException("Server connection dropped")

    receipt = carrier.deliver(sessions=renaming(carrier, loses_the_answer))
    assert (receipt.verified, carrier.inbox) == (True, {NAME: content_of()})


def test_a_rename_whose_answer_is_lost_counts_although_the_inbox_is_emptied_at_once(carrier: Carrier) -> None:
    def is_emptied(sftp: paramiko.SFTPClient, old: str, new: str) -> None:
        sftp.posix_rename(old, new)
        sftp.remove(new)
        sftp.get_channel().close()
        raise TimeoutError

    assert carrier.deliver(sessions=renaming(carrier, is_emptied)).verified


def test_a_rename_that_never_arrived_is_tried_again_later(carrier: Carrier) -> None:
    def never_arrives(sftp: paramiko.SFTPClient, _old: str, _new: str) -> None:
        sftp.get_channel().close()
        raise EOFError

    with pytest.raises(VendorUnavailableError, match="the connection was lost"):
        carrier.deliver(sessions=renaming(carrier, never_arrives))
    carrier.deliver(after=Step.RENAMING)
    assert carrier.inbox == {NAME: content_of()}


def test_of_two_tries_at_once_the_slower_one_finds_the_file_delivered(carrier: Carrier) -> None:
    def is_overtaken(sftp: paramiko.SFTPClient, old: str, new: str) -> None:
        carrier.put(NAME, content_of())
        sftp.rename(old, new)

    receipt = carrier.deliver(way=plain_way(carrier), sessions=renaming(carrier, is_overtaken))
    assert receipt.verified


def test_what_was_renamed_and_taken_away_is_not_sent_again(carrier: Carrier) -> None:
    receipt = carrier.deliver(after=Step.RENAMING)
    assert (receipt.verified, carrier.steps, carrier.inbox) == (False, [], {})


# A write-only inbox


def write_only(carrier: Carrier) -> Any:
    return way_of(directory=str(carrier.server.folder / "inbound"), inbox="write_only", temporary=None)


def test_a_write_only_inbox_gets_the_file_in_one_go(carrier: Carrier) -> None:
    receipt = carrier.deliver(client="dropper", way=write_only(carrier))
    assert (receipt.verified, carrier.inbox) == (False, {NAME: content_of()})


def test_an_inbox_that_turns_out_to_be_write_only_is_named(carrier: Carrier) -> None:
    with pytest.raises(ConnectionSettingsError, match="inbound refuses access"):
        carrier.deliver(client="dropper")
    assert carrier.inbox == {}


def test_a_write_only_inbox_without_any_room_is_told(carrier: Carrier) -> None:
    (carrier.server.folder / "inbound" / NAME).symlink_to(FULL_DEVICE)
    with pytest.raises(VendorUnavailableError, match="its disk or quota is full"):
        carrier.deliver(client="dropper", way=write_only(carrier))


@pytest.mark.parametrize("client", ["limited", "cut"])
def test_a_broken_write_into_a_write_only_inbox_is_written_anew(carrier: Carrier, client: str) -> None:
    with pytest.raises(VendorUnavailableError):
        carrier.deliver(client=client, way=write_only(carrier))
    carrier.deliver(client="dropper", way=write_only(carrier), after=Step.UPLOADING)

    assert carrier.inbox == {NAME: content_of()}


def test_a_try_whose_draft_another_one_removed_is_tried_again_later(carrier: Carrier) -> None:
    def finds_nothing(sftp: paramiko.SFTPClient, old: str, new: str) -> None:
        sftp.remove(old)
        sftp.posix_rename(old, new)

    with pytest.raises(VendorUnavailableError, match="another try of the same file is under way"):
        carrier.deliver(sessions=renaming(carrier, finds_nothing))
    carrier.deliver(after=carrier.steps[-1])

    assert carrier.inbox == {NAME: content_of()}
