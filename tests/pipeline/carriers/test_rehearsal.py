"""What a rehearsal found to differ is listed for people, without anybody's coverage."""

import pandas as pd
import pytest

from benefits_sync.errors import RunError
from benefits_sync.pipeline.carriers.rehearsal import COLUMNS, keep_differences
from benefits_sync.store.artifacts import ArtifactStore
from tests.pipeline.carriers.carrier_site import INTEGRATION
from tests.pipeline.site import KEY

RUN = "20261120-00ab"
ADDED = ("brightleaf_dental", "", "E10002", "7a7d4c8944d2", "18", "added", "DEN", "DPPO1", None)
VANISHED = ("cedarline_health", "", "E10003", "81026525a808", "18", "vanished", None, None, None)


@pytest.fixture
def store(tmp_path):
    return ArtifactStore(str(tmp_path / "artifacts"), KEY)


def listing(store, *names):
    keep_differences(store, RUN, names)
    return store.read_csv(store.folder(INTEGRATION, RUN), "differences").decode().splitlines()


def test_the_files_of_all_carriers_are_in_one_list(store):
    for name, row in (("one", ADDED), ("two", VANISHED)):
        frame = pd.DataFrame([row], columns=list(COLUMNS), dtype=object)
        store.write_frame(store.folder(INTEGRATION, RUN), name, frame)
    assert listing(store, "one", "two") == [
        ",".join(COLUMNS),
        "brightleaf_dental,,E10002,7a7d4c8944d2,18,added,•••,•••,",
        "cedarline_health,,E10003,81026525a808,18,vanished,,,",
    ]


def test_a_run_that_compared_nothing_has_no_list(store):
    with pytest.raises(RunError, match="differences"):
        listing(store)
