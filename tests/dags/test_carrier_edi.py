"""The forms of both DAGs of carrier files, and the shape of their runs."""

import copy
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from airflow.sdk import DAG, TriggerRule
from airflow.sdk.exceptions import ParamValidationError

from benefits_sync.domain.carriers.schedule import cut_off
from benefits_sync.mapping.carriers.loading import load_profile, profile_files
from benefits_sync.notifications.carriers import notify_not_delivered
from benefits_sync.pipeline.carriers.form import DeliveryForm
from tests.dags.conftest import ROOT

PROFILES = profile_files(ROOT / "include" / "mappings")
GROUP = "one_carrier"


@pytest.fixture
def dag(dags: dict[str, DAG]) -> DAG:
    return dags["carrier_edi_delivery"]


@pytest.fixture
def answers(dags: dict[str, DAG]) -> DAG:
    return dags["carrier_edi_answers"]


def checked(dag: DAG, **form: object) -> dict[str, object]:
    """Return the form's values as Airflow takes them when a run is triggered."""
    params = copy.deepcopy(dag.params)
    params.update(form)
    return params.validate()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("carriers", "cedarline_health"),
        ("carriers", ["nobody"]),
        ("carriers", ["cedarline_health", "cedarline_health"]),
        ("kind", "partial"),
        ("kind", None),
        ("as_of", "2026-02-30"),
        ("as_of", "today"),
        ("plan_year", "previous"),
        ("usage", "P"),
        ("dry_run", None),
        ("forced_reason", "asked about 911-22-3333"),
        ("forced_reason", "x" * 2001),
        ("notice_given_on", "soon"),
        ("supersedes", 0),
        ("resend", "7"),
        ("run_name", "x" * 201),
        ("run_name", "for 911-22-3333"),
    ],
)
def test_the_form_refuses_what_a_run_cannot_use(dag, name, value):
    with pytest.raises(ParamValidationError):
        checked(dag, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("carriers", ["cedarline_health", "brightleaf_dental"]),
        ("kind", "audit"),
        ("as_of", "2026-11-20"),
        ("plan_year", "next"),
        ("usage", "test"),
        ("dry_run", True),
        ("forced_reason", "the first one was lost"),
        ("notice_given_on", "2026-11-02"),
        ("supersedes", 7),
        ("resend", 7),
    ],
)
def test_the_form_takes_what_a_run_can_use(dag, name, value):
    assert checked(dag, **{name: value})[name] == value


def test_a_run_without_a_word_sends_usual_files_of_today_to_production(dag):
    form = checked(dag)
    run_name = form.pop("run_name")
    assert (run_name, DeliveryForm.of(form)) == (None, DeliveryForm())


def test_the_form_asks_all_that_a_run_knows(dag):
    assert set(dag.params) == {*DeliveryForm.model_fields, "run_name"}


@pytest.mark.parametrize("name", ["kind", "plan_year", "usage"])
def test_the_form_offers_the_choices_that_a_run_knows(dag, name):
    choices = DeliveryForm.model_json_schema()["properties"][name]["enum"]
    assert dag.params.get_param(name).schema["enum"] == choices


@pytest.mark.parametrize("dag_id", ["carrier_edi_delivery", "carrier_edi_answers"])
def test_every_profile_can_be_chosen(dags, dag_id):
    assert dags[dag_id].params.get_param("carriers").schema["items"]["enum"] == sorted(PROFILES)


def test_files_go_out_before_the_first_cut_off_of_any_carrier(dag):
    day = datetime(2026, 11, 18, tzinfo=ZoneInfo(str(dag.timetable.timezone)))
    minute, hour, *_ = dag.timetable.expression.split()
    starts = day.replace(hour=int(hour), minute=int(minute))
    calendars = [load_profile(path).schedule for path in PROFILES.values()]
    assert starts + timedelta(hours=2) < min(cut_off(one, day.date()) for one in calendars)


def test_the_day_is_the_same_in_every_carrier_s_zone_when_files_go_out(dag):
    minute, hour, *_ = dag.timetable.expression.split()
    starts = datetime(2026, 11, 18, int(hour), int(minute), tzinfo=ZoneInfo(str(dag.timetable.timezone)))
    zones = {load_profile(path).schedule.timezone for path in PROFILES.values()}
    assert {starts.astimezone(ZoneInfo(zone)).date() for zone in zones} == {starts.date()}


def test_its_stages_follow_one_another(dag):
    stages = ["choose_carriers", "take_snapshot"]
    stages += [f"{GROUP}.{stage}" for stage in ("build_files", "approve_files", "deliver_files")]
    assert [task.task_id for task in dag.topological_sort()] == [*stages, "close_run"]


@pytest.mark.parametrize("stage", ["build_files", "approve_files", "deliver_files"])
def test_each_carrier_goes_through_its_stages_for_itself(dag, stage):
    task = dag.get_task(f"{GROUP}.{stage}")
    assert (task.get_closest_mapped_task_group().group_id, task.map_index_template) == (
        GROUP,
        "{{ task.carrier }}",
    )


def test_a_file_is_sent_again_without_a_snapshot(dag):
    assert dag.get_task(f"{GROUP}.build_files").trigger_rule == TriggerRule.NONE_FAILED


def test_the_last_stage_runs_whatever_became_of_the_others(dag):
    assert dag.get_task("close_run").trigger_rule == TriggerRule.ALL_DONE


def test_a_carrier_that_is_away_is_waited_for_nearly_an_hour(dag):
    task, waited = dag.get_task(f"{GROUP}.deliver_files"), timedelta(0)
    for number in range(task.retries):
        waited += min(task.retry_delay * 2**number, task.max_retry_delay)
    assert timedelta(minutes=50) <= waited <= timedelta(minutes=60)


def test_the_last_try_that_fails_is_told_at_once(dag):
    assert dag.get_task(f"{GROUP}.deliver_files").on_failure_callback == [notify_not_delivered]


def test_answers_are_collected_every_half_hour(answers):
    assert answers.timetable.expression == "*/30 * * * *"


def test_answers_are_collected_for_each_carrier_under_its_name(answers):
    task = answers.get_task("collect_answers")
    assert (task.is_mapped, task.map_index_template) == (True, "{{ task.carrier }}")
