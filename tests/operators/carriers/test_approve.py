"""Who is asked about held files, and that an answer lets through exactly the files it names."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import TaskAwaitingInput

from benefits_sync.errors import GuardError
from benefits_sync.models.carriers import FileState
from benefits_sync.operators.carriers.approve import REFUSE, ApproveFilesOperator, approval_of
from benefits_sync.operators.carriers.carrier_operator import CarrierFeed
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome, FileOutcome
from benefits_sync.pipeline.carriers.snapshot import SnapshotSources
from benefits_sync.store.approvals import Decision
from tests.operators.conftest import answered, context
from tests.store.carriers.samples import DENTAL, at, did, kept
from tests.store.samples import NOW, begin

DAG_ID, RUN_ID = "carrier_edi_delivery", "manual__1"


@pytest.fixture
def ledger(ledger):
    """The ledger, with a run that was opened."""
    begin(ledger, RUN_ID, dag_id=DAG_ID, user="dana")
    return ledger


@pytest.fixture
def told():
    """What people were told at once."""
    return []


@pytest.fixture
def unreachable(request):
    """Whether those who are to be told cannot be reached."""
    return getattr(request, "param", False)


@pytest.fixture
def task(ledger, told, unreachable):
    """The task, after a build with these files."""

    def prepared(*files):
        feed = CarrierFeed(
            name=DAG_ID,
            title="Carrier files",
            zone="America/Denver",
            sources=SnapshotSources(SimpleNamespace),
            source_host=str,
            tell=lambda sentences: told.append(sentences) is None and not unreachable,
            mail=lambda *_: True,
        )
        operator = ApproveFilesOperator(
            task_id="approve_files",
            feed=feed,
            carrier=DENTAL,
            build_task_id="build_files",
            subject="May these carrier files be sent?",
            answer_within=timedelta(hours=12),
        )
        return Task(operator, built(*files))

    return prepared


def built(*files):
    outcomes = tuple(FileOutcome.of(file) for file in files)
    return CarrierOutcome(carrier=DENTAL, files=outcomes).model_dump(mode="json")


class Task:
    """One mapped task instance: asks, and is answered."""

    def __init__(self, operator, outcome):
        self.operator = operator
        self.context = context({"build_files": outcome}, dag_id=DAG_ID, user="dana", map_index=3)

    def ask(self):
        return self.operator.execute(self.context)

    def wait(self):
        with pytest.raises(TaskAwaitingInput):
            self.ask()
        return self

    def answer(self, option, by):
        return self.operator.execute_complete(self.context, answered(option, by))


def held(ledger, group="WEST"):
    return at(ledger, FileState.HELD, f"held {group}", group=group)


def states(ledger, *files):
    return [ledger.carriers.files.get(file.id).state for file in files]


# Asking


def test_files_that_no_gate_holds_pass(ledger, task, questions):
    going = at(ledger, FileState.APPROVED)
    assert (task(going).ask(), questions) == ([going.id], [])


def test_a_refused_file_is_neither_asked_about_nor_sent(ledger, task, questions):
    refused = kept(ledger)
    refused = ledger.carriers.moves.move(refused.id, FileState.REFUSED, did())
    assert (task(refused).ask(), questions) == ([], [])


def test_a_rehearsal_asks_nobody(task, questions):
    assert (task().ask(), questions) == ([], [])


def test_a_held_file_waits_for_half_a_day(ledger, task, questions):
    with pytest.raises(TaskAwaitingInput) as waiting:
        task(held(ledger)).ask()
    assert waiting.value.timeout == timedelta(hours=12)


def test_the_question_names_carrier_and_files_and_no_answer_means_no(ledger, task, questions):
    file = held(ledger)
    task(file).wait()
    assert (questions[0]["subject"], questions[0]["options"], questions[0]["defaults"]) == (
        f"{DENTAL}: may file {file.id} be sent?",
        [f"Send file {file.id}", REFUSE],
        [REFUSE],
    )


def test_the_ledger_keeps_that_somebody_was_asked(ledger, task, questions):
    file = held(ledger)
    task(file).wait()
    (asked,) = ledger.approvals.of_run(ledger.runs.of_airflow_run(DAG_ID, RUN_ID).reference_id)
    assert asked.plan_id == f"{DENTAL}: file {file.id}"


# Answers


def test_another_person_s_yes_lets_the_held_files_go_with_the_others(ledger, task, questions):
    waits, going = held(ledger), at(ledger, FileState.APPROVED, "run 2", group="EAST")
    one = task(waits, going).wait()
    assert one.answer(approval_of([waits.id]), by="erin") == [waits.id, going.id]


def test_a_yes_is_kept_with_the_file_and_with_the_run(ledger, task, questions):
    file = held(ledger)
    task(file).wait().answer(approval_of([file.id]), by="erin")
    reference_id = ledger.runs.of_airflow_run(DAG_ID, RUN_ID).reference_id
    assert (ledger.carriers.files.history(file.id)[-1].who, ledger.approvals.approver(reference_id)) == (
        "erin",
        "erin",
    )


def test_a_no_refuses_the_held_files_and_lets_the_others_go(ledger, task, questions):
    waits, going = held(ledger), at(ledger, FileState.APPROVED, "run 2", group="EAST")
    passed = task(waits, going).wait().answer(REFUSE, by="erin")
    assert (passed, states(ledger, waits)) == ([going.id], [FileState.REFUSED])


def test_no_answer_in_time_refuses_the_file_and_is_told_at_once(ledger, task, questions, told):
    file = held(ledger)
    task(file).wait().answer(REFUSE, by=None)
    assert (states(ledger, file), [[line.rpartition(": ")[2] for line in one] for one in told]) == (
        [FileState.REFUSED],
        [["it was not approved in time"]],
    )


@pytest.mark.parametrize("unreachable", [False, True], indirect=True)
def test_a_no_is_told_or_else_left_to_the_carrier_s_next_task(ledger, task, questions, unreachable):
    file = held(ledger)
    task(file).wait().answer(REFUSE, by="erin")
    untold = [alarm.file for alarm in ledger.carriers.alarms.untold(DENTAL)]
    assert untold == ([file.id] if unreachable else [])


def test_one_s_own_yes_is_kept_and_the_question_asked_again(ledger, task, questions):
    file = held(ledger)
    one = task(file).wait()
    with pytest.raises(TaskAwaitingInput):
        one.answer(approval_of([file.id]), by="dana")
    reference_id = ledger.runs.of_airflow_run(DAG_ID, RUN_ID).reference_id
    decided = [asked.decision for asked in ledger.approvals.of_run(reference_id)]
    assert (states(ledger, file), decided[0]) == ([FileState.HELD], Decision.OWN_IGNORED)


def test_one_s_own_no_counts(ledger, task, questions):
    file = held(ledger)
    assert task(file).wait().answer(REFUSE, by="dana") == []


# One question, these files


def test_a_yes_about_other_files_lets_nothing_through(ledger, task, questions):
    file = held(ledger)
    one = task(file).wait()
    with pytest.raises(GuardError, match="start a new run"):
        one.answer(approval_of([file.id + 1]), by="erin")
    assert states(ledger, file) == [FileState.HELD]


def test_a_run_does_not_ask_about_other_files_of_the_carrier(ledger, task, questions):
    first = held(ledger)
    task(first).wait()
    with pytest.raises(GuardError, match=f"already asked about plan {DENTAL}: file {first.id}"):
        task(held(ledger, "EAST")).ask()


def test_a_file_set_aside_meanwhile_does_not_go_with_the_others(ledger, task, questions):
    west, east = held(ledger), held(ledger, "EAST")
    one = task(west, east).wait()
    ledger.carriers.moves.move(west.id, FileState.QUARANTINED, did())
    assert one.answer(approval_of([west.id, east.id]), by="erin") == [east.id]


def test_a_task_that_was_killed_after_the_yes_goes_on(ledger, task, questions):
    file = held(ledger)
    one = task(file).wait()
    one.answer(approval_of([file.id]), by="erin")
    assert one.answer(approval_of([file.id]), by="erin") == [file.id]


def test_a_task_that_was_killed_between_the_yes_and_its_files_goes_on(ledger, task, questions):
    file = held(ledger)
    one = task(file).wait()
    reference_id = ledger.runs.of_airflow_run(DAG_ID, RUN_ID).reference_id
    ledger.approvals.answer(reference_id, f"{DENTAL}: file {file.id}", "erin", Decision.APPROVED, NOW)
    assert (one.ask(), ledger.carriers.files.history(file.id)[-1].who) == ([file.id], "erin")
