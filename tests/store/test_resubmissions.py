"""Refused records that a person asked to send again."""

import pytest

from benefits_sync.errors import ParameterError
from tests.store.samples import EXPORT, begin, hours, rejections

BAD_ZIP = ("E1", "1", "zip_code", "zip", "must have five digits")
NOBODY = ("E2", None, "ssn", "required", "has no SSN")


ZIP, SSN, UNKNOWN = range(3)


@pytest.fixture
def refused(ledger):
    ledger.rejections.replace(begin(ledger), EXPORT, rejections(BAD_ZIP, NOBODY), hours(1))
    return ledger


def number_of(ledger, place):
    [run] = ledger.runs.latest(EXPORT, 1)
    return [*ledger.rejections.list(run.reference_id)["id"], 99_999][place]


def ask(ledger, places=(ZIP,), token="t1", integration=EXPORT):
    numbers = [number_of(ledger, place) for place in places]
    return ledger.resubmissions.request(integration, numbers, token, "dana", hours(2))


def test_a_request_names_the_people_to_read_again(refused):
    assert refused.resubmissions.source_ids(ask(refused).id) == ("1",)


def test_a_second_click_is_the_same_request(refused):
    assert ask(refused) == ask(refused)


def test_another_form_is_another_request(refused):
    assert ask(refused).id != ask(refused, token="t2").id


def test_the_run_that_carries_it_out_is_kept_with_it(refused):
    number = ask(refused).id
    refused.resubmissions.carried_out_by(number, "demographic_export", "manual__1")
    assert refused.resubmissions.of_rejection(number_of(refused, ZIP))[0].airflow_run_id == "manual__1"


@pytest.mark.parametrize(
    ("places", "integration"), [((UNKNOWN,), EXPORT), ((ZIP,), "deductions"), ((SSN,), EXPORT), ((), EXPORT)]
)
def test_a_rejection_that_cannot_be_sent_again_is_refused(refused, places, integration):
    with pytest.raises(ParameterError, match="no such rejection"):
        ask(refused, places, integration=integration)


def test_a_refused_request_leaves_nothing_behind(refused):
    with pytest.raises(ParameterError):
        ask(refused, (ZIP, UNKNOWN))
    with pytest.raises(ParameterError, match="there is no resubmission"):
        refused.resubmissions.get(ask(refused).id - 1)


def test_a_request_knows_the_options_of_the_runs_that_refused_its_records(ledger):
    for year in ("2025", "2026"):
        run = begin(ledger, year, options={"plan_year_starts": year})
        ledger.rejections.replace(run, EXPORT, rejections(BAD_ZIP, BAD_ZIP), hours(1))
    numbers = [
        number
        for run in ledger.runs.latest(EXPORT, 2)
        for number in ledger.rejections.list(run.reference_id)["id"]
    ]
    both = ledger.resubmissions.request(EXPORT, numbers, "t1", "dana", hours(2)).id
    found = ledger.resubmissions.options_of([both])[both]
    assert sorted(one["plan_year_starts"] for one in found) == ["2025", "2026"]
