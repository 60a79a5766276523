"""Words that carrier files share with the profiles and the envelope."""

import pytest

from benefits_sync.mapping.carriers.file import Kind
from benefits_sync.models.carriers import Counted, FileKind, FileMeasures, PartCounted, Usage, Verdict
from benefits_sync.x12.codes.envelope import Usage as EnvelopeUsage


def test_kinds_of_files_are_those_of_a_profile():
    assert [kind.value for kind in FileKind] == [kind.value for kind in Kind]


def test_test_and_production_are_marked_as_in_the_envelope():
    assert {usage.value for usage in Usage} == {usage.value for usage in EnvelopeUsage}


def test_measures_come_back_from_json_as_they_were():
    measures = FileMeasures(
        kind=FileKind.FULL,
        totals=Counted(members_before=4),
        parts=(PartCounted(group="WEST", line="dental", vanished=1),),
        snapshot_age_hours=1.5,
    )
    assert FileMeasures.model_validate(measures.model_dump(mode="json")) == measures


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        ([], Verdict.PASS),
        ([Verdict.LIST, Verdict.PASS], Verdict.LIST),
        ([Verdict.SKIP, Verdict.HOLD], Verdict.SKIP),
        ([Verdict.REFUSE, Verdict.SKIP], Verdict.REFUSE),
    ],
)
def test_the_gravest_verdict_decides(verdicts, worst):
    assert Verdict.worst(verdicts) is worst
