"""What is still to be written for a planned line: the same answer before, during and after writing."""

import json

import pytest

from benefits_sync.domain.deductions.outstanding import outstanding_lines
from benefits_sync.models.deductions import COPIES
from benefits_sync.models.writes import WriteKind
from tests.deduction_lines import key_of_line
from tests.domain.deductions.target import line

KEY = key_of_line(line())
ENDED = {"end_date": "2026-06-30"}
VOID = {"end_date": "2025-12-31"}
TWICE = line() | {COPIES: "2"}


def needed(action: str, changes: dict | None, current: dict | None) -> list[tuple]:
    row = {"record_key": KEY, "action": action, "changes": json.dumps(changes) if changes else None}
    return [(op.kind, op.members) for op in outstanding_lines(row, current)]


@pytest.mark.parametrize(
    ("action", "changes", "current", "expected"),
    [
        ("create", line(), None, [(WriteKind.CREATE, line() | {})]),
        ("create", line(), line(), []),
        ("create", line(), line(amount="1.00"), [(WriteKind.UPDATE, {"amount": "48.10"})]),
        ("update", {"amount": "48.10"}, line(amount="1.00"), [(WriteKind.UPDATE, {"amount": "48.10"})]),
        ("update", {"amount": "48.10"}, line(), []),
        (
            "update",
            {"annual_amount": None},
            line(annual_amount="9.00"),
            [(WriteKind.UPDATE, {"annual_amount": None})],
        ),
        ("terminate", ENDED, line(), [(WriteKind.TERMINATE, ENDED)]),
        ("terminate", ENDED | {"amount": "48.10"}, line(), [(WriteKind.TERMINATE, ENDED)]),
        ("terminate", ENDED, line(**ENDED), []),
        ("terminate", VOID, None, []),
        ("terminate", VOID, line(), [(WriteKind.TERMINATE, VOID)]),
        ("unchanged", None, line(), []),
        ("unchanged", None, TWICE, []),
        ("update", {"amount": "48.10"}, TWICE, [(WriteKind.UPDATE, {"amount": "48.10"})]),
        ("terminate", ENDED, TWICE | ENDED, [(WriteKind.TERMINATE, ENDED)]),
        ("terminate", ENDED, TWICE, [(WriteKind.TERMINATE, ENDED)]),
    ],
)
def test_only_what_differs_is_written(action, changes, current, expected):
    wanted = [
        (kind, {k: v for k, v in members.items() if v is not None or current}) for kind, members in expected
    ]
    assert needed(action, changes, current) == wanted


@pytest.mark.parametrize("action", ["update", "terminate"])
def test_a_line_that_is_gone_is_not_taken_for_done(action):
    assert needed(action, ENDED, None) != []
