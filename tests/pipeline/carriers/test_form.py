"""What the form means: values that cannot be used, the file that it is about, the order for a carrier."""

from datetime import UTC, date, datetime

import pytest

from benefits_sync.errors import ParameterError
from benefits_sync.models.carriers import FileKind, Usage
from benefits_sync.models.runs import IntegrationType, RunStatus, RunSummary
from benefits_sync.pipeline.carriers.form import DeliveryForm
from tests.mapping.carriers.profiles import MEDICAL
from tests.store.carriers.samples import kept

LATE_EVENING = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
"""Already the next day by UTC, still the twentieth in the carrier's zone."""


@pytest.fixture
def run():
    return RunSummary(
        reference_id="20261120-5f0c1a2b3d4e",
        run_name="Carrier files",
        integration="carrier_edi_delivery",
        type=IntegrationType.EXPORT,
        user="dana",
        status=RunStatus.IN_PROGRESS,
        started_at=LATE_EVENING,
        delta=False,
        mapping_version="2-1a2b3c4d",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "partial"),
        ("as_of", "tomorrow"),
        ("plan_year", "previous"),
        ("usage", "P"),
        ("supersedes", 0),
        ("resend", -1),
        ("forced_reason", "   "),
        ("notice_given_on", "2026-02-30"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name, value):
    with pytest.raises(ParameterError, match=name):
        DeliveryForm.of({name: value})


def test_an_error_does_not_repeat_what_was_typed():
    with pytest.raises(ParameterError) as refused:
        DeliveryForm.of({"as_of": "987-65-4329"})
    assert "987-65-4329" not in str(refused.value)


@pytest.mark.parametrize("beside", [{"supersedes": 3}, {"dry_run": True}])
def test_a_file_is_sent_again_and_nothing_else_is_asked(beside):
    with pytest.raises(ParameterError, match="resend"):
        DeliveryForm.of({"resend": 7, **beside})


def test_values_left_empty_are_as_if_they_were_not_there():
    empty = {"carriers": None, "as_of": None, "supersedes": None, "run_name": "of the run, not of the form"}
    assert DeliveryForm.of(empty) == DeliveryForm()


def test_a_form_comes_back_from_the_ledger_as_it_went_in():
    form = DeliveryForm.of({"carriers": ["cedarline_health"], "as_of": "2026-11-20", "usage": "test"})
    assert DeliveryForm.of(form.model_dump(mode="json")) == form


def test_the_usual_kind_is_what_the_profile_says(run):
    assert DeliveryForm().order(MEDICAL, run, None).kind == "change"


def test_the_usual_kind_of_the_next_plan_year_is_that_of_open_enrollment(run):
    assert DeliveryForm(plan_year="next").order(MEDICAL, run, None).kind == "full"


def test_without_a_day_the_file_is_of_the_carrier_s_today(run):
    assert DeliveryForm().order(MEDICAL, run, None).as_of == date(2026, 11, 20)


def test_a_day_of_the_form_counts(run):
    assert DeliveryForm(as_of=date(2026, 11, 2)).order(MEDICAL, run, None).as_of == date(2026, 11, 2)


def test_a_test_file_is_ordered_as_one(run):
    assert DeliveryForm(usage="test").order(MEDICAL, run, None).usage is Usage.TEST


@pytest.fixture
def file(ledger):
    return kept(ledger, usage=Usage.TEST, kind=FileKind.CHANGE, plan_year=date(2027, 1, 1))


def test_a_file_that_is_built_anew_goes_where_the_old_one_went(file):
    form = DeliveryForm(supersedes=file.id).about(file)
    assert (form.carriers, form.usage, form.kind, form.plan_year) == (
        ("brightleaf_dental",),
        "test",
        "change",
        "next",
    )


def test_a_kind_that_is_stated_is_kept_for_a_file_that_is_built_anew(file):
    assert DeliveryForm(supersedes=file.id, kind="full").about(file).kind == "full"
