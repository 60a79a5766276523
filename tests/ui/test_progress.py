"""How far a run has come, in words."""

import pytest

from benefits_sync.models.runs import Counts
from benefits_sync.ui.airflow_runs import TaskState
from benefits_sync.ui.progress import progress_of


def task(task_id, state, map_index=-1):
    return TaskState(task_id, map_index, state)


EXTRACTED = task("extract_employees", "success")


@pytest.mark.parametrize(
    ("tasks", "stage"),
    [
        ([], "Waits for the scheduler"),
        ([task("extract_employees", None)], "Waits for the scheduler"),
        ([task("extract_employees", "queued")], "Extract employees: waits for a slot"),
        ([task("extract_employees", "running")], "Extract employees"),
        ([EXTRACTED, task("plan_changes", None)], "Between two tasks"),
        ([EXTRACTED, task("plan_changes", "up_for_retry")], "Plan changes: will be tried again"),
        ([EXTRACTED, task("approve_plan", "awaiting_input")], "Approve plan: waits for an answer"),
    ],
)
def test_the_stage_is_told_by_the_task_at_work(tasks, stage):
    assert progress_of(tasks, None).stage == stage


def test_the_part_of_a_mapped_task_is_counted():
    parts = [task("apply_plan", "success", 0), task("apply_plan", "running", 1), task("apply_plan", None, 2)]
    assert progress_of(parts, None).stage == "Apply plan, part 2 of 3"


def test_a_running_task_is_told_before_one_that_waits():
    parts = [task("apply_plan", "queued", 0), task("apply_plan", "running", 1)]
    assert progress_of(parts, None).stage == "Apply plan, part 2 of 2"


def test_a_skipped_or_failed_task_is_a_step_done():
    tasks = [
        EXTRACTED,
        task("approve_plan", "skipped"),
        task("apply_plan", "failed"),
        task("close_run", None),
    ]
    assert (progress_of(tasks, None).steps_done, progress_of(tasks, None).steps) == (3, 4)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (None, ""),
        (Counts(), ""),
        (Counts(created=1000, updated=200), "1,200 written"),
        (Counts(created=3, rejected=2), "3 written, 2 refused"),
    ],
)
def test_counts_are_told_once_there_is_something_to_count(counts, told):
    assert progress_of([], counts).counts == told
