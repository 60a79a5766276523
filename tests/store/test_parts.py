"""Large files leave in parts: together they are the whole file, and a wrong key is known before the first."""

import pandas as pd
import pytest

from benefits_sync.errors import ConnectionSettingsError, RunError
from benefits_sync.redaction import MASK
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.csv_file import csv_of, csv_parts
from tests.store.samples import EXPORT, KEY

RUN = "20261120-5f0c1a2b3d4e"
FRAME = pd.DataFrame(
    {"employee": [f"E{number}" for number in range(25)], "ssn": [None, "987-65-4321"] * 12 + [None]},
    dtype=object,
)


@pytest.fixture
def store(tmp_path):
    return ArtifactStore(tmp_path, KEY)


@pytest.fixture
def folder(store):
    folder = store.folder(EXPORT, RUN)
    store.write_frame(folder, "source", FRAME)
    return folder


def test_a_frame_comes_back_in_parts_of_the_size_asked_for(store, folder):
    assert [len(part) for part in store.read_frame_parts(folder, "source", 10)] == [10, 10, 5]


def test_the_parts_together_are_the_frame(store, folder):
    parts = pd.concat(store.read_frame_parts(folder, "source", 10), ignore_index=True)
    pd.testing.assert_frame_equal(parts, FRAME)


def test_a_frame_without_rows_is_one_part_that_names_its_columns(store, folder):
    store.write_frame(folder, "source", FRAME.head(0))
    (part,) = store.read_frame_parts(folder, "source", 10)
    assert list(part.columns) == ["employee", "ssn"]


def test_another_key_is_known_before_the_first_part(store, folder, tmp_path):
    other = ArtifactStore(tmp_path, bytes(reversed(KEY)))
    with pytest.raises(ConnectionSettingsError, match="another key"):
        other.read_frame_parts(folder, "source", 10)


def test_a_purged_frame_is_known_before_the_first_part(store, folder):
    with pytest.raises(RunError, match="purged"):
        store.read_frame_parts(folder, "plan", 10)


@pytest.mark.parametrize("masked", [(), ("ssn",)])
def test_csv_in_parts_is_the_csv_of_the_whole(store, folder, masked):
    parts = csv_parts(store.read_frame_parts(folder, "source", 10), masked)
    assert b"".join(parts) == csv_of(FRAME, masked)


def test_a_csv_file_comes_back_as_it_was_written(store, folder):
    store.write_csv(folder, "output", FRAME)
    assert store.read_csv(folder, "output") == csv_of(FRAME, ["ssn"])
    assert MASK.encode() in store.read_csv(folder, "output")
