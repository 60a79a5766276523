"""Whole runs under ``dag.test()``: what is sent, handed on, told and kept."""

import json
from dataclasses import dataclass

import pytest
from airflow.models.dagrun import DagRun

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState
from benefits_sync.models.runs import RunStatus, RunSummary
from benefits_sync.pipeline.carriers.bench import INTEGRATION
from scripts.local_carrier_api import Fault
from tests.operators.carriers.conftest import CARRIER, answering
from tests.operators.conftest import handed_on, instance

GROUP = "one_carrier"
STRAY = (
    "ISA*00*          *00*          *ZZ*HARBORSTONE    *ZZ*NOBODY         "
    "*261120*0400*^*00501*000000999*0*P*:~"
    "GS*FA*HARBORSTONE*NOBODY*20261120*0400*1*X*005010X231A1~ST*999*0001*005010X231A1~"
    "AK1*BE*999*005010X220A1~AK9*A*1*1*1~SE*4*0001~GE*1*1~IEA*1*000000999~"
)
"""A 999 about a file that we never sent."""


@pytest.fixture(scope="module")
def first(installed):
    """The first run: a file for each benefit, of which some are too small for the carrier."""
    run = installed.run()
    return First(run, installed.summary(run), installed.files(run), installed.inbox(), installed.told())


@dataclass(frozen=True)
class First:
    run: DagRun
    summary: RunSummary
    files: list[FileRow]
    inbox: list[bytes]
    told: str

    def one(self, state):
        """The newest file in a state after the run."""
        return max((file for file in self.files if file.state is state), key=lambda file: file.id)


def test_every_row_is_labelled_with_its_carrier(first):
    stages = ("build_files", "approve_files", "deliver_files")
    assert [instance(first.run, f"{GROUP}.{stage}").rendered_map_index for stage in stages] == [CARRIER] * 3


def test_what_may_go_is_at_the_carrier_byte_for_byte(installed, first):
    sent = [installed.content(file) for file in first.files if file.state is FileState.DELIVERED]
    assert sorted(first.inbox) == sorted(sent) != []


def test_a_run_with_refused_files_ends_red_with_all_others_sent(first):
    summary = first.summary
    assert (str(first.run.state), summary.status, summary.counts.balanced, summary.counts.excluded > 0) == (
        "failed",
        RunStatus.COMPLETED_WITH_ERRORS,
        True,
        True,
    )


def test_refused_files_are_told_of_at_once(first):
    assert f"file {first.one(FileState.REFUSED).id} " in first.told


def test_a_run_is_listed_with_its_form_and_the_person_who_started_it(first):
    summary = first.summary
    assert (summary.user, summary.integration, summary.options["carriers"]) == (
        "dag_test",
        "carrier_edi_delivery",
        [CARRIER],
    )


def test_calls_and_people_are_in_the_summary(first):
    summary = first.summary
    assert (set(summary.api_calls), summary.employees_processed > 0) == ({"PlanSource", "BambooHR"}, True)


def test_how_full_the_fields_were_is_kept_for_the_next_run(installed, first):
    with installed.ledger() as ledger:
        assert ledger.fill_rates.last("carrier_edi_delivery")["subscribers.ssn"] == 1


@pytest.mark.parametrize("task_id", ["take_snapshot", f"{GROUP}.build_files", f"{GROUP}.deliver_files"])
def test_nothing_of_a_person_is_handed_on(installed, first, task_id):
    people = installed.people(first.run)
    told = json.dumps(handed_on(first.run, task_id))
    values = [value for name in ("ssn", "last_name", "address_1") for value in people[name].dropna()]
    assert [value for value in values if value in told] == []


def test_a_second_production_file_of_the_day_needs_a_reason(installed, first):
    run = installed.run()
    assert (instance(run, f"{GROUP}.build_files").try_number, installed.summary(run).status) == (
        1,
        RunStatus.FAILED,
    )
    failure = installed.summary(run).failure
    assert failure.startswith(f"stopped at build_files of {CARRIER}: ")
    assert "give a reason to send a second one" in failure


def test_a_rehearsal_keeps_and_sends_nothing(installed, first):
    before = len(installed.inbox())
    run = installed.run(dry_run=True)
    assert (installed.files(run), len(installed.inbox())) == ([], before)


def test_a_rehearsal_lists_by_person_what_differs(installed, first):
    summary = installed.summary(installed.run(dry_run=True))
    listed = installed.artifacts.read_csv(
        installed.artifacts.folder(INTEGRATION, summary.reference_id), "differences"
    )
    assert len(listed.splitlines()) == 1 + sum(summary.differences.values())


def test_a_file_is_built_anew_alone_and_takes_its_place(installed, first):
    old = first.one(FileState.REFUSED)
    run = installed.run(carriers=None, supersedes=old.id, forced_reason="the carrier asked for it")
    (new,) = installed.files(run)
    assert (new.group, new.supersedes, installed.file(old.id).state) == (
        old.group,
        old.id,
        FileState.SUPERSEDED,
    )


def test_a_file_is_sent_again_byte_for_byte_without_reading_anything(installed, first):
    file = first.one(FileState.DELIVERED)
    run = installed.run(carriers=None, resend=file.id)
    assert (str(run.state), str(instance(run, "take_snapshot").state), installed.file(file.id).state) == (
        "success",
        "skipped",
        FileState.RESENT,
    )


def test_answers_are_collected_and_files_closed(installed, first):
    file = min((file for file in first.files if file.state is FileState.DELIVERED), key=lambda one: one.id)
    installed.acknowledge(file)
    run = installed.collect()
    assert (handed_on(run, "collect_answers")["collected"], installed.file(file.id).state) == (
        1,
        FileState.CLOSED,
    )


def test_an_answer_about_no_file_of_ours_is_told_by_its_number_and_makes_the_run_red(installed, first):
    (installed.api.outbox / "stray.999").write_text(STRAY, encoding="ascii")
    run = installed.collect()
    with installed.ledger() as ledger:
        (kept,) = ledger.carriers.strays.page()
    told = [one in installed.told() for one in (f"answer {kept.id} is about no file", "stray.999")]
    assert (str(run.state), instance(run, "collect_answers").try_number, told) == ("failed", 1, [True, False])


def test_held_files_go_out_once_another_person_lets_them(installed, first):
    code = installed.people(first.run)["subscriber_code"].iloc[0]
    installed.company.update(code, birthdate="1971-02-03")
    with answering(f"{GROUP}.approve_files", by="erin", beginning="Send file") as offered:
        run = installed.run(forced_reason="a birth date was corrected")
    sent = [file.id for file in installed.files(run) if file.state is FileState.DELIVERED]
    assert (offered[0], installed.summary(run).approved_by) == (
        f"Send files {', '.join(map(str, sent))}",
        "erin",
    )


def test_a_first_try_that_fails_is_told_at_once_with_its_file(installed, first):
    file = first.one(FileState.DELIVERED)
    installed.api.faults.extend([Fault("answer", 403)] * 9)
    run = installed.run(carriers=None, forced_reason="to be refused", supersedes=file.id)
    installed.api.faults.clear()
    (new,) = installed.files(run)
    told = installed.told()
    assert (new.state, f"file {new.id} ({new.name}): a try to hand it over failed" in told) == (
        FileState.SENDING,
        True,
    )
    assert f"{CARRIER}: its files of run {run.run_id} were not delivered" in told
