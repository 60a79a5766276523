"""The rules that every DAG keeps, whichever it is; each test names the DAGs or tasks that break its rule."""

import json
import re
import runpy
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import DAG, Param
from airflow.serialization.serialized_objects import DagSerialization

from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS
from benefits_sync.notifications.failure import notify_failure
from benefits_sync.operators.carriers.carrier_operator import OneCarrierOperator
from benefits_sync.operators.carriers.snapshot import TakeSnapshotOperator
from benefits_sync.operators.integration_operator import RETRY_POLICY, IntegrationOperator
from benefits_sync.redaction import NAME_FIELDS, SENSITIVE_FIELDS
from scripts.local_airflow import POOLS
from tests.dags.conftest import ROOT

FILES = {
    "demographic_export": {"demographic_export"},
    "deductions_import": set(PAYROLL_TARGETS),
    "deductions_reconciliation": {target.reconciliation for target in PAYROLL_TARGETS.values()},
    "carrier_edi_delivery": {"carrier_edi_delivery"},
    "carrier_edi_answers": {"carrier_edi_answers"},
    "integration_set": {"integration_set"},
    "resubmit_records": {"resubmit_records"},
}
"""File of the folder -> the DAGs in it; they share its page."""
DAG_IDS = set().union(*FILES.values())
OWNERS = {"benefits"}
TAGS = {
    "bamboohr", "plansource", "export", "import", "demographics", "deductions", "reconciliation",
    "resubmission", "set", "carriers", "edi",
}  # fmt: skip
CALLERS = (IntegrationOperator, OneCarrierOperator, TakeSnapshotOperator)
"""Tasks that call a vendor or a carrier."""
SECTIONS = ["What it does", "Starting it by hand", "When it waits", "When it is red", "What it never does"]


def page(dag_id: str) -> str:
    (file,) = (name for name, ids in FILES.items() if dag_id in ids)
    return (ROOT / "docs" / "dags" / f"{file}.md").read_text(encoding="utf-8")


def dags_where(dags: dict[str, DAG], broken: Callable[[DAG], object]) -> list[str]:
    return [dag_id for dag_id, dag in dags.items() if broken(dag)]


def tasks_where(dags: dict[str, DAG], broken: Callable[..., object]) -> list[str]:
    return [f"{dag_id}.{task.task_id}" for dag_id, dag in dags.items() for task in dag.tasks if broken(task)]


def params_where(dags: dict[str, DAG], broken: Callable[[Param], object]) -> list[str]:
    found = [
        (dag_id, name, dag.params.get_param(name)) for dag_id, dag in dags.items() for name in dag.params
    ]
    return [f"{dag_id}.{name}" for dag_id, name, param in found if broken(param)]


# Which DAGs there are


def test_the_folder_holds_exactly_these_dags(dag_bag):
    assert (set(dag_bag.dags), dag_bag.import_errors) == (DAG_IDS, {})


def test_every_file_holds_the_dags_of_its_name(dags):
    found = {path.stem: set() for path in (ROOT / "dags").glob("*.py")}
    for dag_id, dag in dags.items():
        found[Path(dag.fileloc).stem].add(dag_id)
    assert found == FILES


def test_every_dag_has_a_row_in_the_table_of_dags(dags):
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "dags" / "README.md").read_text(), re.MULTILINE)
    assert set(rows) == set(dags)


# Who owns it, and how it is found


def test_every_task_has_an_owner_we_know(dags):
    assert tasks_where(dags, lambda task: task.owner not in OWNERS) == []


def test_every_dag_is_tagged_from_the_known_tags(dags):
    assert dags_where(dags, lambda dag: not dag.tags or set(dag.tags) - TAGS) == []


def test_every_dag_has_a_name_and_a_sentence_for_the_list(dags):
    assert dags_where(dags, lambda dag: dag.dag_display_name == dag.dag_id or not dag.description) == []


def test_the_documentation_of_every_dag_is_its_page(dags):
    assert dags_where(dags, lambda dag: dag.doc_md != page(dag.dag_id)) == []


def test_every_page_has_the_sections_we_promise(dags):
    missing = {
        dag_id: [name for name in SECTIONS if f"\n### {name}\n" not in page(dag_id)] for dag_id in dags
    }
    assert [dag_id for dag_id, names in missing.items() if names] == []


def test_every_page_says_of_each_task_what_it_does_and_if_it_may_be_cleared(dags):
    assert tasks_where(dags, lambda task: f"\n| `{task.task_id}` |" not in page(task.dag_id)) == []


# How it runs


def test_one_run_at_a_time_and_none_for_the_past(dags):
    assert dags_where(dags, lambda dag: dag.max_active_runs != 1 or dag.catchup) == []


def test_every_schedule_names_its_time_zone(dags):
    def floating(dag: DAG) -> bool:
        clock = getattr(dag.timetable, "timetable", dag.timetable)  # the one beside assets
        return clock.can_be_scheduled and getattr(clock, "timezone", None) is None

    assert dags_where(dags, floating) == []


def test_a_dag_that_is_switched_on_waits_for_its_time(dags):
    """With a start date in the past, Airflow would make up for the last time at once."""
    assert dags_where(dags, lambda dag: dag.start_date is not None) == []


def test_every_run_ends_some_day(dags):
    assert dags_where(dags, lambda dag: dag.dagrun_timeout is None) == []


def test_somebody_is_told_of_every_failure(dags):
    assert dags_where(dags, lambda dag: dag.on_failure_callback is not notify_failure) == []


def test_every_task_is_tried_again_with_growing_pauses(dags):
    def stubborn(task) -> bool:
        pauses = task.retries >= 1 and task.retry_exponential_backoff and task.max_retry_delay
        return not (pauses and timedelta(0) < task.retry_delay <= task.max_retry_delay)

    assert tasks_where(dags, stubborn) == []


def test_no_task_is_tried_again_where_a_retry_cannot_help(dags):
    def policy(task):
        return (task.unmap(dict.fromkeys(task.expand_input.value)) if task.is_mapped else task).retry_policy

    assert tasks_where(dags, lambda task: policy(task) is not RETRY_POLICY) == []


def test_every_task_is_limited_in_time(dags):
    def endless(task) -> bool:
        asks = issubclass(task.operator_class, HITLOperator)
        return (task.response_timeout if asks else task.execution_timeout) is None

    assert tasks_where(dags, endless) == []


def test_a_question_may_wait_no_longer_than_its_run(dags):
    def outlasts(task) -> bool:
        asks = issubclass(task.operator_class, HITLOperator)
        return asks and task.response_timeout >= task.dag.dagrun_timeout

    assert tasks_where(dags, outlasts) == []


def test_every_task_that_calls_a_vendor_takes_a_slot_of_its_pool(dags):
    def unlimited(task) -> bool:
        return issubclass(task.operator_class, CALLERS) and task.pool not in POOLS

    assert tasks_where(dags, unlimited) == []


# What it shows


def test_every_parameter_has_a_title_and_a_description(dags):
    def silent(param: Param) -> bool:
        return not (param.schema.get("title") and param.description)

    assert params_where(dags, silent) == []


def test_every_parameter_is_limited_to_what_makes_sense(dags):
    def limited(param: Param) -> bool:
        kinds = param.schema.get("type", [])
        kinds = {kinds} if isinstance(kinds, str) else set(kinds)
        needed = {
            "string": {"maxLength", "enum"},
            "integer": {"maximum", "enum"},
            "array": {"maxItems"},
            "boolean": None,
        }
        return all(
            kind in needed and (needed[kind] is None or needed[kind] & param.schema.keys())
            for kind in kinds - {"null"}
        )

    assert params_where(dags, lambda param: not param.schema.get("type") or not limited(param)) == []


def test_the_form_can_be_sent_as_it_opens(dags):
    assert dags_where(dags, lambda dag: dag.params.validate() is None) == []


def test_reading_a_dag_again_makes_no_new_version_of_it(dags):
    def kept(dag: DAG) -> str:
        return json.dumps(DagSerialization.to_dict(dag))

    assert dags_where(dags, lambda dag: re.search(r" at 0x[0-9a-f]+", kept(dag))) == []


def test_no_personal_field_is_rendered_into_a_template(dags):
    personal = SENSITIVE_FIELDS | NAME_FIELDS
    assert tasks_where(dags, lambda task: personal & set(task.template_fields)) == []


# What reading it costs


class Reading:
    """What the process opened and reached while a DAG file was read."""

    def __init__(self) -> None:
        self.on = False
        self.events: list[str] = []

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on or event not in {"open", "socket.connect", "subprocess.Popen", "sqlite3.connect"}:
            return
        self.events.append(f"{event} {arguments[0] if event == 'open' else ''}".strip())

    @contextmanager
    def watched(self) -> Iterator[list[str]]:
        self.events, self.on = [], True
        try:
            yield self.events
        finally:
            self.on = False


@pytest.fixture(scope="module")
def reading() -> Reading:
    found = Reading()
    sys.addaudithook(found.hook)
    return found


@pytest.mark.parametrize("dag_id", sorted(FILES))
def test_reading_a_dag_opens_its_page_and_the_sets_at_most(reading, dag_id):
    file = str(ROOT / "dags" / f"{dag_id}.py")
    runpy.run_path(file)  # what it imports is read now
    with reading.watched() as events:
        runpy.run_path(file)
    allowed = {f"open {file}", f"open {ROOT / 'docs' / 'dags' / f'{dag_id}.md'}"}
    sets = {f"open {path}" for path in (ROOT / "include" / "sets").glob("*.yaml")}
    assert set(events) - allowed - (sets if dag_id == "integration_set" else set()) == set()
