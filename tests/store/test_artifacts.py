"""Artifacts: what was written comes back exactly, to nobody without the key, whole or not at all."""

import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import fsspec
import pandas as pd
import pytest

from benefits_sync.errors import ConnectionSettingsError, ParameterError, RunError, StoreUnavailableError
from benefits_sync.redaction import MASK
from benefits_sync.store.artifacts import ArtifactStore
from tests.store.samples import EXPORT, KEY, NOW

RUN = "20261120-5f0c1a2b3d4e"
CANARY = "987-65-4321"
FRAME = pd.DataFrame(
    {"record_key": ["E1", "E2", "E3"], "ssn": [CANARY, None, ""], "last_name": ["Øst", "=1+1", 'a,"b"\n']},
    dtype=object,
)


@pytest.fixture
def store(root):
    return ArtifactStore(root, KEY)


@pytest.fixture
def local(tmp_path):
    return ArtifactStore(tmp_path / "artifacts", KEY)


@pytest.fixture
def folder(store):
    return store.folder(EXPORT, RUN)


def raw(uri):
    with fsspec.open(uri, "rb") as file:
        return file.read()


def test_a_runs_folder_is_named_by_integration_day_and_run(store):
    assert store.folder(EXPORT, RUN) == f"demographic_export/2026/11/20/{RUN}"


def test_a_frame_comes_back_exactly(store, folder):
    store.write_frame(folder, "plan", FRAME)
    pd.testing.assert_frame_equal(store.read_frame(folder, "plan"), FRAME)


def test_none_comes_back_as_none_and_never_as_nan(store, folder):
    store.write_frame(folder, "plan", FRAME)
    assert [type(value) for value in store.read_frame(folder, "plan")["ssn"]] == [str, type(None), str]


@pytest.mark.parametrize("rows", [0, 2])
def test_empty_frames_and_columns_of_none_come_back(store, folder, rows):
    frame = pd.DataFrame({"a": [None] * rows, "b": [None] * rows}, dtype=object)
    store.write_frame(folder, "plan", frame)
    pd.testing.assert_frame_equal(store.read_frame(folder, "plan"), frame, check_index_type=False)


def test_a_frame_without_columns_comes_back(store, folder):
    store.write_frame(folder, "plan", pd.DataFrame())
    assert store.read_frame(folder, "plan").shape == (0, 0)


def test_a_filtered_frame_comes_back_without_its_index(store, folder):
    store.write_frame(folder, "plan", FRAME.iloc[[2]])
    assert store.read_frame(folder, "plan").index.tolist() == [0]


def test_a_second_write_replaces_the_first(store, folder):
    store.write_frame(folder, "plan", FRAME)
    store.write_frame(folder, "plan", FRAME.iloc[:1])
    assert len(store.read_frame(folder, "plan")) == 1


@pytest.mark.parametrize("value", [12345, float("nan"), True, "\ud800"])
def test_anything_but_text_is_refused_by_column_and_without_its_value(store, folder, value):
    with pytest.raises(TypeError, match="column pay_rate holds something other than text") as caught:
        store.write_frame(folder, "plan", pd.DataFrame({"pay_rate": ["1", value]}, dtype=object))
    assert caught.value.__cause__ is None
    assert "12345" not in str(caught.value)


def test_a_json_value_comes_back(store, folder):
    store.write_json(folder, "summary", {"counts": {"read": 3}, "guards": []})
    assert store.read_json(folder, "summary") == {"counts": {"read": 3}, "guards": []}


def test_no_value_or_column_name_can_be_read_from_a_file(store, folder):
    frame_uri = store.write_frame(folder, "plan", FRAME)
    json_uri = store.write_json(folder, "summary", {"ssn": CANARY})
    content = raw(frame_uri) + raw(json_uri)
    assert not [word for word in (CANARY.encode(), b"ssn", b"record_key") if word in content]


def test_the_uri_of_a_frame_is_where_it_was_written(store, folder):
    assert store.write_frame(folder, "plan", FRAME) == store.uri(folder, "plan")


@pytest.mark.parametrize("kind", ["frame", "json"])
def test_another_key_cannot_read_and_the_message_says_so(root, store, folder, kind):
    store.write_frame(folder, "plan", FRAME)
    store.write_json(folder, "plan", {"a": 1})
    stranger = ArtifactStore(root, b"another key of thirty-two bytes!")
    with pytest.raises(ConnectionSettingsError, match="artifact plan was written with another key"):
        (stranger.read_frame if kind == "frame" else stranger.read_json)(folder, "plan")


def test_an_artifact_that_was_purged_is_told(store, folder):
    with pytest.raises(RunError, match=r"no artifact plan in .*never written, or it was purged"):
        store.read_frame(folder, "plan")


@pytest.mark.parametrize("kept", [0, 3, 100, -20])
def test_a_frame_cut_short_is_damaged(local, folder_of, kept):
    path = Path(local.write_frame(folder_of, "plan", FRAME))
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(RunError, match=r"artifact plan in .* is damaged"):
        local.read_frame(folder_of, "plan")


def test_a_changed_byte_is_noticed(local, folder_of):
    path = Path(local.write_frame(folder_of, "plan", FRAME))
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    with pytest.raises(RunError, match="damaged"):
        local.read_frame(folder_of, "plan")


def test_a_json_file_cannot_take_the_place_of_another(local, folder_of):
    approved = Path(local.write_json(folder_of, "approved", {"approved": True}))
    asked = Path(local.write_json(folder_of, "asked", {"approved": False}))
    asked.write_bytes(approved.read_bytes())
    with pytest.raises(ConnectionSettingsError):
        local.read_json(folder_of, "asked")


@pytest.fixture
def folder_of(local):
    return local.folder(EXPORT, RUN)


def test_files_and_folders_are_for_their_owner_only(local, folder_of):
    before = os.umask(0)
    try:
        path = Path(local.write_frame(folder_of, "plan", FRAME))
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent, path.parents[5])]
    assert modes == [0o600, 0o700, 0o700]


def test_no_draft_is_left_beside_a_file(local, folder_of):
    path = Path(local.write_frame(folder_of, "plan", FRAME))
    assert [entry.name for entry in path.parent.iterdir()] == ["plan.parquet"]


FULL_DISK = """
import resource, sys
import pandas as pd
from benefits_sync.errors import StoreUnavailableError
from benefits_sync.store.artifacts import ArtifactStore
store = ArtifactStore(sys.argv[1], {key!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
frame = pd.DataFrame({{"a": [str(n * 7919) for n in range(50_000)]}}, dtype=object)
try:
    store.write_frame({folder!r}, "plan", frame)
except StoreUnavailableError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_earlier_file_and_no_draft(local, folder_of, tmp_path):
    path = Path(local.write_frame(folder_of, "plan", FRAME))
    script = FULL_DISK.format(key=KEY, folder=folder_of)
    said = subprocess.check_output([sys.executable, "-c", script, str(tmp_path / "artifacts")], text=True)
    assert said == "writing artifact plan: the disk is full; make room, then run the task again\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["plan.parquet"]
    pd.testing.assert_frame_equal(local.read_frame(folder_of, "plan"), FRAME)


def test_a_root_that_is_a_file_is_unavailable(tmp_path):
    (tmp_path / "file").write_text("x")
    store = ArtifactStore(tmp_path / "file", KEY)
    with pytest.raises(StoreUnavailableError, match="writing artifact plan"):
        store.write_frame(store.folder(EXPORT, RUN), "plan", FRAME)


@pytest.mark.parametrize(
    ("folder", "name"), [("../../etc", "passwd"), ("a/../b", "x"), ("a", "../x"), ("", "x")]
)
def test_a_path_out_of_the_root_is_refused(local, folder, name):
    with pytest.raises(ParameterError, match="is no artifact"):
        local.read_frame(folder, name)


@pytest.mark.parametrize("reference_id", ["", "x", "../20261120-aa", "20261120"])
def test_a_folder_needs_a_reference_id(local, reference_id):
    with pytest.raises(ParameterError, match="is no run"):
        local.folder(EXPORT, reference_id)


def test_a_csv_masks_what_is_sensitive_and_defuses_formulas(store, folder):
    frame = FRAME.assign(note=["=cmd()", "-1+1", None], cost_center=["A", "B", None])
    content = raw(store.write_csv(folder, "output", frame, sensitive=["cost_center"])).decode()
    assert content == (
        "record_key,ssn,last_name,note,cost_center\n"
        f"E1,{MASK},{MASK},'=cmd(),{MASK}\n"
        f"E2,,{MASK},'-1+1,{MASK}\n"
        f"E3,{MASK},{MASK},,\n"
    )


def test_an_amount_below_zero_is_a_number_in_a_csv(store, folder):
    frame = pd.DataFrame({"per_pay": ["-48.10", "-7"]}, dtype=object)
    assert raw(store.write_csv(folder, "output", frame)) == b"per_pay\n-48.10\n-7\n"


def test_a_csv_of_nothing_has_its_header(store, folder):
    assert raw(store.write_csv(folder, "errors", FRAME.iloc[:0])) == b"record_key,ssn,last_name\n"


def test_a_purge_removes_runs_older_than_the_limit_and_counts_them(store):
    for day in ("20261001", "20261019", "20261021"):
        store.write_frame(store.folder(EXPORT, f"{day}-aa"), "plan", FRAME)
        store.write_frame(store.folder(EXPORT, f"{day}-bb"), "plan", FRAME)
    assert store.purge(NOW - timedelta(days=30)) == 4


def test_a_purged_run_is_gone_and_a_younger_one_stays(store):
    old, young = store.folder(EXPORT, "20261019-aa"), store.folder(EXPORT, "20261021-aa")
    for folder in (old, young):
        store.write_frame(folder, "plan", FRAME)
    store.purge(NOW - timedelta(days=30))
    with pytest.raises(RunError):
        store.read_frame(old, "plan")
    assert len(store.read_frame(young, "plan")) == 3


def test_a_purge_leaves_what_is_not_a_run(local, tmp_path):
    keep = tmp_path / "artifacts" / "notes" / "2020" / "13" / "45" / "x"
    keep.mkdir(parents=True)
    assert local.purge(NOW) == 0
    assert keep.is_dir()


def test_a_purge_of_an_empty_store_removes_nothing(store):
    assert store.purge(NOW) == 0
