"""When a retry can help, and how often a task reports what it counts."""

import pytest
from airflow.sdk import DAG, Asset
from airflow.sdk.definitions.retry_policy import RetryAction

from benefits_sync import errors
from benefits_sync.integrations.demographic_export import DEMOGRAPHIC_EXPORT
from benefits_sync.operators.apply import ApplyPlanOperator
from benefits_sync.operators.extract import ExtractRecordsOperator
from benefits_sync.operators.integration_operator import RETRY_POLICY, IntegrationOperator, throttled
from tests.connections import define_connection
from tests.operators.conftest import context
from tests.store.samples import NOW

VENDOR = {"vendor": "PlanSource", "operation": "PUT /subscriber/{id}"}
ASSET = Asset(name="anything", uri="x-benefits://anything")


def decision(error: Exception) -> RetryAction:
    return RETRY_POLICY.evaluate(exception=error, try_number=1, max_tries=3, context=None).action


@pytest.mark.parametrize(
    "error",
    [
        errors.MappingError("demographic_export.yaml:7"),
        errors.ConnectionSettingsError("connection plansource_default: client id is empty"),
        errors.ParameterError("include employees: 1 not found"),
        errors.VendorRefusedError("the client secret is wrong", **VENDOR),
        errors.VendorContractError("the answer is no JSON", **VENDOR),
        errors.GuardError("refused by erin"),
        errors.OutOfOrderError("a prior plan year is imported first"),
        errors.StalePlanError("1 record changed in the target"),
        errors.UnbalancedRunError("9 read, 8 accounted for"),
        errors.CompletedWithErrorsError("1 of 9 records was refused"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_a_retry_cannot_mend_fails_at_once(error):
    assert decision(error) is RetryAction.FAIL


@pytest.mark.parametrize(
    "error",
    [
        errors.VendorUnavailableError("no answer", **VENDOR),
        errors.StoreUnavailableError("the ledger is locked"),
        errors.TooEarlyError("run demographic_export first"),
        errors.UnknownOutcomeError("the answer was lost", **VENDOR),
        OSError("no space left on device"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_may_pass_is_tried_again_as_the_dag_says(error):
    assert decision(error) is RetryAction.DEFAULT


def test_a_mapped_task_keeps_the_policy():
    with DAG("one", schedule=None):
        apply = ApplyPlanOperator.partial(
            task_id="apply", integration=DEMOGRAPHIC_EXPORT, plan_task_id="plan"
        ).expand(chunk=[[0, 1]])
    assert apply.unmap({"chunk": [0, 1]}).retry_policy is RETRY_POLICY


@pytest.mark.parametrize(("triggered_by", "user"), [("dana", "dana"), (None, "schedule")])
def test_a_run_belongs_to_who_triggered_it_else_to_the_schedule(triggered_by, user):
    told = context({}, user=triggered_by)
    told["dag_run"].start_date = NOW
    told["asset_state_store"] = {ASSET: {}}
    extract = ExtractRecordsOperator(task_id="extract", integration=DEMOGRAPHIC_EXPORT, asset=ASSET)
    assert extract.request(told).user == user


def test_a_count_is_reported_when_it_is_new_and_then_every_few_seconds():
    seconds, reported = iter([0.0, 1.0, 4.9, 5.0, 5.1]), []
    report = throttled(lambda what, number: reported.append((what, number)), clock=lambda: next(seconds))
    for number in (1, 2, 3, 4):
        report("records", number)
    report("writes", 1)
    assert reported == [("records", 1), ("records", 4), ("writes", 1)]


def test_a_mapping_made_for_test_data_is_refused_before_a_vendor_is_called(monkeypatch):
    plansource = {"host": "https://api.plansource.com", "login": "a", "password": "b"}
    define_connection(monkeypatch, "plansource_default", conn_type="plansource", **plansource)
    bamboohr = {"password": "k", "extra": {"company_domain": "acme"}}
    define_connection(monkeypatch, "bamboohr_default", conn_type="bamboohr", **bamboohr)
    operator = IntegrationOperator(task_id="t", integration=DEMOGRAPHIC_EXPORT)
    with pytest.raises(errors.MappingError, match=r"would reach acme\.bamboohr\.com, api\.plansource\.com"):
        operator.bench().__enter__()
