"""The vault: bytes come back exactly, to nobody without the key, whole or not at all, for years."""

import hashlib
import stat
from datetime import timedelta
from pathlib import Path

import fsspec
import pytest

from benefits_sync.errors import ConnectionSettingsError, ParameterError, RunError, StoreUnavailableError
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.carriers.sealing import PART
from tests.store.samples import EXPORT, KEY, NOW

CANARY = b"REF*0F*987654321~"


@pytest.fixture
def vault(root):
    return ArtifactStore(root, KEY).vault


@pytest.fixture
def local(tmp_path):
    return ArtifactStore(tmp_path / "artifacts", KEY).vault


def digest(content):
    return hashlib.sha256(content).hexdigest()


def deposit(vault, content=CANARY, at=NOW, carrier="brightleaf_dental"):
    with vault.put(carrier, "BLD_1.edi", at) as kept:
        for start in range(0, len(content), 100_000):
            kept.write(content[start : start + 100_000])
    return kept


def read(vault, uri, content):
    with vault.open(uri, digest(content)) as file:
        return file.read()


def sealed_path(tmp_path, kept):
    return tmp_path / "artifacts" / kept.uri


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART + 7])
def test_bytes_come_back_exactly(vault, size):
    content = (CANARY * (size // len(CANARY) + 1))[:size]
    kept = deposit(vault, content)
    assert read(vault, kept.uri, content) == content
    assert (kept.size, kept.sha256) == (size, digest(content))


def test_a_file_can_be_read_part_by_part(vault):
    content = CANARY * 60_000
    kept = deposit(vault, content)
    with vault.open(kept.uri, kept.sha256) as file:
        assert b"".join(iter(lambda: file.read(32_768), b"")) == content


def test_a_second_file_of_the_name_does_not_touch_the_first(vault):
    first, second = deposit(vault, b"first"), deposit(vault, b"second")
    assert (read(vault, first.uri, b"first"), read(vault, second.uri, b"second")) == (b"first", b"second")


def test_nothing_of_it_can_be_read_from_the_disk(local, tmp_path):
    kept = deposit(local, CANARY * 1_000)
    assert b"987654321" not in sealed_path(tmp_path, kept).read_bytes()


def test_only_the_owner_may_read_it(local, tmp_path):
    path = sealed_path(tmp_path, deposit(local))
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)] == [0o600, 0o700]


def test_a_failed_write_leaves_nothing(vault, root):
    def fail():
        with vault.put("brightleaf_dental", "BLD_1.edi", NOW) as kept:
            kept.write(CANARY * 50_000)
            raise RuntimeError("the build failed")

    with pytest.raises(RuntimeError, match="the build failed"):
        fail()
    filesystem, path = fsspec.core.url_to_fs(root)
    assert filesystem.find(path) == []


def test_another_key_opens_nothing(vault, root):
    kept = deposit(vault)
    stranger = ArtifactStore(root, bytes(32)).vault
    with (
        stranger.open(kept.uri, kept.sha256) as file,
        pytest.raises(ConnectionSettingsError, match="another key"),
    ):
        file.read()


def test_a_file_put_in_anothers_place_is_refused(local, tmp_path):
    first, second = deposit(local, b"first"), deposit(local, b"other")
    sealed_path(tmp_path, first).replace(sealed_path(tmp_path, second))
    with local.open(second.uri, digest(b"first")) as file, pytest.raises(ConnectionSettingsError):
        file.read()


def cut(sealed):
    return sealed[: 20 + PART + 16]


def exchanged(sealed):
    first, second = sealed[20 : 20 + PART + 16], sealed[20 + PART + 16 : 20 + 2 * (PART + 16)]
    return sealed[:20] + first + first + sealed[20 + len(first) + len(second) :]


def changed(sealed):
    return sealed[:-1] + bytes([sealed[-1] ^ 1])


@pytest.mark.parametrize("harm", [exchanged, changed, lambda sealed: sealed[:10]])
def test_a_damaged_file_is_an_error_and_never_half_a_file(local, tmp_path, harm):
    content = CANARY * 60_000
    kept = deposit(local, content)
    path = sealed_path(tmp_path, kept)
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(RunError, match="is damaged"):
        read(local, kept.uri, content)


def test_a_file_cut_at_the_end_of_a_part_is_an_error(local, tmp_path):
    kept = deposit(local, CANARY * 60_000)
    path = sealed_path(tmp_path, kept)
    path.write_bytes(cut(path.read_bytes()))
    with pytest.raises((RunError, ConnectionSettingsError)):
        read(local, kept.uri, b"")


def test_bytes_that_the_ledger_does_not_know_are_an_error_before_the_end(vault):
    kept = deposit(vault)
    with vault.open(kept.uri, digest(b"others")) as file, pytest.raises(RunError, match="do not send them"):
        file.read()


@pytest.mark.parametrize(
    "uri", ["carrier_files/../../etc/passwd", "/etc/passwd", "carrier_files/a/2026-11-20/../x"]
)
def test_a_place_outside_the_vault_is_refused(vault, uri):
    with pytest.raises(ParameterError, match="no place in the vault"):
        vault.open(uri, "")


def test_a_full_disk_is_told_as_such(local, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        deposit(local)


def test_a_purge_removes_old_files_and_says_how_many(vault):
    old = [deposit(vault, at=NOW - timedelta(days=40)) for _ in range(2)]
    new = deposit(vault, at=NOW - timedelta(days=20))
    assert vault.purge(NOW - timedelta(days=30)) == 2
    assert read(vault, new.uri, CANARY) == CANARY
    with pytest.raises(RunError, match="it was purged"):
        vault.open(old[0].uri, old[0].sha256)


def test_the_purge_of_runs_leaves_the_vault_alone(root):
    store = ArtifactStore(root, KEY)
    kept = deposit(store.vault, at=NOW - timedelta(days=400))
    store.write_json(store.folder(EXPORT, "20251020-aa"), "summary", {})
    assert store.purge(NOW) == 1
    assert read(store.vault, kept.uri, CANARY) == CANARY


def test_nothing_is_left_open_or_beside_a_file(local, tmp_path):
    deposit(local)
    assert [path.suffix for path in Path(tmp_path).rglob("*") if path.is_file()] == [".sealed"]
