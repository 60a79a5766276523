"""A payroll file on a real SFTP server: replaced whole or not at all, whatever goes wrong."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import paramiko
import pytest

from benefits_sync.clients.payroll_file.folder import STALE_SECONDS, SFTPFolder
from benefits_sync.clients.payroll_file.layout import Layout
from benefits_sync.clients.payroll_file.text import written
from benefits_sync.clients.payroll_file.writer import PayrollFileWriter
from benefits_sync.errors import ConnectionSettingsError, VendorContractError, VendorUnavailableError
from benefits_sync.models.deductions import COPIES, LINE_FIELDS, LINE_KEY
from benefits_sync.models.frames import records_by_key
from benefits_sync.models.plans import TARGET_COLUMNS
from benefits_sync.models.writes import WriteKind, WriteOp, WriteOutcome
from tests.clients.payroll_file.conftest import frame
from tests.deduction_lines import Line, change, create, key_of_line, line
from tests.services.sshd import SFTPServer


def many(number: int = 400) -> list[Line]:
    """More lines than the limited clients can upload."""
    return [line(f"E{n:05d}") for n in range(number)]


@dataclass
class Delivery:
    """The folder on the server, the layout, and what the last writer told."""

    server: SFTPServer
    layout: Layout
    events: list[str] = field(default_factory=list)
    outcomes: list[WriteOutcome] = field(default_factory=list)

    async def write(self, *ops: WriteOp, client: str = "writer", sftp: Any = None) -> list[WriteOutcome]:
        self.events, self.outcomes = [], []
        with self.server.session(client) as session:
            writer = self.writer(sftp(session) if sftp else session)
            await writer.write(ops, sending=self._sending, settled=self._settled)
        return self.outcomes

    async def lines(self, keys: Sequence[str] | None = None) -> dict[str, Any]:
        """What a new writer reads."""
        with self.server.session() as session:
            return records_by_key(await self.writer(session).snapshot(keys, [LINE_KEY, *LINE_FIELDS]))

    def writer(self, session: paramiko.SFTPClient) -> PayrollFileWriter:
        return PayrollFileWriter(SFTPFolder(session, str(self.server.folder)), self.layout)

    def _sending(self, ops: Sequence[WriteOp]) -> None:
        self.events.append(f"sending {len(ops)} into {sorted(self.names)}")

    def _settled(self, outcomes: Sequence[WriteOutcome]) -> None:
        self.events.append(f"settled {len(outcomes)} in {sorted(self.names)}")
        self.outcomes += outcomes

    @property
    def names(self) -> set[str]:
        return {path.name for path in self.server.folder.iterdir()}

    @property
    def content(self) -> bytes | None:
        """What payroll sees."""
        path = self.server.folder / self.layout.file
        return path.read_bytes() if path.exists() else None

    def holds(self, *lines: Line) -> bool:
        return self.content == written(self.layout, frame(*lines))


@pytest.fixture
def delivery(sftp_server: SFTPServer, standard: Layout) -> Delivery:
    return Delivery(sftp_server, standard)


async def test_without_a_file_there_is_no_line(delivery: Delivery) -> None:
    with delivery.server.session() as session:
        found = await delivery.writer(session).snapshot(None, list(LINE_FIELDS))
    assert (len(found), list(found.columns)) == (0, [*TARGET_COLUMNS, COPIES, *LINE_FIELDS])


async def test_what_was_written_is_read_back(delivery: Delivery) -> None:
    await delivery.write(create(line()), create(line("E10003", annual_amount="1250.00")))
    found = await delivery.lines()

    assert {name: found[key_of_line(line())][name] for name in LINE_FIELDS} == line()
    assert found[key_of_line(line("E10003"))][LINE_KEY] == key_of_line(line("E10003"))


async def test_only_the_lines_asked_for_are_read(delivery: Delivery) -> None:
    await delivery.write(create(line()), create(line("E10003")))
    assert list(await delivery.lines([key_of_line(line())])) == [key_of_line(line())]


async def test_writes_change_the_file_line_by_line(delivery: Delivery) -> None:
    await delivery.write(create(line()), create(line("E10003")), create(line("E10004")))
    await delivery.write(
        change(line(), amount="60.00"),
        change(line("E10003"), WriteKind.TERMINATE, end_date="2026-03-31"),
        create(line("E10001")),
    )

    assert delivery.holds(
        line("E10001"), line(amount="60.00"), line("E10003", end_date="2026-03-31"), line("E10004")
    )


async def test_all_writes_settle_together_once_the_file_is_in_place(delivery: Delivery) -> None:
    await delivery.write(create(line()), create(line("E10003")))
    assert delivery.events == ["sending 2 into []", f"settled 2 in ['{delivery.layout.file}']"]


async def test_the_same_writes_twice_give_the_same_file(delivery: Delivery) -> None:
    ops = [create(line("E10003")), create(line())]
    await delivery.write(*ops)
    first = delivery.content
    await delivery.write(*reversed(ops))

    assert delivery.content == first


async def test_nothing_is_uploaded_when_the_file_is_right_already(delivery: Delivery) -> None:
    await delivery.write(create(line()))
    with delivery.server.session() as session:
        writer = delivery.writer(session)
        await writer.write([create(line())], sending=lambda _ops: None, settled=lambda _outcomes: None)
        assert writer.calls == 1


async def test_a_void_line_is_left_out(delivery: Delivery) -> None:
    await delivery.write(create(line()), create(line("E10003")))
    outcomes = await delivery.write(change(line(), WriteKind.TERMINATE, end_date="2025-12-31"))

    assert ([outcome.status for outcome in outcomes], delivery.holds(line("E10003"))) == (["confirmed"], True)


@pytest.mark.parametrize("kind", [WriteKind.CREATE, WriteKind.UPDATE])
async def test_a_void_line_that_is_not_there_needs_nothing(delivery: Delivery, kind: WriteKind) -> None:
    (outcome,) = await delivery.write(change(line(), kind, end_date="2025-12-31"))
    assert (outcome.status, delivery.content) == ("confirmed", None)


async def test_a_line_that_somebody_removed_is_not_changed_by_guess(delivery: Delivery) -> None:
    await delivery.write(create(line("E10003")))
    outcomes = await delivery.write(change(line(), amount="60.00"), change(line("E10003"), amount="60.00"))

    assert [(outcome.status, outcome.rule) for outcome in outcomes] == [
        ("rejected", "line.missing"),
        ("confirmed", None),
    ]


async def test_a_line_that_does_not_fit_is_rejected_and_the_others_go_out(delivery: Delivery) -> None:
    bad, good = await delivery.write(create(line(amount="much")), create(line("E10003")))

    assert (bad.field, bad.rule, good.status) == ("amount", "file.format", "confirmed")
    assert delivery.holds(line("E10003"))


async def _twice(delivery: Delivery) -> None:
    await delivery.write(create(line()), create(line("E10003")))
    path = delivery.server.folder / delivery.layout.file
    header, first, *others = path.read_text().splitlines(keepends=True)
    path.write_text("".join([header, first, first.replace("52.10", "9.99"), *others]))


async def test_of_two_copies_of_a_line_the_first_is_the_line_and_the_other_is_counted(
    delivery: Delivery,
) -> None:
    await _twice(delivery)
    found = await delivery.lines()

    assert {key: (one["amount"], one[COPIES]) for key, one in found.items()} == {
        key_of_line(line()): ("52.10", "2"),
        key_of_line(line("E10003")): ("52.10", None),
    }


async def test_a_write_to_a_line_leaves_one_copy_of_it(delivery: Delivery) -> None:
    await _twice(delivery)
    await delivery.write(change(line(), **line()))

    assert delivery.holds(line(), line("E10003"))


async def test_a_spoiled_file_stops_the_run_and_is_left_as_it_is(delivery: Delivery) -> None:
    (delivery.server.folder / delivery.layout.file).write_text("somebody's notes\n")

    with pytest.raises(VendorContractError, match="first line is not the header"):
        await delivery.write(create(line()))
    assert delivery.content == b"somebody's notes\n"


# What goes wrong on the way


async def test_a_read_only_folder_is_named(delivery: Delivery) -> None:
    await delivery.write(create(line()))

    with pytest.raises(ConnectionSettingsError, match=f"folder {delivery.server.folder} refuses access"):
        await delivery.write(create(line("E10003")), client="reader")
    assert (delivery.holds(line()), delivery.outcomes) == (True, [])


@pytest.mark.parametrize(
    ("client", "words"),
    [("limited", "its disk or quota is full"), ("cut", "the connection was lost")],
    ids=["full disk", "lost connection"],
)
async def test_an_upload_that_breaks_off_leaves_the_old_file(
    delivery: Delivery, client: str, words: str
) -> None:
    await delivery.write(create(line()))
    with pytest.raises(VendorUnavailableError, match=words):
        await delivery.write(*map(create, many()), client=client)

    assert (delivery.holds(line()), delivery.outcomes) == (True, [])


@pytest.mark.parametrize("client", ["limited", "cut"])
async def test_after_a_broken_upload_the_next_run_carries_on(delivery: Delivery, client: str) -> None:
    with pytest.raises(VendorUnavailableError):
        await delivery.write(*map(create, many()), client=client)
    await delivery.write(*map(create, many()))

    assert delivery.holds(*many())


async def test_a_full_disk_keeps_no_unfinished_upload(delivery: Delivery) -> None:
    with pytest.raises(VendorUnavailableError):
        await delivery.write(*map(create, many()), client="limited")
    assert delivery.names == set()


async def test_unfinished_uploads_of_killed_runs_are_removed_when_they_are_old(delivery: Delivery) -> None:
    file = delivery.layout.file
    parts = {f".{file}.0123.part": STALE_SECONDS + 60, f".{file}.4567.part": 60, ".other.csv.89.part": 99_999}
    for name, age in parts.items():
        (delivery.server.folder / name).write_text("half")
        now = (delivery.server.folder / name).stat().st_mtime
        os.utime(delivery.server.folder / name, (now - age, now - age))
    await delivery.write(create(line()))

    assert delivery.names == {file, f".{file}.4567.part", ".other.csv.89.part"}


class Rival:
    """A session in which somebody else replaces the file before each of the first renames."""

    def __init__(self, sftp: paramiko.SFTPClient, delivery: Delivery, times: int) -> None:
        self._sftp = sftp
        self._delivery = delivery
        self._times = times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sftp, name)

    def stat(self, path: str) -> Any:
        found = self._sftp.stat(path)
        if self._times and path.endswith(".part"):  # it was just uploaded
            self._times -= 1
            path = self._delivery.server.folder / self._delivery.layout.file
            lines = [line(f"E2000{number}") for number in range(self._times + 1)]
            path.write_bytes(written(self._delivery.layout, frame(*lines)))
        return found


async def test_a_file_that_changed_since_it_was_read_is_read_again(delivery: Delivery) -> None:
    await delivery.write(create(line()), sftp=lambda session: Rival(session, delivery, 1))
    assert delivery.holds(line(), line("E20000"))


async def test_a_file_that_keeps_changing_is_left_to_the_other(delivery: Delivery) -> None:
    with pytest.raises(VendorUnavailableError, match="somebody else keeps replacing the file"):
        await delivery.write(create(line()), sftp=lambda session: Rival(session, delivery, 9))
    assert delivery.outcomes == []


async def test_a_server_that_cannot_replace_a_file_is_refused(delivery: Delivery) -> None:
    class Old:
        def __init__(self, sftp: paramiko.SFTPClient) -> None:
            self._sftp = sftp

        def __getattr__(self, name: str) -> Any:
            return getattr(self._sftp, name)

        def posix_rename(self, _old: str, _new: str) -> None:
            raise OSError("Operation unsupported")

    with pytest.raises(ConnectionSettingsError, match="cannot replace a file in one step"):
        await delivery.write(create(line()), sftp=Old)
    assert delivery.names == set()


# Killed at each point


class KilledError(BaseException):
    """The process is gone: nothing after it is done, no cleaning up either."""


class Mortal:
    """A session that dies before its n-th call, and answers nothing afterwards."""

    def __init__(self, sftp: paramiko.SFTPClient, calls_left: int) -> None:
        self._sftp = sftp
        self.calls_left = calls_left

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            if self.calls_left <= 0:
                raise KilledError
            self.calls_left -= 1
            return getattr(self._sftp, name)(*arguments, **options)

        return call


async def _calls_of_a_write(delivery: Delivery, *ops: WriteOp) -> int:
    alive: list[Mortal] = []

    def immortal(session: paramiko.SFTPClient) -> Mortal:
        alive.append(Mortal(session, 1000))
        return alive[0]

    await delivery.write(*ops, sftp=immortal)
    return 1000 - alive[0].calls_left


async def test_killed_at_any_point_the_file_is_the_old_or_the_new_one(delivery: Delivery) -> None:
    before = [create(line())]
    after = [change(line(), amount="60.00"), create(line("E10003"))]
    await delivery.write(*before)
    calls = await _calls_of_a_write(delivery, *after)
    new = delivery.content
    path = delivery.server.folder / delivery.layout.file
    seen = []
    for number in range(calls):
        path.unlink()
        await delivery.write(*before)
        old = delivery.content
        with pytest.raises(KilledError):
            await delivery.write(*after, sftp=lambda session, number=number: Mortal(session, number))
        seen.append({old: "old", new: "new"}[delivery.content])
        await delivery.write(*after)
        assert delivery.content == new

    assert (seen[0], seen[-1], len(seen) > 5) == ("old", "new", True)
    assert seen == sorted(seen, reverse=True)
